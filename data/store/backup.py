"""Backups: a copy made while the work goes on, put back on trial at once, and put back for good after a loss.

SQLite is copied by its own online backup (a copied file can be silently wrong), PostgreSQL by its own programs.
A backup gets its name only after it was put back beside the database and counted: what it held stands in a note
beside it, which the day of the loss compares with.
"""

import datetime as dt
import hashlib
import json
import re
import sqlite3
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError

from data.store import copying, events
from data.store.engine import Store
from data.store.migrate import current
from data.store.schema import data_version, event, metadata

FOLDER = "backups"  # in the local folder
ENDINGS = {"sqlite": ".db", "postgresql": ".dump"}
NAMED = re.compile(r"monitor-(\d{8})T\d{6}Z\.(db|dump)")
UNDER_WAY = ".part"
DAYS_KEPT, MONTHS_KEPT = 30, 12


class Unsound(Exception):
    """What was put back does not hold, or is not what was saved: do not use it."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What a database holds, as far as two of them can be told apart by it."""

    revision: str | None
    version: int
    events: int
    head: str
    rows: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Note:
    """What is kept beside a backup."""

    made_at: dt.datetime
    sha256: str
    state: State
    copy_seconds: float
    trial_seconds: float


def back_up(url: str, folder: Path, *, at: dt.datetime) -> Path:
    """Copy the database into a folder, put the copy back on trial, keep both copy and note; the copy's path.

    Everything acknowledged before the call is in it. Raises NoCopy, Unsound.
    """
    revision = current(url)
    if revision is None:
        raise copying.NoCopy("there is no database of ours")
    folder.mkdir(parents=True, exist_ok=True)
    kind = make_url(url).get_backend_name()
    final = folder / f"monitor-{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}{ENDINGS[kind]}"
    copy = final.with_name(final.name + UNDER_WAY)
    before, head = _newest(url)
    began = time.perf_counter()
    try:
        copying.copy(url, copy)
        copied = time.perf_counter() - began
        state = _tried(copy, url, anchor=head)
        if state.version < before or state.revision != revision:
            raise Unsound(f"at {state.version} of {state.revision}, the database was at {before} of {revision}")
        trial = time.perf_counter() - began - copied
        note = Note(made_at=at, sha256=_hash(copy), state=state, copy_seconds=copied, trial_seconds=trial)
        _keep(copy, final, note)
    finally:
        copy.unlink(missing_ok=True)
    return final


def restore(backup: Path, url: str) -> State:
    """Put a backup into an empty place and look whether it holds; what it holds.

    Raises Occupied, NoCopy, Unsound (then it lies there, to be looked at, and must not be served).
    """
    note = note_of(backup)
    if note is not None and _hash(backup) != note.sha256:
        raise Unsound(f"{backup.name} is not the file that was saved")
    copying.put_back(backup, url)
    state = look(url)
    if note is not None and state != note.state:
        raise Unsound(f"{backup.name}: {_difference(state, note.state)}")
    return state


def check(backup: Path, url: str) -> State:
    """Put a backup back on trial beside the database of ``url`` (same folder, same server); what it holds.

    Raises NoCopy, Unsound.
    """
    with copying.scratch(url, backup) as scratch:
        return restore(backup, scratch)


def look(url: str, *, anchor: str | None = None) -> State:
    """Whether a database holds: its pages, its references, its chain of events. Raises Unsound.

    ``anchor``: the hash of an event that must be in it.
    """
    store = Store(url)
    try:
        with store.reading() as conn:
            if conn.dialect.name == "sqlite":  # PostgreSQL built every index and reference anew when it was put back
                _sound_sqlite(conn)
            chain = events.verify(conn, anchor=anchor)
            if not chain.whole:
                raise Unsound(f"events that do not follow: {chain.broken[:5]}")
            there = set(inspect(conn).get_table_names())
            rows = {
                name: conn.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in sorted(metadata.tables.items())
                if name in there
            }
            version = conn.execute(select(data_version.c.version)).scalar_one()
        return State(revision=current(url), version=version, events=chain.events, head=chain.head, rows=rows)
    except (DBAPIError, sqlite3.DatabaseError) as error:
        raise Unsound(str(error)) from error
    finally:
        store.close()


def note_of(backup: Path) -> Note | None:
    """What was written down when the backup was made; None for a copy made by other means."""
    beside = _beside(backup)
    if not beside.exists():
        return None
    said = json.loads(beside.read_text(encoding="utf-8"))
    return Note(**said | {"made_at": dt.datetime.fromisoformat(said["made_at"]), "state": State(**said["state"])})


def newest(folder: Path) -> Path | None:
    """The backup made last, whoever made it."""
    files = folder.glob("*") if folder.is_dir() else ()
    found = [one for one in files if one.suffix != ".json" and UNDER_WAY not in one.name]
    return max(found, key=lambda one: one.stat().st_mtime, default=None)


def thin(folder: Path, *, today: dt.date) -> list[Path]:
    """Remove old backups but the first of each of the last twelve months; those removed. Others' files stay."""
    named = sorted((made.group(1), one) for one in folder.glob("*") if (made := NAMED.fullmatch(one.name)))
    fresh = today - dt.timedelta(days=DAYS_KEPT)
    oldest_month = f"{today.year - 1}{today.month:02}"
    kept, months = set(), set()
    for day, one in named:
        if dt.date.fromisoformat(day) > fresh or (day[:6] > oldest_month and day[:6] not in months):
            kept.add(one)
        months.add(day[:6])
    gone = [one for _, one in named if one not in kept]
    for one in gone:
        one.unlink()
        _beside(one).unlink(missing_ok=True)
    return gone


def _newest(url: str) -> tuple[int, str | None]:
    """The data version, and the hash of the last event, that a copy made from now on must have."""
    store = Store(url)
    try:
        with store.reading() as conn:
            version = conn.execute(select(data_version.c.version)).scalar_one()
            return version, conn.execute(select(event.c.hash).order_by(event.c.id.desc()).limit(1)).scalar()
    finally:
        store.close()


def _tried(copy: Path, url: str, *, anchor: str | None) -> State:
    with copying.scratch(url, copy) as scratch:
        copying.put_back(copy, scratch)
        return look(scratch, anchor=anchor)


def _sound_sqlite(conn: Connection) -> None:
    said = conn.execute(text("PRAGMA integrity_check")).scalars().all()
    loose = conn.execute(text("PRAGMA foreign_key_check")).all()
    if said != ["ok"] or loose:
        raise Unsound("; ".join([*said[:5], *(f"a row of {row[0]} refers to nothing" for row in loose[:5])]))


def _keep(copy: Path, final: Path, note: Note) -> None:
    """The note first: a backup that has its name has its note."""
    said = asdict(note) | {"made_at": note.made_at.isoformat()}
    _beside(final).write_text(json.dumps(said, indent=1), encoding="utf-8")
    copying.flush(_beside(final))
    copying.flush(copy)
    copy.rename(final)
    copying.flush(final.parent)


def _beside(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _difference(found: State, saved: State) -> str:
    one, other = asdict(found), asdict(saved)
    return "; ".join(f"{name} {one[name]}, saved {other[name]}" for name in one if one[name] != other[name])
