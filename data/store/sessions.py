"""Sign-in sessions and failed attempts: who is in, since when, and who knocks too often.

A session is known by the SHA-256 of its token; the token itself is stored nowhere. Rows are ended, not deleted,
so that the audit can say who was in; `forget` removes them when the retention is over.
"""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, insert, select, update

from data.store.engine import Store
from data.store.schema import account, login_failure, login_session
from data.store.unserved import Unserved

RETENTION = dt.timedelta(days=180)  # the Cybersecurity Law asks for six months of sign-in logs


class StillKept(Exception):
    """What is younger than the retention is not removed."""


def open_session(conn: Connection, *, token_hash: str, uid: str, address: str, at: dt.datetime) -> None:
    """A new session, seen now."""
    conn.execute(
        insert(login_session).values(token_hash=token_hash, uid=uid, address=address, created_at=at, seen_at=at)
    )


def find(conn: Connection, token_hash: str) -> dict | None:
    """A session that nobody ended, with its account as it is now.

    Keys: token_hash, created_at, seen_at, uid, name, role, counties (list or None), enterprise, must_change, disabled.
    """
    query = (
        select(
            login_session.c["token_hash", "created_at", "seen_at"],
            account.c["uid", "name", "role", "counties", "enterprise", "must_change", "disabled"],
        )
        .join(account, account.c.uid == login_session.c.uid)
        .where(login_session.c.token_hash == token_hash, login_session.c.ended_at.is_(None))
    )
    row = conn.execute(query).mappings().one_or_none()
    return dict(row) if row else None


def note_seen(store: Store, seen: Mapping[str, dt.datetime]) -> bool:
    """Move on when these sessions were last used, never backwards; False when the database is busy or away."""
    try:
        with store.noting() as conn:
            for token_hash, at in seen.items():
                conn.execute(
                    update(login_session)
                    .where(login_session.c.token_hash == token_hash, login_session.c.seen_at < at)
                    .values(seen_at=at)
                )
    except Unserved:
        return False
    return True


def end(conn: Connection, token_hash: str, *, at: dt.datetime) -> None:
    """End one session; ended once, it stays as it was."""
    conn.execute(
        update(login_session)
        .where(login_session.c.token_hash == token_hash, login_session.c.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_all(conn: Connection, uid: str, *, at: dt.datetime) -> int:
    """End every session of an account: it was disabled, or its role, scope or password changed."""
    ended = conn.execute(
        update(login_session).where(login_session.c.uid == uid, login_session.c.ended_at.is_(None)).values(ended_at=at)
    )
    return ended.rowcount


def living(conn: Connection, *, seen_since: dt.datetime, created_since: dt.datetime) -> dict[str, int]:
    """How many sessions each account has open: uid -> number."""
    query = (
        select(login_session.c.uid, func.count())
        .where(
            login_session.c.ended_at.is_(None),
            login_session.c.seen_at >= seen_since,
            login_session.c.created_at >= created_since,
        )
        .group_by(login_session.c.uid)
    )
    return dict(conn.execute(query).all())


def open_ones(conn: Connection, uid: str, *, seen_since: dt.datetime, created_since: dt.datetime) -> list[dict]:
    """The sessions an account has open, latest use first: token_hash, address, created_at, seen_at."""
    query = (
        select(login_session.c["token_hash", "address", "created_at", "seen_at"])
        .where(
            login_session.c.uid == uid,
            login_session.c.ended_at.is_(None),
            login_session.c.seen_at >= seen_since,
            login_session.c.created_at >= created_since,
        )
        .order_by(login_session.c.seen_at.desc())
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def forget(store: Store, *, before: dt.datetime, at: dt.datetime) -> bool:
    """Remove sessions opened and attempts made before a moment; False when the database is busy or away.

    Raises StillKept for what is younger than the retention.
    """
    if before > at - RETENTION:
        raise StillKept(before)
    try:
        with store.noting() as conn:
            conn.execute(delete(login_session).where(login_session.c.created_at < before))
            conn.execute(delete(login_failure).where(login_failure.c.at < before))
    except Unserved:
        return False
    return True


def failures_from(conn: Connection, address: str, *, since: dt.datetime) -> tuple[int, dt.datetime | None]:
    """How many attempts from an address failed since a moment, and when the last did."""
    query = select(func.count(), func.max(login_failure.c.at)).where(
        login_failure.c.address == address, login_failure.c.at >= since
    )
    number, last = conn.execute(query).one()
    return number, last


def note_failure(conn: Connection, *, uid: str, address: str, at: dt.datetime) -> int:
    """An attempt that counts as failed until it has succeeded; its number, for `withdraw_failure`."""
    added = conn.execute(insert(login_failure).values(uid=uid, address=address, at=at))
    return added.inserted_primary_key[0]


def withdraw_failure(conn: Connection, number: int) -> None:
    """The attempt succeeded after all."""
    conn.execute(delete(login_failure).where(login_failure.c.id == number))
