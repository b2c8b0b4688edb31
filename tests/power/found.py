"""What a database holds after its disk lost power, counted against what had been acknowledged."""

from dataclasses import dataclass, fields

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.store import events
from data.store.engine import Store
from tests.power.writing import ROWS


@dataclass
class Found:
    """All of it must be nothing."""

    lost: int = 0
    partial: int = 0
    without_event: int = 0
    corrupt: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def found(url: str, acknowledged: set[str]) -> Found:
    """Open the database as the next start would, and count."""
    store = Store(url)
    try:
        with store.reading() as conn:
            return _counted(conn, store, acknowledged)
    except DBAPIError:
        return Found(corrupt=1, lost=len(acknowledged))
    finally:
        store.close()


def _counted(conn, store: Store, acknowledged: set[str]) -> Found:
    ask = lambda sql: conn.execute(text(sql)).all()  # noqa: E731 - a short name for many questions
    files = ask("SELECT id, receipt, new_rows, changed_rows, row_count FROM source_file")
    rows = dict(map(tuple, ask("SELECT source_file, count(*) FROM market GROUP BY source_file")))
    overtaken = ask("SELECT count(*) FROM market WHERE superseded_at IS NOT NULL")[0][0]
    receipts = {one.receipt for one in files}
    told = [name for (name,) in ask("SELECT object_id FROM event WHERE action = 'receive_file'")]
    whole = {one.id: one.new_rows + one.changed_rows for one in files}
    partial = sum(rows.get(number, 0) != expected for number, expected in whole.items())
    partial += len(set(rows) - set(whole)) + sum(one.row_count != ROWS for one in files)
    partial += overtaken != sum(one.changed_rows for one in files)
    corrupt = not events.verify(conn).whole or ask("SELECT version FROM data_version")[0][0] != len(files)
    if store.url.startswith("sqlite"):
        corrupt = corrupt or ask("PRAGMA integrity_check") != [("ok",)]
    return Found(len(acknowledged - receipts), partial, len(receipts ^ set(told)) + len(told) - len(set(told)),
                 int(corrupt))  # fmt: skip
