"""Who may ask for which address: one pure decision, taken for every HTTP request before anything else sees it.

What is not named here does not exist (404), also for those signed in.
"""

from enum import Enum, auto
from functools import cache
from pathlib import Path

import streamlit

from pages.door.identity import Identity
from pages.registry import may, page_at

PUBLIC = frozenset(
    {"/login", "/login/style.css", "/login/icon.svg", "/login/sso", "/login/sso/back", "/logout", "/healthz", "/readyz"}
)
API_BELOW = "/api/"  # no session: each request brings a token, and the interface asks for it itself
MUST_CHANGE = frozenset({"/password"})
SIGNED_IN = frozenset({"/password", "/session", "/_stcore/health", "/_stcore/host-config"})
# Addresses below these are Streamlit's or ours; each answers 404 itself for what it does not have.
SIGNED_IN_BELOW = ("/media/", "/component/", "/_stcore/bidi-components/", "/app/static/", "/export/")
UPLOAD_BELOW = "/_stcore/upload_file/"
METRICS = "/_stcore/metrics"


class Admission(Enum):
    """What to answer."""

    PASS = auto()
    SIGN_IN = auto()  # nobody is signed in
    CHANGE_PASSWORD = auto()  # the one-time password is still in use
    HOME = auto()  # the root: each role has its own home
    FORBIDDEN = auto()
    UNKNOWN = auto()


def admit(path: str, identity: Identity | None) -> Admission:
    """Decide about one address."""
    if path in PUBLIC or path.startswith(API_BELOW) or path in streamlit_files():
        return Admission.PASS
    if identity is None:
        return Admission.SIGN_IN
    if identity.must_change:
        return Admission.PASS if path in MUST_CHANGE else Admission.CHANGE_PASSWORD
    if path == "/":
        return Admission.HOME
    if path in SIGNED_IN or path.startswith(SIGNED_IN_BELOW):
        return Admission.PASS
    return _by_role(path, identity.user.role)


def _by_role(path: str, role: str) -> Admission:
    if path.startswith(UPLOAD_BELOW):
        allowed = may(role, "upload", "send")
    elif path == METRICS:
        allowed = role == "admin"
    elif page_at(path.removeprefix("/")) is not None:
        allowed = may(role, path.removeprefix("/"))
    else:
        return Admission.UNKNOWN
    return Admission.PASS if allowed else Admission.FORBIDDEN


@cache
def streamlit_files() -> frozenset[str]:
    """The addresses of Streamlit's own scripts, styles and fonts: exact, as it answers others with its front page."""
    folder = Path(streamlit.__file__).parent / "static"
    return frozenset(f"/{file.relative_to(folder).as_posix()}" for file in (folder / "static").rglob("*.*"))
