"""How much room a text takes in a workbook: how many characters it is wide, how high a row is in which it wraps.

Excel makes a row higher for what wraps in it, when it opens a file; other programs print one line over the next. So who
writes such a row says how high it is.
"""

import math
import unicodedata
from collections.abc import Iterable

LINE = 18  # points: letters of 11 in the Chinese fonts with the tallest lines
FILLED = 0.92  # of a column's width: Chinese fonts are a little wider than two of the digits it is counted in


def width_of(text: str) -> int:
    """Characters; a Chinese one takes the room of two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def height_of(cells: Iterable[tuple[str, float]]) -> int:
    """Points for a row of texts, each with the width of its column in characters."""
    return LINE * max((_lines(text, width) for text, width in cells), default=1)


def _lines(text: str, width: float) -> int:
    room = max(2, width * FILLED - 1)
    return sum(max(1, math.ceil(width_of(line) / room)) for line in text.split("\n"))
