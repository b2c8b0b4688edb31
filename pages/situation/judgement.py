"""A day's values with how they stand against the lines that ruled that day; the lines are the configuration's."""

import datetime as dt

import pandas as pd

from monitoring.severity import RANK, named
from monitoring.thresholds import Threshold
from pages.door import open_store
from pages.parts.status import Status

STATUS_OF = {"red": Status.RED, "orange": Status.RED, "yellow": Status.AMBER, "blue": Status.AMBER}
NUMBERED = ("ok", "provisional")


def judged(values: pd.DataFrame, *, day: dt.date, alerts: pd.DataFrame | None = None) -> pd.DataFrame:
    """The values with severity (None: none reached) and status: red, amber, green, stale (missing), None (no line).

    With ``alerts`` (the living ones), one that is still active stands, however the day's own value looks: what another
    page shows red is not green here.
    """
    lines: dict[tuple, tuple[Threshold, ...]] = {}
    standing = {} if alerts is None else _active(alerts)
    severities, statuses = [], []
    for row in values[["indicator", "subject", "value", "state"]].itertuples(index=False):
        key = _kind(row.indicator, row.subject)
        if key not in lines:
            lines[key] = ruling(row.indicator, row.subject, day=day)
        severity = standing.get((row.indicator, row.subject))
        if row.state in NUMBERED:
            severity = named(max(RANK[severity], _rank(lines[key], row.value)))
        severities.append(severity)
        statuses.append(_status(row.state, severity, bool(lines[key])))
    return values.assign(
        severity=pd.Series(severities, index=values.index, dtype=object),
        status=pd.Series(statuses, index=values.index, dtype=object),
    )


def ruling(indicator: str, subject: str, *, day: dt.date) -> tuple[Threshold, ...]:
    """The lines that rule a subject on a day, the worse side's first; none where nothing rules."""
    return open_store.config().thresholds.both(indicator, subject, day)


def target(indicator: str, subject: str, *, day: dt.date) -> float | None:
    """What is aimed for, where a line says so."""
    return next((line.target for line in ruling(indicator, subject, day=day) if line.target is not None), None)


def _kind(indicator: str, subject: str) -> tuple:
    """Subjects of one kind share their lines: the region, a county or something of their own, and the part after it."""
    head, _, tail = subject.partition(":")
    region = open_store.region()
    place = head if head == region.code else "county" if head in _counties() else "own"
    return indicator, place, tail


def _counties() -> frozenset[str]:
    return frozenset(open_store.region().county_aliases.values())


def _active(alerts: pd.DataFrame) -> dict[tuple[str, str], str]:
    active = alerts[alerts["active"]]
    return dict(zip(zip(active["indicator"], active["subject"]), active["severity"]))


def _rank(lines: tuple[Threshold, ...], value: float) -> int:
    return max((RANK[line.severity(value)] for line in lines), default=0)


def _status(state: str, severity: str | None, ruled: bool) -> str | None:
    if severity is not None:
        return STATUS_OF[severity]
    if state == "missing":
        return Status.STALE
    if state not in NUMBERED or not ruled:
        return None
    return Status.GREEN
