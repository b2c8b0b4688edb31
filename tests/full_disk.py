"""A disk without room: SQLite's own limit, which is quick and needs no right to mount anything."""

from sqlalchemy import event

from data.store.engine import Store


def pages_left(store: Store, more: int | None) -> None:
    """Give SQLite so many pages more than it has (None: as many as it wants), as a full disk would."""

    def limit(dbapi_connection, *_):
        (has,) = dbapi_connection.execute("PRAGMA page_count").fetchone()
        dbapi_connection.execute(f"PRAGMA max_page_count={has + more if more is not None else 2**30}")

    event.listen(store.engine, "connect", limit)
    store.engine.dispose()
