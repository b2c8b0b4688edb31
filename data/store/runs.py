"""The daily runs: when the data was last evaluated, for which day, and how long it took."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, insert, select

from data.store.frames import frame_of
from data.store.registry import read
from data.store.schema import evaluation_run as table


def record(
    conn: Connection, *, valid_for: dt.date, known_at: dt.datetime, seconds: float, config_hash: str, detail: dict
) -> int:
    """Enter a finished run; its number."""
    values = {
        "valid_for": valid_for,
        "known_at": known_at,
        "seconds": seconds,
        "config_hash": config_hash,
        "detail": detail,
    }
    return conn.execute(insert(table).values(**values)).inserted_primary_key[0]


def latest(conn: Connection, *, as_known: dt.datetime | None) -> dict | None:
    """The last run known by then: id, valid_for, known_at, seconds, config_hash, detail."""
    statement = select(table).order_by(table.c.known_at.desc(), table.c.id.desc()).limit(1)
    if as_known is not None:
        statement = statement.where(table.c.known_at <= as_known)
    row = conn.execute(statement).mappings().first()
    return dict(row) if row else None


def first_for(conn: Connection, *, day: dt.date) -> dt.datetime | None:
    """When a day was first answered for: the moment of the first run that reached it."""
    reached = select(table.c.known_at).where(table.c.valid_for >= day).order_by(table.c.known_at)
    return conn.execute(reached.limit(1)).scalar()


@read
def history(conn: Connection, *, limit: int = 100) -> pd.DataFrame:
    """The last runs, newest first.

    run          integer
    date         day       the day it answered for
    known_at     moment
    seconds      number
    config_hash  text
    detail       document
    """
    c = table.c
    statement = (
        select(c.id.label("run"), c.valid_for.label("date"), c.known_at, c.seconds, c.config_hash, c.detail)
        .order_by(c.known_at.desc(), c.id.desc())
        .limit(limit)
    )
    return frame_of(conn, statement)


def at(conn: Connection, *, moment: dt.datetime) -> dict | None:
    """The run whose answers are known from this very moment: id, valid_for, known_at, seconds, config_hash, detail."""
    row = conn.execute(select(table).where(table.c.known_at == moment).limit(1)).mappings().first()
    return dict(row) if row else None
