"""The registry's pages as Streamlit's: for the menu, for links from page to page, and for switching."""

import importlib
from collections.abc import Callable

import streamlit as st

from pages.registry import PageEntry, page_at, pages_for


def menu_for(role: str) -> dict[str, list]:
    """Sections and pages of a role, with an unseen first page that leads to the role's home.

    Every page thus has the same address for every role, and none of them is "/".
    """
    sections: dict[str, list] = {"": [_home(role)]}
    for entry in pages_for(role):
        sections.setdefault(entry.section, []).append(to_page(entry.path))
    return sections


def to_page(path: str):
    """One page, for `st.page_link` and `st.switch_page`."""
    entry = page_at(path)
    assert entry is not None, path
    return st.Page(_runner(entry), title=entry.title, icon=entry.icon, url_path=entry.path)


def _runner(entry: PageEntry) -> Callable[[], None]:
    def run() -> None:
        importlib.import_module(entry.module).page()

    return run


def _home(role: str):
    def go_home() -> None:
        st.switch_page(to_page(pages_for(role)[0].path))

    return st.Page(go_home, title="首页", url_path="home", default=True, visibility="hidden")
