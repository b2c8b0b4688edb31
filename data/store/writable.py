"""Whether the database can be written to just now, and whether its times lie ahead of the clock."""

import datetime as dt
import shutil
from pathlib import Path

from sqlalchemy import create_engine, func, insert, select, update
from sqlalchemy.pool import NullPool

from data.store.engine import Store, saying_why
from data.store.schema import data_version, login_session, setting
from data.store.unserved import NoRoom, Unserved

PATIENCE_SECONDS = 1
PROBE, SMALL, LARGE = "probe", "", "x" * 300_000  # a full disk still takes a few bytes, for a while


def refusal(store: Store) -> Unserved | None:
    """Try one row of bookkeeping, past the process's own queue of writers; None where it was taken.

    After a full disk the row is large: a small one fits where the log has room left, and a file would not.
    While this process writes itself, nothing is tried: it can be written to.
    """
    if store.writes_now:
        return None
    engine = create_engine(store.url, poolclass=NullPool, connect_args=_impatient(store.url))
    try:
        with saying_why():
            if isinstance(store.refused, NoRoom):
                _put(engine, LARGE)
            _put(engine, SMALL)
    except Unserved as why:
        return why
    finally:
        engine.dispose()
    store.refused = None
    return None


def _put(engine, value: str) -> None:
    with engine.begin() as conn:
        conn.execute(select(data_version.c.version).with_for_update())  # where PostgreSQL's writers queue
        same = setting.c.name == PROBE
        if conn.execute(update(setting).where(same).values(value=value)).rowcount == 0:
            conn.execute(insert(setting).values(name=PROBE, value=value))


def _impatient(url: str) -> dict:
    if url.startswith("sqlite"):
        return {"timeout": PATIENCE_SECONDS}
    return {"options": f"-c lock_timeout={PATIENCE_SECONDS * 1000}", "connect_timeout": 3}


def free_bytes(store: Store) -> int | None:
    """Room left on the disk of an SQLite file; None where the database is a server's."""
    if store.engine.dialect.name != "sqlite":
        return None
    folder = Path(store.engine.url.database or "").absolute().parent
    return shutil.disk_usage(folder).free if folder.exists() else 0


def newest_session(store: Store) -> dt.datetime | None:
    """When somebody signed in last, by the clock of then."""
    with store.reading() as conn:
        return conn.execute(select(func.max(login_session.c.created_at))).scalar()
