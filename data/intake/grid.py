"""A worksheet or a csv file as it was found: raw cells with the row numbers Excel shows."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Raw(NamedTuple):
    """A cell before anyone interpreted it.

    ``kind``: "" blank, "t" text, "n" number (its digits as written in the file), "d" ISO day or moment,
    "b" boolean, "e" an Excel error such as #N/A, "f" a formula whose result was never saved,
    "x" a number whose format shows it ten thousand times smaller than it is.
    """

    kind: str
    text: str


BLANK = Raw("", "")


class Row(NamedTuple):
    """One row: its number in Excel, its cells from column A on (trailing blanks left out)."""

    number: int
    cells: list[Raw]

    def cell(self, index: int) -> Raw:
        return self.cells[index] if index < len(self.cells) else BLANK

    @property
    def blank(self) -> bool:
        return not any(cell.text.strip() for cell in self.cells if cell.kind == "t") and not any(
            cell.kind not in ("", "t") for cell in self.cells
        )


class Merge(NamedTuple):
    """A merged range, in Excel's numbers (1 = row 1, 1 = column A)."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def name(self) -> str:
        return f"{letters(self.first_column)}{self.first_row}:{letters(self.last_column)}{self.last_row}"


@dataclass
class Grid:
    """One worksheet, or one csv file."""

    name: str
    rows: list[Row]
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # how it was read, for the sender
    typed: bool = False  # a workbook tells numbers from texts
    epoch_1904: bool = False


def letters(column: int) -> str:
    """Excel's name of a column: 1 -> A, 28 -> AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
