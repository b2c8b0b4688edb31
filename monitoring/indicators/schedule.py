"""When a report is due: from the region's own rules, or, where it has none, from the rhythm of what came in."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

NEVER = -1


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """For each day of ``days``: is a report about it due, from which moment is it late, which is the current one.

    ``current`` is the position of the last due day not after each day (``NEVER`` before the first).
    """

    days: pd.DatetimeIndex
    due: np.ndarray
    deadline: np.ndarray  # datetime64[us], UTC
    current: np.ndarray

    def overdue(self, now: dt.datetime) -> np.ndarray:
        """Whether the report current on each day is past its deadline at ``now``."""
        return np.where(self.current == NEVER, False, self.passed(now)[self.current])

    def passed(self, now: dt.datetime) -> np.ndarray:
        """Whether a report about each day would be late by ``now``."""
        return self.deadline <= np.datetime64(now.astimezone(dt.UTC).replace(tzinfo=None), "us")


def schedule(region, topic: str, days: pd.DatetimeIndex, seen: pd.Series) -> Schedule:
    """The schedule of a topic over consecutive days; ``seen`` holds the days reports speak of."""
    rules = sorted((r for r in region.reporting if r["topic"] == topic), key=lambda r: r["from"])
    rules = rules or [_rhythm(seen)]
    due = np.zeros(len(days), dtype=bool)
    hours = np.full(len(days), "12:00", dtype=object)
    lags = np.zeros(len(days), dtype=int)
    for rule in rules:
        ruled = np.asarray(days >= pd.Timestamp(rule["from"]))
        due = np.where(ruled, _due_days(rule, days), due)
        hours = np.where(ruled, rule.get("due", "12:00"), hours)
        lags = np.where(ruled, _lags(rule, days, ruled & due, region), lags)
    positions = np.where(due, np.arange(len(days)), NEVER)
    return Schedule(
        days=days,
        due=due,
        deadline=_deadlines(days, hours, lags, region.timezone),
        current=np.maximum.accumulate(positions) if len(days) else positions,
    )


def _due_days(rule: dict, days: pd.DatetimeIndex) -> np.ndarray:
    if rule["cadence"] == "weekly":
        return np.asarray(days.day_of_week + 1 == rule.get("weekday", 7))
    if rule["cadence"] == "monthly":
        return np.asarray(days.is_month_end)
    return np.ones(len(days), dtype=bool)


def _lags(rule: dict, days: pd.DatetimeIndex, due: np.ndarray, region) -> np.ndarray:
    """Days from the day spoken of to its deadline: fixed, or until the n-th working day after it (``workday``)."""
    lags = np.full(len(days), rule.get("lag_days", 0))
    if wanted := rule.get("workday"):
        for at in np.flatnonzero(due):
            lags[at] = workdays_after(region, days[at].date(), wanted)
    return lags


def workdays_after(region, day: dt.date, wanted: int) -> int:
    """How many days after a day its n-th working day falls, by the region's calendar of holidays and make-up days."""
    after = counted = 0
    while counted < wanted:
        after += 1
        counted += region.is_workday(day + dt.timedelta(days=after))
    return after


def _rhythm(seen: pd.Series) -> dict:
    """Daily, weekly (on the commonest weekday) or monthly, by the commonest gap between reported days."""
    days = pd.DatetimeIndex(seen.unique()).sort_values()
    start = days[0] if len(days) else pd.Timestamp("1970-01-01")
    gap = np.median(np.diff(days) / np.timedelta64(1, "D")) if len(days) > 1 else 1
    if gap < 4:
        return {"from": start, "cadence": "daily"}
    if gap < 20:
        weekday = int(pd.Series(days).dt.isocalendar().day.mode()[0])
        return {"from": start, "cadence": "weekly", "weekday": weekday}
    return {"from": start, "cadence": "monthly"}


def _deadlines(days: pd.DatetimeIndex, hours: np.ndarray, lags: np.ndarray, timezone: str) -> np.ndarray:
    zone = ZoneInfo(timezone)
    moments = np.empty(len(days), dtype="datetime64[us]")
    for i, (day, hour, lag) in enumerate(zip(days.to_pydatetime(), hours, lags)):
        local = dt.datetime.combine(day.date() + dt.timedelta(days=int(lag)), dt.time.fromisoformat(hour), zone)
        moments[i] = np.datetime64(local.astimezone(dt.UTC).replace(tzinfo=None), "us")
    return moments
