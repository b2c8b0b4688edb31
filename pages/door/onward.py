"""Where to go after signing in: one of our own pages, whatever the address says."""

import re
from urllib.parse import urlsplit

from pages.registry import page_at

_PLAIN = re.compile(r"/[\x21-\x7e]{0,2000}")  # printable ASCII: no line break, no space, no backslash trick below


def onward(wanted: str | None) -> str:
    """The wanted address when it is the path of a page (with its query), else the root."""
    if not wanted or not _PLAIN.fullmatch(wanted) or wanted.startswith("//") or "\\" in wanted:
        return "/"
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or page_at(parts.path.removeprefix("/")) is None:
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")
