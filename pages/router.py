"""The menu: which pages this user may open; runs the chosen one. The script the server runs for every browser."""

import streamlit as st

from pages.door import frame
from pages.door.menu import menu_for
from pages.door.notices import put_back
from pages.door.session import signed_in

frame.set_up()
put_back()
user = signed_in()
chosen = st.navigation(menu_for(user.role), position="sidebar", expanded=True)
frame.show(user)
chosen.run()
