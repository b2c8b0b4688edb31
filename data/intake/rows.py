"""Data rows under a header: each cell read by its column, every problem gathered, nothing changed silently."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from data.intake.answers import MOST_PROBLEMS, Problem
from data.intake.cells import Reader
from data.intake.grid import BLANK, Grid, Raw, Row
from data.intake.header import Found, Header
from data.intake.notes import Notes
from data.intake.sheet import Column, Kind
from data.intake.text import shown, tight
from data.intake.unreadable import Unreadable

if TYPE_CHECKING:
    from data.reference.region import Region

TOTAL = re.compile(r"(?:合计|总计|小计|共计|累计)(?:[::].*)?|.{0,12}(?:合计|总计|小计)")
FOOTER = re.compile(
    r"(?:备?注|说明|填报人|填表人|制表人?|审核人?|负责人|单位负责人|填报单位|填报日期|联系电话)[::].*|(?:备注|说明)"
)
FOOTER_STARTS = tuple("备注说填制审负单联")
WITH_EXAMPLE = {"full_width", "thousands", "unit_in_cell", "converted", "text_number", "serial", "spelled_day"}
MEMO = 20_000  # remembered cells a column: words and days repeat, names do not


class RowReader:
    """Reads rows into dicts of the table's columns, with ``source_row``; problems and notes pile up."""

    def __init__(self, header: Header, grid: Grid, region: "Region", *, today: dt.date, notes: Notes) -> None:
        self.header = header
        self.first_row = self.last_row = 0  # of the data, whether good or not
        self.skipped: set[int] = set()
        self.notes = notes
        self.problems: list[Problem] = []
        self._readers = [
            (found, reader_of(found.column, region, grid, unit=found.unit, today=today), {})
            for found in header.found.values()
        ]
        self._absent = {c.name: c.blank for c in header.sheet.columns if c.name not in header.found}

    def read(self, rows: Iterable[Row]) -> Iterator[dict]:
        """Good rows as dicts. A row with a problem is left out and its problems are kept, up to a thousand."""
        for row in rows:
            if len(self.problems) > MOST_PROBLEMS:
                return
            if row.blank:
                continue
            if self._skipped(row):
                self.skipped.add(int(row.number))
                continue
            self.first_row = self.first_row or row.number
            self.last_row = row.number
            values = self._values(row)
            if values is not None:
                yield values

    def _skipped(self, row: Row) -> bool:
        """Whether the row is no data: an example, a total, or a remark below the table."""
        marks = self.header.marks
        if marks is not None and tight(row.cell(marks).text).startswith("示例"):
            self.notes.count("example_row", row.number)
            return True
        if self.header.prefilled and self._unfilled(row):
            self.notes.count("unfilled_row", row.number)
            return True
        filled = list(islice((cell.text for cell in row.cells if cell.text), 2))
        if any("计" in text and TOTAL.fullmatch(tight(text)) for text in filled):
            self.notes.count("total_row", row.number)
            return True
        if filled and filled[0].lstrip()[:1] in FOOTER_STARTS and FOOTER.fullmatch(tight(filled[0])):
            self.notes.count("footer_row", row.number)
            return True
        return False

    def _unfilled(self, row: Row) -> bool:
        """Whether nothing but what we had filled in is there: the opening of counts was suggested, too."""
        sheet = self.header.sheet
        ours = {*sheet.key, sheet.day, "opening"} - set(sheet.typed)
        own = [f.index for name, f in self.header.found.items() if name not in ours]
        return all(row.cell(index).kind == "" or not row.cell(index).text.strip() for index in own)

    def _values(self, row: Row) -> dict | None:
        values = {"source_row": row.number, **self._absent}
        good = True
        for found, reader, memo in self._readers:
            raw = row.cells[found.index] if found.index < len(row.cells) else BLANK
            answer = memo.get(raw)
            if answer is None:
                answer = self._answer(reader, raw)
                if len(memo) < MEMO:
                    memo[raw] = answer
            value, failure, codes = answer
            for code in codes:
                example = (raw.text, value) if code in WITH_EXAMPLE else None
                self.notes.count(code, row.number, found.column.header, example)
            if failure is not None:
                self.problems.append(_problem(row.number, found, raw, failure))
                good = False
            values[found.column.name] = value
        return values if good else None

    @staticmethod
    def _answer(reader: Reader, raw: Raw) -> tuple:
        codes: list[str] = []
        try:
            return reader.read(raw, codes.append), None, codes
        except Unreadable as failure:
            return None, failure, ()


def _problem(row: int, found: Found, raw: Raw, failure: Unreadable) -> Problem:
    return Problem(
        row=row,
        header=shown(found.printed),
        found=shown(as_seen(raw)),
        reason=failure.reason,
        advice=failure.advice,
        code=failure.code,
    )


def as_seen(raw: Raw) -> str:
    """A cell as Excel would show it."""
    if raw.kind == "b":
        return "TRUE" if raw.text == "1" else "FALSE"
    return raw.text


def reader_of(column: Column, region: "Region", grid: Grid, *, unit: str | None, today: dt.date) -> Reader:
    """The reader of one column of one file."""
    words = column.words_of(region)
    if column.kind is Kind.COUNTY:
        words = dict(zip(region.counties["name"], region.counties["county"])) | region.county_aliases
    words = {tight(word): code for word, code in words.items()}
    factor = column.units[unit] if column.units and unit else Decimal(1)
    return Reader(
        column=column,
        words=words | {word.lower(): code for word, code in words.items()},
        region_names=names_of(region),
        unit=unit,
        factor=factor,
        today=today,
        epoch_1904=grid.epoch_1904,
        typed=grid.typed,
    )


def names_of(region: "Region") -> frozenset[str]:
    """What the whole region is called; as a county it says nothing."""
    names = {region.name, region.short, region.code, *getattr(region, "aliases", ()), "全州", "全市", "全地区", "全省"}
    return frozenset(names | {name[:-1] for name in names if len(name) > 2})
