"""Accounts: who may sign in, in which role and scope. Every change is one statement inside the caller's transaction."""

import datetime as dt
from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select, update

from data.store.schema import account, account_duty


class NoSuchAccount(Exception):
    """There is no account of this name."""


def find(conn: Connection, uid: str, *, to_change: bool = False) -> dict | None:
    """An account with its password hash, or None; `to_change` keeps others away from it until the transaction ends."""
    query = select(account).where(account.c.uid == uid)
    row = conn.execute(query.with_for_update() if to_change else query).mappings().one_or_none()
    return dict(row) if row else None


def everyone(conn: Connection) -> pd.DataFrame:
    """All accounts, without their hashes, in the order of their names.

    Columns: uid, name, role (text), counties (list or None), enterprise (text or None), must_change, disabled (bool),
    failures (int), locked_until, created_at, password_changed_at (moments or None).
    """
    columns = [c for c in account.c if c.name != "password_hash"]
    rows = conn.execute(select(*columns).order_by(account.c.uid)).all()
    return pd.DataFrame(rows, columns=[c.name for c in columns], dtype=object)


def names(conn: Connection) -> dict[str, str]:
    """Account -> the name people know it by."""
    return dict(conn.execute(select(account.c.uid, account.c.name)).all())


def duties(conn: Connection, uid: str) -> frozenset[str]:
    """What an account may do beyond its role: review, issue."""
    return frozenset(conn.execute(select(account_duty.c.duty).where(account_duty.c.uid == uid)).scalars())


def all_duties(conn: Connection) -> dict[str, frozenset[str]]:
    """The duties of every account that has any."""
    found: dict[str, frozenset[str]] = {}
    for uid, duty in conn.execute(select(account_duty.c.uid, account_duty.c.duty)):
        found[uid] = found.get(uid, frozenset()) | {duty}
    return found


def set_duties(conn: Connection, uid: str, wanted: Collection[str]) -> None:
    """The duties of an account from now on."""
    conn.execute(delete(account_duty).where(account_duty.c.uid == uid))
    for duty in sorted(wanted):
        conn.execute(insert(account_duty).values(uid=uid, duty=duty))


def number(conn: Connection, *, role: str | None = None) -> int:
    """How many accounts there are, or may still sign in with a role."""
    query = select(func.count()).select_from(account)
    if role is not None:
        query = query.where(account.c.role == role, account.c.disabled.is_(False))
    return conn.execute(query).scalar_one()


def create(
    conn: Connection,
    *,
    uid: str,
    name: str,
    role: str,
    counties: Collection[str] | None,
    enterprise: str | None,
    password_hash: str,
    at: dt.datetime,
) -> None:
    """A new account whose password must be changed at the first sign-in."""
    conn.execute(
        insert(account).values(
            uid=uid,
            name=name,
            role=role,
            counties=_sorted(counties),
            enterprise=enterprise,
            password_hash=password_hash,
            must_change=True,
            disabled=False,
            failures=0,
            created_at=at,
        )
    )


def change(
    conn: Connection,
    uid: str,
    *,
    name: str,
    role: str,
    counties: Collection[str] | None,
    enterprise: str | None,
) -> None:
    """Another name, role or scope. Raises NoSuchAccount."""
    _update(conn, uid, name=name, role=role, counties=_sorted(counties), enterprise=enterprise)


def set_disabled(conn: Connection, uid: str, disabled: bool) -> None:
    """Shut an account out, or let it in again. Raises NoSuchAccount."""
    _update(conn, uid, disabled=disabled)


def set_password(conn: Connection, uid: str, *, password_hash: str, must_change: bool, at: dt.datetime) -> None:
    """Another password; failures and a lock are forgotten. Raises NoSuchAccount."""
    _update(
        conn, uid, password_hash=password_hash, must_change=must_change, password_changed_at=at,
        failures=0, locked_until=None,
    )  # fmt: skip


def rehash(conn: Connection, uid: str, *, password_hash: str) -> None:
    """The same password, hashed with newer parameters."""
    _update(conn, uid, password_hash=password_hash)


def count_failures(conn: Connection, uid: str, *, failures: int, locked_until: dt.datetime | None) -> None:
    """Set how many attempts failed in a row, and until when the account refuses everyone."""
    _update(conn, uid, failures=failures, locked_until=locked_until)


def _update(conn: Connection, uid: str, **values) -> None:
    if conn.execute(update(account).where(account.c.uid == uid).values(**values)).rowcount != 1:
        raise NoSuchAccount(uid)


def _sorted(counties: Collection[str] | None) -> list[str] | None:
    return None if counties is None else sorted(counties)
