"""The frozen steps and today's declarations describe the same database, down to checks and partial indexes."""

import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from data.store.engine import Store
from data.store.migrate import SCRIPTS, downgrade, migrate
from data.store.schema import metadata

SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
POSTGRESQL = """
    SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
"""


def revisions() -> list[str]:
    """Every step there is, the first one first."""
    steps = ScriptDirectory(str(SCRIPTS)).walk_revisions()
    return [step.revision for step in steps][::-1]


def described(url: str) -> dict:
    store = Store(url)
    with store.reading() as conn:
        rows = conn.execute(text(SQLITE if "sqlite" in url else POSTGRESQL)).all()
    store.close()
    tidy = {(kind, name): re.sub(r"\s+", "", sql) for kind, name, sql in rows}
    return {key: sql for key, sql in tidy.items() if "alembic_version" not in key[1] and key[0] != "trigger"}


def test_migrating_makes_what_the_declarations_say(store_url):
    migrated = described(store_url)
    downgrade(store_url, "base")

    declared = Store(store_url)
    with declared.noting() as conn:
        metadata.create_all(conn)
    declared.close()

    assert described(store_url) == migrated


def test_every_fact_has_one_current_row_a_key():
    versioned = [table for table in metadata.tables.values() if "superseded_at" in table.c]

    assert len(versioned) > 11
    for table in versioned:
        unique = [index for index in table.indexes if index.unique]
        assert [tuple(column.name for column in index.columns) for index in unique] == [table.info["key"]]


@pytest.mark.parametrize("revision", revisions())
def test_a_database_can_stop_at_every_revision(empty_url, revision):
    assert migrate(empty_url, revision) == revision
