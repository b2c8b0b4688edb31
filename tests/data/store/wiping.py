"""Emptying a table between the examples of one property test; the product itself never deletes a fact."""

from sqlalchemy import delete

from data.store.engine import Store
from data.store.schema import metadata


def wipe(store: Store, *tables: str) -> None:
    """Take every row out."""
    with store.noting() as conn:
        for name in tables:
            conn.execute(delete(metadata.tables[name]))
