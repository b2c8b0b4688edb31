"""Held files: a submission with open questions is kept here, whole, and counts for nothing until it is answered."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, and_, insert, select, update

from data.store.batches import TAKEN_BACK
from data.store.files import visible
from data.store.frames import between, known
from data.store.schema import confirmation, metadata, source_file, submission
from data.store.schema import held_file as table
from data.store.scope import Scope
from data.store.types import Day, Document, Flag, Instant, canonical


@dataclass(frozen=True, kw_only=True)
class HeldFile:
    """One held file. ``questions`` are as they were asked, a mapping each."""

    id: int
    sha256: str
    topic: str
    filename: str
    reporter: str
    held_at: dt.datetime
    questions: list[dict]
    status: str
    receipt: str | None

    @property
    def mark(self) -> str:
        """What was asked, in short: an answer holds for the questions that were read, and for no others."""
        asked = [(one.get("key"), one.get("reason")) for one in self.questions]
        return hashlib.sha256(canonical(asked).encode()).hexdigest()[:16]


FEW = 10  # series looked up one by one; of more, all that the days hold is read: half the time, by the index of days
NAMES = tuple(HeldFile.__dataclass_fields__)


def hold(
    conn: Connection, *, sha256: str, topic: str, filename: str, content: bytes, reporter: str, counties: Iterable[str],
    enterprise: str | None, at: dt.datetime, questions: list[dict],
) -> int:  # fmt: skip
    """Keep a file with its questions. The same file of the same reporter, still open, keeps its number."""
    mine = {"sha256": sha256, "topic": topic, "reporter": reporter, "status": "open"}
    same = and_(*[table.c[name] == value for name, value in mine.items()])
    earlier = conn.execute(select(table.c.id).where(same)).scalar()
    if earlier is not None:
        conn.execute(update(table).where(table.c.id == earlier).values(questions=questions))
        return earlier
    values = {**mine, "filename": filename, "content": content, "held_at": at, "questions": questions}
    more = {"counties": sorted(set(counties)), "enterprise": enterprise}
    return conn.execute(insert(table).values(**values, **more)).inserted_primary_key[0]


def waiting(conn: Connection, *, scope: Scope, reporter: str) -> list[HeldFile]:
    """What this reporter has still to answer, oldest first."""
    mine = and_(table.c.reporter == reporter, table.c.status == "open", visible(conn, scope, whole_file=True, of=table))
    rows = conn.execute(select(*[table.c[name] for name in NAMES]).where(mine).order_by(table.c.id)).mappings()
    return [HeldFile(**row) for row in rows]


def open_files(conn: Connection, *, scope: Scope) -> list[tuple[HeldFile, frozenset[str]]]:
    """Everybody's open files that lie wholly in a scope, with their counties, oldest first."""
    mine = and_(table.c.status == "open", visible(conn, scope, whole_file=True, of=table))
    statement = select(*[table.c[name] for name in NAMES], table.c.counties).where(mine).order_by(table.c.id)
    rows = conn.execute(statement).mappings()
    return [(HeldFile(**{name: row[name] for name in NAMES}), frozenset(row["counties"])) for row in rows]


def content(conn: Connection, *, scope: Scope, reporter: str, number: int) -> tuple[HeldFile, bytes] | None:
    """An open held file of this reporter with its bytes, or None where there is none."""
    mine = and_(table.c.id == number, table.c.reporter == reporter, table.c.status == "open")
    statement = select(*[table.c[name] for name in NAMES], table.c.content)
    row = conn.execute(statement.where(mine, visible(conn, scope, whole_file=True, of=table))).mappings().first()
    if row is None:
        return None
    return HeldFile(**{name: row[name] for name in NAMES}), row["content"]


def fate(conn: Connection, *, scope: Scope, reporter: str, number: int) -> HeldFile | None:
    """A held file of this reporter, open or not: what became of it."""
    mine = and_(table.c.id == number, table.c.reporter == reporter, visible(conn, scope, whole_file=True, of=table))
    row = conn.execute(select(*[table.c[name] for name in NAMES]).where(mine)).mappings().first()
    return HeldFile(**row) if row else None


def claim(conn: Connection, number: int) -> HeldFile | None:
    """The file, if it is still open, and until the transaction ends nobody else's to settle."""
    same = and_(table.c.id == number, table.c.status == "open")
    row = conn.execute(select(*[table.c[name] for name in NAMES]).where(same).with_for_update()).mappings().first()
    return HeldFile(**row) if row else None


def settle(
    conn: Connection, *, sha256: str, topic: str, reporter: str, status: str, at: dt.datetime,
    receipt: str | None = None,
) -> int:  # fmt: skip
    """Close what is open of this file: stored under a receipt, or withdrawn. Answers how many it closed."""
    same = and_(
        table.c.sha256 == sha256, table.c.topic == topic, table.c.reporter == reporter, table.c.status == "open"
    )
    values = {"status": status, "settled_at": at, "receipt": receipt}
    return conn.execute(update(table).where(same).values(**values)).rowcount


def confirm(conn: Connection, source: int, answered: list[Mapping], *, by: str, at: dt.datetime) -> None:
    """Store the answers beside the file whose values they explain."""
    if answered:
        rows = [{**one, "source_file": source, "answered_by": by, "answered_at": at} for one in answered]
        conn.execute(insert(confirmation), rows)


def confirmed(conn: Connection, *, scope: Scope, receipt: str) -> list[dict]:
    """The answers stored with a file: kind, subject, day, header, found, reason, because, answered_by, answered_at."""
    names = ("kind", "subject", "day", "header", "found", "reason", "because", "answered_by", "answered_at")
    statement = (
        select(*[confirmation.c[name] for name in names])
        .join(source_file, confirmation.c.source_file == source_file.c.id)
        .where(source_file.c.receipt == receipt, visible(conn, scope, whole_file=True))
        .order_by(confirmation.c.id)
    )
    return [dict(row) for row in conn.execute(statement).mappings()]


def answered(conn: Connection, *, kinds: Iterable[str], subjects: Iterable[str]) -> list[dict]:
    """What was answered to such questions, of files that were not taken back; oldest first.

    kind, subject, day, header, reason, because, answered_by, answered_at.
    """
    names = ("kind", "subject", "day", "header", "reason", "because", "answered_by", "answered_at")
    statement = (
        select(*[confirmation.c[name] for name in names])
        .join(submission, submission.c.source_file == confirmation.c.source_file)
        .where(confirmation.c.kind.in_(sorted(kinds)), confirmation.c.subject.in_(sorted(subjects)))
        .where(submission.c.status.not_in(TAKEN_BACK))
        .order_by(confirmation.c.id)
    )
    return [dict(row) for row in conn.execute(statement).mappings()]


def recent(
    conn: Connection, name: str, *, scope: Scope, counties: Iterable[str] | None, series: tuple[str, ...],
    measures: tuple[str, ...], day: str, since: dt.date | None, until: dt.date | None,
    first: Iterable[str] | None = None, second: Iterable[str] | None = None,
) -> dict[tuple, list[tuple[dt.date, dict]]]:  # fmt: skip
    """Series -> its current days up to ``until`` with these columns, of some counties (or all); oldest first.

    ``first`` and ``second`` limit the answer to series whose first or second part is one of these.
    """
    fact = metadata.tables[name]
    columns = [fact.c[part] for part in (*series, day, *measures)]
    statement = (
        select(*columns)
        .where(scope.where(fact), known(fact, None))
        .where(between(fact.c[day], since, until))
        .order_by(fact.c[day])
    )
    if counties is not None:
        statement = statement.where(fact.c.county.in_(sorted(set(counties))))
    wanted = None if first is None else set(first)
    if wanted is not None and len(wanted) <= FEW:
        statement = statement.where(fact.c[series[0]].in_(sorted(wanted)))
    if second is not None:
        statement = statement.where(fact.c[series[1]].in_(sorted(set(second))))
    found: dict[tuple, list[tuple[dt.date, dict]]] = {}
    rows = conn.execute(statement).cursor.fetchall()  # the driver's own, turned by column: a file asks for thousands
    read = [_reader(column, conn.dialect) for column in columns]
    told = [part if turn is None else map(turn, part) for part, turn in zip(zip(*rows), read)]
    width = len(series)
    for one, when, values in zip(zip(*told[:width]), *told[width : width + 1], zip(*told[width + 1 :])):
        if wanted is None or one[0] in wanted:
            found.setdefault(one, []).append((when, dict(zip(measures, values))))
    return found


def _reader(column, dialect) -> Callable | None:
    """What turns the driver's value of a column into Python's; None where it is that already."""
    kind = column.type
    if not isinstance(kind, Day | Flag | Instant | Document):
        return None

    def turn(value):
        return kind.process_result_value(value, dialect)

    return cache(turn) if isinstance(kind, Day) else turn
