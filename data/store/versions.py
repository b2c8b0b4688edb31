"""The bitemporal put: equal rows stay, differing rows supersede, new rows are added."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.schema import Table

from data.store.bulk import NotUnique, current_rows, insert, supersede, to_wire
from data.store.types import Document, canonical

BATCH = 5_000


class OlderKnowledge(Exception):
    """Something learned later is already stored; what was learned earlier cannot replace it."""


class RepeatedKey(Exception):
    """One delivery says two things about the same key; which of them is meant?"""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a put did to the data."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
        )


def put_versions(
    conn: Connection,
    table: Table,
    rows: Iterable[tuple],
    *,
    own: Sequence[str],
    beside: Sequence[str] = (),
    known_at: dt.datetime,
    close: float = 0.0,
    stands: Callable[[tuple, tuple], bool] | None = None,
) -> Changes:
    """Store rows of wire values, ``own`` columns first, ``beside`` (where it came from) after them.

    Only the own columns are compared with the current row of the same key, numbers to the relative
    difference ``close``. A repeated key raises RepeatedKey, a current row learned after ``known_at``
    raises OlderKnowledge. ``stands(old, new)`` may say of own columns that differ that the old row stays all the same.
    """
    moment = to_wire(table.c.known_at, conn.dialect.name)(known_at)
    last = conn.execute(select(func.max(table.c.id))).scalar_one()
    put = _Put(
        conn=conn, table=table, own=tuple(own), beside=tuple(beside), moment=moment, last=last or 0, close=close,
        stands=stands or (lambda old, new: False),
    )  # fmt: skip
    total = Changes()
    for batch in _batches(rows):
        total += put.batch(batch)
    return total


@dataclass(frozen=True, kw_only=True)
class _Put:
    conn: Connection
    table: Table
    own: tuple[str, ...]
    beside: tuple[str, ...]
    moment: object
    close: float
    last: int  # the last row's id before this put began
    stands: Callable[[tuple, tuple], bool]

    def batch(self, rows: list[tuple]) -> Changes:
        at = [self.own.index(name) for name in self.table.info["key"]]
        keyed = {tuple(row[i] for i in at): row for row in rows}
        if len(keyed) < len(rows):
            raise RepeatedKey(f"{len(rows) - len(keyed)} keys of {self.table.name} come twice")
        add, replaced, unchanged = self._sort(keyed, self._held(at, keyed))
        supersede(self.conn, self.table, replaced, self.moment)
        columns = (*self.own, *self.beside, "known_at")
        try:
            insert(self.conn, self.table, columns, [(*row, self.moment) for row in add])
        except NotUnique as refused:
            raise RepeatedKey(str(refused)) from refused
        return Changes(new=len(add) - len(replaced), changed=len(replaced), unchanged=unchanged)

    def _held(self, at: list[int], keyed: dict) -> dict:
        if not self.last:
            return {}  # into an empty table: the unique index alone finds a repeated key
        rows = current_rows(self.conn, self.table, self.own, keyed)
        return {tuple(row[2 + i] for i in at): row for row in rows}

    def _sort(self, keyed: dict, held: dict) -> tuple[list, list, int]:
        documents = self._documents()
        add, replaced, unchanged = [], [], 0
        for key, row in keyed.items():
            old = held.get(key)
            if old is None:
                add.append(row)
            elif old[0] > self.last:
                raise RepeatedKey(f"{self.table.name} {key} comes twice")
            elif old[2:] == row[: len(self.own)] or self._same(old[2:], row, documents) or self.stands(old[2:], row):
                unchanged += 1
            elif old[1] > self.moment:
                raise OlderKnowledge(f"{self.table.name} {key} was learned at {old[1]}")
            else:
                add.append(row)
                replaced.append(old[0])
        return add, replaced, unchanged

    def _documents(self) -> set[int]:
        return {i for i, name in enumerate(self.own) if isinstance(self.table.c[name].type, Document)}

    def _same(self, old: tuple, row: tuple, documents: set[int]) -> bool:
        """Equal but for the last bits of a computed number, or for how a document is written."""
        for i, (was, now) in enumerate(zip(old, row, strict=False)):
            if i in documents and not isinstance(was, str):
                was = canonical(was)
            if was == now:
                continue
            if not (isinstance(was, float) and isinstance(now, float) and math.isclose(was, now, rel_tol=self.close)):
                return False
        return True


def _batches(rows: Iterable[tuple]) -> Iterator[list[tuple]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch
