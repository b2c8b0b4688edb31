"""Dirty files of every declared sheet beside supply: true rows (dirty_truths.py) written the way offices write them."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from data.intake import SHEETS
from data.intake.sheet import MONEY, Column, Kind, Sheet
from tests.data.intake.dirty import WIDE, csv_file, workbook
from tests.data.intake.dirty_truths import TRUTHS, Row, Word

NUMBERS, DAYS = {Kind.COUNT, Kind.INTEGER, Kind.AMOUNT}, {Kind.DAY, Kind.MONTH}
Table = list[list]
Dirty = Callable[[random.Random, Sheet, list[Row]], Table]
PER_TOPIC = 6


def said(value: object) -> object:
    """What is printed of a value."""
    return value.said if isinstance(value, Word) else value


def table(sheet: Sheet, rows: list[Row], *, cell=lambda column, value: said(value), header=None) -> Table:
    """The rows under their header, each cell and header as told."""
    top = [header(column) if header else column.printed for column in sheet.columns]
    return [top, *[[None if row[c.name] is None else cell(c, row[c.name]) for c in sheet.columns] for row in rows]]


def each(kinds: set[Kind], write: Callable) -> Dirty:
    """Cells of some kinds, each written otherwise."""
    return lambda dice, sheet, rows: table(
        sheet, rows, cell=lambda column, value: write(column, value) if column.kind in kinds else said(value)
    )


def around(change: Callable[[random.Random, Table], Table]) -> Dirty:
    """The plain table with something done to it."""
    return lambda dice, sheet, rows: change(dice, table(sheet, rows))


def days(form: str, months: str) -> Dirty:
    return each(DAYS, lambda column, value: value.strftime(months if column.kind is Kind.MONTH else form))


def alias(column: Column) -> str:
    """Another name for the column, with its unit."""
    other = next((name for name in column.aliases if not name.isascii()), column.header)
    return f"{other}({column.unit})" if column.unit else other


def in_yuan(dice: random.Random, sheet: Sheet, rows: list[Row]) -> Table:
    """Money in yuan, as the header then says."""
    return table(
        sheet, rows, header=lambda c: f"{c.header}(元)" if c.units == MONEY else c.printed,
        cell=lambda c, value: round(value * 10_000, 2) if c.units == MONEY else said(value),
    )  # fmt: skip


def unit_row(dice: random.Random, sheet: Sheet, rows: list[Row]) -> Table:
    """The units in a row of their own."""
    top, *rest = table(sheet, rows, header=lambda column: column.header)
    return [top, [column.unit for column in sheet.columns], *rest]


DIRT: dict[str, tuple[set[Kind], Dirty]] = {
    "plain": (set(), around(lambda dice, rows: rows)),
    "text numbers": (NUMBERS, each(NUMBERS, lambda column, value: f"{value:.10g}")),
    "full width": (NUMBERS, each(NUMBERS, lambda column, value: f"{value:.10g}".translate(WIDE))),
    "thousands": (NUMBERS, each(NUMBERS, lambda column, value: f"{value:,.10g}")),
    "yuan in the header": ({"money"}, in_yuan),
    "the unit in the cell": (
        {"unit"}, each(NUMBERS, lambda column, value: f"{value:.10g} {column.unit}" if column.unit else value)
    ),
    "Chinese days": (DAYS, days("%Y年%m月%d日", "%Y年%m月")),
    "slashed days": (DAYS, days("%Y/%m/%d", "%Y/%m")),
    "dotted days": (DAYS, days("%Y.%m.%d", "%Y.%m")),
    "eight digits": ({Kind.DAY}, days("%Y%m%d", "%Y-%m")),
    "serial days": ({Kind.DAY}, each({Kind.DAY}, lambda column, value: (value - dt.date(1899, 12, 30)).days)),
    "aliases": (set(), lambda dice, sheet, rows: table(sheet, rows, header=alias)),
    "other words": ({"words"}, lambda dice, sheet, rows: table(
        sheet, rows, cell=lambda column, value: (value.also or value.said) if isinstance(value, Word) else value
    )),
    "spaces in words": ({Kind.WORD}, each({Kind.WORD}, lambda column, value: " ".join(value.said))),
    "starred header with breaks": (set(), lambda dice, sheet, rows: table(
        sheet, rows, header=lambda column: f"★{column.printed[:2]}\n{column.printed[2:]}"
    )),
    "title and sign-off": (set(), around(
        lambda dice, rows: [["报表"], ["填报单位：某局"], *rows, ["填报人：马某"]]
    )),
    "unit row": ({"unit"}, unit_row),
    "total row": (NUMBERS, around(lambda dice, rows: [*rows, ["合计", *[None] * (len(rows[0]) - 2), 9]])),
    "blank rows": (set(), around(lambda dice, rows: [line for one in rows for line in (one, [None])])),
    "shuffled columns": (set(), around(
        lambda dice, rows: [list(line) for line in zip(*dice.sample(list(zip(*rows)), len(rows[0])))]
    )),
    "further columns": (set(), around(
        lambda dice, rows: [[*rows[0], "内部编码"], *[[*line, "无关"] for line in rows[1:]]]
    )),
    "header again": (set(), around(lambda dice, rows: [*rows[:3], rows[0], *rows[3:]])),
    "two tables": (set(), around(lambda dice, rows: [*rows[:3], [], ["第二部分"], rows[0], *rows[3:]])),
}  # fmt: skip
"""What is done -> what a sheet must have for it, and how."""


def hide_last(_book, page) -> None:
    """The last row with data is hidden."""
    last = max(row[0].row for row in page.iter_rows() if sum(cell.value is not None for cell in row) > 2)
    page.row_dimensions[last].hidden = True


FINISH: dict[str, Callable[[Table], bytes]] = {
    "utf-8": lambda rows: csv_file(rows, "utf-8"),
    "gb18030": lambda rows: csv_file(rows, "gb18030"),
    "xlsx": workbook,
    "utf-16": lambda rows: csv_file(rows, "utf-16"),
    "hidden row": lambda rows: workbook(rows, hide_last),
    "second sheet": lambda rows: workbook(rows, lambda book, _: book.create_sheet("草稿").append(["x", "y"])),
}
WORKBOOKS = ("xlsx", "hidden row", "second sheet")
TYPES_MATTER = {"serial days", "text numbers"}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One dirty file to be made: of which sheet, what is done to it, in what kind of file."""

    topic: str
    kind: str
    finish: str
    seed: int

    @property
    def story(self) -> str:
        return f"{self.topic}, {self.kind}, {self.finish}"

    def made(self) -> tuple[str, bytes, list[Row]]:
        """File name, content, truth."""
        dice = random.Random(self.seed)
        truth = TRUTHS[self.topic](dice)
        rows = DIRT[self.kind][1](dice, SHEETS[self.topic], truth)
        return "报表.xlsx" if self.finish in WORKBOOKS else "报表.csv", FINISH[self.finish](rows), truth


def fitting(topic: str) -> list[str]:
    """The dirt a sheet can carry."""
    columns = SHEETS[topic].columns
    has = {column.kind for column in columns} | {"words"}
    has |= {"unit" for column in columns if column.unit} | {"money" for column in columns if column.units == MONEY}
    return [name for name, (needs, _) in DIRT.items() if not needs or needs & has]


def dirty_files() -> list[Plan]:
    """Six files of each sheet, of the kinds of dirt it can carry those that were used least so far."""
    used: Counter[str] = Counter()
    plans: list[Plan] = []
    for topic in TRUTHS:
        kinds = sorted(fitting(topic), key=lambda kind: used[kind])[:PER_TOPIC]  # stable: equals in their order
        used.update(kinds)
        plans += [_plan(topic, kind, len(plans) + n) for n, kind in enumerate(kinds)]
    return plans


def _plan(topic: str, kind: str, seed: int) -> Plan:
    finish = WORKBOOKS[seed % 3] if kind in TYPES_MATTER else list(FINISH)[seed % len(FINISH)]
    return Plan(topic=topic, kind=kind, finish=finish, seed=seed)
