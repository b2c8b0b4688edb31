"""Keeping accounts: made with a one-time password, changed, shut; each step one transaction with its audit event."""

import datetime as dt
import re
from collections.abc import Collection

from data.reference.region import Region
from data.store import accounts, events, sessions, supply
from data.store.accounts import NoSuchAccount
from data.store.engine import Store
from data.store.scope import EVERYTHING
from pages.door import passwords
from pages.registry import ROLES

UID = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
FIRST_NAMES = {
    "leader": "州领导",
    "bureau": "州级部门",
    "staff": "州工作专班",
    "clerk": "填报员",
    "enterprise": "保供企业",
    "admin": "系统管理员",
}


class BadAccount(Exception):
    """The name, role and scope given do not make an account; the message says what is wrong."""


class LastAdministrator(Exception):
    """Nobody would be left to keep accounts."""


def ensure_first_accounts(store: Store, region: Region, *, now: dt.datetime) -> list[tuple[str, str, str]]:
    """One account a role where there is none at all: (uid, role, one-time password), to be printed once.

    The clerk gets the first county, the enterprise account the first enterprise (none without enterprises).
    """
    with store.reading() as conn:
        if accounts.number(conn):
            return []
        firms = supply.enterprises(conn, scope=EVERYTHING, as_known=None)
    made = []
    for role in ROLES:
        counties, enterprise, name = None, None, FIRST_NAMES[role]
        if role == "clerk":
            county = region.counties.iloc[0]
            counties, name = [county["county"]], county["short"] + name
        if role == "enterprise":
            if firms.empty:
                continue
            enterprise, name = firms.iloc[0]["enterprise"], firms.iloc[0]["name"]
        password = create(
            store, by="setup", uid=role, name=name, role=role, counties=counties, enterprise=enterprise, at=now
        )
        made.append((role, role, password))
    return made


def create(
    store: Store,
    *,
    by: str,
    uid: str,
    name: str,
    role: str,
    counties: Collection[str] | None,
    enterprise: str | None,
    at: dt.datetime,
) -> str:
    """A new account; the answer is its one-time password, kept nowhere else. Raises BadAccount."""
    _check(uid=uid, name=name, role=role, counties=counties, enterprise=enterprise)
    password = passwords.one_time_password()
    hashed = passwords.make_hash(password)
    with store.noting() as conn:
        if accounts.find(conn, uid):
            raise BadAccount(f"用户名 {uid} 已存在。")
        accounts.create(
            conn, uid=uid, name=name, role=role, counties=counties, enterprise=enterprise, password_hash=hashed, at=at
        )
        detail = {"role": role, "counties": _listed(counties), "enterprise": enterprise}
        _append(conn, "create_account", uid, by=by, at=at, detail=detail)
    return password


def change(
    store: Store,
    *,
    by: str,
    uid: str,
    name: str,
    role: str,
    counties: Collection[str] | None,
    enterprise: str | None,
    at: dt.datetime,
) -> None:
    """Another name, role or scope; what was open with the old ones closes. Raises BadAccount, LastAdministrator."""
    _check(uid=uid, name=name, role=role, counties=counties, enterprise=enterprise)
    with store.noting() as conn:
        before = _present(conn, uid)
        accounts.change(conn, uid, name=name, role=role, counties=counties, enterprise=enterprise)
        _keep_an_administrator(conn, before)
        sessions.end_all(conn, uid, at=at)
        detail = {
            "before": {key: before[key] for key in ("name", "role", "counties", "enterprise")},
            "after": {"name": name, "role": role, "counties": _listed(counties), "enterprise": enterprise},
        }
        _append(conn, "change_account", uid, by=by, at=at, detail=detail)


def set_disabled(store: Store, *, by: str, uid: str, disabled: bool, at: dt.datetime) -> None:
    """Shut an account out (its open pages close within seconds), or let it in again. Raises LastAdministrator."""
    with store.noting() as conn:
        before = _present(conn, uid)
        accounts.set_disabled(conn, uid, disabled)
        _keep_an_administrator(conn, before)
        sessions.end_all(conn, uid, at=at)
        _append(conn, "disable_account" if disabled else "enable_account", uid, by=by, at=at, detail={})


def reset_password(store: Store, *, by: str, uid: str, at: dt.datetime) -> str:
    """A new one-time password, which also unlocks; every session of the account ends. Raises NoSuchAccount."""
    password = passwords.one_time_password()
    hashed = passwords.make_hash(password)
    with store.noting() as conn:
        accounts.set_password(conn, uid, password_hash=hashed, must_change=True, at=at)
        sessions.end_all(conn, uid, at=at)
        _append(conn, "reset_password", uid, by=by, at=at, detail={})
    return password


def end_sessions(store: Store, *, by: str, uid: str, at: dt.datetime) -> int:
    """Close everything an account has open; how many sessions that were."""
    with store.noting() as conn:
        ended = sessions.end_all(conn, uid, at=at)
        _append(conn, "end_sessions", uid, by=by, at=at, detail={"sessions": ended})
    return ended


def context_words(region: Region, uid: str, name: str) -> list[str]:
    """The words somebody who knows this place and person would try first."""
    places = [region.id, region.name, region.short, *region.counties["name"], *region.counties["short"]]
    return [uid, name, *places]


def _check(*, uid: str, name: str, role: str, counties: Collection[str] | None, enterprise: str | None) -> None:
    if not UID.fullmatch(uid):
        raise BadAccount("用户名须为 2–32 个小写字母、数字或 . _ -,并以字母或数字开头。")
    if not name.strip():
        raise BadAccount("请填写姓名或单位名称。")
    if role not in ROLES:
        raise BadAccount("请选择角色。")
    if role == "clerk" and not counties:
        raise BadAccount("县市填报员须指定县市。")
    if role in ("enterprise", "admin") and counties is not None:
        raise BadAccount("企业和管理员账号不指定县市。")
    if counties is not None and not counties:
        raise BadAccount("请指定县市,或不限县市。")
    if (role == "enterprise") != bool(enterprise):
        raise BadAccount("保供企业账号须指定企业;其他角色不指定企业。")


def _present(conn, uid: str) -> dict:
    found = accounts.find(conn, uid, to_change=True)
    if found is None:
        raise NoSuchAccount(uid)
    return found


def _keep_an_administrator(conn, before: dict) -> None:
    if before["role"] == "admin" and accounts.number(conn, role="admin") == 0:
        raise LastAdministrator("至少要保留一个可用的系统管理员。")


def _listed(counties: Collection[str] | None) -> list[str] | None:
    return None if counties is None else sorted(counties)


def _append(conn, action: str, uid: str, *, by: str, at: dt.datetime, detail: dict) -> None:
    events.append(conn, at=at, actor=by, action=action, object_kind="account", object_id=uid, detail=detail)
