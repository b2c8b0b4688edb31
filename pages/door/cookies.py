"""The cookies: the session's token, the word that proves a form came from our own page, and the word of a journey to
the identity provider.

All are HttpOnly. Over https they are Secure and carry the __Host- prefix, so that no neighbouring host can set them.
The session's cookie is SameSite=Lax, not Strict: a link to a page forwarded in a chat must open for who is signed in;
nothing changes on GET.
"""

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION = "monitor_session"
FORM = "monitor_form"
JOURNEY = "monitor_journey"  # comes back from another site's page, so it cannot be strict


def read(connection: HTTPConnection, name: str) -> str | None:
    """The cookie's value, by the name it has on this kind of connection."""
    return connection.cookies.get(_name(name, connection.scope))


def write(response: Response, connection: HTTPConnection, name: str, value: str, *, longest: int | None = None) -> None:
    """Set a cookie; without `longest` (seconds) it goes when the browser closes."""
    response.set_cookie(
        _name(name, connection.scope), value, max_age=longest, path="/", httponly=True,
        secure=_secure(connection.scope), samesite="strict" if name == FORM else "lax",
    )  # fmt: skip


def drop(response: Response, connection: HTTPConnection, name: str) -> None:
    """Take a cookie back."""
    write(response, connection, name, "", longest=0)


def _secure(scope: Mapping) -> bool:
    return scope["scheme"] in ("https", "wss")


def _name(name: str, scope: Mapping) -> str:
    return f"__Host-{name}" if _secure(scope) else name
