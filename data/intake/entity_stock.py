"""The chain of stocks across files: an opening must be the closing that is already stored."""

import datetime as dt
from collections.abc import Iterator

from data.intake.answers import Problem
from data.intake.entity_checks import broken_chain, series_of, step_of
from data.intake.known import Known
from data.intake.notes import Notes
from data.intake.sheet import Sheet


def chain_with_store(sheet: Sheet, rows: list[dict], notes: Notes, known: Known) -> Iterator[Problem]:
    """Compare each row with its stored neighbours, unless the neighbour comes in this file too.

    The day before must fit. The day after is only asked about: a correction may have to travel
    forward through several files.
    """
    if not rows:
        return
    step = dt.timedelta(days=step_of(rows))
    days = [row["valid_for"] for row in rows]
    stored = known.stocks(since=min(days) - step, until=max(days) + step)
    for (county, kind), series in series_of(rows):
        here = {row["valid_for"] for row in series}
        for row in series:
            before, after = row["valid_for"] - step, row["valid_for"] + step
            if before not in here and (held := stored.get((county, kind, before))) and row["opening"] != held[1]:
                yield broken_chain(sheet, row, held[1], f"已入库的{before.isoformat()}")
            if after not in here and (held := stored.get((county, kind, after))) and row["closing"] != held[0]:
                notes.count("next_opening", row["source_row"])
