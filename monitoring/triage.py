"""What to look at first: alerts of one county and one cause belong together, and few groups fit on a screen."""

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from monitoring.indicators.catalog import CATALOG
from monitoring.severity import SEVERITIES

MOST = 7
WEIGHT = dict(zip(SEVERITIES, (1, 4, 16, 64)))
REGION_REACH, COUNTY_REACH, SINGLE_REACH, LESS_FOR_A_PART = 3.0, 2.0, 1.0, 0.5
JUDGED = ("active", "alert", "indicator", "subject", "county", "severity", "opened_for", "due")
TOLD = ["county", "severity", "alert", "indicator", "subject", "sentence", "owner", "due", "opened_for"]
COLUMNS = [
    "county",
    "cause",
    "severity",
    "alerts",
    "alert",
    "indicator",
    "subject",
    "sentence",
    "owner",
    "due",
    "overdue",
    "opened_for",
    "age_days",
    "weight",
]


def exceptions(living: pd.DataFrame, *, on: dt.date, region_code: str, most: int | None = MOST) -> pd.DataFrame:
    """The groups of active alerts, gravest first by consequence x age; each led by its gravest alert.

    cause   entities, markets, supply, arrears, or reporting (somebody owes a report)
    alerts  the numbers of all alerts of the group; ``alert`` the leading one, whose sentence, owner and due stand
    weight  consequence (severity x reach) x age, in which a level counts fourfold and a year about double
    """
    groups = _groups(living, on, region_code)[:most]
    if not groups:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    leading = living[TOLD].take([group.leading for group in groups]).reset_index(drop=True)
    leading["cause"] = [group.cause for group in groups]
    leading["alerts"] = [group.alerts for group in groups]
    leading["overdue"] = [group.overdue for group in groups]
    leading["age_days"] = [group.age_days for group in groups]
    leading["weight"] = [group.weight for group in groups]
    return leading[COLUMNS]


@dataclass
class _Group:
    leading: int  # the place of its gravest alert among the living
    cause: str
    age_days: int
    weight: float
    alerts: list[int] = field(default_factory=list)
    overdue: bool = False


def _groups(living: pd.DataFrame, on: dt.date, region_code: str) -> list[_Group]:
    """The groups, gravest first. Row by row: a hundred alerts cost pandas twenty times what they cost a loop."""
    told = zip(*(living[name].tolist() for name in JUDGED))
    weighed = []
    for place, (active, alert, indicator, subject, county, severity, opened_for, due) in enumerate(told):
        if active:
            age = (pd.Timestamp(on) - opened_for).days
            consequence = WEIGHT[severity] * reach(indicator, subject, county, region_code)
            weight = consequence * (1 + math.log2(1 + max(age, 0) / 7) / 5)
            weighed.append((-weight, alert, place, county, cause_of(indicator), age, due < pd.Timestamp(on)))
    found: dict[tuple[str, str], _Group] = {}
    for less, alert, place, county, cause, age, overdue in sorted(weighed):
        group = found.setdefault((county, cause), _Group(leading=place, cause=cause, age_days=age, weight=-less))
        group.alerts.append(alert)
        group.overdue |= overdue
    return list(found.values())


def left_out(living: pd.DataFrame, shown: pd.DataFrame) -> dict[str, int]:
    """How many active alerts of each severity stand outside the groups shown: "nothing else is red" when red is 0."""
    inside = {number for group in shown["alerts"] for number in group}
    told = zip(*(living[name].tolist() for name in ("alert", "severity", "active")))
    counts = Counter(severity for alert, severity, active in told if active and alert not in inside)
    return {severity: counts[severity] for severity in reversed(SEVERITIES)}


def cause_of(indicator: str) -> str:
    """The topic an alert belongs to; an owed report is its own cause, whatever it would have said."""
    return "reporting" if indicator.endswith("_silence") else CATALOG[indicator].topic


def reach(indicator: str, subject: str, county: str, region_code: str) -> float:
    """How far an alert reaches: the region, a county (or a kind or category of one), or somebody single."""
    place, _, part = subject.partition(":")
    if place != county or (part and "debtor" in CATALOG[indicator].subjects):
        return SINGLE_REACH  # one market, one firm, one debtor
    whole = REGION_REACH if place == region_code else COUNTY_REACH
    return whole - LESS_FOR_A_PART if part else whole
