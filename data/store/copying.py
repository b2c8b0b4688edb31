"""How each database is copied and put back: SQLite by its online backup, PostgreSQL by pg_dump and pg_restore."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from data.store.engine import BUSY_SECONDS, Store


class NoCopy(Exception):
    """The backup could not be made or put back; the database in use was not touched."""


class Occupied(Exception):
    """A backup is put back into an empty place only: there is a database already."""


def copy(url: str, to: Path) -> None:
    """Write what the database holds into a file, while others go on writing. Raises NoCopy."""
    if make_url(url).get_backend_name() == "sqlite":
        _copy_sqlite(url, to)
    else:
        _program("pg_dump", "--format=custom", f"--file={to}", url=url)


def _copy_sqlite(url: str, to: Path) -> None:
    where = Path(make_url(url).database).resolve().as_uri()
    try:
        with contextlib.closing(sqlite3.connect(f"{where}?mode=rw", uri=True, timeout=BUSY_SECONDS)) as source:
            with contextlib.closing(sqlite3.connect(to)) as copy:
                source.backup(copy)  # all pages at one state of the data; writers go on meanwhile
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole without a log beside it
    except sqlite3.Error as error:
        raise NoCopy(f"{where}: {error}") from error


def put_back(backup: Path, url: str) -> None:
    """Make a database of a copy in an empty place. Raises Occupied, NoCopy."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        path = Path(place.database)
        logs = [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")]
        if there := [one.name for one in (path, *logs) if one.exists()]:
            raise Occupied(f"{path.parent}: {', '.join(there)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(backup, path)
            flush(path)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise NoCopy(error) from error
        return
    store = Store(url)
    try:
        with store.reading() as conn:
            if inspect(conn).get_table_names():
                raise Occupied(place.database)
    finally:
        store.close()
    _program("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(backup), url=url)


@contextlib.contextmanager
def scratch(url: str, copy: Path) -> Iterator[str]:
    """The address of an empty place for a trial, gone afterwards: a file beside the copy, a database on the server."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        path = copy.with_name(f"{copy.name}.trial")
        try:
            yield f"sqlite:///{path}"
        finally:
            path.unlink(missing_ok=True)
        return
    name = f"{place.database}_trial_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as conn:
            quoted = conn.dialect.identifier_preparer.quote(name)
            _say(conn, f"CREATE DATABASE {quoted} TEMPLATE template0")
            try:
                yield place.set(database=name).render_as_string(hide_password=False)
            finally:
                _say(conn, f"DROP DATABASE {quoted} WITH (FORCE)")
    finally:
        engine.dispose()


def flush(path: Path) -> None:
    """What a power cut must not take is told to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _say(conn: Connection, sql: str) -> None:
    try:
        conn.execute(text(sql))
    except DBAPIError as error:
        raise NoCopy(f"no place for a trial: {error.orig}") from error


def _program(name: str, *arguments: str, url: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, where no other user reads it."""
    program = shutil.which(name)
    if program is None:
        raise NoCopy(f"{name} is missing: install Debian's package postgresql-client")
    place = make_url(url).set(drivername="postgresql")
    environ = dict(os.environ) | ({"PGPASSWORD": place.password} if place.password else {})
    address = place.set(password=None).render_as_string()
    done = subprocess.run(  # noqa: S603 - our own two programs, no shell
        [program, *arguments, f"--dbname={address}"], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NoCopy(f"{name}: {done.stderr.strip()}")
