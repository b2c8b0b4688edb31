"""Streamlit's front page in our words: Chinese, titled, with the dictionary for its own strings and no inline script.

Streamlit has no translations; `static/zh.js` replaces what it says in English as it appears. We serve the page
ourselves, at the addresses of the registry only.
"""

import re
from functools import cache
from html import escape
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pages.door.forms import product

# Our own favicon, the dictionary, and a word for those without scripts.
_HEAD = """<link rel="icon" type="image/svg+xml" href="/app/static/favicon.svg">
    <script defer src="/app/static/zh.js"></script>"""
_NO_SCRIPT = "<noscript><p>请启用浏览器的 JavaScript 后再使用本平台。</p></noscript>"
_REPLACEMENTS = (
    (r'<html lang="en">', '<html lang="zh-CN">'),
    (r"<title>.*?</title>", "<title>{title}</title>"),
    (r'<link rel="shortcut icon"[^>]*>', _HEAD),
    (r'<link rel="service-desc"[^>]*>', ""),  # the agent interface is off
    (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),  # a Latin font nobody sees
    (r"<!--.*?-->", ""),
    (r"<script>.*?</script>", ""),
    (r"<noscript>.*?</noscript>", _NO_SCRIPT),
)


class UnknownFrontPage(Exception):
    """Streamlit's front page is not the one this was written for: look at it again after an upgrade."""


@cache
def front_page() -> str:
    """Streamlit's index.html, rewritten."""
    text = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    for pattern, replacement in _REPLACEMENTS:
        inserted = replacement.replace("{title}", escape(product()))
        text, number = re.subn(pattern, lambda _, new=inserted: new, text, flags=re.DOTALL)
        if number == 0:
            raise UnknownFrontPage(pattern)
    return text


async def answer(request: Request) -> HTMLResponse:
    """The front page, the same at every page's address: the script in it asks for the rest."""
    return HTMLResponse(front_page())
