"""Signing in and out, and changing one's password: what happens in the database, without a word of HTTP."""

import datetime as dt
import secrets

from data.store import accounts, events, sessions
from data.store.engine import Store
from pages.door import passwords
from pages.door.limits import Limits
from pages.door.presence import session_hash

NOBODY = "?"  # what a failed attempt on no account is written under: the name typed may be a password


class Refused(Exception):
    """Wrong name, wrong password, locked, throttled or disabled. One message for all: none may be told apart."""


def sign_in(store: Store, *, uid: str, password: str, address: str, at: dt.datetime, limits: Limits) -> str:
    """A fresh token of 256 random bits for the right name and password. Raises Refused for everything else."""
    attempt, stored = _check(store, uid=uid, password=password, address=address, at=at, limits=limits)
    renewed = passwords.make_hash(password) if passwords.outdated(stored) else None
    token = secrets.token_urlsafe(32)
    with store.noting() as conn:
        sessions.withdraw_failure(conn, attempt)
        accounts.count_failures(conn, uid, failures=0, locked_until=None)
        if renewed:
            accounts.rehash(conn, uid, password_hash=renewed)
        sessions.open_session(conn, token_hash=session_hash(token), uid=uid, address=address, at=at)
        _append(conn, "sign_in", uid, at=at, detail={"address": address})
    return token


def sign_out(store: Store, *, session: str, uid: str, at: dt.datetime) -> None:
    """End one session."""
    with store.noting() as conn:
        sessions.end(conn, session, at=at)
        _append(conn, "sign_out", uid, at=at, detail={})


def change_password(
    store: Store, *, uid: str, old: str, new: str, address: str, at: dt.datetime, limits: Limits, context: list[str]
) -> str:
    """Another password. Every session of the account ends; the answer is the token of a new one.

    Raises Refused when the old password is wrong (counted as any wrong guess), WeakPassword when the new one is.
    """
    if old == new:
        raise passwords.WeakPassword("新密码不能与原密码相同。")
    passwords.check_strength(new, limits=limits, context=context)
    attempt, _ = _check(store, uid=uid, password=old, address=address, at=at, limits=limits)
    hashed = passwords.make_hash(new)
    token = secrets.token_urlsafe(32)
    with store.noting() as conn:
        sessions.withdraw_failure(conn, attempt)
        accounts.set_password(conn, uid, password_hash=hashed, must_change=False, at=at)
        sessions.end_all(conn, uid, at=at)
        sessions.open_session(conn, token_hash=session_hash(token), uid=uid, address=address, at=at)
        _append(conn, "change_password", uid, at=at, detail={"address": address})
    return token


def _check(store: Store, *, uid: str, password: str, address: str, at: dt.datetime, limits: Limits) -> tuple[int, str]:
    """The number of this attempt (to be withdrawn) and the stored hash, when name and password are right.

    An attempt counts as failed before it is checked and is withdrawn when it succeeds, so that many at once cannot
    share one allowance. A locked account refuses the right password too, after the same work as a wrong one: the hash,
    and two transactions that reach the disk.
    """
    with store.noting() as conn:
        account = accounts.find(conn, uid, to_change=True)
        shut = _locked(account, at) or _waiting(conn, address, at, limits)
        attempt = _write_in_vain(conn, address, at) if shut else _count_attempt(conn, account, address, at, limits)
    right = passwords.matches(account["password_hash"] if account else None, password)
    if shut or not right or account["disabled"]:
        _note_refusal(store, account, address=address, at=at, shut=shut)
        raise Refused
    return attempt, account["password_hash"]


def _locked(account: dict | None, at: dt.datetime) -> bool:
    return account is not None and account["locked_until"] is not None and account["locked_until"] > at


def _waiting(conn, address: str, at: dt.datetime, limits: Limits) -> bool:
    number, last = sessions.failures_from(conn, address, since=at - limits.window)
    wait = limits.wait_after(number)
    return wait is not None and last + wait > at


def _write_in_vain(conn, address: str, at: dt.datetime) -> int:
    """What a counted attempt costs the database, and nothing left of it.

    A locked account is not counted on, or anybody could keep its owner out for ever; but a transaction that writes
    nothing never waits for the disk, and a refusal that comes sooner says that there is an account.
    """
    attempt = sessions.note_failure(conn, uid=NOBODY, address=address, at=at)
    sessions.withdraw_failure(conn, attempt)
    return attempt


def _count_attempt(conn, account: dict | None, address: str, at: dt.datetime, limits: Limits) -> int:
    if account is not None:
        failures = account["failures"] + 1
        lock = limits.lock_after(failures)
        accounts.count_failures(conn, account["uid"], failures=failures, locked_until=at + lock if lock else None)
    return sessions.note_failure(conn, uid=account["uid"] if account else NOBODY, address=address, at=at)


def _note_refusal(store: Store, account: dict | None, *, address: str, at: dt.datetime, shut: bool) -> None:
    with store.noting() as conn:
        if shut:  # what is refused unread is not entered one by one: a flood would bury the audit
            _write_in_vain(conn, address, at)
            return
        _append(conn, "sign_in_refused", account["uid"] if account else NOBODY, at=at, detail={"address": address})


def _append(conn, action: str, uid: str, *, at: dt.datetime, detail: dict) -> None:
    events.append(conn, at=at, actor=uid, action=action, object_kind="account", object_id=uid, detail=detail)
