"""Indicator values: what the daily run computed, and what it computed before it knew better."""

import datetime as dt
from collections.abc import Collection, Sequence

import pandas as pd
from sqlalchemy import Connection, func, select, true

from data.store.computed_rows import wire_rows
from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import evaluation_run
from data.store.schema import indicator_value as table
from data.store.scope import Scope
from data.store.versions import Changes, put_versions

CLOSE = 1e-9  # a sum taken in another order is no other value
OWN = ("indicator", "subject", "county", "enterprise", "valid_for", "value", "state")
COLUMNS = (*[table.c[name] for name in OWN[:4]], table.c.valid_for.label("date"), table.c.value, table.c.state)


def put(conn: Connection, frame: pd.DataFrame, *, known_at: dt.datetime) -> Changes:
    """Store values (indicator, subject, county, enterprise, date, value, state).

    A value equal to the current one (to nine digits) is left alone, a differing one supersedes it.
    Every state but ok and provisional carries no number.
    """
    rows = wire_rows(conn, table, frame, OWN)
    return put_versions(conn, table, rows, own=OWN, known_at=known_at, close=CLOSE)


@read
def on(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    date: dt.date,
    indicators: Sequence[str] | None = None,
) -> pd.DataFrame:
    """One day's values.

    indicator   text
    subject     text
    county      text    the region's own code for its totals
    enterprise  text    the firm, where it is one firm's
    date        day
    value       number  in the indicator's unit; missing unless the state is ok or provisional
    state       text
    known_at    moment
    """
    return _values(conn, scope, as_known, since=date, until=date, indicators=indicators)


@read
def history(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    indicators: Sequence[str] | None,
    since: dt.date | None,
    until: dt.date | None,
    subjects: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The values between two days, both included.

    indicator   text
    subject     text
    county      text    the region's own code for its totals
    enterprise  text    the firm, where it is one firm's
    date        day
    value       number  in the indicator's unit; missing unless the state is ok or provisional
    state       text
    known_at    moment
    """
    return _values(conn, scope, as_known, since=since, until=until, indicators=indicators, subjects=subjects)


@read
def first_told(
    conn: Connection, *, scope: Scope, indicators: Sequence[str] | None, since: dt.date | None, until: dt.date | None
) -> pd.DataFrame:
    """What was said of each day when it was first answered for, whatever was learnt later.

    indicator   text
    subject     text
    county      text    the region's own code for its totals
    enterprise  text    the firm, where it is one firm's
    date        day
    value       number  in the indicator's unit; missing unless the state is ok or provisional
    state       text
    known_at    moment
    """
    c = table.c
    chosen = (scope.where(table), between(c.valid_for, since, until), _among(c.indicator, indicators))
    first = select(func.min(c.id)).where(*chosen).group_by(c.indicator, c.subject, c.valid_for)
    statement = select(*COLUMNS, c.known_at).where(c.id.in_(first)).order_by(c.indicator, c.subject, c.valid_for)
    return frame_of(conn, statement)


def last_day(conn: Connection, *, as_known: dt.datetime | None) -> dt.date | None:
    """The last day evaluated, as known then; where no run was recorded, the last day with a value."""
    r = evaluation_run.c
    runs = select(func.max(r.valid_for)).where(true() if as_known is None else r.known_at <= as_known)
    day = conn.execute(runs).scalar_one()
    if day is not None:
        return day
    # Looking for it among the values takes a second for a moment long past: every later day is tried first.
    return conn.execute(select(func.max(table.c.valid_for)).where(known(table, as_known))).scalar_one()


def last_measured(
    conn: Connection, *, pairs: Collection[tuple[str, str]], since: dt.date, until: dt.date
) -> dict[tuple[str, str], dt.date]:
    """Of these (indicator, subject) the last day between two with a value in order; one without is not in it."""
    c = table.c
    statement = (
        select(c.indicator, c.subject, func.max(c.valid_for))
        .where(known(table, None), between(c.valid_for, since, until), c.state == "ok")
        .where(_among(c.indicator, {indicator for indicator, _ in pairs}))
        .where(_among(c.subject, {subject for _, subject in pairs}))
        .group_by(c.indicator, c.subject)
    )
    found = {(indicator, subject): day for indicator, subject, day in conn.execute(statement)} if pairs else {}
    return {pair: found[pair] for pair in pairs if pair in found}


def first_day(conn: Connection) -> dt.date | None:
    """The first day with a value: where the pages' date control begins."""
    return conn.execute(select(func.min(table.c.valid_for))).scalar_one()


def _values(conn, scope, as_known, *, since, until, indicators, subjects=None) -> pd.DataFrame:
    c = table.c
    statement = (
        select(*COLUMNS, c.known_at)
        .where(scope.where(table), known(table, as_known), between(c.valid_for, since, until))
        .where(_among(c.indicator, indicators), _among(c.subject, subjects))
        .order_by(c.indicator, c.subject, c.valid_for)
    )
    return frame_of(conn, statement)


def _among(column, wanted: Collection[str] | None):
    return true() if wanted is None else column.in_(sorted(wanted))
