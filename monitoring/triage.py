"""What to look at first: alerts of one county and one cause belong together, and few groups fit on a screen."""

import datetime as dt

import numpy as np
import pandas as pd

from monitoring.indicators.catalog import CATALOG
from monitoring.severity import SEVERITIES

MOST = 7
WEIGHT = dict(zip(SEVERITIES, (1, 4, 16, 64)))
REGION_REACH, COUNTY_REACH, SINGLE_REACH, LESS_FOR_A_PART = 3.0, 2.0, 1.0, 0.5
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
    active = living[living["active"]].reset_index(drop=True)
    if active.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    age = (pd.Timestamp(on) - active["opened_for"]).dt.days
    about = zip(active["indicator"], active["subject"], active["county"])
    reaches = [reach(indicator, subject, county, region_code) for indicator, subject, county in about]
    consequence = active["severity"].map(WEIGHT) * np.array(reaches)
    weighed = active.assign(
        cause=active["indicator"].map(cause_of),
        age_days=age,
        weight=consequence * (1 + np.log2(1 + age.clip(lower=0) / 7) / 5),
        overdue=active["due"] < pd.Timestamp(on),
    )
    weighed = weighed.sort_values(["weight", "alert"], ascending=[False, True], kind="stable")
    groups = weighed.groupby(["county", "cause"], sort=False)
    leading = weighed.drop_duplicates(["county", "cause"]).set_index(["county", "cause"])
    leading["alerts"] = groups["alert"].agg(list)
    leading["overdue"] = groups["overdue"].any()
    ordered = leading.reset_index().sort_values("weight", ascending=False, kind="stable", ignore_index=True)
    return ordered[COLUMNS].head(len(ordered) if most is None else most)


def left_out(living: pd.DataFrame, shown: pd.DataFrame) -> dict[str, int]:
    """How many active alerts of each severity stand outside the groups shown: "nothing else is red" when red is 0."""
    inside = {number for group in shown["alerts"] for number in group}
    others = living[living["active"] & ~living["alert"].isin(inside)]
    counts = others["severity"].value_counts()
    return {severity: int(counts.get(severity, 0)) for severity in reversed(SEVERITIES)}


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
