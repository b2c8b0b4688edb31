"""The API's tokens and its answers: a token is known by its hash, a key spent once has one answer for ever."""

import datetime as dt

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.store.schema import api_request, api_token

KEPT = dt.timedelta(days=90)
"""How long a spent key is remembered; a sender that tries again does so within days."""


class KeySpent(Exception):
    """The key has an answer already."""


def add_token(conn: Connection, *, enterprise: str, token_hash: str, by: str, at: dt.datetime) -> int:
    """A new token of an enterprise; its number."""
    values = {"enterprise": enterprise, "token_hash": token_hash, "issued_by": by, "issued_at": at}
    return conn.execute(insert(api_token).values(**values)).inserted_primary_key[0]


def revoke(conn: Connection, number: int, *, at: dt.datetime) -> str | None:
    """End a token; whose it was, None where there is none alive of this number."""
    alive = (api_token.c.id == number, api_token.c.revoked_at.is_(None))
    whose = conn.execute(select(api_token.c.enterprise).where(*alive)).scalar_one_or_none()
    conn.execute(update(api_token).where(*alive).values(revoked_at=at))
    return whose


def tokens(conn: Connection, *, enterprise: str) -> list[dict]:
    """The tokens of an enterprise, newest first: id, issued_by, issued_at, revoked_at, used_at."""
    columns = [api_token.c[name] for name in ("id", "issued_by", "issued_at", "revoked_at", "used_at")]
    rows = conn.execute(select(*columns).where(api_token.c.enterprise == enterprise).order_by(api_token.c.id.desc()))
    return [dict(row) for row in rows.mappings()]


def bearer(conn: Connection, token_hash: str) -> dict | None:
    """Whose living token this is: id, enterprise, used_at."""
    columns = (api_token.c.id, api_token.c.enterprise, api_token.c.used_at)
    found = select(*columns).where(api_token.c.token_hash == token_hash, api_token.c.revoked_at.is_(None))
    row = conn.execute(found).mappings().one_or_none()
    return dict(row) if row else None


def note_used(conn: Connection, number: int, *, at: dt.datetime) -> None:
    """When a token was last used."""
    conn.execute(update(api_token).where(api_token.c.id == number).values(used_at=at))


def spent(conn: Connection, *, enterprise: str, key: str) -> dict | None:
    """What a key was spent on: body_sha256, status, answer. None where it is free."""
    mine = (api_request.c.enterprise == enterprise, api_request.c.key == key, api_request.c.status.is_not(None))
    columns = (api_request.c.body_sha256, api_request.c.status, api_request.c.answer)
    found = conn.execute(select(*columns).where(*mine)).mappings().one_or_none()
    return None if found is None else dict(found)


def spend(
    conn: Connection, *, enterprise: str, key: str, body_sha256: str, at: dt.datetime, status: int, said: dict
) -> None:
    """From now on a free key has this answer. In the transaction that stores: both are there, or neither.

    An entry without an answer is of the time when keys were entered before the work: it counts for nothing.
    Raises KeySpent, with which the caller's transaction has to end.
    """
    mine = (api_request.c.enterprise == enterprise, api_request.c.key == key, api_request.c.status.is_(None))
    conn.execute(delete(api_request).where(*mine))
    values = {"enterprise": enterprise, "key": key, "body_sha256": body_sha256, "at": at}
    try:
        conn.execute(insert(api_request).values(**values, status=status, answer=said))
    except IntegrityError as error:
        raise KeySpent(key) from error


def forget(conn: Connection, *, at: dt.datetime) -> int:
    """Remove the keys older than KEPT, with the answers they hold; how many. The files they brought in stay."""
    return conn.execute(delete(api_request).where(api_request.c.at < at - KEPT)).rowcount
