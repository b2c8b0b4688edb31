"""Liaison officers and their visits: who keeps in touch with which key enterprise, and what was found."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, select

from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import liaison_officer, liaison_visit
from data.store.scope import Scope


@read
def officers(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """The officer of each enterprise that has one.

    enterprise  text
    county      text
    officer     text
    department  text
    since       day
    """
    names = ("enterprise", "county", "officer", "department", "since")
    statement = (
        select(*[liaison_officer.c[name] for name in names])
        .where(scope.where(liaison_officer), known(liaison_officer, as_known))
        .order_by(liaison_officer.c.enterprise)
    )
    return frame_of(conn, statement)


@read
def visits(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """Contacts with enterprises, one a day.

    enterprise  text
    county      text
    date        day
    way         text    on_site, phone, online
    finding     text
    need        text    the category of the problem found, missing where none was
    reporter    text
    """
    c = liaison_visit.c
    statement = (
        select(c.enterprise, c.county, c.valid_for.label("date"), c.way, c.finding, c.need, c.reporter)
        .where(scope.where(liaison_visit), known(liaison_visit, as_known), between(c.valid_for, since, until))
        .order_by(c.enterprise, c.valid_for)
    )
    return frame_of(conn, statement)
