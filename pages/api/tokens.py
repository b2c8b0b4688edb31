"""An enterprise's keys to the interface: shown once, kept as a hash, ended by the administrator."""

import datetime as dt
import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass

from data.store import api, events
from data.store.engine import Store
from data.store.unserved import Unserved

_TOKEN = re.compile(r"mem_[A-Za-z0-9_-]{43}")
NOTED_EVERY = dt.timedelta(minutes=1)


def issue(store: Store, *, enterprise: str, by: str, at: dt.datetime) -> str:
    """A new token of 256 random bits."""
    token = f"mem_{secrets.token_urlsafe(32)}"
    with store.noting() as conn:
        number = api.add_token(conn, enterprise=enterprise, token_hash=_hash(token), by=by, at=at)
        _append(conn, "issue_token", number, enterprise, by=by, at=at)
    return token


def revoke(store: Store, number: int, *, by: str, at: dt.datetime) -> None:
    """End one; ended once, nothing happens."""
    with store.noting() as conn:
        enterprise = api.revoke(conn, number, at=at)
        if enterprise is not None:
            _append(conn, "revoke_token", number, enterprise, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Who shows a living token, its number, and whether its use is to be written down (once a minute is enough)."""

    enterprise: str
    number: int
    to_note: bool


def bearer(store: Store, header: str | None, *, at: dt.datetime) -> Bearer | None:
    """Whose living token an Authorization header carries."""
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not _TOKEN.fullmatch(token):
        return None
    with store.reading() as conn:
        found = api.bearer(conn, _hash(token))
    if found is None:
        return None
    stale = found["used_at"] is None or at - found["used_at"] > NOTED_EVERY
    return Bearer(enterprise=found["enterprise"], number=found["id"], to_note=stale)


def note(store: Store, whose: Bearer, *, at: dt.datetime) -> None:
    """Write down that a token was used; whose it was does not hang on that."""
    with suppress(Unserved), store.noting() as conn:
        api.note_used(conn, whose.number, at=at)


def owner(store: Store, header: str | None, *, at: dt.datetime) -> str | None:
    """The enterprise whose living token an Authorization header carries; its use is written down."""
    found = bearer(store, header, at=at)
    if found is not None and found.to_note:
        note(store, found, at=at)
    return found and found.enterprise


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _append(conn, action: str, number: int, enterprise: str, *, by: str, at: dt.datetime) -> None:
    events.append(
        conn, at=at, actor=by, action=action, object_kind="api_token", object_id=str(number),
        detail={"enterprise": enterprise},
    )  # fmt: skip
