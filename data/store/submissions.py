"""Submissions: the standing of every file that came in, moved on by compare-and-set."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, and_, exists, func, insert, literal, select, union_all, update

from data.store import batches
from data.store.files import SourceFile, visible
from data.store.frames import frame_of, known
from data.store.news import OBSERVED
from data.store.registry import read
from data.store.schema import source_file
from data.store.schema import submission as table
from data.store.scope import Scope

OPEN = ("submitted", "reviewed")


class SubmissionChanged(Exception):
    """It is not as the reader saw it: somebody was faster, or a later version took its place."""


def enter(
    conn: Connection, file: SourceFile, *, fact: str, county: str | None, status: str, by_rule: bool, at: dt.datetime
) -> int:
    """Enter a file's standing when its rows are stored, and tell those whose rows it took."""
    approving = status in OPEN
    number = conn.execute(
        insert(table).values(
            source_file=file.id,
            fact=fact,
            county=county,
            status=status,
            by_rule=int(by_rule),
            revision=1,
            rows=file.new_rows + file.changed_rows,
            fingerprint=batches.fingerprint(conn, fact, file.id) if approving else None,
            changed_at=at,
        )
    ).inserted_primary_key[0]
    if file.changed_rows:
        _overtake(conn, fact, by=file, at=at)
    return number


def get(conn: Connection, *, scope: Scope, submission: int) -> dict | None:
    """One submission with its file, or None where it is not the reader's."""
    statement = _joined().where(table.c.id == submission, visible(conn, scope, whole_file=True))
    row = conn.execute(statement).mappings().one_or_none()
    return dict(row) if row else None


def of_receipt(conn: Connection, *, scope: Scope, receipt: str) -> dict | None:
    """The submission behind a receipt, or None where it is not the reader's."""
    statement = _joined().where(source_file.c.receipt == receipt, visible(conn, scope, whole_file=True))
    row = conn.execute(statement).mappings().one_or_none()
    return dict(row) if row else None


def taken_back(conn: Connection, file: int) -> bool:
    """Whether a file was returned or withdrawn."""
    bad = and_(table.c.source_file == file, table.c.status.in_(batches.TAKEN_BACK))
    return conn.execute(select(exists().where(bad))).scalar()


def save(conn: Connection, submission: int, *, expected_revision: int, at: dt.datetime, **changes: object) -> int:
    """Move on to the next revision. Raises SubmissionChanged."""
    done = conn.execute(
        update(table)
        .where(table.c.id == submission, table.c.revision == expected_revision)
        .values(**changes, revision=expected_revision + 1, changed_at=at)
    )
    if done.rowcount != 1:
        raise SubmissionChanged(submission)
    return expected_revision + 1


def refresh(conn: Connection, *, fact: str, at: dt.datetime, by: str | None = None) -> None:
    """Look at every open submission of a table again: whose rows are others' now has moved on, or is replaced."""
    for row in conn.execute(select(table).where(table.c.fact == fact, table.c.status.in_(OPEN))).mappings().all():
        rows = batches.waiting(conn, fact, row["source_file"])
        mark = batches.fingerprint(conn, fact, row["source_file"])
        if mark == row["fingerprint"]:
            continue
        gone = {} if rows else {"status": "withdrawn", "replaced_by": by}
        save(
            conn, row["id"], expected_revision=row["revision"], at=at, rows=rows, fingerprint=mark,
            **gone,
        )  # fmt: skip


@read
def listing(
    conn: Connection, *, scope: Scope, statuses: tuple[str, ...] | None = None, since: dt.datetime | None = None
) -> pd.DataFrame:
    """The submissions, newest first; a reader sees those that hold only rows of theirs.

    submission   integer
    receipt      text
    topic        text
    filename     text
    reporter     text
    received_at  moment
    county       text
    status       text
    by_rule      integer
    revision     integer
    row_count    integer
    rows         integer  that it brought and that still hold
    first_day    day
    last_day     day
    fingerprint  text
    changed_at   moment
    reviewed_by  text
    reviewed_at  moment
    issued_by    text
    issued_at    moment
    reason       text
    replaced_by  text
    """
    c, f = table.c, source_file.c
    statement = (
        select(
            c.id.label("submission"), f.receipt, f.topic, f.filename, f.reporter, f.received_at, c.county, c.status,
            c.by_rule, c.revision, f.row_count, c.rows, f.first_day, f.last_day, c.fingerprint, c.changed_at,
            c.reviewed_by, c.reviewed_at, c.issued_by, c.issued_at, c.reason, c.replaced_by,
        )
        .select_from(table.join(source_file, c.source_file == f.id))
        .where(visible(conn, scope, whole_file=True))
    )  # fmt: skip
    if statuses is not None:
        statement = statement.where(c.status.in_(statuses))
    if since is not None:
        statement = statement.where(f.received_at >= since)
    return frame_of(conn, statement.order_by(c.id.desc()))


@read
def unapproved(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """The days about which rows are used that nobody has approved yet.

    observation  text  entity_counts, market_status, supply_daily, arrears_payments
    county       text
    date         day
    """
    parts = [
        select(literal(name).label("observation"), fact.c.county, fact.c.valid_for.label("date"))
        .where(scope.where(fact), known(fact, as_known), fact.c.state == "provisional")
        .distinct()
        for name, fact in OBSERVED.items()
    ]
    found = union_all(*parts).subquery()
    return frame_of(conn, select(found).order_by(found.c.observation, found.c.county, found.c.date))


def _overtake(conn: Connection, fact: str, *, by: SourceFile, at: dt.datetime) -> None:
    others = and_(table.c.fact == fact, table.c.status.in_(OPEN), table.c.source_file != by.id)
    if conn.execute(select(exists().where(others))).scalar():
        refresh(conn, fact=fact, at=at, by=by.receipt)


def _joined():
    own = [column for column in table.c if column.name != "id"]
    of_file = ("receipt", "topic", "filename", "reporter", "received_at", "row_count", "first_day", "last_day")
    return select(table.c.id.label("submission"), *own, *[source_file.c[n] for n in (*of_file, "counties")]).join(
        source_file, table.c.source_file == source_file.c.id
    )


def waiting_count(conn: Connection, *, scope: Scope) -> int:
    """How many submissions of the reader's wait for a step."""
    statement = (
        select(func.count())
        .select_from(table.join(source_file, table.c.source_file == source_file.c.id))
        .where(table.c.status.in_(OPEN), visible(conn, scope, whole_file=True))
    )
    return conn.execute(statement).scalar_one()
