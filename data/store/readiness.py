"""Whether the database can do its work: it answers, and its schema is this code's."""

import sqlite3

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from data.store.engine import Store
from data.store.migrate import current, newest


def database(store: Store) -> dict:
    """answers (bool), schema (bool), revision and expected (text), engine (text: name and version)."""
    expected = newest()
    try:
        with store.reading() as conn:
            number = sqlite3.sqlite_version if conn.dialect.name == "sqlite" else _version(conn)
            engine = f"{conn.dialect.name} {number}"
        revision = current(store.url)
    except SQLAlchemyError as error:
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


def _version(conn) -> str:
    return conn.execute(text("SHOW server_version")).scalar_one()
