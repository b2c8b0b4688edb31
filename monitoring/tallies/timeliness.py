"""Who reported which period, and when: each unit against each day a report of it was due."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from monitoring.indicators.schedule import schedule

PERIODS = {"daily": 10, "weekly": 8, "monthly": 6}
LOOK_BACK_DAYS = {"daily": 14, "weekly": 62, "monthly": 190}
HERE = ("on_time", "late", "zero", "zero_late")
MARKED = (*HERE, "missing", "not_due")
"""``zero`` is a reported nought: confirmed, and not a silence."""
NOTHING = (None, False)


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
    periods, ends, at_utc = [days[i].date() for i in at], plan.deadline[at].tolist(), _utc(now)
    found = _by_period(told, periods, region.timezone)
    owed = [(unit, place) for unit in units for place in range(len(periods))]
    reports = [found.get(one, NOTHING) for one in owed]
    marks = pd.DataFrame({
        "unit": pd.array([unit for unit, _ in owed], dtype="str"),
        "date": pd.array([periods[place] for _, place in owed], dtype=object),
        "state": pd.array([_mark(*report, ends[place], at_utc) for report, (_, place) in zip(reports, owed)],
                          dtype="str"),
        "first_known_at": pd.DatetimeIndex(np.array([came for came, _ in reports], dtype="datetime64[us]"), tz="UTC"),
    })  # fmt: skip
    return Timeliness(
        cadence=cadence, periods=periods, deadlines=[end.replace(tzinfo=dt.UTC) for end in ends], marks=marks
    )


def _by_period(
    told: pd.DataFrame, periods: list[dt.date], timezone: str
) -> dict[tuple[str, int], tuple[dt.datetime, bool]]:
    """(unit, place of the period) -> when its report was whole (UTC), and whether it says nought throughout.

    A day belongs to the first period that ends on it or later. In plain Python: a few hundred reports cost ten times
    as much grouped.
    """
    over = [_utc(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(timezone))) for day in periods]
    days = told["date"].to_numpy().astype("datetime64[D]")
    places = np.searchsorted(np.array(periods, dtype="datetime64[D]"), days).tolist()
    moments = told["first_known_at"].dt.tz_convert(None).to_numpy().astype("datetime64[us]").tolist()
    reports: dict[tuple[str, int], list[tuple[dt.datetime, bool]]] = {}
    for unit, place, came, zero in zip(told["unit"].tolist(), places, moments, told["zero"].tolist()):
        if place < len(periods) and came is not None:
            reports.setdefault((unit, place), []).append((came, bool(zero)))
    return {key: (_whole([came for came, _ in those], over[key[1]]), all(zero for _, zero in those))
            for key, those in reports.items()}  # fmt: skip


def _whole(moments: list[dt.datetime], over: dt.datetime) -> dt.datetime:
    """When the report of a period was whole: with the first that came once it was over, else with what came."""
    return min((came for came in moments if came >= over), default=max(moments))


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _end(today: pd.Timestamp, cadence: str) -> pd.Timestamp:
    return today + pd.offsets.MonthEnd(0) if cadence == "monthly" else today


def _mark(came: dt.datetime | None, zero: bool, deadline: dt.datetime, now: dt.datetime) -> str:
    if came is None:
        return "missing" if now >= deadline else "not_due"
    late = came > deadline
    if zero:
        return "zero_late" if late else "zero"
    return "late" if late else "on_time"
