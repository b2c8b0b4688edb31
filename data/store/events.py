"""The audit: who did what to which object. Appended only, and each event carries the hash of the one before."""

import datetime as dt
import hashlib
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, insert, or_, select

from data.store.frames import frame_of
from data.store.registry import read
from data.store.schema import event as table
from data.store.scope import Scope
from data.store.types import canonical

BEGINNING = "0" * 64
CHAIN_LOCK = 4_754_2017  # any number, the same for every program on this database
_LAST = select(table.c.hash).order_by(table.c.id.desc()).limit(1)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether the chain holds: ``broken`` are the events that do not follow from the one before."""

    events: int
    head: str
    broken: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, taken out or put in between."""
        return not self.broken


def append(
    conn: Connection,
    *,
    at: dt.datetime,
    actor: str,
    action: str,
    object_kind: str,
    object_id: str,
    county: str | None = None,
    detail: dict | None = None,
) -> str:
    """Enter one event and answer with its hash. Append last in a transaction: the chain is locked until it ends."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))
    last = conn.execute(_LAST).scalar()
    values = {
        "at": at.astimezone(dt.UTC),
        "actor": actor,
        "action": action,
        "object_kind": object_kind,
        "object_id": str(object_id),
        "county": county,
        "detail": detail or {},
        "previous_hash": last or BEGINNING,
    }
    values["hash"] = _hash(values)
    conn.execute(insert(table).values(**values))
    return values["hash"]


def verify(conn: Connection, *, anchor: str | None = None) -> Verdict:
    """Walk the whole chain. ``anchor`` is a hash kept elsewhere that must still occur: it shows a cut-off end.

    A missing anchor is reported as event 0.
    """
    previous, count, broken, seen = BEGINNING, 0, [], anchor is None
    for row in conn.execute(select(table).order_by(table.c.id)).mappings():
        count += 1
        if row["previous_hash"] != previous or row["hash"] != _hash(row):
            broken.append(row["id"])
        previous = row["hash"]
        seen = seen or row["hash"] == anchor
    return Verdict(events=count, head=previous, broken=tuple(broken if seen else [0, *broken]))


@read
def history(
    conn: Connection,
    *,
    scope: Scope,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    actor: str | None = None,
    person: str | None = None,
    object_kind: str | None = None,
    object_id: str | None = None,
    limit: int = 500,
    offset: int = 0,
) -> pd.DataFrame:
    """The audit, newest first; events of no county are for whole-region readers.

    ``person``: what a user name did, also where it acts as a reporter ("name（user name）").

    event        integer
    at           moment
    actor        text
    action       text
    object_kind  text
    object_id    text
    county       text
    detail       document
    """
    c = table.c
    names = ("at", "actor", "action", "object_kind", "object_id", "county", "detail")
    statement = select(c.id.label("event"), *[c[name] for name in names]).where(scope.where(table))
    for column, value in ((c.actor, actor), (c.object_kind, object_kind), (c.object_id, object_id)):
        if value is not None:
            statement = statement.where(column == value)
    if person is not None:
        statement = statement.where(or_(c.actor == person, c.actor.endswith(f"（{person}）", autoescape=True)))
    if since is not None:
        statement = statement.where(c.at >= since)
    if until is not None:
        statement = statement.where(c.at <= until)
    return frame_of(conn, statement.order_by(c.id.desc()).limit(limit).offset(offset))


def _hash(values) -> str:
    said = [
        values["previous_hash"],
        values["at"].isoformat(),
        *[values[name] for name in ("actor", "action", "object_kind", "object_id", "county")],
        canonical(values["detail"]),
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()
