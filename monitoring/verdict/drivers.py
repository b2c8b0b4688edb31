"""Where in the registry a change sits: the section and the township with the largest share of it."""

import datetime as dt

import pandas as pd

BASELINE_MONTHS = 6
TOLD_FROM = 0.3  # share of the excess from which a section or township is named
FEWEST = 10  # entities in excess below which nothing is named
DIMENSIONS = ("section", "township")
NAMED = frozenset({"true", "common", "cleanup", "batch"})  # verdicts that have a place
COLUMNS = {"exits": ("deregistered", "revoked"), "entries": ("opened",)}


def flow_of(verdict: dict) -> str | None:
    """Which flow a verdict points to: exits, entries, or neither."""
    first = next(iter(verdict.get("parts", {})), None)
    exits = ("true_exits", "cleanup", "batch")
    return "exits" if first in exits else "entries" if first in ("true_entries", "common", "season") else None


def drivers(tables: dict[str, pd.DataFrame], *, subject: str, region_code: str, flow: str, until: dt.date) -> dict:
    """``section`` and ``township``, each ``[key, percent]``, of the excess of the running and the last month.

    tables: the registry's counts by county, kind and that dimension. The excess is against the average day of the six
    months before. Empty where the registry tells too little.
    """
    running = pd.Timestamp(until.replace(day=1))
    first = running - pd.DateOffset(months=1)
    begins = first - pd.DateOffset(months=BASELINE_MONTHS)
    days = (pd.Timestamp(until) - first).days + 1, (first - begins).days
    found = {}
    for dimension, table in tables.items():
        rows = _about(table, subject, region_code)
        if rows.empty or rows["month"].min() > begins or (dimension == "township" and subject.startswith(region_code)):
            continue
        amount = rows[list(COLUMNS[flow])].sum(axis=1)
        now = amount[rows["month"] >= first].groupby(rows[dimension]).sum()
        then = amount[(rows["month"] >= begins) & (rows["month"] < first)].groupby(rows[dimension]).sum()
        gap = now.sub(then * days[0] / days[1], fill_value=0) * (1 if flow == "exits" else -1)
        gap = gap.clip(lower=0)
        if gap.sum() >= FEWEST and gap.max() >= TOLD_FROM * gap.sum():
            found[dimension] = [str(gap.idxmax()), round(100 * float(gap.max() / gap.sum()))]
    return {"flow": flow, **found} if found else {}


def _about(table: pd.DataFrame, subject: str, region_code: str) -> pd.DataFrame:
    county, _, kind = subject.partition(":")
    rows = table if county == region_code else table[table["county"] == county]
    return rows[rows["kind"] == kind] if kind else rows
