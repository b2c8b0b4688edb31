"""The rows one file brought: their fingerprint, their approval, and taking them back. History is kept at every step."""

import datetime as dt
import hashlib

from sqlalchemy import Connection, func, insert, literal, select, update
from sqlalchemy.sql.schema import Table

from data.store import schema
from data.store.facts import own_columns
from data.store.schema import submission
from data.store.types import canonical

TAKEN_BACK = ("returned", "withdrawn")


def holding(conn: Connection, fact: str, file: int) -> int:
    """How many rows of a file still hold."""
    table = schema.metadata.tables[fact]
    return conn.execute(select(func.count()).select_from(table).where(*_current(table, file))).scalar_one()


def waiting(conn: Connection, fact: str, file: int) -> int:
    """How many rows of a file hold and wait for approval."""
    table = schema.metadata.tables[fact]
    condition = (*_current(table, file), table.c.state == "provisional")
    return conn.execute(select(func.count()).select_from(table).where(*condition)).scalar_one()


def fingerprint(conn: Connection, fact: str, file: int) -> str:
    """SHA-256 of what the rows of a file that hold say, in the order of their keys; their state does not count."""
    table = schema.metadata.tables[fact]
    columns = [table.c[name] for name in own_columns(table)]
    key = table.info["key"]
    rows = [list(row) for row in conn.execute(select(*columns).where(*_current(table, file)))]
    at = [own_columns(table).index(name) for name in key]
    digest = hashlib.sha256(fact.encode())
    for row in sorted(canonical([[row[i] for i in at], row]) for row in rows):
        digest.update(b"\n" + row.encode())
    return digest.hexdigest()


def approve(conn: Connection, fact: str, file: int, *, at: dt.datetime) -> int:
    """The provisional rows of a file become approved ones: new rows, known from now on. How many."""
    table = schema.metadata.tables[fact]
    ids = _ids(conn, table, *_current(table, file), table.c.state == "provisional")
    _supersede(conn, table, ids, at)
    return _again(conn, table, ids, at=at, state="approved")


def take_back(conn: Connection, fact: str, file: int, *, at: dt.datetime) -> tuple[int, int]:
    """The rows of a file hold no longer; what held before them, of files not taken back, holds again. (gone, restored).

    Rows that a later file has corrected since are that file's and stay.
    """
    table = schema.metadata.tables[fact]
    ids = _ids(conn, table, *_current(table, file))
    _supersede(conn, table, ids, at)
    restored = _again(conn, table, _before(conn, table, ids, file), at=at)
    return len(ids), restored


def _current(table: Table, file: int) -> tuple:
    return table.c.source_file == file, table.c.superseded_at.is_(None)


def _ids(conn: Connection, table: Table, *conditions) -> list[int]:
    return list(conn.execute(select(table.c.id).where(*conditions)).scalars())


def _before(conn: Connection, table: Table, ids: list[int], file: int) -> list[int]:
    gone, earlier = table.alias("gone"), table.alias("earlier")
    bad = select(submission.c.source_file).where(submission.c.status.in_(TAKEN_BACK))
    same = [gone.c[name] == earlier.c[name] for name in table.info["key"]]
    found = []
    for part in _parts(ids):
        statement = (
            select(func.max(earlier.c.id))
            .select_from(gone.join(earlier, *_anded(same)))
            .where(
                gone.c.id.in_(part),
                earlier.c.id < gone.c.id,
                earlier.c.superseded_at.is_not(None),
                earlier.c.source_file != file,
                earlier.c.source_file.not_in(bad),
            )
            .group_by(*[gone.c[name] for name in table.info["key"]])
        )
        found += conn.execute(statement).scalars()
    return found


def _anded(conditions: list) -> tuple:
    first, *rest = conditions
    for one in rest:
        first = first & one
    return (first,)


def _supersede(conn: Connection, table: Table, ids: list[int], at: dt.datetime) -> None:
    for part in _parts(ids):
        conn.execute(update(table).where(table.c.id.in_(part)).values(superseded_at=at))


def _again(conn: Connection, table: Table, ids: list[int], *, at: dt.datetime, state: str | None = None) -> int:
    """Copies of rows, known from a moment on; in another state where one is given."""
    names = [c.name for c in table.columns if c.name not in ("id", "superseded_at")]
    said = {"known_at": literal(at, table.c.known_at.type)}
    if state is not None:
        said["state"] = literal(state)
    for part in _parts(ids):
        source = select(*[said.get(name, table.c[name]) for name in names]).where(table.c.id.in_(part))
        conn.execute(insert(table).from_select(names, source.order_by(table.c.id)))
    return len(ids)


def _parts(ids: list[int], size: int = 500):
    return (ids[i : i + size] for i in range(0, len(ids), size))


def rows(conn: Connection, fact: str, file: int, *, limit: int = 500) -> tuple[list[str], list[tuple]]:
    """What a file's rows say: the columns, and its rows in the order they were sent. Held ones, or all when none holds.

    The caller has asked whose file it is.
    """
    table = schema.metadata.tables[fact]
    columns = [*own_columns(table), "source_row"]
    wanted = select(*[table.c[name] for name in columns]).order_by(table.c.source_row).limit(limit)
    found = conn.execute(wanted.where(*_current(table, file))).all()
    if not found:
        found = conn.execute(wanted.where(table.c.source_file == file).distinct()).all()
    return columns, [tuple(row) for row in found]
