"""Which tables a statement reads or writes: what is remembered of answers, and what a write makes of them, rests on it.

Found in the statement itself, so that no list can forget a table. A word that is also a table's name counts as a read
of it (a column ``enterprise``): an answer is then fetched once too often, never once too seldom.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection, Engine, event

from data.store.schema import metadata

READ, WRITTEN = "tables_read", "tables_written"  # execution options of a connection: sets that are filled
_WORD = re.compile(r"(?<![.\w])[a-z_]\w*")  # not the column after a table's name and its dot
_CHANGES = re.compile(r'\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)


def watch(engine: Engine) -> None:
    """Fill the sets its connections carry with the tables their statements touch."""
    event.listen(engine, "before_cursor_execute", _note)


def wrote(conn: Connection, table: str) -> None:
    """Say of a table what no statement says: rows copied in by the driver itself."""
    conn.get_execution_options().get(WRITTEN, set()).add(table)


def _note(conn: Connection, _cursor, statement: str, *_rest) -> None:
    options = conn.get_execution_options()
    if (read := options.get(READ)) is not None:
        read |= tables_read(statement)
    if (written := options.get(WRITTEN)) is not None:
        written |= tables_written(statement)


@lru_cache(maxsize=2_000)
def tables_read(statement: str) -> frozenset[str]:
    """The tables a statement may look into."""
    return _ours(_WORD.findall(statement))


@lru_cache(maxsize=2_000)
def tables_written(statement: str) -> frozenset[str]:
    """The tables a statement changes."""
    return _ours(_CHANGES.findall(statement))


def _ours(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names) & metadata.tables.keys()
