"""Reports of abnormal fluctuations: entered once and for good, a correction is another report."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from data.store.frames import frame_of
from data.store.registry import read
from data.store.schema import price_report as table
from data.store.scope import Scope

NAMES = ("alert", "county", "serial", "kind", "corrects", "reported_at", "unit", "signer", "recipients", "way",
         "situation", "taken", "next_steps", "stands", "known_at", "known_by")  # fmt: skip


def enter(conn: Connection, row: dict, *, key: str) -> int:
    """Enter a report (the columns of NAMES but ``serial``, which is given here); its number."""
    last = conn.execute(select(func.max(table.c.serial)).where(table.c.alert == row["alert"])).scalar() or 0
    return conn.execute(insert(table).values(**row, serial=last + 1, key=key)).inserted_primary_key[0]


def entered(conn: Connection, *, key: str) -> int | None:
    """The report an earlier click of the same name entered."""
    return conn.execute(select(table.c.id).where(table.c.key == key)).scalar()


@read
def reports(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """Every report recorded by then, in the order in which they were recorded.

    report       integer
    alert        integer   of the category whose prices or supply are abnormal
    county       text      the region's own code for its totals
    serial       integer   within the alert, from 1
    kind         text      first, follow, final
    corrects     integer   the serial of the report it corrects; 0 where it corrects none
    reported_at  moment    when it reached those it is for
    unit         text      who reported
    signer       text
    recipients   document  list of text
    way          text      phone, paper, system, fax
    situation    text
    taken        text      measures taken
    next_steps   text
    stands       document  level, degree, places and firms when it was recorded
    known_at     moment    when it was recorded
    known_by     text
    """
    statement = select(table.c.id.label("report"), *[table.c[name] for name in NAMES]).where(scope.where(table))
    if as_known is not None:
        statement = statement.where(table.c.known_at <= as_known)
    return frame_of(conn, statement.order_by(table.c.id))
