"""Bringing a database to this code's schema, and back: one transaction a step."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url

from data.store.engine import Store, saying_why

SCRIPTS = Path(__file__).with_name("migrations")


class NewerSchema(Exception):
    """The database was made by a newer version of this program; start that version, or restore an older backup."""


def migrate(url: str, revision: str = "head") -> str:
    """Bring the database forward (making it, and its folder, where absent); answers with its revision."""
    _make_folder(url)
    return _run(url, command.upgrade, revision)


def downgrade(url: str, revision: str) -> str | None:
    """Take the database back to an older revision ("base": nothing of ours is left)."""
    return _run(url, command.downgrade, revision)


def current(url: str) -> str | None:
    """The revision a database is at; None for an empty one."""
    store = Store(url)
    try:
        with saying_why(), store.engine.connect() as conn:
            return MigrationContext.configure(conn).get_current_revision()
    finally:
        store.close()


def newest() -> str:
    """The revision this code expects."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def _run(url: str, step, revision: str) -> str | None:
    store = Store(url)
    try:
        with saying_why(), store.engine.connect() as conn:
            conn = conn.execution_options(writing=True)
            refuse_newer(conn)
            config = Config()
            config.set_main_option("script_location", str(SCRIPTS))
            config.attributes["connection"] = conn
            step(config, revision)
            return MigrationContext.configure(conn).get_current_revision()
    finally:
        store.close()


def refuse_newer(conn: Connection) -> None:
    """Raise NewerSchema where the database's revision is unknown to this code."""
    revision = MigrationContext.configure(conn).get_current_revision()
    conn.rollback()
    if revision and revision not in {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}:
        raise NewerSchema(f"the database is at {revision}, this code ends at {newest()}")


def _make_folder(url: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
