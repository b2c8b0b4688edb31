"""Files changed in one known way, on every sheet: the rows must come in as they are, or the file must be refused.

The true rows are stored beforehand, so a file that says the same in other words changes nothing, and any value read
wrongly shows as a correction.
"""

import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import openpyxl

from data.intake import SHEETS
from data.intake.sheet import MASS, MONEY, PRICE, Column, Kind
from tests.data.intake.good import GOOD

NUMBERS = (Kind.COUNT, Kind.INTEGER, Kind.AMOUNT)
DAYS = (Kind.DAY, Kind.MONTH)
WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "gbk")
ALIASES = {"临夏县": ("622921", " 临夏县 ", "临夏 县"), "广河县": ("广河", "622924"), "临夏市": ("622901", "临夏市　")}
NO_COUNTY = ("临夏", "临夏州", "临县", "夏临县", "广河市", "临夏縣", "622999", "全州", "临夏县城", "东乡临夏县")
NO_NUMBER = ("NaN", "nan", "inf", "-inf", "1e400", "1_000", "٣", "²", "十二", "1,23", "0x1f", "--1", "1.2.3", "∞",
             "=1+1", "#N/A", "TRUE", "12件")  # fmt: skip
NO_DAY = ("2020-02-30", "2020/13/01", "20-3-1", "2020年2月31日", "0000-01-01", "2031-01-01", "明天", "NaN", "2020-03")
NO_MONTH = ("2020-13", "2020年十五月", "20-3", "NaN", "0000-01", "三")
DAY_FORMS = ("%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d", "%Y-%m-%d 00:00:00")
MONTH_FORMS = ("%Y-%m", "%Y年%m月", "%Y/%m", "%Y.%m")
NO_UNIT = ("箱", "担", "件", "百万元", "元/件")


class Unsuited(Exception):
    """This sheet has nothing that could be changed so."""


@dataclass(frozen=True)
class Labelled:
    """One changed file. ``same``: it still says the truth; None: it may be read as the truth or be refused.

    ``row`` and ``header`` are the cell a refusal must name, where one cell is wrong. ``told`` must stand in the notes
    where the file may honestly say something else: Excel itself drops what merged cells hid.
    """

    kind: str
    topic: str
    name: str
    content: bytes
    same: bool | None
    row: int | None = None
    header: str = ""
    told: str = ""
    story: str = ""


@dataclass
class Draft:
    """A sheet before it is written: printed headers and rows."""

    chance: random.Random
    columns: tuple[Column, ...]
    header: list[str]
    rows: list[list]

    def cell(self, *kinds: Kind) -> tuple[int, int]:
        """A filled cell of a column of such a kind, by row and column. Raises Unsuited."""
        found = [(at, n) for at, row in enumerate(self.rows) for n, value in enumerate(row)
                 if value is not None and self.columns[n].kind in kinds]  # fmt: skip
        if not found:
            raise Unsuited
        return self.chance.choice(found)


def labelled(kind: str, topic: str, seed: int) -> Labelled:
    """The same arguments are the same file. Raises Unsuited."""
    sheet, chance = SHEETS[topic], random.Random(f"{kind} {topic} {seed}")
    rows = [[row.get(c.name) for c in sheet.columns] for row in GOOD[topic]]
    return KINDS[kind](Draft(chance, sheet.columns, [c.printed for c in sheet.columns], rows), kind, topic)


def _file(draft: Draft, kind: str, topic: str, *, finish: Callable | None = None, csv: bool | None = None, **more):
    as_csv = draft.chance.random() < 0.5 if csv is None else csv
    if as_csv and finish is None:
        return Labelled(kind, topic, "报表.csv", _csv(draft, "utf-8"), **more)
    return Labelled(kind, topic, "报表.xlsx", _workbook(draft, finish), **more)


def _wrong(draft: Draft, kind: str, topic: str, at: int, n: int, value, **more) -> Labelled:
    draft.rows[at][n] = value
    header = draft.columns[n].header
    return _file(draft, kind, topic, same=False, row=at + 2, header=header, story=f"{header}={value!r}", **more)


def _encoding(draft: Draft, kind: str, topic: str) -> Labelled:
    encoding = draft.chance.choice(ENCODINGS)
    return Labelled(kind, topic, "报表.csv", _csv(draft, encoding), same=True, story=encoding)


def _day_in_words(draft: Draft, kind: str, topic: str) -> Labelled:
    at, n = draft.cell(*DAYS)
    forms = DAY_FORMS if draft.columns[n].kind is Kind.DAY else MONTH_FORMS
    text = draft.rows[at][n].strftime(draft.chance.choice(forms))
    draft.rows[at][n] = text.translate(WIDE) if draft.chance.random() < 0.3 else text
    return _file(draft, kind, topic, same=True, story=draft.rows[at][n])


def _day_of_1904(draft: Draft, kind: str, topic: str) -> Labelled:
    draft.cell(Kind.DAY)

    def finish(book, sheet) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    return _file(draft, kind, topic, finish=finish, same=True)


def _no_day(draft: Draft, kind: str, topic: str) -> Labelled:
    at, n = draft.cell(*DAYS)
    wrong = NO_DAY if draft.columns[n].kind is Kind.DAY else NO_MONTH
    return _wrong(draft, kind, topic, at, n, draft.chance.choice(wrong))


def _full_width(draft: Draft, kind: str, topic: str) -> Labelled:
    at, n = draft.cell(*NUMBERS, Kind.IDENTIFIER, Kind.REFERENCE, Kind.CREDIT_CODE, *DAYS)
    draft.rows[at][n] = str(draft.rows[at][n]).translate(WIDE)
    same = None if draft.columns[n].kind is Kind.REFERENCE else True  # one may be a name, which is kept as it is
    return _file(draft, kind, topic, same=same, story=draft.rows[at][n])


def _merged(draft: Draft, kind: str, topic: str) -> Labelled:
    n = draft.chance.randrange(len(draft.columns))
    down = min(draft.chance.randrange(2), len(draft.rows) - 1)
    across = draft.chance.randrange(0 if down else 1, 3)

    def finish(book, sheet) -> None:
        sheet.merge_cells(start_row=2, end_row=2 + down, start_column=n + 1, end_column=n + 1 + across)

    return _file(draft, kind, topic, finish=finish, same=None, told="合并", story=f"{n + 1} {down}x{across}")


def _formula(draft: Draft, kind: str, topic: str) -> Labelled:
    at, n = draft.cell(*NUMBERS)
    text = draft.chance.choice(["=1+1", "=SUM(A1:A2)", "=NOW()", f"={draft.rows[at][n]}", '=HYPERLINK("http://x")'])

    def finish(book, sheet) -> None:
        sheet.cell(at + 2, n + 1).value = text

    header = draft.columns[n].header
    return _file(draft, kind, topic, finish=finish, same=False, row=at + 2, header=header, story=f"{header} {text}")


def _other_unit(draft: Draft, kind: str, topic: str) -> Labelled:
    n = _with_units(draft)
    unit, factor = draft.chance.choice([(u, f) for u, f in draft.columns[n].units.items() if f != 1] or [(None, None)])
    if unit is None:
        raise Unsuited
    draft.header[n] = f"{draft.columns[n].header}({unit})"
    for row in draft.rows:
        if row[n] is not None:
            row[n] = float(Decimal(str(row[n])) / factor)
    return _file(draft, kind, topic, same=True, story=draft.header[n])


def _no_unit(draft: Draft, kind: str, topic: str) -> Labelled:
    n = _with_units(draft)
    unit = draft.chance.choice(NO_UNIT)
    draft.header[n] = f"{draft.columns[n].header}({unit})"
    return _file(draft, kind, topic, same=False, header=draft.columns[n].header, story=draft.header[n])


def _with_units(draft: Draft) -> int:
    found = [n for n, column in enumerate(draft.columns) if column.units in (MASS, MONEY, PRICE)]
    if not found:
        raise Unsuited
    return draft.chance.choice(found)


def _county_in_words(draft: Draft, kind: str, topic: str) -> Labelled:
    at, n = draft.cell(Kind.COUNTY)
    draft.rows[at][n] = draft.chance.choice(ALIASES.get(draft.rows[at][n]) or [draft.rows[at][n]])
    return _file(draft, kind, topic, same=True, story=draft.rows[at][n])


def _no_county(draft: Draft, kind: str, topic: str) -> Labelled:
    at, n = draft.cell(Kind.COUNTY)
    if topic == "measure_progress" and draft.rows[at][n] == "州本级":
        raise Unsuited  # there, the region is one
    names = NO_COUNTY if topic != "measure_progress" else [one for one in NO_COUNTY if one not in ("临夏州", "全州")]
    return _wrong(draft, kind, topic, at, n, draft.chance.choice(names))


def _no_number(draft: Draft, kind: str, topic: str) -> Labelled:
    at, n = draft.cell(*NUMBERS)
    return _wrong(draft, kind, topic, at, n, draft.chance.choice(NO_NUMBER), csv=True)


def _shuffled(draft: Draft, kind: str, topic: str) -> Labelled:
    order = draft.chance.sample(range(len(draft.columns)), len(draft.columns))
    draft.header = [draft.header[n] for n in order]
    draft.rows = [[row[n] for n in order] for row in draft.rows]
    return _file(draft, kind, topic, same=True)


def _titled(draft: Draft, kind: str, topic: str) -> Labelled:
    width = len(draft.header)
    above = draft.chance.sample([["临夏州统计报表"], ["填报单位：某某局"], ["填报日期：2020年3月1日"]], 2)
    draft.rows = [*[line + [None] * (width - 1) for line in above[1:]], list(draft.header), *draft.rows]
    draft.header = above[0] + [None] * (width - 1)
    return _file(draft, kind, topic, same=True, story=str(above))


KINDS: dict[str, Callable[[Draft, str, str], Labelled]] = {
    "another encoding": _encoding,
    "a day in other words": _day_in_words,
    "days counted from 1904": _day_of_1904,
    "no day": _no_day,
    "full width": _full_width,
    "merged cells": _merged,
    "a formula never calculated": _formula,
    "another unit, converted": _other_unit,
    "a unit that cannot be": _no_unit,
    "a county in other words": _county_in_words,
    "no county": _no_county,
    "NaN, inf and other non-numbers": _no_number,
    "columns in another order": _shuffled,
    "titles above": _titled,
}


def _csv(draft: Draft, encoding: str) -> bytes:
    lines = [draft.header, *draft.rows]
    text = "\r\n".join(",".join("" if v is None else '"' + str(v).replace('"', '""') + '"' for v in r) for r in lines)
    return text.encode(encoding)


def _workbook(draft: Draft, finish: Callable | None) -> bytes:
    book = openpyxl.Workbook()
    for number, row in enumerate([draft.header, *draft.rows], 1):
        for index, value in enumerate(row, 1):
            cell = book.active.cell(number, index)
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
            if isinstance(value, dt.date) and finish is None:
                cell.number_format = "yyyy-mm-dd"
    if finish is not None:
        finish(book, book.active)
        if finish.__name__ == "finish" and book.epoch == openpyxl.utils.datetime.CALENDAR_MAC_1904:
            _again(book, draft)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _again(book, draft: Draft) -> None:
    """Days are written as numbers when they are set: set them again under the other calendar."""
    for number, row in enumerate([draft.header, *draft.rows], 1):
        for index, value in enumerate(row, 1):
            if isinstance(value, dt.date):
                cell = book.active.cell(number, index)
                cell.value = value
                cell.number_format = "yyyy-mm-dd"
