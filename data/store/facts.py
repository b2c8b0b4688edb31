"""Putting reported rows into a fact table: one call a file and topic, inside the caller's transaction."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter

from sqlalchemy import Connection, select
from sqlalchemy.sql.schema import Table

from data.store import schema
from data.store.bulk import RuleBroken, current_rows, to_wire
from data.store.frames import known
from data.store.versions import Changes, OlderKnowledge, RepeatedKey, put_versions

PROVENANCE = ("source_file", "source_row", "reporter")
BOOKKEEPING = {"id", "known_at", "superseded_at", *PROVENANCE}

__all__ = ["Changes", "OlderKnowledge", "RepeatedKey", "RuleBroken", "held", "listed", "own_columns", "put"]


def put(
    conn: Connection,
    table: Table | str,
    rows: Iterable[dict],
    *,
    source_file: int,
    known_at: dt.datetime,
    reporter: str,
    state: str = "approved",
) -> Changes:
    """Store one file's rows of one fact table.

    A row is a dict of the table's own columns and ``source_row``. A row equal to the current
    one of its key is left alone, a differing one supersedes it (a change of ``state`` is a
    difference), the rest is new. A provisional row leaves an approved one of the same content alone, and takes the
    place of a provisional one also where it says the same: a later version is whole. Rows are taken in batches, so
    that two million of them pass through a few megabytes. Raises RepeatedKey, OlderKnowledge and RuleBroken; nothing is
    then stored.
    """
    table = schema.metadata.tables[table] if isinstance(table, str) else table
    own = own_columns(table)
    wire = _wire_rows(table, rows, own, conn.dialect.name, (source_file, reporter, state))
    if state == "approved":
        return put_versions(conn, table, wire, own=(*own, "state"), beside=PROVENANCE, known_at=known_at)
    said = len(own)
    return put_versions(
        conn, table, wire, own=(*own, "state", PROVENANCE[0]), beside=PROVENANCE[1:], known_at=known_at,
        stands=lambda old, new: old[said] == "approved" and old[:said] == new[:said],
    )  # fmt: skip


def held(conn: Connection, table: Table | str, keys: Iterable[tuple], names: Sequence[str]) -> dict[tuple, tuple]:
    """Key -> the named columns of its current row, for those of the keys (of text) that are held."""
    table = schema.metadata.tables[table] if isinstance(table, str) else table
    key, found, keys = table.info["key"], {}, iter(keys)
    while batch := list(islice(keys, 5_000)):
        for row in current_rows(conn, table, (*key, *names), batch):
            found[tuple(row[2 : 2 + len(key)])] = tuple(row[2 + len(key) :])
    return found


def listed(conn: Connection, table: Table | str, names: Sequence[str]) -> dict[str, dict]:
    """Key (of one column) -> the named columns of its current row, of every key there is."""
    table = schema.metadata.tables[table] if isinstance(table, str) else table
    (key,) = table.info["key"]
    statement = select(*[table.c[name] for name in (key, *names)]).where(known(table, None)).order_by(table.c[key])
    return {number: dict(zip(names, row)) for number, *row in conn.execute(statement)}


def own_columns(table: Table) -> tuple[str, ...]:
    """What a row of this fact table says, without where it came from and when."""
    return tuple(column.name for column in table.columns if column.name not in BOOKKEEPING | {"state"})


def _wire_rows(
    table: Table, rows: Iterable[dict], own: tuple[str, ...], dialect: str, origin: tuple
) -> Iterator[tuple]:
    source_file, reporter, state = origin
    turn = [(i, f) for i, name in enumerate(own) if (f := to_wire(table.c[name], dialect))]
    pick = itemgetter(*own)
    for row in rows:
        values = list(pick(row))
        for i, f in turn:
            values[i] = f(values[i])
        yield (*values, state, source_file, row["source_row"], reporter)
