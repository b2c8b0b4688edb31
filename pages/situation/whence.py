"""The quiet link from a figure to its whole life."""

import datetime as dt

import streamlit as st

from pages.door.menu import to_page
from pages.parts import links
from pages.registry import may


def headed(user, title: str, *, indicator: str, subject: str, day: dt.date) -> None:
    """A table's heading with ``数从何来`` at its right, for those who may look."""
    left, right = st.columns([9, 1], vertical_alignment="bottom")
    left.subheader(title, anchor=False)
    if may(user.role, "origin"):
        asked = {"indicator": indicator, "subject": subject, "on": f"{day:%Y-%m-%d}"}
        right.page_link(to_page("origin"), label="数从何来", query_params=asked)


def whence(indicator: str, subject: str, day: dt.date | None) -> str | None:
    """The address of one figure's life, for a cell of a table; None where there is no figure."""
    return None if day is None else links.to("origin", indicator=indicator, subject=subject, on=f"{day:%Y-%m-%d}")
