"""Outlooks: what the daily run says of the months to come, and what it said before it knew better."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, func, select

from data.store.bulk import supersede, to_wire
from data.store.computed_rows import wire_rows
from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import outlook as table
from data.store.scope import Scope
from data.store.values import CLOSE
from data.store.versions import Changes, put_versions

OWN = ("outlook", "subject", "county", "enterprise", "valid_for", "state", "answer")


def put(conn: Connection, frame: pd.DataFrame, *, known_at: dt.datetime) -> Changes:
    """Store outlooks (outlook, subject, county, enterprise, date, state, answer): all that is said of their days.

    Equal ones are left alone, differing ones supersede; one the frame no longer holds for its day is withdrawn.
    """
    if frame.empty:
        return Changes()
    rows = list(wire_rows(conn, table, frame, OWN))
    changes = put_versions(conn, table, rows, own=OWN, known_at=known_at, close=CLOSE)
    c = table.c
    kept = {(row[0], row[1], row[4]) for row in rows}
    days = sorted(set(frame["date"].dt.date))
    held = select(c.outlook, c.subject, c.valid_for, c.id).where(c.superseded_at.is_(None), c.valid_for.in_(days))
    gone = [row[3] for row in conn.execute(held).cursor.fetchall() if tuple(row[:3]) not in kept]
    supersede(conn, table, gone, to_wire(c.known_at, conn.dialect.name)(known_at))
    return changes


def last_day(conn: Connection, *, as_known: dt.datetime | None, until: dt.date) -> dt.date | None:
    """The last day not after ``until`` an outlook was made for, as known then."""
    return conn.execute(
        select(func.max(table.c.valid_for)).where(known(table, as_known), table.c.valid_for <= until)
    ).scalar_one()


def last_made(conn: Connection, *, until: dt.date) -> tuple[dt.date, dt.datetime] | None:
    """The last day not after ``until`` an outlook was made for, and as of when its data was known."""
    day = last_day(conn, as_known=None, until=until)
    if day is None:
        return None
    moment = select(table.c.known_at).where(table.c.valid_for == day).order_by(table.c.known_at).limit(1)
    return day, conn.execute(moment).scalar_one()


@read
def standing(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    until: dt.date,
    outlooks: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The outlooks made last, not after a day: all of one day.

    outlook     text
    subject     text
    county      text      the region's own code for its totals
    enterprise  text      the firm, where it is one firm's
    date        day       the last day known when it was made
    state       text      ok, reached, not_assessable
    answer      document  the numbers, by the names monitoring/outlook gives them
    known_at    moment
    """
    c = table.c
    day = last_day(conn, as_known=as_known, until=until)
    names = [c.valid_for.label("date") if name == "valid_for" else c[name] for name in OWN]
    statement = (
        select(*names, c.known_at)
        .where(scope.where(table), known(table, as_known), c.valid_for == day)
        .order_by(c.outlook, c.subject)
    )
    if outlooks is not None:
        statement = statement.where(c.outlook.in_(sorted(outlooks)))
    return frame_of(conn, statement)


@read
def history(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, since: dt.date, until: dt.date
) -> pd.DataFrame:
    """The outlooks made for the days from one to another.

    outlook     text
    subject     text
    county      text
    enterprise  text
    date        day
    state       text      ok, reached, not_assessable
    answer      document
    """
    c = table.c
    names = [c.valid_for.label("date") if name == "valid_for" else c[name] for name in OWN]
    return frame_of(
        conn,
        select(*names)
        .where(scope.where(table), known(table, as_known), between(c.valid_for, since, until))
        .order_by(c.valid_for, c.outlook, c.subject),
    )
