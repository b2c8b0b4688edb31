"""Daily necessities on a day: who has reported, what the firms hold and ask of each category, who is out of stock."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from monitoring.indicators.schedule import Schedule, schedule
from monitoring.indicators.supply import STANDS_FOR_DAYS, must_report

TOPIC = "supply"


@dataclass(frozen=True, kw_only=True)
class Due:
    """The report to ask for: the day it speaks of, its deadline, and whether that has passed."""

    day: dt.date
    deadline: dt.datetime
    passed: bool


def plan(region, days: pd.DatetimeIndex, seen: pd.Series) -> Schedule:
    """When reports about consecutive days are due; ``seen`` holds the days reports speak of (where no rule says it)."""
    return schedule(region, TOPIC, days, seen)


def due(planned: Schedule, timezone: str, *, now: dt.datetime) -> Due | None:
    """The report to ask for now: the last one whose deadline falls on today or before; None where there is none."""
    zone = ZoneInfo(timezone)
    tomorrow = dt.datetime.combine(now.astimezone(zone).date() + dt.timedelta(days=1), dt.time(), zone)
    asked = np.flatnonzero(planned.due & (planned.deadline < _utc(tomorrow)))
    if not len(asked):
        return None
    deadline = pd.Timestamp(planned.deadline[asked[-1]], tz="UTC").to_pydatetime()
    return Due(day=planned.days[asked[-1]].date(), deadline=deadline, passed=deadline <= now)


def _utc(moment: dt.datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(dt.UTC).replace(tzinfo=None), "us")


def roll(enterprises: pd.DataFrame, reports: pd.DataFrame, in_time: pd.DataFrame, current: Due) -> pd.DataFrame:
    """Who has reported for the day that is due.

    ``reports`` are the day's reports known by now, ``in_time`` those known by the deadline (so that a later correction
    makes nobody late). A row an enterprise: enterprise, name, county, contact, phone, due (categories), reported, and
    state: on_time, late, partial (some categories are lacking), missing, not_due.
    """
    keys = must_report(enterprises)
    wanted = keys.groupby("enterprise").size().rename("due")
    frame = enterprises.merge(wanted, on="enterprise")
    frame["reported"] = frame["enterprise"].map(_categories(reports, keys, current.day)).fillna(0).astype(int)
    timely = frame["enterprise"].map(_categories(in_time, keys, current.day)).fillna(0).astype(int)
    frame["state"] = "missing" if current.passed else "not_due"
    some, whole = frame["reported"] > 0, frame["reported"] >= frame["due"]
    frame.loc[some, "state"] = "partial"
    frame.loc[whole, "state"] = "late"
    frame.loc[whole & (timely >= frame["due"]), "state"] = "on_time"
    return frame[["enterprise", "name", "county", "contact", "phone", "due", "reported", "state"]]


def latest(enterprises: pd.DataFrame, reports: pd.DataFrame, *, on: dt.date) -> pd.DataFrame:
    """The last report not after ``on`` of every enterprise and category that must report (it stands for two weeks).

    enterprise, county, category, then the report's columns and age (days); missing where nothing stands.
    """
    first = pd.Timestamp(on) - pd.Timedelta(days=STANDS_FOR_DAYS)
    inside = reports[(reports["date"] <= pd.Timestamp(on)) & (reports["date"] >= first)].drop(columns="county")
    last = inside.sort_values("date").drop_duplicates(["enterprise", "category"], keep="last")
    frame = must_report(enterprises).merge(last, on=["enterprise", "category"], how="left")
    frame["age"] = (pd.Timestamp(on) - frame["date"]).dt.days
    return frame


def by_category(last: pd.DataFrame, *, since: dt.date) -> pd.DataFrame:
    """What stands of each category: category, firms (that must report), heard (with a report of ``since`` or later),
    on_hand and in_transit (tonnes, of those heard), retail_price and wholesale_price (mean of those that gave one,
    yuan a kilogram), stockouts (firms out of stock)."""  # fmt: skip
    heard = last["date"] >= pd.Timestamp(since)
    told = last.assign(firms=1, heard=heard.astype(int), stockouts=(heard & last["stockout"].eq(True)).astype(int))
    for column in ("on_hand", "in_transit", "retail_price", "wholesale_price"):
        told[column] = told[column].where(heard)
    grouped = told.groupby("category")
    sums = grouped[["firms", "heard", "stockouts", "on_hand", "in_transit"]].sum()
    return sums.join(grouped[["retail_price", "wholesale_price"]].mean()).reset_index()


def _categories(reports: pd.DataFrame, keys: pd.DataFrame, day: dt.date) -> pd.Series:
    on_day = reports[reports["date"] == pd.Timestamp(day)]
    return on_day.merge(keys[["enterprise", "category"]], on=["enterprise", "category"]).groupby("enterprise").size()
