"""Whether the database can do its work: it answers, and its schema is this code's."""

import sqlite3
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from data.store.engine import Store
from data.store.migrate import current, newest
from data.store.unserved import Unserved


def database(store: Store) -> dict:
    """answers (bool), schema (bool), revision and expected (text), engine (text: name and version)."""
    expected = newest()
    try:
        with store.reading() as conn:
            number = sqlite3.sqlite_version if conn.dialect.name == "sqlite" else _version(conn)
            engine = f"{conn.dialect.name} {number}"
        revision = current(store.url)
    except (SQLAlchemyError, Unserved) as error:
        return {
            "answers": False,
            "schema": False,
            "revision": None,
            "expected": expected,
            "engine": type(error).__name__,
        }
    return {
        "answers": True,
        "schema": revision == expected,
        "revision": revision,
        "expected": expected,
        "engine": engine,
    }


def size_bytes(store: Store) -> int:
    """How much room the database takes: on SQLite with its write-ahead log."""
    if store.engine.dialect.name == "sqlite":
        path = Path(store.engine.url.database or "")
        files = [path, path.with_name(f"{path.name}-wal")]
        return sum(file.stat().st_size for file in files if file.exists())
    with store.reading() as conn:
        return conn.execute(text("SELECT pg_database_size(current_database())")).scalar_one()


def races_with_itself() -> bool:
    """Whether this SQLite can lose a commit when two programs reset the write-ahead log at once (mended in 3.51.3)."""
    return sqlite3.sqlite_version_info < (3, 51, 3)


def _version(conn) -> str:
    return conn.execute(text("SHOW server_version")).scalar_one()
