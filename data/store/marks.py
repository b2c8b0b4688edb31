"""How far each table has come: what a cache must know to tell whether an answer still holds."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select, text

from data.store.schema import table_version

_TURNS = itertools.count()  # who looked first, within this process: no clock is needed for that


def turn() -> int:
    """The next number of the order in which this process looks at the database."""
    return next(_TURNS)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The version of every table ever written to, as of one moment; ``turn`` orders the moments."""

    versions: Mapping[str, int]
    turn: int = field(default_factory=turn)

    def of(self, tables: Iterable[str]) -> dict[str, int]:
        """The versions of some tables."""
        return {table: self.versions.get(table, 0) for table in tables}


def marks(conn: Connection) -> Marks:
    """The marks, read in one statement."""
    return Marks(versions=dict(conn.execute(select(table_version)).all()))


def move(conn: Connection, tables: Iterable[str]) -> None:
    """Move the versions of tables on, inside the transaction that changed them.

    In the order of their names, so that two transactions never wait for each other.
    """
    rows = [{"name": name} for name in sorted(tables)]
    if rows:
        conn.execute(
            text(
                "INSERT INTO table_version (name, version) VALUES (:name, 1) "
                "ON CONFLICT (name) DO UPDATE SET version = table_version.version + 1"
            ),
            rows,
        )
