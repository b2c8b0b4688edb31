"""The gate: nothing reaches Streamlit or our own routes without a living session, and every message is asked again.

Identity headers that a browser sends are thrown away; the gate's own (uid and session hash) become `st.user` through
`server.trustedUserHeaders`. Streamlit then ties its session to them, so that knowing somebody's session id is worth
nothing.
"""

from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.door import attempts, cookies, messages, notices
from pages.door.admission import Admission, admit
from pages.door.identity import Identity
from pages.door.presence import presence
from pages.registry import pages_for

POLICY_VIOLATION = 1008
IDENTITY = "monitor.identity"  # where our own routes find it in the ASGI scope


class Gate:
    """ASGI middleware in front of everything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, then pass, turn away or accompany."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        token = cookies.read(HTTPConnection(scope), cookies.SESSION)
        identity = await presence().identity(token)
        scope = _introduced(scope, identity)
        if scope["type"] == "http":
            admission = admit(scope["path"], identity)
            if admission is Admission.FORBIDDEN:
                await attempts.note_aside(identity.user, attempts.PAGE, scope["path"])
            await (_answer(scope, identity, admission) or self.app)(scope, receive, send)
        elif identity is None or identity.must_change:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            escort = _Escort(token, receive, send)
            await self.app(scope, escort.receive, escort.send)


class _Escort:
    """Stands between one websocket and Streamlit: checks each message, and closes when the session is over."""

    def __init__(self, token: str, receive: Receive, send: Send) -> None:
        self._token = token
        self._receive = receive
        self._send = send
        self._closed = False

    async def receive(self) -> Message:
        while True:
            event = await self._receive()
            if event["type"] != "websocket.receive":
                return event
            identity = await presence().identity(self._token)
            if identity is None or identity.must_change:
                return await self._close()
            message = messages.read(event.get("bytes"))
            if message is None:
                await attempts.note_aside(identity.user, attempts.MESSAGE, messages.kind(event.get("bytes")))
                continue
            if asked := messages.foreign_page(message, identity.user.role):
                await attempts.note_aside(identity.user, attempts.PAGE, asked)
            if messages.is_use(message):
                presence().note_use(identity.session)
            return event

    async def send(self, event: Message) -> None:
        if not self._closed:
            await self._send(event)

    async def _close(self) -> Message:
        if not self._closed:
            await self._send({"type": "websocket.close", "code": POLICY_VIOLATION})
            self._closed = True
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}


def _introduced(scope: Scope, identity: Identity | None) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if not _claims_identity(name)]
    if identity is not None:
        headers += [(b"x-auth-uid", identity.user.uid.encode()), (b"x-auth-sid", identity.session.encode())]
    return {**scope, "headers": headers, IDENTITY: identity}


def _claims_identity(name: bytes) -> bool:
    return name.lower().replace(b"_", b"-").startswith(b"x-auth-")


def _answer(scope: Scope, identity: Identity | None, admission: Admission) -> Response | None:
    """What to answer in the application's stead, or None to let it answer."""
    if admission is Admission.PASS:
        return None
    here = scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
    if not _is_navigation(scope):
        status = {Admission.SIGN_IN: 401, Admission.UNKNOWN: 404}.get(admission, 403)
        return PlainTextResponse(f"{status}\n", status)
    if admission is Admission.SIGN_IN:
        return RedirectResponse("/login" if here == "/" else f"/login?next={quote(here, safe='')}", 303)
    if admission is Admission.CHANGE_PASSWORD:
        return RedirectResponse("/password", 303)
    if admission is Admission.HOME:
        return RedirectResponse("/" + pages_for(identity.user.role)[0].path + here[1:], 303)
    return notices.forbidden() if admission is Admission.FORBIDDEN else notices.unknown()


def _is_navigation(scope: Scope) -> bool:
    """Whether a person opened an address, rather than a script asking for it."""
    accepts = HTTPConnection(scope).headers.get("accept", "")
    return scope["method"] in ("GET", "HEAD") and "text/html" in accepts
