"""What was learned since a moment: which days the daily run must look at again, and who reported when first."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, func, select, union_all

from data.store.frames import between, frame_of
from data.store.registry import read
from data.store.schema import arrears_payment, entity_count, market_status, supply
from data.store.scope import Scope

OBSERVED = (entity_count, market_status, supply, arrears_payment)


def first_changed_day(
    conn: Connection, *, after: dt.datetime, until: dt.datetime, not_before: dt.date | None = None
) -> dt.date | None:
    """The first day about which an observation was learned after one moment and by another."""
    firsts = [
        select(func.min(table.c.valid_for)).where(
            table.c.known_at > after, table.c.known_at <= until, between(table.c.valid_for, not_before, None)
        )
        for table in OBSERVED
    ]
    days = [day for (day,) in conn.execute(union_all(*firsts)) if day is not None]
    return min(days, default=None)


@read
def first_told(
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
    c = supply.c
    first = func.min(c.known_at, type_=c.known_at.type)
    known_by_then = c.known_at <= as_known if as_known is not None else c.known_at.is_not(None)
    statement = (
        select(c.enterprise, c.category, c.valid_for.label("date"), first.label("first_known_at"))
        .where(scope.where(supply), known_by_then, between(c.valid_for, since, until))
        .group_by(c.enterprise, c.category, c.valid_for)
        .order_by(c.enterprise, c.category, c.valid_for)
    )
    return frame_of(conn, statement)
