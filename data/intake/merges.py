"""Merged cells among the data: a name or a day merged down its rows holds for each of them; others are refused."""

from data.intake.answers import Problem
from data.intake.grid import BLANK, Grid, Merge, letters
from data.intake.header import Header
from data.intake.notes import Notes
from data.intake.rows import RowReader
from data.intake.sheet import Kind

HOLDS_DOWN = {Kind.COUNTY, Kind.WORD, Kind.WORDS, Kind.DAY, Kind.MONTH, Kind.TEXT, Kind.IDENTIFIER, Kind.REFERENCE}
"""Kinds whose merged cell says the same of every row; a merged number would have to be shared out."""


def filled_down(grid: Grid, header: Header, notes: Notes) -> None:
    """Write what stands in a merged name or day into each of its rows, and note it."""
    columns = {found.index + 1: found.column for found in header.found.values() if found.column.kind in HOLDS_DOWN}
    rows = {row.number: row for row in grid.rows[header.first_data :]}
    for merge in grid.merges:
        column = columns.get(merge.first_column)
        if column is None or not _down(merge) or merge.first_row not in rows:
            continue
        value = rows[merge.first_row].cell(merge.first_column - 1)
        for number in range(merge.first_row + 1, merge.last_row + 1):
            if (row := rows.get(number)) is not None and not row.blank:
                row.cells.extend([BLANK] * (merge.first_column - len(row.cells)))
                row.cells[merge.first_column - 1] = value
                notes.count("merged_down", row.number, column.header)


def _down(merge: Merge) -> bool:
    return merge.first_column == merge.last_column


def merged(grid: Grid, reader: RowReader, *, filled: bool = True) -> list[Problem]:
    """The other merged cells among the rows read: their value stands in the first cell only.

    ``filled``: whether names and days were filled down; a stream learns of its merges too late.
    """
    kept = {f.index + 1 for f in reader.header.found.values() if filled and f.column.kind in HOLDS_DOWN}
    return [
        Problem(
            sheet=grid.name,
            row=merge.first_row,
            cell=f"{letters(merge.first_column)}{merge.first_row}",
            found=merge.name,
            reason="是合并单元格",
            advice="数据区的数字不能合并单元格，请取消合并并逐格填写",
            code="merged",
        )
        for merge in grid.merges
        if merge.last_row >= reader.first_row and merge.first_row <= reader.last_row
        if not (_down(merge) and merge.first_column in kept)
        if not reader.skipped.issuperset(range(merge.first_row, merge.last_row + 1))
    ]
