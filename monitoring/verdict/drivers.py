"""Where in the registry a change sits: the section and the township with the largest share of it."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.indicators.remember import remembered

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
    first, begins = _months(until)
    days = (pd.Timestamp(until) - first).days + 1, (first - begins).days
    found = {}
    for dimension, sums in _summed(tables, until).items():
        rows = sums.about(subject, region_code)
        if not rows.any() or sums.month[rows].min() > begins:
            continue
        if dimension == "township" and subject.startswith(region_code):
            continue
        now, then = (sums.by_cell(part[flow], rows) for part in (sums.now, sums.then))
        gap = np.maximum((now - then * days[0] / days[1]) * (1 if flow == "exits" else -1), 0)
        if gap.sum() >= FEWEST and gap.max() >= TOLD_FROM * gap.sum():
            found[dimension] = [str(sums.cells[gap.argmax()]), round(100 * float(gap.max() / gap.sum()))]
    return {"flow": flow, **found} if found else {}


@dataclass(frozen=True, kw_only=True)
class _Sums:
    """One dimension's rows by county, kind and ``cell`` (a place in ``cells``), and their flows by span."""

    county: np.ndarray
    kind: np.ndarray
    cell: np.ndarray
    cells: np.ndarray
    month: np.ndarray
    now: dict[str, np.ndarray]
    then: dict[str, np.ndarray]

    def about(self, subject: str, region_code: str) -> np.ndarray:
        """Which rows a subject is made of."""
        county, _, kind = subject.partition(":")
        rows = np.ones(len(self.county), dtype=bool) if county == region_code else self.county == county
        return rows & (self.kind == kind) if kind else rows

    def by_cell(self, amounts: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The sums of some rows' amounts, in the order of ``cells``."""
        return np.bincount(self.cell[rows], weights=amounts[rows], minlength=len(self.cells))


def _months(until: dt.date) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The last month before the running one, and the first of the six before it."""
    first = pd.Timestamp(until.replace(day=1)) - pd.DateOffset(months=1)
    return first, first - pd.DateOffset(months=BASELINE_MONTHS)


@remembered
def _summed(tables: dict[str, pd.DataFrame], until: dt.date) -> dict[str, _Sums]:
    """The tables laid out once: every alert of a run asks them."""
    first, begins = _months(until)
    return {dimension: _laid(table, dimension, first, begins) for dimension, table in tables.items()}


def _laid(table: pd.DataFrame, dimension: str, first: pd.Timestamp, begins: pd.Timestamp) -> _Sums:
    cell, cells = pd.factorize(table[dimension], sort=True)
    month = table["month"].to_numpy()
    late, early = month >= first.to_datetime64(), (month >= begins.to_datetime64()) & (month < first.to_datetime64())
    flows = {flow: table[list(names)].to_numpy().sum(axis=1) for flow, names in COLUMNS.items()}
    return _Sums(
        county=table["county"].to_numpy(object), kind=table["kind"].to_numpy(object), cell=cell,
        cells=np.asarray(cells, dtype=object), month=month,
        now={flow: np.where(late, amounts, 0) for flow, amounts in flows.items()},
        then={flow: np.where(early, amounts, 0) for flow, amounts in flows.items()},
    )  # fmt: skip
