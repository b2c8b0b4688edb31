"""The machine's side of alerts: a pure fold of signals, day by day, over the alerts there are."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from monitoring.alerts.lifecycle import CLOSED, MACHINE, STEPS, Action, advance
from monitoring.severity import RANK

PAIR = ["indicator", "subject"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to write: the alert's columns as they are after it."""

    action: str
    day: dt.date
    row: dict


def follow(
    alerts: pd.DataFrame, signals: pd.DataFrame, *, days: list[dt.date], settle_days: int
) -> Iterator[list[Step]]:
    """The steps of each alert that has any, in order.

    alerts: the living and the last closed ones, as the store gives them. signals: of ``days``, which are
    consecutive and begin with the last day already followed. A day without a signal is a day on which fresh
    values agree that nothing is wrong: a level that silence keeps is a signal.
    """
    latest = {}
    for row in alerts.to_dict("records"):
        latest[row["indicator"], row["subject"]] = row  # in order of opening: the last one wins
    told: dict[tuple, dict] = {}
    for row in signals.to_dict("records"):
        told.setdefault((row["indicator"], row["subject"]), {})[row["date"].date()] = row
    living = {pair for pair, row in latest.items() if row["status"] not in CLOSED}
    for pair in sorted(living | set(told)):
        steps = list(_fold(latest.get(pair), told.get(pair, {}), days, settle_days))
        if steps:
            yield steps


def _fold(last: dict | None, signals: dict[dt.date, dict], days: list[dt.date], settle_days: int) -> Iterator[Step]:
    alert = None if last is None or last["status"] in CLOSED else _plain(last)
    closed = last if alert is None else None
    for day in days:
        signal = signals.get(day)
        if alert is None:
            if signal is not None and _is_news(signal, closed):
                alert = _opened(signal, day)
                yield Step(action="open", day=day, row=dict(alert))
            continue
        action = _seen(alert, signal, day)
        if action is None and _settled(alert, day, settle_days):
            alert["status"] = advance(alert["status"], Action.SETTLE, role=MACHINE, active=False)
            action = Action.SETTLE.value
        if action is not None:
            yield Step(action=action, day=day, row=dict(alert))
        if alert["status"] in CLOSED:
            alert, closed = None, alert


def _is_news(signal: dict, closed: dict | None) -> bool:
    """Whether a signal opens an alert: not while the very danger people have closed goes on, unless it got worse."""
    if closed is None:
        return True
    begun = dt.date.fromisoformat(signal["evidence"]["since"])
    return begun > _day(closed["last_signal_for"]) or RANK[signal["severity"]] > RANK[closed["severity"]]


def _opened(signal: dict, day: dt.date) -> dict:
    places = {name: signal[name] for name in (*PAIR, "county", "enterprise")}
    return {**places, **_told_by(signal, day), "active": True, "status": "new", "opened_for": day, "cleared_for": None}


def _told_by(signal: dict, day: dt.date) -> dict:
    numbers = {name: signal[name] for name in ("severity", "value", "threshold", "evidence")}
    return {**numbers, "last_signal_for": day}


def _seen(alert: dict, signal: dict | None, day: dt.date) -> str | None:
    """Take one day into the alert; what happened, or None if nothing did."""
    if signal is None:
        if not alert["active"]:
            return None
        alert.update(active=False, cleared_for=day)
        return "clear"
    was, active = alert["severity"], alert["active"]
    same = active and was == signal["severity"] and alert["last_signal_for"] == day and _equal(alert, signal)
    # What silence keeps has no number of its own: the last one told stays on the alert.
    told = _told_by(signal, day)
    if pd.isna(told["value"]):
        told["value"] = alert["value"]
    alert.update(told, active=True, cleared_for=None)
    if not active:
        return "return"
    if was != signal["severity"]:
        return "raise" if RANK[signal["severity"]] > RANK[was] else "lower"
    return None if same else "refresh"


def _equal(alert: dict, signal: dict) -> bool:
    values = alert["value"], signal["value"]
    kept = {name: told for name, told in alert["evidence"].items() if name != "drivers"}  # added to alerts alone
    return (pd.isna(values[1]) or values[0] == values[1]) and kept == signal["evidence"]


def _settled(alert: dict, day: dt.date, settle_days: int) -> bool:
    quiet = not alert["active"] and alert["cleared_for"] is not None
    return quiet and alert["status"] in STEPS[Action.SETTLE][0] and (day - alert["cleared_for"]).days >= settle_days


def _plain(row: dict) -> dict:
    return {**row, **{name: _day(row[name]) for name in ("opened_for", "last_signal_for", "cleared_for", "due")}}


def _day(value) -> dt.date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
