"""The files we were sent: accepted once each, listed, and how fresh each topic is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, insert, select, text, true

from data.store.frames import frame_of
from data.store.registry import read
from data.store.schema import event
from data.store.schema import source_file as table
from data.store.scope import Scope
from data.store.types import canonical


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """One accepted file: its number in the facts' ``source_file``, and its receipt."""

    id: int
    receipt: str
    sha256: str
    topic: str
    filename: str
    reporter: str
    received_at: dt.datetime
    row_count: int
    new_rows: int
    changed_rows: int
    first_day: dt.date | None
    last_day: dt.date | None


# Asked twice a file; the parts of a statement cost more to put together than the database needs to answer.
_SAME = select(*[table.c[name] for name in SourceFile.__dataclass_fields__]).where(
    *[table.c[name] == bindparam(name) for name in ("sha256", "topic", "reporter")]
)


def accept(
    conn: Connection,
    *,
    sha256: str,
    topic: str,
    filename: str,
    reporter: str,
    received_at: dt.datetime,
    counties: Iterable[str],
    enterprise: str | None = None,
    row_count: int = 0,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
) -> SourceFile:
    """Enter a file before its rows; its receipt is its day and a running number, which people can quote."""
    count = conn.execute(select(func.count()).select_from(table)).scalar_one()
    values = {
        "receipt": f"{received_at:%Y%m%d}-{count + 1:06d}",
        "sha256": sha256,
        "topic": topic,
        "filename": filename,
        "reporter": reporter,
        "received_at": received_at,
        "row_count": row_count,
        "new_rows": 0,
        "changed_rows": 0,
        "first_day": first_day,
        "last_day": last_day,
    }
    more = {"counties": sorted(set(counties)), "enterprise": enterprise}
    number = conn.execute(insert(table).values(**values, **more)).inserted_primary_key[0]
    return SourceFile(id=number, **values)


def finish(
    conn: Connection,
    file: SourceFile,
    *,
    new_rows: int,
    changed_rows: int,
    row_count: int | None = None,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    counties: Iterable[str] | None = None,
) -> SourceFile:
    """Write down what the file's rows did, once they are stored; what a stream learns only at its end may come here."""
    known = {"row_count": row_count, "first_day": first_day, "last_day": last_day}
    values = {name: value for name, value in known.items() if value is not None}
    values |= {"new_rows": new_rows, "changed_rows": changed_rows}
    more = {} if counties is None else {"counties": sorted(set(counties))}
    conn.execute(table.update().where(table.c.id == file.id).values(**values, **more))
    return SourceFile(**{**vars(file), **values})


def find(conn: Connection, *, sha256: str, topic: str, reporter: str) -> SourceFile | None:
    """The same content, sent before by the same reporter for the same topic."""
    row = conn.execute(_SAME, {"sha256": sha256, "topic": topic, "reporter": reporter}).mappings().first()
    return SourceFile(**row) if row else None


def interpreted(conn: Connection, *, scope: Scope, receipt: str) -> list[str]:
    """What was read as what when a file came in, a sentence each: told on its receipt and kept in its event."""
    statement = (
        select(event.c.detail)
        .join(table, table.c.receipt == event.c.object_id)
        .where(event.c.object_kind == "source_file", event.c.action == "receive_file", table.c.receipt == receipt)
        .where(visible(conn, scope, whole_file=True))
    )
    return [line for detail in conn.execute(statement).scalars() for line in detail.get("interpreted", ())]


@read
def received(conn: Connection, *, scope: Scope, since: dt.datetime | None = None) -> pd.DataFrame:
    """The files received, newest first; a reader sees those that hold only rows of theirs.

    receipt       text
    topic         text
    filename      text
    reporter      text
    received_at   moment
    row_count     integer
    new_rows      integer
    changed_rows  integer
    first_day     day      of the days it speaks of
    last_day      day
    """
    names = "receipt topic filename reporter received_at row_count new_rows changed_rows first_day last_day"
    statement = select(*[table.c[name] for name in names.split()]).where(visible(conn, scope, whole_file=True))
    if since is not None:
        statement = statement.where(table.c.received_at >= since)
    return frame_of(conn, statement.order_by(table.c.received_at.desc(), table.c.id.desc()))


@read
def freshness(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """How fresh each topic is, from the files that speak of the reader's counties.

    topic             text
    last_received_at  moment
    last_day          day      the last day a file of the topic speaks of
    files             integer
    """
    statement = (
        select(
            table.c.topic,
            func.max(table.c.received_at).label("last_received_at"),
            func.max(table.c.last_day).label("last_day"),
            func.count().label("files"),
        )
        .where(visible(conn, scope, whole_file=False))
        .group_by(table.c.topic)
        .order_by(table.c.topic)
    )
    return frame_of(conn, statement if as_known is None else statement.where(table.c.received_at <= as_known))


def visible(conn: Connection, scope: Scope, *, whole_file: bool, of: Table = table) -> ColumnElement[bool]:
    """The files (or those held, ``of``) a reader may see: those that hold only rows of theirs, or any of theirs."""
    if scope.enterprise is not None:
        return of.c.enterprise == scope.enterprise
    if scope.counties is None:
        return true()
    own = canonical(scope.counties)
    if conn.dialect.name == "sqlite":
        inside = "value IN (SELECT value FROM json_each(:own))"
        some = f"EXISTS (SELECT 1 FROM json_each(counties) WHERE {inside})"  # noqa: S608
        none_else = f"NOT EXISTS (SELECT 1 FROM json_each(counties) WHERE NOT {inside})"  # noqa: S608
    else:
        some = "counties ?| ARRAY(SELECT jsonb_array_elements_text(CAST(:own AS jsonb)))"
        none_else = "counties <@ CAST(:own AS jsonb)"
    return text(f"{some} AND {none_else}" if whole_file else some).bindparams(own=own)
