"""Many rows at once, in the driver's own terms: to wire values, in, looked up by key, superseded."""

import json
from collections.abc import Callable, Iterable, Sequence

import psycopg
from psycopg.errors import UniqueViolation
from sqlalchemy import Column, Connection, Integer
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.schema import Table

from data.store.touched import wrote
from data.store.types import Day, Document, Flag, Instant, Real, canonical


def to_wire(column: Column, dialect: str) -> Callable | None:
    """What turns a Python value of this column into the driver's; None where nothing must be done."""
    kind, lite = column.type, dialect == "sqlite"
    if isinstance(kind, Day):
        return _iso_day if lite else _day
    if isinstance(kind, Instant):
        return lambda v: kind.process_bind_param(v, _Named(dialect))
    if isinstance(kind, Flag):
        return (lambda v: v if v is None else int(v)) if lite else (lambda v: v if v is None else bool(v))
    if isinstance(kind, Real):
        return lambda v: None if v is None or v != v else float(v)
    if isinstance(kind, Integer):
        return _whole
    if isinstance(kind, Document):
        return canonical
    return _text


class _Named:
    def __init__(self, name: str) -> None:
        self.name = name


def _iso_day(value):
    return None if value is None or value != value else value.isoformat()[:10]


def _day(value):
    if value is None or value != value:
        return None
    return value.date() if hasattr(value, "date") else value


def _whole(value):
    if value is None or type(value) is int:
        return value
    whole = int(value)
    assert whole == value, f"{value!r} is not a whole number"
    return whole


def _text(value):
    return value if value is not None and value == value else None


class RuleBroken(Exception):
    """A rule of the database refuses a row: a number out of range, a sum that does not add up, a missing name."""


class NotUnique(RuleBroken):
    """A unique index refuses a row."""


def insert(conn: Connection, table: Table, columns: Sequence[str], rows: list[tuple]) -> None:
    """Add rows of wire values, given in the order of ``columns``. Raises RuleBroken; the transaction is then lost."""
    try:
        _insert(conn, table, columns, rows)
    except (psycopg.IntegrityError, IntegrityError) as refused:
        said = getattr(refused, "orig", refused)
        twice = isinstance(said, UniqueViolation) or getattr(said, "sqlite_errorname", "").endswith("_UNIQUE")
        raise (NotUnique if twice else RuleBroken)(str(said)) from refused


def _insert(conn: Connection, table: Table, columns: Sequence[str], rows: list[tuple]) -> None:
    if not rows:
        return
    names = ", ".join(columns)
    if conn.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        conn.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608
        return
    wrote(conn, table.name)
    # COPY is five times as fast as INSERT, and inside the same transaction.
    with conn.connection.driver_connection.cursor() as cursor:
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def current_rows(conn: Connection, table: Table, columns: Sequence[str], keys: Iterable[tuple]) -> list[tuple]:
    """The current rows of a bitemporal table with these keys: (id, known_at, *columns)."""
    key = table.info["key"]
    wanted = ", ".join(f"t.{name}" for name in ("id", "known_at", *columns))
    if conn.dialect.name == "sqlite":
        match = " AND ".join(f"t.{name} = json_extract(k.value, '$[{i}]')" for i, name in enumerate(key))
        source = f"json_each(?) k CROSS JOIN {table.name} t"  # CROSS: SQLite then looks up, key by key
        parameters: tuple = (json.dumps(list(keys), ensure_ascii=False),)
    else:
        match = " AND ".join(f"t.{name} = k.{name}" for name in key)
        arrays = ", ".join(f"%s::{_array(table.c[name])}" for name in key)
        source = f"unnest({arrays}) k({', '.join(key)}), {table.name} t"
        parameters = tuple(list(part) for part in zip(*keys, strict=True))
    sql = f"SELECT {wanted} FROM {source} WHERE {match} AND t.superseded_at IS NULL"  # noqa: S608
    return conn.exec_driver_sql(sql, parameters).cursor.fetchall()


def _array(column: Column) -> str:
    if isinstance(column.type, Day):
        return "date[]"
    return "bigint[]" if isinstance(column.type, Integer) else "text[]"


def supersede(conn: Connection, table: Table, ids: list[int], moment) -> None:
    """Mark rows as no longer true from a moment on: the only change an old row ever sees."""
    if not ids:
        return
    if conn.dialect.name == "sqlite":
        sql = f"UPDATE {table.name} SET superseded_at = ? WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        conn.exec_driver_sql(sql, (moment, json.dumps(ids)))
    else:
        sql = f"UPDATE {table.name} SET superseded_at = %s WHERE id = ANY(%s)"  # noqa: S608
        conn.exec_driver_sql(sql, (moment, ids))
