"""Addresses inside the product: every view has one, a click stays in the session, and a copied one opens cold."""

from urllib.parse import parse_qsl, urlencode

import streamlit as st


def to(path: str = "", **filters: object) -> str:
    """``to("entities", county="622921")`` -> ``entities?county=622921``; empty filters are left out.

    An empty path means the page one is on.
    """
    kept = {name: str(value) for name, value in filters.items() if value not in (None, "", ())}
    return path + ("?" + urlencode(kept) if kept else "" if path else "?")


def follow(address: str | None) -> None:
    """Go where a clicked element points; nothing was clicked: nothing happens. Ends this run of the page."""
    if address is None:
        return
    path, _, query = address.partition("?")
    filters = dict(parse_qsl(query))
    if not path:
        st.query_params.from_dict(filters)
        st.rerun()
    st.switch_page(st.Page(_elsewhere, url_path=path), query_params=filters)


def _elsewhere() -> None:
    """Stands for a page in an address; the router runs the registered one of that path."""
