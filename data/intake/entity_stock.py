"""The chain of stocks across files: an opening must be the closing that is already stored."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from data.intake.answers import Problem
from data.intake.entity_checks import broken_chain, series_of, step_of
from data.intake.known import Known
from data.intake.notes import Notes
from data.intake.sheet import Sheet

LOOK_BACK = dt.timedelta(days=70)  # two steps of a monthly series
WEEK = 7
Stocks = dict[dt.date, tuple[int, int]]


def chain_with_store(sheet: Sheet, rows: list[dict], notes: Notes, known: Known) -> Iterator[Problem]:
    """Compare each row with its stored neighbours, unless the neighbour comes in this file too.

    The neighbour before must fit. The one after is only asked about: a correction may have to
    travel forward through several files.
    """
    if not rows:
        return
    step, days, counties = step_of(rows), [row["valid_for"] for row in rows], {row["county"] for row in rows}
    stored = known.stocks(counties, since=min(days) - LOOK_BACK, until=max(days) + LOOK_BACK)
    for series, own_rows in series_of(rows):
        held = stored.get(series, {})
        here = {row["valid_for"] for row in own_rows}
        known_days = sorted(held.keys() | here)
        for row in own_rows:
            yield from _before(sheet, row, known_days, held, here, step, notes)
            _after(row, known_days, held, here, step, notes)


def _before(sheet: Sheet, row: dict, days: list[dt.date], held: Stocks, here: set, step: int, notes: Notes):
    at = bisect_left(days, row["valid_for"])
    if at == 0 or days[at - 1] in here:
        return
    before = days[at - 1]
    closing = held[before][1]
    if row["opening"] == closing:
        return
    if (row["valid_for"] - before).days <= max(step, _usual_step(days[:at])):
        yield broken_chain(sheet, row, closing, f"已入库的{before.isoformat()}")
    else:
        notes.count("gap", row["source_row"])


def _usual_step(days: list[dt.date]) -> int:
    """A series that came weekly (or rarer) so far is a chain by the week; a few days' gap is only a report left out."""
    smallest = min(((later - earlier).days for earlier, later in pairwise(days)), default=1)
    return smallest if smallest >= WEEK else 1


def _after(row: dict, days: list[dt.date], held: Stocks, here: set, step: int, notes: Notes) -> None:
    at = bisect_left(days, row["valid_for"]) + 1
    if at == len(days) or days[at] in here or (days[at] - row["valid_for"]).days > step:
        return
    if row["closing"] != held[days[at]][0]:
        notes.count("next_opening", row["source_row"])
