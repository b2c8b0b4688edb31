"""What a projection may not raise: what is a fact already, and what nobody could mend any more.

A hushed value keeps its number and loses its rank, so that it neither opens an alert nor ends one: a level it has
reached before stands until the outlook itself is good again.
"""

import datetime as dt

import numpy as np
import pandas as pd

from monitoring.outlook_warning.foreseen import FORESIGHTS, behind, end_of


def hushed(graded: pd.DataFrame, inputs: dict[str, object]) -> pd.DataFrame:
    """The graded values, the outlooks among them without a rank where they must not raise anything."""
    rank = graded["rank"].to_numpy(dtype="float64").copy()
    ours = graded["indicator"].isin(FORESIGHTS).to_numpy()
    if not (rank[ours] > 0).any():
        return graded
    facts = _facts(graded, set(graded["subject"].to_numpy()[ours & (rank > 0)]))
    for indicator, foresight in FORESIGHTS.items():
        rows = np.flatnonzero((graded["indicator"] == indicator).to_numpy() & (rank > 0))
        mine = graded.take(rows)
        told = behind(inputs["outlooks"], indicator, mine) if len(mine) else {}
        for row, subject, day in zip(rows, mine["subject"], mine["date"]):
            made, answer = told.get((subject, day), (None, {}))
            rule = None if made is None else inputs["outlook_rules"].on(foresight.outlook, made)
            ranks = [facts.get((fact, subject), []) for fact in foresight.facts]
            news = rule is not None and _in_time(foresight.outlook, answer, made, day, rule)
            if not news or any(_stood(told_ranks, pd.Timestamp(made), day) for told_ranks in ranks):
                rank[row] = np.nan
    return graded.assign(rank=rank)


def _facts(graded: pd.DataFrame, subjects: set[str]) -> dict[tuple, list[tuple[pd.Timestamp, float]]]:
    """By indicator and subject of the reported facts about ``subjects``: day and rank as told, in order."""
    names = {fact for foresight in FORESIGHTS.values() for fact in foresight.facts}
    told = graded[graded["indicator"].isin(names) & graded["subject"].isin(subjects) & graded["rank"].notna()]
    found: dict[tuple, list] = {}
    for indicator, subject, day, rank in sorted(zip(*(told[n] for n in ("indicator", "subject", "date", "rank")))):
        found.setdefault((indicator, subject), []).append((day, rank))
    return found


def _stood(told: list[tuple[pd.Timestamp, float]], made: pd.Timestamp, day: pd.Timestamp) -> bool:
    """Whether a fact was at a level by itself when it was last told, or on any day since the outlook was made.

    A report not yet come takes nothing back; and what was projected while the fact stood is old when it is over.
    """
    until = [(when, rank) for when, rank in told if when <= day]
    return any(rank > 0 for when, rank in until if when >= made) or (bool(until) and until[-1][1] > 0)


def _in_time(outlook: str, answer: dict, made: dt.date, day: pd.Timestamp, rule) -> bool:
    end = end_of(outlook, answer, made, rule)
    return end is not None and rule.in_time((end - day.date()).days)
