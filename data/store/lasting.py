"""Answers until further notice: a question's reason that a person said will hold until a day, and who took it back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, or_, select, update

from data.store.batches import TAKEN_BACK
from data.store.schema import lasting_answer as table
from data.store.schema import submission
from data.store.scope import Scope


@dataclass(frozen=True, kw_only=True)
class LastingAnswer:
    """One of them. ``until`` is its last day; ``found`` and ``reason``: the value and the question it was given to."""

    id: int
    topic: str
    county: str
    kind: str
    subject: str
    header: str
    found: str
    reason: str
    because: str
    until: dt.date
    given_by: str
    given_at: dt.datetime


NAMES = tuple(LastingAnswer.__dataclass_fields__)


def give(conn: Connection, source: int, answers: list[Mapping], *, topic: str, by: str, at: dt.datetime) -> None:
    """Keep answers that hold until a day, beside the file they came with."""
    if answers:
        rows = [{**one, "source_file": source, "topic": topic, "given_by": by, "given_at": at} for one in answers]
        conn.execute(insert(table), rows)


def holding(conn: Connection, *, kinds: Iterable[str], subjects: Iterable[str], on: dt.date) -> list[LastingAnswer]:
    """What holds on a day of such questions, oldest first; nothing whose file was taken back."""
    asked = (table.c.kind.in_(sorted(kinds)), table.c.subject.in_(sorted(subjects)))
    return _read(conn, *asked, table.c.until >= on)


def ended(
    conn: Connection, *, kinds: Iterable[str], subjects: Iterable[str], on: dt.date
) -> set[tuple[str, str, str, dt.datetime]]:
    """(kind, subject, header, moment it was given) of those that were taken back or whose last day is past."""
    names = (table.c.kind, table.c.subject, table.c.header, table.c.given_at)
    asked = (table.c.kind.in_(sorted(kinds)), table.c.subject.in_(sorted(subjects)))
    over = or_(table.c.revoked_at.is_not(None), table.c.until < on)
    return {tuple(row) for row in conn.execute(select(*names).where(*asked, over))}


def listing(conn: Connection, *, scope: Scope, on: dt.date) -> list[LastingAnswer]:
    """What holds on a day of these counties, the one that ends first in front."""
    found = _read(conn, scope.where(table), table.c.until >= on)
    return sorted(found, key=lambda one: (one.until, one.id))


def revoke(conn: Connection, number: int, *, scope: Scope, by: str, at: dt.datetime) -> LastingAnswer | None:
    """Take one back; None where there is none in this scope that still holds."""
    found = _read(conn, scope.where(table), table.c.id == number)
    same = (table.c.id == number, table.c.revoked_at.is_(None))
    if not found or not conn.execute(update(table).where(*same).values(revoked_at=at, revoked_by=by)).rowcount:
        return None
    return found[0]


def _read(conn: Connection, *conditions) -> list[LastingAnswer]:
    statement = (
        select(*[table.c[name] for name in NAMES])
        .outerjoin(submission, submission.c.source_file == table.c.source_file)
        .where(or_(submission.c.status.is_(None), submission.c.status.not_in(TAKEN_BACK)))
        .where(table.c.revoked_at.is_(None), *conditions)
        .order_by(table.c.id)
    )
    return [LastingAnswer(**row) for row in conn.execute(statement).mappings()]
