"""Where in a file something stands: the worksheet and the cell of a row and a printed column."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from data.intake.grid import letters
from data.intake.text import shown

if TYPE_CHECKING:
    from data.intake.header import Header


@dataclass
class Place:
    """One table of a file: its worksheet, and the column (from 0) of each header, printed or declared."""

    sheet: str = ""
    label: str = ""  # its name in a note: the worksheet's, where several are read
    columns: dict[str, int] = field(default_factory=dict)
    order: int = 0

    def learn(self, header: "Header") -> None:
        """Take in where the header's columns stand."""
        for found in header.found.values():
            self.columns |= {found.column.header: found.index, shown(found.printed): found.index}

    def cell(self, row: int, header: str) -> str:
        """Excel's name of the cell; of a whole row, its first column of ours."""
        first = min(self.columns.values(), default=0)
        return f"{letters(self.columns.get(header, first) + 1)}{row}"


class Line(int):
    """A row's number in Excel that knows its table: rows of several tables travel together."""

    place: Place

    def __new__(cls, number: int, place: Place) -> "Line":
        line = super().__new__(cls, number)
        line.place = place
        return line


def placed(one, default: Place):
    """A problem or a question with its worksheet and its cell, and a plain row number."""
    if one.row is None:
        return replace(one, sheet=one.sheet or default.sheet)
    place = one.row.place if isinstance(one.row, Line) else default
    cell = one.cell or place.cell(one.row, one.header)
    return replace(one, row=int(one.row), sheet=one.sheet or place.sheet, cell=cell)


def told_of(row: int) -> str:
    """``第5行``, with its worksheet where several are read."""
    return f"{row.place.label if isinstance(row, Line) else ''}第{row}行"
