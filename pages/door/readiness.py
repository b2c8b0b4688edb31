"""Whether the process lives (/healthz) and can do its work (/readyz)."""

import asyncio
import shutil
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from data.store.readiness import database
from pages.door.gate import IDENTITY
from pages.door.open_store import settings, store
from pages.door.presence import FLUSH_SECONDS, presence
from pages.registry import may

LEAST_FREE_BYTES = 500 * 1024 * 1024
_FRESH_SECONDS = 5.0
_last: dict = {}


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
    heartbeat = time.monotonic() - presence().flushed_at
    holds = {
        "database": base["answers"],
        "schema": base["schema"],
        "disk": free >= LEAST_FREE_BYTES,
        "heartbeat": heartbeat <= 4 * FLUSH_SECONDS,
    }
    detail = {**base, "free_bytes": free, "heartbeat_seconds": round(heartbeat, 1)}
    return {"ready": all(holds.values()), "holds": holds, "detail": detail}
