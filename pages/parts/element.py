"""Our own small browser elements: data goes out as JSON, the script writes it as text, a click comes back as a word.

Each element is ``assets/<name>.js`` after the shared ``dom.js``, with ``parts.css``. Only the scripts' own files are
code; whatever a figure, a name or a sentence holds is set as text and can never become markup.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).with_name("assets")


@cache
def element(name: str) -> Callable:
    """The mounting command of one element. Registered once a process, on whichever server runs it."""
    script = (ASSETS / "dom.js").read_text("utf-8") + (ASSETS / f"{name}.js").read_text("utf-8")
    style = (ASSETS / "parts.css").read_text("utf-8")
    return st.components.v2.component(f"parts_{name}", js=script, css=style)


def mount(name: str, data: dict, *, key: str, height: int | str = "content") -> str | None:
    """Show an element; the word it was clicked with (an address or a code), or None."""
    answer = element(name)(key=key, data=data, height=height, on_pick_change=_ignore)
    picked = answer.get("pick")
    return picked if isinstance(picked, str) else None


def _ignore() -> None:
    """A click needs a callback to be sent at all; what it means is decided by the page, after its guard."""
