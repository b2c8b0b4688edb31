"""What a projection may not raise: what is a fact already, and what nobody could mend any more.

A hushed value keeps its number and loses its rank, so that it neither opens an alert nor ends one: a level it has
reached before stands until the outlook itself is good again.
"""

import numpy as np
import pandas as pd

from monitoring.outlook_warning.foreseen import FORESIGHTS, behind, end_of


def hushed(graded: pd.DataFrame, inputs: dict[str, object]) -> pd.DataFrame:
    """The graded values with ``projected``: the rank of an outlook by itself, also where it is hushed."""
    rank = graded["rank"].to_numpy(dtype="float64").copy()
    ours = graded["indicator"].isin(FORESIGHTS).to_numpy()
    graded = graded.assign(projected=np.where(ours, rank, np.nan))
    if not (rank[ours] > 0).any():
        return graded
    facts = _facts(graded, set(graded["subject"].to_numpy()[ours & (rank > 0)]))
    for indicator, foresight in FORESIGHTS.items():
        rows = np.flatnonzero((graded["indicator"] == indicator).to_numpy() & (rank > 0))
        mine = graded.take(rows)
        told = behind(inputs["outlooks"], indicator, mine) if len(mine) else {}
        for row, subject, day in zip(rows, mine["subject"], mine["date"]):
            known = any(_stands(facts.get((fact, subject)), day) for fact in foresight.facts)
            if known or not _in_time(foresight.outlook, told.get((subject, day)), day, inputs["outlook_rules"]):
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


def _stands(told: list[tuple[pd.Timestamp, float]] | None, day: pd.Timestamp) -> bool:
    """Whether a fact was at a level by itself when it was last told: a report not yet come takes nothing back."""
    until = [rank for when, rank in told or () if when <= day]
    return bool(until) and until[-1] > 0


def _in_time(outlook: str, told: tuple | None, day: pd.Timestamp, rules) -> bool:
    rule = None if told is None else rules.on(outlook, told[0])
    if rule is None:
        return False
    made, answer = told
    end = end_of(outlook, answer, made, rule)
    return end is not None and rule.in_time((end - day.date()).days)
