"""A statement in, a tidy frame out: the types come from the columns selected, also when no row is.

Rows are taken from the driver's cursor and turned into columns whole: converting value by
value (what a TypeDecorator does) costs ten times as much on a read of 20,000 rows.
"""

import datetime as dt
import json
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Date, DateTime, Integer, Select, true
from sqlalchemy.sql.schema import Table

from data.store.types import Day, Document, Flag, Instant, Real

PLAIN = {Flag: bool, Real: "float64", Integer: "int64"}


def frame_of(conn: Connection, statement: Select) -> pd.DataFrame:
    """Run a select; each column has the dtype of its declared type."""
    result = conn.execute(statement)
    columns = [(column.key, column.type) for column in statement.selected_columns]
    rows = result.cursor.fetchall()
    result.close()
    lite = conn.dialect.name == "sqlite"
    values = zip(*rows) if rows else [()] * len(columns)
    return pd.DataFrame(
        {name: column_of(got, kind, json_text=lite) for (name, kind), got in zip(columns, values, strict=True)},
        copy=False,
    )


def column_of(values: Sequence, kind, *, json_text: bool = False):
    """One column of driver values as the array of its frame dtype; SQLite's documents come as text."""
    if isinstance(kind, Day | Date):
        return np.array(values, dtype="datetime64[D]").astype("datetime64[us]")
    if isinstance(kind, Instant | DateTime):
        return _moments(values)
    if isinstance(kind, Document):
        return pd.array([json.loads(v) if json_text and v is not None else v for v in values], dtype=object)
    for ours, dtype in PLAIN.items():
        if isinstance(kind, ours):
            return np.array(values, dtype=dtype)
    return pd.array(values, dtype="str")


def _moments(values: Sequence):
    # PostgreSQL's driver makes aware datetimes; few are distinct, so each is converted once.
    once = {v: np.datetime64(_naive_utc(v), "us") for v in set(values) if isinstance(v, dt.datetime)}
    if once:
        values = [once.get(v) for v in values]
    return pd.array(np.array(values, dtype="datetime64[us]")).tz_localize("UTC")


def _naive_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def known(table: Table, as_known):
    """The rows of a bitemporal table we held to be true at a moment (None: now)."""
    if as_known is None:
        return table.c.superseded_at.is_(None)
    later = table.c.superseded_at.is_(None) | (table.c.superseded_at > as_known)
    return (table.c.known_at <= as_known) & later


def between(column, since, until):
    """Both ends included; None leaves an end open."""
    if since is not None and since == until:
        return column == since  # a planner uses an index further for one day than for a span of one day
    condition = true()
    if since is not None:
        condition &= column >= since
    if until is not None:
        condition &= column <= until
    return condition
