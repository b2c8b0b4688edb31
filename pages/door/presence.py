"""Who is inside this process: looked up at most every five seconds, and their last use written down in batches.

A page run must never wait for the write lock (a large import holds it for minutes), so the last use of a session
is kept here and written by a thread of its own.
"""

import asyncio
import datetime as dt
import hashlib
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from data.store import sessions
from data.store.engine import Store
from pages.door import clock
from pages.door.identity import Identity, identity_of
from pages.door.limits import Limits, limits
from pages.door.open_store import store

FRESH_SECONDS = 5.0
FLUSH_SECONDS = 30.0
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_MOST_CACHED = 10_000


def session_hash(token: str) -> str | None:
    """The name a token's session has in the database; None for what cannot be a token of ours."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else None


class Presence:
    """The sessions this process has seen."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._known: dict[str, tuple[Identity, float]] = {}
        self._used: dict[str, dt.datetime] = {}
        self._unwritten: set[str] = set()
        self._lock = threading.Lock()
        # Its own threads: a burst of sign-ins must not hold up those inside.
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="door-look-up")
        self.flushed_at = time.monotonic()

    def look_up(self, session: str) -> Identity | None:
        """The session as the database has it now."""
        identity = identity_of(self._store, session, at=clock.wall(), limits=self._limits, seen=self._used.get(session))
        with self._lock:
            if identity is None:
                self._known.pop(session, None)
            else:
                if len(self._known) >= _MOST_CACHED:
                    self._known.clear()
                self._known[session] = (identity, time.monotonic())
        return identity

    async def identity(self, token: str | None) -> Identity | None:
        """The session behind a cookie, at most five seconds old; the event loop never waits for the database."""
        session = session_hash(token) if token else None
        if session is None:
            return None
        known = self._known.get(session)
        if known and time.monotonic() - known[1] < FRESH_SECONDS:
            return known[0]
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.look_up, session)

    def note_use(self, session: str) -> None:
        """Somebody did something with this session just now."""
        with self._lock:
            self._used[session] = clock.wall()
            self._unwritten.add(session)

    def forget(self, session: str) -> None:
        """The session ended in this process: do not wait five seconds to notice."""
        with self._lock:
            self._known.pop(session, None)
            self._used.pop(session, None)
            self._unwritten.discard(session)

    def flush(self) -> None:
        """Write down the last uses."""
        with self._lock:
            seen = {session: self._used[session] for session in self._unwritten}
            self._unwritten.clear()
            horizon = clock.wall() - self._limits.absolute
            self._used = {session: at for session, at in self._used.items() if at > horizon}
        if sessions.note_seen(self._store, seen):
            self.flushed_at = time.monotonic()
            return
        with self._lock:
            self._unwritten |= seen.keys()

    def _forget_old(self) -> bool:
        now = clock.wall()
        return sessions.forget(self._store, before=now - sessions.RETENTION, at=now)

    def keep(self, stopping: threading.Event) -> None:
        """Flush until told to stop, and once a day forget what is older than the retention."""
        cleaned = None
        while not stopping.wait(FLUSH_SECONDS):
            self.flush()
            day = clock.wall().date()
            if cleaned != day and self._forget_old():
                cleaned = day
        self.flush()


@cache
def presence() -> Presence:
    """The one of this process."""
    return Presence(store(), limits())
