"""Cleaning what people type: full-width forms and spaces, and nothing else.

NFKC is not used: it would turn ² into 2. Only U+FF01-FF5E and U+3000 are mapped.
"""

import re

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LOOSE = re.compile("[\\s\uff01-\uff5e\u3000]")
_WIDE = re.compile("[\uff01-\uff5e\u3000]")


def half_width(text: str) -> str:
    """Full-width ASCII and the ideographic space, narrowed."""
    return text.translate(HALF_WIDTH)


def has_full_width(text: str) -> bool:
    return _WIDE.search(text) is not None


def tight(text: str) -> str:
    """Narrowed, without any space: how closed lists of words are compared."""
    if _LOOSE.search(text) is None:
        return text
    return _SPACES.sub("", half_width(text))


def trimmed(text: str) -> str:
    """Text as it is kept: inner line breaks become one space, the ends are cut."""
    return _SPACES.sub(" ", text).strip()


def has_control(text: str) -> bool:
    """Whether it holds invisible control or direction characters, which nobody types on purpose."""
    return _CONTROL.search(text) is not None


def shown(text: str, longest: int = 40) -> str:
    """What was found, short enough for a table and without anything invisible."""
    text = _CONTROL.sub("□", trimmed(text))
    return text if len(text) <= longest else text[: longest - 1] + "…"
