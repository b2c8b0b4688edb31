"""What was learned since a moment: which days the daily run must look at again, and who reported when first."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, Table, func, literal, or_, select, true, union_all

from data.store.frames import between, frame_of
from data.store.registry import read
from data.store.schema import arrears_payment, entity_count, market_status, measure_progress, supply
from data.store.scope import Scope

OBSERVED = {
    "entity_counts": entity_count,
    "market_status": market_status,
    "supply_daily": supply,
    "arrears_payments": arrears_payment,
    "measure_progress": measure_progress,
}


def first_changed_days(
    conn: Connection, *, after: dt.datetime, until: dt.datetime, not_before: dt.date | None = None
) -> dict[str, dt.date]:
    """The first day about which something was learned (or taken back) after one moment and by another, by kind."""
    firsts = [
        select(literal(name), func.min(table.c.valid_for, type_=table.c.valid_for.type)).where(
            or_(_within(table.c.known_at, after, until), _within(table.c.superseded_at, after, until)),
            between(table.c.valid_for, not_before, None),
        )
        for name, table in OBSERVED.items()
    ]
    return {name: day for name, day in conn.execute(union_all(*firsts)) if day is not None}


def _within(column, after: dt.datetime, until: dt.datetime):
    return (column > after) & (column <= until)


@read
def first_told_supply(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each supply report first came in; later corrections of it do not count.

    enterprise      text
    category        text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, supply, ("enterprise", "category"), scope, as_known, since, until)


@read
def first_told_counts(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each day's count of entities first came in; later corrections of it do not count.

    county          text
    kind            text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, entity_count, ("county", "kind"), scope, as_known, since, until)


@read
def first_told_markets(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each market's status report first came in; later corrections of it do not count.

    market          text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, market_status, ("market",), scope, as_known, since, until)


@read
def first_told_measures(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each report on a measure first came in; later corrections of it do not count.

    county          text
    target          text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, measure_progress, ("county", "target"), scope, as_known, since, until)


def _first_told(conn: Connection, table: Table, key: tuple[str, ...], scope, as_known, since, until) -> pd.DataFrame:
    c = table.c
    keys = [*[c[name] for name in key], c.valid_for]
    first = func.min(c.known_at, type_=c.known_at.type).label("first_known_at")
    known_by_then = true() if as_known is None else c.known_at <= as_known
    statement = (
        select(*keys[:-1], c.valid_for.label("date"), first)
        .where(scope.where(table), known_by_then, between(c.valid_for, since, until))
        .group_by(*keys)
        .order_by(*keys)
    )
    return frame_of(conn, statement)
