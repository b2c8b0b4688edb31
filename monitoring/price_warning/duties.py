"""Which reports a level demands, until when, and what became of each: the first, the follow-ups, the final one.

The commerce departments report an abnormal fluctuation within two hours (Ministry of Commerce, Order 4 of 2011).
A level that rises is reported within as long again; while it lasts there is a report a day, and one when it has ended.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pandas as pd

from monitoring.alerts.lifecycle import CLOSED, MACHINE, STEPS

BEGINS = ("open", "return")
ENDS = ("clear", *(action.value for action, (_, status, _) in STEPS.items() if status in CLOSED))
KINDS = ("first", "follow", "final")


@dataclass(frozen=True, kw_only=True)
class Episode:
    """A level from its appearance to its end (None: it stands)."""

    since: dt.datetime
    until: dt.datetime | None
    rises: tuple[dt.datetime, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One report that is owed. ``why``: appeared, rose, daily, ended.

    ``how``: ``within``, ``over`` (late, or not made and past its limit), ``incomplete`` (its time runs), ``missing``
    (its day has passed, or a later report was made instead). ``serial``: the report that answers it; ``noted``: when
    that was recorded here, where it was made in time and recorded after the limit.
    """

    episode: int  # which one, from 1
    kind: str
    why: str
    since: dt.datetime
    due: dt.datetime
    how: str = "incomplete"
    serial: int | None = None
    reported_at: dt.datetime | None = None
    noted: dt.datetime | None = None


def episodes(events: pd.DataFrame) -> list[Episode]:
    """The episodes of an alert, from its events (at, actor, action) in order."""
    found: list[Episode] = []
    for at, actor, action in zip(events["at"], events["actor"], events["action"]):
        moment, standing = at.to_pydatetime(), bool(found) and found[-1].until is None
        machine = actor == MACHINE
        if machine and action in BEGINS and not standing:
            found.append(Episode(since=moment, until=None))
        elif standing and action in ENDS:
            found[-1] = Episode(since=found[-1].since, until=moment, rises=found[-1].rises)
        elif standing and machine and action == "raise":
            found[-1] = Episode(since=found[-1].since, until=None, rises=(*found[-1].rises, moment))
    return found


def duties(events: pd.DataFrame, reports: pd.DataFrame, *, rule, now: dt.datetime, zone: ZoneInfo) -> list[Duty]:
    """What every episode of an alert owes up to ``now``, in order of its limits.

    events: of the alert. reports: of the alert, with serial, kind, corrects, reported_at, known_at; a correction
    answers nothing by itself. rule: the :class:`~monitoring.price_warning.rules.ReportRule` in force.
    """
    lived, found = episodes(events), []
    told = sorted(reports[reports["corrects"] == 0].to_dict("records"), key=lambda row: row["reported_at"])
    for place, episode in enumerate(lived):
        until = lived[place + 1].since if place + 1 < len(lived) else None
        own = [
            row for row in told if row["reported_at"] >= episode.since and (until is None or row["reported_at"] < until)
        ]
        of_day: dict[dt.date, dict] = {}
        for row in own:
            of_day.setdefault(row["reported_at"].astimezone(zone).date(), row)
        owed = (Duty(episode=place + 1, kind=kind, why=why, since=since, due=due)
                for kind, why, since, due in _owed(episode, rule, now=now, zone=zone))  # fmt: skip
        answered = (_answered(duty, own, of_day, now=now, today=now.astimezone(zone).date()) for duty in owed)
        found += sorted(answered, key=lambda duty: duty.due)
    return found


def _owed(episode: Episode, rule, *, now: dt.datetime, zone: ZoneInfo) -> Iterator[tuple]:
    """kind, why, since, due."""
    soon = dt.timedelta(hours=rule.first_hours)
    yield "first", "appeared", episode.since, episode.since + soon
    for moment in episode.rises:
        yield "follow", "rose", moment, moment + soon
    day, end = episode.since.astimezone(zone).date(), (episode.until or now).astimezone(zone)
    last = end.date() - dt.timedelta(days=1) if episode.until is not None else end.date()
    while (day := day + dt.timedelta(days=1)) <= last:
        begins = dt.datetime.combine(day, dt.time(), tzinfo=zone)
        yield "follow", "daily", begins, dt.datetime.combine(day, rule.follow_by, tzinfo=zone)
    if episode.until is not None:
        yield "final", "ended", episode.until, episode.until + dt.timedelta(hours=rule.final_hours)


def _answered(duty: Duty, told: list[dict], of_day: dict[dt.date, dict], *, now: dt.datetime, today: dt.date) -> Duty:
    """Any report of its day answers the daily one, a later report a rise."""
    daily = duty.why == "daily"
    own = of_day.get(duty.since.date()) if daily else next((row for row in told if _answers(duty, row)), None)
    if own is None:
        gone = daily and today > duty.since.date()
        passed = gone or (duty.kind == "first" and any(row["reported_at"] > duty.since for row in told))
        return replace(duty, how="incomplete" if now <= duty.due else "missing" if passed else "over")
    at, known = (row.to_pydatetime() for row in (own["reported_at"], own["known_at"]))
    noted = known if at <= duty.due < known else None
    return replace(
        duty, how="over" if at > duty.due else "within", serial=int(own["serial"]), reported_at=at, noted=noted
    )


def _answers(duty: Duty, row: dict) -> bool:
    return row["reported_at"] >= duty.since and (duty.why == "rose" or row["kind"] == duty.kind)
