"""A lint of the declarations: the same item asked twice of the same reporter, in two sheets or twice in one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from data.intake.sheet import Column, Kind, Sheet
from data.intake.text import tight

# Not about what is reported but about the report: who, where, when, and remarks.
BESIDE = (Kind.DAY, Kind.MONTH, Kind.COUNTY)
REMARKS = {"备注", "说明"}


@dataclass(frozen=True, kw_only=True)
class Twice:
    """One item two columns ask for; ``word`` is the name both answer to."""

    first: str
    second: str
    word: str


def asked_twice(sheets: Iterable[Sheet]) -> list[Twice]:
    """Every pair of columns that ask the same of one subject: by a shared name (header, alias or table's own)."""
    sheets = list(sheets)
    found = [pair for sheet in sheets for pair in _within(sheet)]
    for one, other in combinations(sheets, 2):
        if _same_subject(one, other):
            found += _between(one, _own(one), other, _own(other))
    return found


def _same_subject(one: Sheet, other: Sheet) -> bool:
    """Whether both speak of the same things: the days apart, the key of one holds the key of the other."""
    first, second = _subject(one), _subject(other)
    return bool(first and second) and (first <= second or second <= first)


def _subject(sheet: Sheet) -> frozenset[str]:
    return frozenset(name for name in sheet.key if sheet.column(name).kind not in (Kind.DAY, Kind.MONTH))


def _own(sheet: Sheet) -> list[Column]:
    return [c for c in sheet.columns if c.name not in sheet.key and c.kind not in BESIDE]


def _within(sheet: Sheet) -> Iterator[Twice]:
    for one, other in combinations(_own(sheet), 2):
        yield from _between(sheet, [one], sheet, [other])


def _between(one: Sheet, columns: list[Column], other: Sheet, others: list[Column]) -> Iterator[Twice]:
    for first, second in product(columns, others):
        if shared := sorted((_names(first) & _names(second)) - REMARKS):
            yield Twice(first=f"{one.topic}.{first.name}", second=f"{other.topic}.{second.name}", word=shared[0])


def _names(column: Column) -> set[str]:
    return {tight(name) for name in (column.name, column.header, *column.aliases)}
