"""Whether the process lives (/healthz) and can do its work (/readyz)."""

import asyncio
import datetime as dt
import shutil
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from data.store.readiness import database
from data.store.unserved import Busy, Unserved
from data.store.writable import free_bytes, newest_session, refusal
from pages.door import clock
from pages.door.gate import IDENTITY
from pages.door.open_store import settings, store
from pages.door.presence import FLUSH_SECONDS, presence
from pages.registry import may

LEAST_FREE_BYTES = 500 * 1024 * 1024
LONGEST_LOCK_SECONDS = 15.0  # a lock of another program; a moment's is nothing
MOST_AHEAD = dt.timedelta(minutes=5)
_FRESH_SECONDS = 5.0
_last: dict = {}
_locked: dict[str, float] = {}


async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """200 when everything works, else 503. What exactly fails is told to those who look after the machine only."""
    report = await asyncio.get_running_loop().run_in_executor(None, recent_report)
    identity = request.scope[IDENTITY]
    inside = identity is not None and may(identity.user.role, "health")
    shown = report if inside else {"ready": report["ready"]}
    return JSONResponse(shown, 200 if report["ready"] else 503)


def recent_report() -> dict:
    """The report, at most five seconds old: anybody may ask, so asking must cost nothing."""
    if not _last or time.monotonic() - _last["at"] > _FRESH_SECONDS:
        _last.update(at=time.monotonic(), report=report())
    return _last["report"]


def report() -> dict:
    """Each thing the service stands on, and whether it holds."""
    base = database(store())
    folder = settings().local
    free = shutil.disk_usage(folder if folder.exists() else folder.anchor).free
    free = min(free, free if (of_file := free_bytes(store())) is None else of_file)
    heartbeat = time.monotonic() - presence().flushed_at
    holds = {
        "database": base["answers"],
        "schema": base["schema"],
        "writes": base["answers"] and _writes(),
        "clock": base["answers"] and _clock_holds(),
        "disk": free >= LEAST_FREE_BYTES,
        "heartbeat": heartbeat <= 4 * FLUSH_SECONDS,
    }
    detail = {**base, "free_bytes": free, "heartbeat_seconds": round(heartbeat, 1)}
    return {"ready": all(holds.values()), "holds": holds, "detail": detail}


def _writes() -> bool:
    why = refusal(store())
    if not isinstance(why, Busy):
        _locked.clear()
        return why is None
    return time.monotonic() - _locked.setdefault("since", time.monotonic()) < LONGEST_LOCK_SECONDS


def _clock_holds() -> bool:
    """Not an hour back: nobody can have signed in later than now."""
    try:
        newest = newest_session(store())
    except Unserved:
        return False
    return newest is None or newest <= clock.wall() + MOST_AHEAD
