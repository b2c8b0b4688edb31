"""Each kind of report against the rule that asks for it: what came last, what was due by now, who is behind."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from monitoring.indicators.schedule import schedule

LOOK_BACK_DAYS = 70


def standings(freshness: pd.DataFrame, region, topics: list[str], *, now: dt.datetime) -> pd.DataFrame:
    """One row a topic, in the order given.

    topic, last_received_at, last_day, files; cadence, weekday, due (hour), lag_days of the ruling rule; due_day (the
    last day whose report is due by now) and its deadline; state: on_time, late, never (nothing ever came), as_needed
    (no rule asks for it); overdue (days since the deadline, 0 unless late).
    """
    told = freshness.set_index("topic")
    return pd.DataFrame([_standing(topic, told, region, now) for topic in topics])


def _standing(topic: str, told: pd.DataFrame, region, now: dt.datetime) -> dict:
    came = told.loc[topic] if topic in told.index else None
    today = now.astimezone(ZoneInfo(region.timezone)).date()
    rule = region.reporting_on(topic, today) or {}
    row = {
        "topic": topic,
        "last_received_at": pd.NaT if came is None else came["last_received_at"],
        "last_day": pd.NaT if came is None else came["last_day"],
        "files": 0 if came is None else int(came["files"]),
        **{name: rule.get(name) for name in ("cadence", "weekday", "due")},
        "lag_days": rule.get("lag_days", 0),
    }
    if not rule:
        state = "as_needed" if came is not None else "never"
        return {**row, "due_day": pd.NaT, "deadline": pd.NaT, "state": state, "overdue": 0}
    due_day, deadline = _last_due(region, topic, today, now)
    behind = due_day is not None and _behind(row["last_day"], due_day, rule["cadence"])
    state = "never" if came is None else "late" if behind else "on_time"
    overdue = (now - deadline).days + 1 if state == "late" else 0
    return {**row, "due_day": pd.Timestamp(due_day), "deadline": deadline, "state": state, "overdue": overdue}


def _last_due(region, topic: str, today: dt.date, now: dt.datetime) -> tuple[dt.date | None, dt.datetime | None]:
    days = pd.date_range(today - dt.timedelta(days=LOOK_BACK_DAYS), today, unit="us")
    plan = schedule(region, topic, days, pd.Series(dtype="datetime64[us]"))
    passed = plan.deadline <= np.datetime64(now.astimezone(dt.UTC).replace(tzinfo=None), "us")
    asked = np.flatnonzero(plan.due & passed)
    if not len(asked):
        return None, None
    return days[asked[-1]].date(), pd.Timestamp(plan.deadline[asked[-1]], tz="UTC").to_pydatetime()


def _behind(last_day: pd.Timestamp, due_day: dt.date, cadence: str) -> bool:
    if pd.isna(last_day):
        return True
    if cadence == "monthly":  # a month's rows speak of days within it
        return (last_day.year, last_day.month) < (due_day.year, due_day.month)
    return last_day.date() < due_day
