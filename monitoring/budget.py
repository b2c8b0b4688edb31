"""A budget of false alarms: officials say "about so many a year", and the line a score must reach follows.

What a line costs was measured on calm simulated years (`python -m bench.verdict --calibrate`) and stands in
`false_alarms.csv`; nothing else about the detector is known here.
"""

import csv
import datetime as dt
import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from monitoring.severity import SEVERITIES

TABLE = Path(__file__).with_name("false_alarms.csv")
STAYS_ABOVE = 0.7  # share of a line below which an episode is over


class BadBudget(ValueError):
    """A budget of the configuration cannot be used; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """About so many false alarms a year in the whole region, by severity, from one day on."""

    indicator: str
    since: dt.date
    a_year: dict[str, float]
    source: str
    mark: str

    @property
    def measured(self) -> bool:
        """Whether its lines follow from it; else the lines are officials' own and are held to it."""
        return self.indicator in curves()


@cache
def curves() -> dict[str, list[tuple[float, float]]]:
    """By indicator: lines in order, and the false alarms a series and year each costs."""
    found: dict[str, list[tuple[float, float]]] = {}
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["indicator"], []).append((float(row["line"]), float(row["per_series_year"])))
    return {name: sorted(points) for name, points in found.items()}


def line_of(indicator: str, a_year: float, series: int) -> float:
    """The line that costs about ``a_year`` false alarms a year over ``series`` series, to two decimals.

    Between the measured lines the cost falls like an exponential; beyond the last ones it goes on as between them.
    """
    points, wanted = curves()[indicator], math.log(a_year / series)
    for (low, cost), (high, less) in pairwise(points):
        upper, lower = math.log(cost), math.log(less)
        if lower <= wanted or (high, less) == points[-1]:
            return round(low + (upper - wanted) / (upper - lower) * (high - low), 2)
    raise BadBudget(f"{indicator}: no costs were measured")


def series_of(region) -> int:
    """How many series of a stream a region has: counties and itself, each as a whole and by kind."""
    return (len(region.counties) + 1) * (len(region.kinds) + 1)


def read_budget(entry: dict) -> Budget:
    """A budget from its table in config.toml."""
    a_year = {severity: float(entry[severity]) for severity in SEVERITIES if severity in entry}
    named = f"budget of {entry.get('indicator')} from {entry.get('from')}"
    if not a_year or not entry.get("source") or not entry.get("mark") or not isinstance(entry.get("from"), dt.date):
        raise BadBudget(f"{named} needs a number a year, a first day, a source and a mark")
    if min(a_year.values()) <= 0 or list(a_year.values()) != sorted(a_year.values(), reverse=True):
        raise BadBudget(f"{named}: its numbers must be above zero and fall from mild to severe")
    return Budget(indicator=entry["indicator"], since=entry["from"], a_year=a_year, source=entry["source"],
                  mark=entry["mark"])  # fmt: skip


def threshold_of(budget: Budget, entry: dict, region) -> dict:
    """The threshold's table that a measured budget comes to."""
    lines = {s: line_of(budget.indicator, n, series_of(region)) for s, n in budget.a_year.items()}
    mildest = next(iter(lines.values()))
    kept = {name: entry[name] for name in ("indicator", "from", "depth", "subjects", "source", "mark") if name in entry}
    return {**kept, "worse": "high", **lines, "release": round(STAYS_ABOVE * mildest, 2)}
