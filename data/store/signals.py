"""Signals: a value beyond its threshold on one day."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import pandas as pd
from sqlalchemy import Connection, select, true

from data.store.bulk import supersede, to_wire
from data.store.computed_rows import wire_rows
from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import signal as table
from data.store.scope import Scope
from data.store.values import CLOSE
from data.store.versions import Changes, put_versions

OWN = ("indicator", "subject", "county", "enterprise", "valid_for", "severity", "value", "threshold", "evidence")


def put(conn: Connection, frame: pd.DataFrame, *, known_at: dt.datetime, days: Iterable[dt.date] = ()) -> Changes:
    """Store signals (indicator, subject, county, enterprise, date, severity, value, threshold, evidence).

    Equal ones are left alone, differing ones supersede. ``days`` are those the frame answers in
    full: a current signal of such a day that the frame no longer holds is withdrawn.
    """
    rows = list(wire_rows(conn, table, frame, OWN))
    changes = put_versions(conn, table, rows, own=OWN, known_at=known_at, close=CLOSE)
    _withdraw(conn, {(row[0], row[1], row[4]) for row in rows}, list(days), known_at)
    return changes


def _withdraw(conn: Connection, kept: set[tuple], days: list[dt.date], known_at: dt.datetime) -> None:
    if not days:
        return
    c = table.c
    statement = select(c.indicator, c.subject, c.valid_for, c.id).where(
        c.superseded_at.is_(None), c.valid_for.in_(days)
    )
    gone = [row[3] for row in conn.execute(statement).cursor.fetchall() if tuple(row[:3]) not in kept]
    supersede(conn, table, gone, to_wire(c.known_at, conn.dialect.name)(known_at))


@read
def history(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None,
    until: dt.date | None,
    indicators: Sequence[str] | None = None,
    subjects: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The signals between two days, both included.

    indicator   text
    subject     text
    county      text      the region's own code for its totals
    enterprise  text      the firm, where it is one firm's
    date        day
    severity    text      blue, yellow, orange, red
    value       number    in the indicator's unit
    threshold   number    the line it crossed
    evidence    document  the numbers behind it
    """
    c = table.c
    names = [c.valid_for.label("date") if name == "valid_for" else c[name] for name in OWN]
    statement = (
        select(*names)
        .where(scope.where(table), known(table, as_known), between(c.valid_for, since, until))
        .where(_among(c.indicator, indicators), _among(c.subject, subjects))
        .order_by(c.indicator, c.subject, c.valid_for)
    )
    return frame_of(conn, statement)


def days_of(
    conn: Connection, *, pairs: Collection[tuple[str, str]], since: dt.date, until: dt.date
) -> dict[tuple[str, str], set[dt.date]]:
    """Of these (indicator, subject) the days between two with a signal."""
    c = table.c
    statement = (
        select(c.indicator, c.subject, c.valid_for)
        .where(known(table, None), between(c.valid_for, since, until))
        .where(_among(c.indicator, {indicator for indicator, _ in pairs}))
        .where(_among(c.subject, {subject for _, subject in pairs}))
    )
    found: dict[tuple[str, str], set[dt.date]] = {pair: set() for pair in pairs}
    for indicator, subject, day in conn.execute(statement) if pairs else ():
        found.get((indicator, subject), set()).add(day)
    return found


def _among(column, wanted: Collection[str] | None):
    return true() if wanted is None else column.in_(sorted(wanted))
