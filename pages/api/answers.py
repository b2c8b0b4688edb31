"""The interface's addresses. No session and no cookie: every request brings its enterprise's token."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial, wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.intake import SHEETS, receive, unserved
from data.intake.answers import Held, Receipt, Refused, Reporter
from data.intake.holding import NotHeld, withdraw
from data.store import api, facts, files, submissions
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope
from data.store.unserved import Unserved
from pages.api import refusals, sent_back, tokens
from pages.api.body import BadBody, as_csv, sent
from pages.api.document import ERRORS, TOPICS, WORKBOOK, document
from pages.api.limits import PER_ENTERPRISE, PER_STRANGER, Turnstile
from pages.door import clock
from pages.door.attachment import attached
from pages.door.gate import IDENTITY
from pages.door.open_store import region, store

LARGEST = 1_000_000  # bytes
_KEY = re.compile(r"[A-Za-z0-9._-]{8,64}")
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="api")


@cache
def turnstiles() -> tuple[Turnstile, Turnstile]:
    """For enterprises, and for those whose token is not one."""
    return Turnstile(PER_ENTERPRISE), Turnstile(PER_STRANGER)


def served(route: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The address, which says so when the database could not do it; the same key may then be used again."""

    @wraps(route)
    async def answer(request: Request) -> Response:
        try:
            return await route(request)
        except Unserved as why:
            return _error(503, unserved.told(why), headers={"Retry-After": "30"})

    return answer


@served
async def openapi(request: Request) -> Response:
    """The document: for those with a token, and for people signed in."""
    if request.scope.get(IDENTITY) is None:
        enterprise, refusal = await _who(request)
        if enterprise is None:
            return refusal
    return JSONResponse(document())


@served
async def report(request: Request) -> Response:
    """Store a report whole, or answer with every problem."""
    whose, refusal = await _bearer(request)
    if whose is None:
        return refusal
    answer = await _reported(request, whose)
    if whose.to_note and answer.status_code != 201:  # what is stored says so itself, in the same transaction
        await _away(tokens.note, store(), whose, at=clock.wall())
    return answer


async def _reported(request: Request, whose: tokens.Bearer) -> Response:
    topic, key = request.path_params["topic"], request.headers.get("idempotency-key", "")
    if topic not in TOPICS:
        return _error(404)
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        return _error(415)
    if not _KEY.fullmatch(key):
        return _error(400, "缺少 Idempotency-Key，或它不是 8 至 64 个字母、数字或 . _ -")
    body = await _body(request)
    if body is None:
        return _error(413)
    return await _away(_report, store(), whose, topic, key, body)


@served
async def receipt(request: Request) -> Response:
    """One of the enterprise's own receipts, with its standing."""
    enterprise, refusal = await _who(request)
    if enterprise is None:
        return refusal
    return await _away(_receipt, store(), enterprise, request.path_params["receipt"])


@served
async def marked(request: Request) -> Response:
    """A refused report of the enterprise's own as a workbook, every problem marked in its cell."""
    enterprise, refusal = await _who(request)
    if enterprise is None:
        return refusal
    file = await _away(sent_back.workbook, request.path_params["name"], enterprise=enterprise)
    if file is None:
        return _error(404)
    filename, content = file
    return attached(content, filename, media_type=WORKBOOK)


@served
async def unknown(request: Request) -> Response:
    """Nothing else is here; strangers are not told so much."""
    enterprise, refusal = await _who(request)
    return refusal if enterprise is None else _error(404)


async def _who(request: Request) -> tuple[str | None, Response | None]:
    whose, refusal = await _bearer(request)
    if whose is not None and whose.to_note:
        await _away(tokens.note, store(), whose, at=clock.wall())
    return whose and whose.enterprise, refusal


async def _bearer(request: Request) -> tuple[tokens.Bearer | None, Response | None]:
    known, strangers = turnstiles()
    header = request.headers.get("authorization")
    whose = await _away(tokens.bearer, store(), header, at=clock.wall())
    address = request.client.host if request.client else "unknown"
    wait = strangers.wait(address) if whose is None else known.wait(whose.enterprise)
    if wait:
        return None, _error(429, headers={"Retry-After": str(wait)})
    if whose is None:
        return None, _error(401, headers={"WWW-Authenticate": "Bearer"})
    return whose, None


def _report(store: Store, whose: tokens.Bearer, topic: str, key: str, body: bytes) -> Response:
    try:
        said = sent(body)
        content = as_csv(SHEETS[topic], said.rows, given={"enterprise": whose.enterprise})
    except BadBody as wrong:
        return _error(400, str(wrong))
    mine = _Key(enterprise=whose.enterprise, key=key, body_sha256=hashlib.sha256(body).hexdigest())
    try:
        with store.reading() as conn:
            mine.look(conn)
            reporter = _reporter(conn, whose.enterprise)
        return _receive(store, reporter, whose, topic, mine, content, said.confirmed)
    except _Spent as spent:
        if not spent.same:
            return _error(409)
        return JSONResponse(spent.answer, 200, headers={"Idempotent-Replayed": "true"})


class _Spent(Exception):
    """The key has its answer; ``same``: it was the same content."""

    def __init__(self, found: dict, body_sha256: str) -> None:
        super().__init__(found["status"])
        self.same, self.answer = found["body_sha256"] == body_sha256, found["answer"]


@dataclass(frozen=True, kw_only=True)
class _Key:
    """A request's key and what it is to be spent on."""

    enterprise: str
    key: str
    body_sha256: str

    def look(self, conn) -> None:
        """Raise _Spent where it has been spent."""
        found = api.spent(conn, enterprise=self.enterprise, key=self.key)
        if found is not None:
            raise _Spent(found, self.body_sha256)

    def spend(self, conn, status: int, said: dict) -> None:
        """Give it its answer for ever."""
        api.spend(conn, **vars(self), at=clock.wall(), status=status, said=said)


def _receive(
    store: Store, reporter: Reporter, whose: tokens.Bearer, topic: str, mine: _Key, content: bytes,
    confirmed: Mapping[str, str],
) -> Response:  # fmt: skip
    """Store the rows, the key's answer and the token's use in one transaction; each further one waits for the disk."""
    now = clock.now().astimezone(clock.SHANGHAI)
    filename, said = f"接口_{mine.key}.csv", {}

    def after(conn, got: Receipt) -> None:
        said.update(_told(got, submissions.of_receipt(conn, scope=EVERYTHING, receipt=got.receipt)["status"]))
        mine.spend(conn, 201, said)
        if whose.to_note:
            api.note_used(conn, whose.number, at=clock.wall())

    try:
        got = receive(
            store, region(), content, filename=filename, reporter=reporter, received_at=now, topic=topic,
            because=lambda doubt: confirmed.get(doubt.key), before=mine.look, after=after,
        )  # fmt: skip
    except Refused as refused:
        name = sent_back.keep(whose.enterprise, filename, content, refused.problems)
        return refusals.refused(refused.problems, topic, marked=name)
    except Held as held:
        # A program is not waited for: nothing is kept, and the same rows are sent again with the reasons, or mended.
        with suppress(NotHeld):  # the same content under another key was faster
            withdraw(store, held.number, reporter=reporter, now=now)
        name = sent_back.keep(whose.enterprise, filename, content, held.doubts)
        return refusals.questioned(held.doubts, topic, marked=name)
    return _stored_before(store, mine, got) if got.already else JSONResponse(said, 201)


def _stored_before(store: Store, mine: _Key, got: Receipt) -> Response:
    """The same content came under another key, or under this one a moment ago."""
    with store.reading() as conn:
        mine.look(conn)
        said = _told(got, submissions.of_receipt(conn, scope=EVERYTHING, receipt=got.receipt)["status"])
    try:
        with suppress(Unserved), store.noting() as conn:  # stored it is; without this a retry finds the file itself
            mine.spend(conn, 200, said)
    except api.KeySpent:
        with store.reading() as conn:
            mine.look(conn)
    return JSONResponse(said, 200)


def _receipt(store: Store, enterprise: str, number: str) -> Response:
    with store.reading() as conn:
        scope = Scope(counties=None, enterprise=enterprise)
        row = submissions.of_receipt(conn, scope=scope, receipt=number) if number.isprintable() else None
        notes = files.interpreted(conn, scope=scope, receipt=number) if row is not None else []
    if row is None:
        return _error(404)
    return JSONResponse(
        {
            "receipt": row["receipt"], "topic": row["topic"], "status": row["status"], "rows": row["row_count"],
            "received_at": row["received_at"].isoformat(),
            "first_day": row["first_day"] and row["first_day"].isoformat(),
            "last_day": row["last_day"] and row["last_day"].isoformat(), "notes": notes,
        }
    )  # fmt: skip


def _reporter(conn, enterprise: str) -> Reporter:
    """As the receipt and the audit name it."""
    listed = facts.held(conn, "enterprise", [(enterprise,)], ("name",))
    (name,) = listed.get((enterprise,), (enterprise,))
    scope = Scope(counties=None, enterprise=enterprise)
    return Reporter(name=f"{name}（接口 {enterprise}）", scope=scope, role="enterprise")


def _told(got: Receipt, status: str) -> dict:
    return {
        "receipt": got.receipt, "topic": got.topic, "status": status, "rows": got.rows, "new": got.new,
        "changed": got.changed, "unchanged": got.unchanged, "already": got.already,
        "received_at": got.received_at.isoformat(),
        "first_day": got.first_day and got.first_day.isoformat(),
        "last_day": got.last_day and got.last_day.isoformat(),
        "notes": list(got.notes),
    }  # fmt: skip


async def _body(request: Request) -> bytes | None:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
    return b"".join(parts)


def _error(status: int, said: str | None = None, *, headers: dict | None = None) -> JSONResponse:
    return JSONResponse({"error": said or ERRORS[str(status)]}, status, headers=headers)


async def _away(function, *arguments, **named):
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(function, *arguments, **named))
