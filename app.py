"""The door: everything the server answers passes here first. `streamlit run app.py`, or `uvicorn app:app`."""

import streamlit as st
from starlette.middleware import Middleware

from pages.door.gate import Gate
from pages.door.headers import SecurityHeaders
from pages.door.notices import failed, interrupted
from pages.door.routes import ROUTES
from pages.door.warm import warm_up

app = st.App(
    "pages/router.py",
    lifespan=warm_up,
    middleware=[Middleware(SecurityHeaders), Middleware(Gate)],
    routes=ROUTES,
    on_script_error=interrupted,
    exception_handlers={Exception: failed},
)
