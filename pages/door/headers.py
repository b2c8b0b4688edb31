"""Security headers on everything the server answers. Streamlit sends none of its own."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit 1.67 with our own front page (pages/door/chinese.py: no inline script) needs no more than this:
# blob: for components v2, wasm for deck.gl, inline styles for emotion and plotly.
POLICY = "; ".join((
    "default-src 'self'",
    "script-src 'self' blob: 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'self'",
))  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LONG_TERM = "public, max-age=31536000, immutable"


class SecurityHeaders:
    """Add the headers to every answer; only Streamlit's own hashed files may be kept by a browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self.app(scope, receive, dressed)


def _dress(headers: MutableHeaders, scope: Scope, status: int) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    kept = scope["path"].startswith("/static/") and status in (200, 206, 304)
    headers["Cache-Control"] = LONG_TERM if kept else "no-store"
    if "server" in headers:
        del headers["server"]
    # Streamlit lets other sites read some of its routes; nothing here is theirs.
    if "access-control-allow-origin" in headers:
        del headers["access-control-allow-origin"]
