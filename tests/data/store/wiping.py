"""Emptying a table between the examples of one property test; the product itself never deletes a fact."""

from sqlalchemy import delete, text

from data.store.engine import Store
from data.store.schema import metadata


def wipe(store: Store, *tables: str) -> None:
    """Take every row out."""
    with store.noting() as conn:
        for name in tables:
            conn.execute(delete(metadata.tables[name]))


def without_triggers(store: Store) -> None:
    """Let a test take rows out of tables that are only ever appended to."""
    with store.noting() as conn:
        if conn.dialect.name == "sqlite":
            for (name,) in conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                conn.execute(text(f"DROP TRIGGER {name}"))
            return
        for name in metadata.tables:
            conn.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
