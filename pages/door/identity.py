"""Who is asking: a session's account as it stands now, or nobody."""

import datetime as dt
from dataclasses import dataclass

from data.store import accounts, sessions
from data.store.engine import Store
from data.store.scope import Scope
from pages.door.limits import Limits


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody signed in: what the registry and the store need to know of them."""

    uid: str
    name: str
    role: str
    scope: Scope
    duties: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A living session and its user. `session` is the SHA-256 of the token, never the token."""

    user: User
    session: str
    must_change: bool


def identity_of(
    store: Store, session: str, *, at: dt.datetime, limits: Limits, seen: dt.datetime | None = None
) -> Identity | None:
    """The living session of this hash, asked of the database, or None: unknown, ended, idle, too old or disabled.

    `seen` is when this process last saw it used, which the database may not know yet.
    """
    with store.reading() as conn:
        row = sessions.find(conn, session)
        duties = accounts.duties(conn, row["uid"]) if row else frozenset()
    if row is None or row["disabled"]:
        return None
    last_seen = max(row["seen_at"], seen) if seen else row["seen_at"]
    if at - last_seen > limits.idle or at - row["created_at"] > limits.absolute:
        return None
    user = User(uid=row["uid"], name=row["name"], role=row["role"], scope=scope_of(row), duties=duties)
    return Identity(user=user, session=session, must_change=row["must_change"])


def scope_of(account: dict) -> Scope:
    """What an account may see: its counties (all of them when it names none), or its one enterprise."""
    counties = account["counties"]
    return Scope(counties=None if counties is None else frozenset(counties), enterprise=account["enterprise"])
