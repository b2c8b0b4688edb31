"""Reported noughts: the days of which somebody said that there was nothing, which is no silence."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, Table, and_, case, func, select

from data.store.entities import FLOWS
from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import arrears_payment, entity_count, supply
from data.store.scope import Scope


@read
def of_supply(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """Days of which a firm reported nothing on hand, in or out, in every category it spoke of.

    enterprise  text
    date        day
    """
    return _noughts(conn, supply, "enterprise", ("on_hand", "inflow", "outflow"), scope, as_known, since, until)


@read
def of_counts(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """Days of which a county reported that no entity came or went, of every kind it spoke of.

    What is on hand at the beginning and the end of a day (the outer two of FLOWS) is no coming or going.

    county  text
    date    day
    """
    return _noughts(conn, entity_count, "county", FLOWS[1:-1], scope, as_known, since, until)


@read
def of_payments(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """Days of which a county reported payments, every one of them nought.

    county  text
    date    day
    """
    return _noughts(conn, arrears_payment, "county", ("paid",), scope, as_known, since, until)


def _noughts(
    conn: Connection, table: Table, unit: str, figures: tuple[str, ...], scope, as_known, since, until
) -> pd.DataFrame:
    c = table.c
    anything = case((and_(*[c[name] == 0 for name in figures]), 0), else_=1)  # a figure that is not there is no nought
    statement = (
        select(c[unit], c.valid_for.label("date"))
        .where(scope.where(table), known(table, as_known), between(c.valid_for, since, until))
        .group_by(c[unit], c.valid_for)
        .having(func.max(anything) == 0)
        .order_by(c[unit], c.valid_for)
    )
    return frame_of(conn, statement)
