"""Opening the database, and the two ways to touch it: one read, or one write that is whole.

SQLite runs in WAL with ``synchronous=FULL`` (NORMAL loses acknowledged files in a power
cut), writes begin with ``BEGIN IMMEDIATE`` (a deferred transaction that turns into a write
fails at once under load), and one lock a process keeps writers fair and the WAL-reset race
of older SQLite away.
"""

import contextlib
import datetime as dt
import sqlite3
import threading
import time
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, Transaction, create_engine, event, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from data.store.marks import move
from data.store.schema import data_version
from data.store.touched import READ, WRITTEN, watch
from data.store.unserved import Busy, Unserved, named

BUSY_SECONDS = 30
LOOK_AGAIN_SECONDS = 0.002
CONNECT_SECONDS = 10
READING_CACHE_KB = 8_192
WRITING_CACHE_KB = 65_536  # a large import else writes its index pages again and again


class Store:
    """One database. Open it once a process; connections live for one operation."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._write_lock = threading.Lock()
        self.refused: Unserved | None = None
        """Why the last write was not taken, until one is."""
        self.writes_now = False
        """Whether this process holds the database just now (and does not wait for it)."""

    @contextlib.contextmanager
    def reading(self, *, tables: set[str] | None = None) -> Iterator[Connection]:
        """A connection for reads; everything read inside sees one state of the data.

        ``tables`` is filled with the tables that were read. Raises Unserved.
        """
        with saying_why(), self.engine.connect() as conn:
            if self.engine.dialect.name == "postgresql":
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
            yield conn if tables is None else conn.execution_options(**{READ: tables})

    @contextlib.contextmanager
    def writing(self, *, at: dt.datetime) -> Iterator[Connection]:
        """One transaction. It commits whole, with the data version and those of its tables moved on, or not at all.

        Raises Unserved: another program holds the database (Busy), its disk is full (NoRoom), it is Away.
        """
        with self._turn(), self._remembering(), self.engine.connect() as conn:
            with _begun(conn):
                # Its row lock makes writers queue on PostgreSQL as BEGIN IMMEDIATE does on SQLite.
                conn.execute(select(data_version.c.version).with_for_update())
                self.writes_now = True
                yield conn
                bump_version(conn, at=at)
                _move(conn)

    @contextlib.contextmanager
    def noting(self) -> Iterator[Connection]:
        """One transaction for bookkeeping (sessions, audit, drafts): the data version stays. Raises Unserved."""
        with self._turn(), self._remembering(), self.engine.connect() as conn:
            with _begun(conn):
                self.writes_now = True
                yield conn
                _move(conn)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """This process's turn to write. Raises Busy: behind a locked database the queue would only grow."""
        if not self._write_lock.acquire(timeout=BUSY_SECONDS):
            raise Busy(f"no turn to write in {BUSY_SECONDS} s")
        try:
            yield
        finally:
            self._write_lock.release()

    @contextlib.contextmanager
    def _remembering(self) -> Iterator[None]:
        """What the database said of this write, for whoever asks whether it can be written to."""
        try:
            with saying_why():
                yield
        except Unserved as why:
            self.refused = why
            raise
        finally:
            self.writes_now = False
        self.refused = None

    def version(self) -> int:
        """The version of the data: how many transactions have written to it."""
        with self.reading() as conn:
            return conn.execute(select(data_version.c.version)).scalar_one()

    def close(self) -> None:
        """Give up the connections (a test that deletes its database file needs it)."""
        self.engine.dispose()


def bump_version(conn: Connection, *, at: dt.datetime) -> None:
    """Move the data version on, inside the caller's transaction."""
    conn.execute(update(data_version).values(version=data_version.c.version + 1, changed_at=at))


def _move(conn: Connection) -> None:
    move(conn, conn.get_execution_options()[WRITTEN] - {"data_version"})  # read by itself, never through a cache


def _begun(conn: Connection) -> Transaction:
    conn.execution_options(writing=True, **{WRITTEN: set()})
    return conn.begin()


@contextlib.contextmanager
def saying_why() -> Iterator[None]:
    """What is no mistake of ours gets its name; by then everything is rolled back."""
    try:
        yield
    except DBAPIError as error:
        why = named(error)
        if why is None:
            raise
        raise why from error


def _engine(url: str) -> Engine:
    engine = _postgresql(url) if not url.startswith("sqlite") else _sqlite(url)
    watch(engine)
    return engine


def _postgresql(url: str) -> Engine:
    # A lock somebody else holds is waited for as long as on SQLite, and then named, not waited for for ever.
    patience = {"options": f"-c lock_timeout={int(BUSY_SECONDS * 1000)}", "connect_timeout": CONNECT_SECONDS}
    return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=32, connect_args=patience)


def _sqlite(url: str) -> Engine:
    # Kept connections: opening one and telling it five pragmas costs seven times what a small read does.
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=8, max_overflow=100, pool_use_lifo=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )  # fmt: skip
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection, _record) -> None:
    # We say BEGIN ourselves: the driver's own would be deferred.
    dbapi_connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(conn: Connection) -> None:
    immediate = conn.get_execution_options().get("writing", False)
    conn.exec_driver_sql(f"PRAGMA cache_size=-{WRITING_CACHE_KB if immediate else READING_CACHE_KB}")
    if immediate:
        _begin_when_free(conn)
    else:
        conn.exec_driver_sql("BEGIN")


def _begin_when_free(conn: Connection) -> None:
    """Take the write lock as soon as another process lets it go.

    SQLite itself sleeps up to a tenth of a second between two looks, ten times as long as a usual write takes.
    """
    driver, until = conn.connection.dbapi_connection, time.monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    break
            time.sleep(LOOK_AGAIN_SECONDS)
        conn.exec_driver_sql("BEGIN IMMEDIATE")  # once more, so that the driver's complaint has its usual dress
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
