"""Guarantee enterprises, and what each holds of each category every day."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, Text, cast, func, select, type_coerce

from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import enterprise, supply
from data.store.scope import Scope
from data.store.types import Day, Real

MEASURES = ("on_hand", "inflow", "outflow", "in_transit", "wholesale_price", "retail_price", "stockout")


@read
def enterprises(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """The enterprises that guarantee supply.

    enterprise   text
    name         text
    county       text
    kind         text
    provincial   flag  on the province's list
    prefectural  flag  on the prefecture's list
    categories   text  category ids it must report, comma-separated
    contact      text
    phone        text
    """
    names = ("enterprise", "name", "county", "kind", "provincial", "prefectural", "categories", "contact", "phone")
    statement = (
        select(*[enterprise.c[name] for name in names])
        .where(scope.where(enterprise), known(enterprise, as_known))
        .order_by(enterprise.c.enterprise)
    )
    return frame_of(conn, statement)


@read
def daily(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """The daily reports, a row an enterprise, category and day; a day without a report has no row.

    enterprise       text
    county           text
    category         text
    date             day
    on_hand          number  tonnes
    inflow           number  tonnes
    outflow          number  tonnes
    in_transit       number  tonnes, missing where not said
    wholesale_price  number  yuan a kilogram
    retail_price     number  yuan a kilogram
    stockout         flag
    known_at         moment
    """
    c = supply.c
    statement = (
        select(
            c.enterprise, c.county, c.category, c.valid_for.label("date"), *[c[name] for name in MEASURES], c.known_at
        )
        .where(scope.where(supply), known(supply, as_known), between(c.valid_for, since, until))
        .order_by(c.enterprise, c.category, c.valid_for)
    )
    return frame_of(conn, statement)


@read
def monthly_prices(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, until: dt.date | None = None
) -> pd.DataFrame:
    """The mean price of each enterprise, category and calendar month with a report, from the first one on.

    enterprise       text
    county           text
    category         text
    month            day     its first day
    retail_price     number  yuan a kilogram, missing where never said in the month
    wholesale_price  number  yuan a kilogram, missing where never said in the month
    """
    c = supply.c
    month = cast(func.date_trunc("month", c.valid_for), Day)
    if conn.dialect.name == "sqlite":
        month = func.substr(cast(c.valid_for, Text), 1, 7, type_=Text) + "-01"
    keys = (c.enterprise, c.county, c.category)
    means = [func.avg(c[name], type_=Real).label(name) for name in ("retail_price", "wholesale_price")]
    statement = (
        select(*keys, type_coerce(month, Day).label("month"), *means)
        .where(scope.where(supply), known(supply, as_known), between(c.valid_for, None, until))
        .group_by(*keys, month)
        .order_by(*keys, month)
    )
    return frame_of(conn, statement)
