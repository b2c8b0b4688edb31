"""Migrations run forwards and back on both databases, end at the declared schema, and refuse the future."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from data.store.engine import Store
from data.store.migrate import NewerSchema, current, downgrade, migrate, newest
from data.store.schema import metadata


def tables_of(url: str) -> set[str]:
    store = Store(url)
    with store.reading() as conn:
        names = set(inspect(conn).get_table_names())
    store.close()
    return names - {"alembic_version"}


def test_up_down_and_up_again_ends_at_the_declared_schema(empty_url):
    migrate(empty_url)
    downgrade(empty_url, "base")
    emptied = tables_of(empty_url)
    migrate(empty_url)

    store = Store(empty_url)
    with store.reading() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    store.close()

    assert emptied == set()
    assert differences == []
    assert tables_of(empty_url) == set(metadata.tables)


def test_a_fresh_database_is_at_version_zero(store):
    assert store.version() == 0


def test_migrating_twice_changes_nothing(store_url):
    assert migrate(store_url) == newest()
    assert current(store_url) == newest()


def test_a_newer_database_is_refused_by_name(store_url):
    store = Store(store_url)
    with store.noting() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()

    with pytest.raises(NewerSchema, match="9999"):
        migrate(store_url)
