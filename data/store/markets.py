"""Farmers' markets: the list, and their dated status reports."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, select

from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import market, market_status
from data.store.scope import Scope


@read
def markets(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """The markets to be watched.

    market        text
    name          text
    county        text
    township      text
    kind          text     urban, township, wholesale, specialised
    special       flag     named in the plan
    stalls_total  integer
    lon           number   degrees, missing where unknown
    lat           number   degrees
    """
    names = ("market", "name", "county", "township", "kind", "special", "stalls_total", "lon", "lat")
    statement = (
        select(*[market.c[name] for name in names])
        .where(scope.where(market), known(market, as_known))
        .order_by(market.c.market)
    )
    return frame_of(conn, statement)


@read
def status_reports(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """What each market reported for a day; a day without a report has no row.

    market       text
    county       text
    date         day
    status       text     closed, partial, open
    stalls_open  integer
    integrated   flag     trades online and offline
    reason       text     why not open
    known_at     moment
    """
    c = market_status.c
    statement = (
        select(
            c.market, c.county, c.valid_for.label("date"), c.status, c.stalls_open, c.integrated, c.reason, c.known_at
        )
        .where(scope.where(market_status), known(market_status, as_known), between(c.valid_for, since, until))
        .order_by(c.market, c.valid_for)
    )
    return frame_of(conn, statement)
