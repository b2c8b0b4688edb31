"""Real tables for reading: few rows, status by fill, shape and word, cells that lead to the rows behind them.

A table here is a document element (screen readers, print, copy); long lists go to ``tables.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts import number, status
from pages.parts.element import mount


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: heading, unit under it, and how its cells stand (``number`` right, ``center``, ``text``)."""

    title: str
    unit: str = ""
    align: str = "text"
    width: str = ""
    nowrap: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What stands in a cell. ``status`` draws the mark, ``severity`` an alert level's chip, ``slip`` a slip's.

    ``href`` makes it a link.
    """

    text: str
    status: str | None = None
    severity: str | None = None
    slip: str | None = None
    note: str = ""
    href: str | None = None
    strong: bool = False
    bare: bool = False  # the level by its numeral, the slip by its shape alone
    quiet: bool = False  # a word that stands for a number


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; the first cell is its heading."""

    cells: Sequence[Cell | str]
    chosen: bool = False
    total: bool = False


def value_cell(
    value: float | None,
    unit: str,
    *,
    state: str = "ok",
    status: str | None = None,
    note: str = "",
    href: str | None = None,
) -> Cell:
    """A number under a heading that carries its unit, or the word for its absence."""
    return Cell(text=number.figure(value, unit, state), status=status, note=note, href=href, quiet=number.absent(value))


def table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    key: str,
    caption: str = "",
    foot: str = "",
    empty: str = "没有符合条件的记录",
    heads: bool = True,
) -> str | None:
    """A table; the address of the clicked cell, or None. ``caption`` stands at the top right, ``foot`` below."""
    data = {
        "caption": caption,
        "foot": foot,
        "empty": empty,
        "columns": [_column(column, heads=heads and i == 0) for i, column in enumerate(columns)],
        "rows": [_row(row) for row in rows],
    }
    return mount("matrix", data, key=key)


def _column(column: Column, *, heads: bool) -> dict:
    return {
        "title": column.title,
        "unit": column.unit,
        "align": "" if column.align == "text" else column.align,
        "width": column.width,
        "nowrap": column.nowrap,
        "heads": heads,
    }


def _row(row: Row) -> dict:
    return {"cells": [_cell(cell) for cell in row.cells], "chosen": row.chosen, "total": row.total}


def _cell(cell: Cell | str) -> dict | str:
    if isinstance(cell, str):
        return cell
    level = status.SLIPS.get(cell.slip or "") or status.level(cell.severity)
    return {
        "text": cell.text,
        "note": cell.note,
        "href": cell.href,
        "look": status.look(cell.status).as_dict() if cell.status else None,
        "chip": level.as_dict() if level else None,
        "word": ("" if cell.bare else level.word) if level else None,
        "strong": cell.strong,
        "quiet": cell.quiet,
    }
