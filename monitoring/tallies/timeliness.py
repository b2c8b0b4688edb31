"""Who reported which period, and when: each unit against each day a report of it was due."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.indicators.schedule import schedule

PERIODS = {"daily": 10, "weekly": 8, "monthly": 6}
LOOK_BACK_DAYS = {"daily": 20, "weekly": 62, "monthly": 190}
HERE = ("on_time", "late", "zero", "zero_late")
MARKED = (*HERE, "missing", "not_due")
"""``zero`` is a reported nought: confirmed, and not a silence."""


@dataclass(frozen=True, kw_only=True)
class Timeliness:
    """``periods``: the due days, oldest first, with their deadlines. ``marks``: unit, date, state, first_known_at."""

    cadence: str
    periods: list[dt.date]
    deadlines: list[dt.datetime]
    marks: pd.DataFrame

    def counts(self) -> pd.DataFrame:
        """A row a unit: unit, due, here, on_time (of the periods that are due by now)."""
        due = self.marks[self.marks["state"] != "not_due"]
        flags = due.assign(
            due=1, here=due["state"].isin(HERE).astype(int), on_time=due["state"].isin(("on_time", "zero")).astype(int)
        )
        return flags.groupby("unit", sort=False)[["due", "here", "on_time"]].sum().reset_index()


def timeliness(told: pd.DataFrame, units: list[str], region, topic: str, *, now: dt.datetime) -> Timeliness:
    """``told`` has unit, date, first_known_at (when the unit's report of the day was whole) and zero.

    A month's report is whole with the first that comes after the month is over; before that, with what came.
    """
    today = pd.Timestamp(now.astimezone(dt.UTC).date())
    rule = region.reporting_on(topic, today.date()) or {"cadence": "daily"}
    cadence = rule["cadence"]
    days = pd.date_range(today - pd.Timedelta(days=LOOK_BACK_DAYS[cadence]), _end(today, cadence), unit="us")
    plan = schedule(region, topic, days, told["date"])
    at = np.flatnonzero(plan.due)[-PERIODS[cadence] :]
    periods = [days[i].date() for i in at]
    deadlines = [pd.Timestamp(plan.deadline[i], tz="UTC").to_pydatetime() for i in at]
    found = _by_period(told.assign(period=_periods(told["date"], periods)), region.timezone)
    rows = [
        (unit, day, *_mark(found.get((unit, pd.Timestamp(day))), deadline, now))
        for unit in units
        for day, deadline in zip(periods, deadlines)
    ]
    marks = pd.DataFrame(rows, columns=["unit", "date", "state", "first_known_at"])
    return Timeliness(cadence=cadence, periods=periods, deadlines=deadlines, marks=marks)


def _by_period(told: pd.DataFrame, timezone: str) -> dict[tuple, tuple]:
    """(unit, period) -> when its report was whole, and whether it says nought throughout."""
    told = told.dropna(subset=["period", "first_known_at"])
    ends = (told["period"] + pd.Timedelta(days=1)).dt.tz_localize(timezone)
    keys = [told["unit"], told["period"]]
    latest = told["first_known_at"].groupby(keys).max()
    after = told["first_known_at"].where(told["first_known_at"] >= ends).groupby(keys).min()
    zero = told["zero"].astype(bool).groupby(keys).all()
    came = after.fillna(latest)
    return {key: (came[key], bool(zero[key])) for key in came.index}


def _end(today: pd.Timestamp, cadence: str) -> pd.Timestamp:
    return today + pd.offsets.MonthEnd(0) if cadence == "monthly" else today


def _periods(dates: pd.Series, periods: list[dt.date]) -> pd.Series:
    """The due day whose period each day falls in: the first not before it."""
    ends = np.array(periods, dtype="datetime64[us]")
    at = np.searchsorted(ends, dates.to_numpy().astype("datetime64[us]"), side="left")
    inside = at < len(ends)
    found = np.full(len(dates), np.datetime64("NaT"), dtype="datetime64[us]")
    found[inside] = ends[at[inside]]
    return pd.Series(found, index=dates.index)


def _mark(found: tuple | None, deadline: dt.datetime, now: dt.datetime) -> tuple[str, object]:
    if found is None:
        return ("missing" if now >= deadline else "not_due"), pd.NaT
    came, zero = found
    late = came > deadline
    if zero:
        return ("zero_late" if late else "zero"), came
    return ("late" if late else "on_time"), came
