"""Keeping accounts: made with a one-time password, changed, shut; each step one transaction with its audit event."""

import datetime as dt
import re
from dataclasses import asdict, dataclass, replace

from data.reference.region import Region
from data.store import accounts, events, sessions, supply
from data.store.accounts import NoSuchAccount
from data.store.engine import Store
from data.store.scope import EVERYTHING
from pages.door import passwords
from pages.registry import ROLES

UID = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
LONGEST_NAME = 40
FIRST_NAMES = {
    "leader": "州领导",
    "bureau": "州级部门",
    "staff": "州工作专班",
    "clerk": "填报员",
    "enterprise": "保供企业",
    "admin": "系统管理员",
}

DUTIES_OF = {"clerk": frozenset({"review"}), "bureau": frozenset({"review", "issue"})}
"""Which duties beyond the role an account of each role may be given."""


class BadAccount(Exception):
    """The name, role and scope given do not make an account; the message says what is wrong."""


class LastAdministrator(Exception):
    """Nobody would be left to keep accounts."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An account as somebody wants it. `counties` is None for the whole region."""

    uid: str
    name: str
    role: str
    counties: tuple[str, ...] | None = None
    enterprise: str | None = None
    duties: tuple[str, ...] = ()


def ensure_first_accounts(store: Store, region: Region, *, now: dt.datetime) -> list[tuple[str, str, str]]:
    """One account a role where there is none at all: (uid, role, one-time password), to be printed once.

    The clerk gets the first county, the enterprise account the first enterprise (none without enterprises).
    """
    with store.reading() as conn:
        if accounts.number(conn):
            return []
        firms = supply.enterprises(conn, scope=EVERYTHING, as_known=None)
    drafts = {role: Draft(uid=role, role=role, name=FIRST_NAMES[role]) for role in ROLES}
    county = region.counties.iloc[0]
    drafts["clerk"] = Draft(
        uid="clerk", role="clerk", name=county["short"] + FIRST_NAMES["clerk"], counties=(county["county"],),
        duties=("review",),
    )  # fmt: skip
    drafts["bureau"] = replace(drafts["bureau"], duties=("issue",))
    if firms.empty:
        del drafts["enterprise"]
    else:
        firm = firms.iloc[0]
        drafts["enterprise"] = Draft(
            uid="enterprise", role="enterprise", name=firm["name"][:LONGEST_NAME], enterprise=firm["enterprise"]
        )
    return [(d.uid, d.role, create(store, region, d, by="setup", at=now)) for d in drafts.values()]


def create(store: Store, region: Region, draft: Draft, *, by: str, at: dt.datetime) -> str:
    """A new account; the answer is its one-time password, kept nowhere else. Raises BadAccount."""
    _check(draft)
    password = passwords.one_time_password()
    hashed = passwords.make_hash(password)
    with store.noting() as conn:
        _check_scope(conn, region, draft)
        if accounts.find(conn, draft.uid):
            raise BadAccount(f"用户名 {draft.uid} 已存在。")
        accounts.create(conn, **_columns(draft), password_hash=hashed, at=at)
        accounts.set_duties(conn, draft.uid, draft.duties)
        _append(conn, "create_account", draft.uid, by=by, at=at, detail=_described(asdict(draft)))
    return password


def change(store: Store, region: Region, draft: Draft, *, by: str, at: dt.datetime) -> None:
    """Another name, role or scope; what was open with the old ones closes. Raises BadAccount, LastAdministrator."""
    _check(draft)
    with store.noting() as conn:
        _check_scope(conn, region, draft)
        before = _present(conn, draft.uid) | {"duties": sorted(accounts.duties(conn, draft.uid))}
        accounts.change(conn, **_columns(draft))
        accounts.set_duties(conn, draft.uid, draft.duties)
        _keep_an_administrator(conn, before)
        sessions.end_all(conn, draft.uid, at=at)
        detail = {"before": _described(before), "after": _described(asdict(draft))}
        _append(conn, "change_account", draft.uid, by=by, at=at, detail=detail)


def set_disabled(store: Store, *, by: str, uid: str, disabled: bool, at: dt.datetime) -> None:
    """Shut an account out (its open pages close within seconds), or let it in again. Raises LastAdministrator."""
    with store.noting() as conn:
        before = _present(conn, uid)
        accounts.set_disabled(conn, uid, disabled)
        _keep_an_administrator(conn, before)
        sessions.end_all(conn, uid, at=at)
        _append(conn, "disable_account" if disabled else "enable_account", uid, by=by, at=at)


def reset_password(store: Store, *, by: str, uid: str, at: dt.datetime) -> str:
    """A new one-time password, which also unlocks; every session of the account ends. Raises NoSuchAccount."""
    password = passwords.one_time_password()
    hashed = passwords.make_hash(password)
    with store.noting() as conn:
        accounts.set_password(conn, uid, password_hash=hashed, must_change=True, at=at)
        sessions.end_all(conn, uid, at=at)
        _append(conn, "reset_password", uid, by=by, at=at)
    return password


def end_sessions(store: Store, *, by: str, uid: str, at: dt.datetime) -> int:
    """Close everything an account has open; how many sessions that were."""
    with store.noting() as conn:
        ended = sessions.end_all(conn, uid, at=at)
        _append(conn, "end_sessions", uid, by=by, at=at, detail={"sessions": ended})
    return ended


def end_session(store: Store, *, by: str, uid: str, session: str, at: dt.datetime) -> None:
    """Close one of an account's sessions."""
    with store.noting() as conn:
        sessions.end(conn, session, at=at)
        _append(conn, "end_sessions", uid, by=by, at=at, detail={"sessions": 1})


def context_words(region: Region, uid: str, name: str) -> list[str]:
    """The words somebody who knows this place and person would try first."""
    return [uid, name, region.id, region.name, region.short, *region.counties["name"], *region.counties["short"]]


def _check(draft: Draft) -> None:
    if not UID.fullmatch(draft.uid):
        raise BadAccount("用户名须为 2–32 个小写字母、数字或 . _ -，并以字母或数字开头。")
    if not 1 <= len(draft.name.strip()) <= LONGEST_NAME:
        raise BadAccount(f"请填写姓名或单位名称，不超过 {LONGEST_NAME} 字。")
    if draft.role not in ROLES:
        raise BadAccount("请选择角色。")
    if draft.role == "clerk" and not draft.counties:
        raise BadAccount("县市填报员须指定县市。")
    if draft.role in ("enterprise", "admin") and draft.counties is not None:
        raise BadAccount("企业和管理员账号不指定县市。")
    if not set(draft.duties) <= DUTIES_OF.get(draft.role, frozenset()):
        raise BadAccount("审核职责只给县市账号，签发职责只给州级部门账号。")
    if "issue" in draft.duties and draft.counties is not None:
        raise BadAccount("签发职责须不限县市。")
    if draft.counties == ():
        raise BadAccount("请指定县市，或不限县市。")
    if (draft.role == "enterprise") != bool(draft.enterprise):
        raise BadAccount("保供企业账号须指定企业；其他角色不指定企业。")


def _check_scope(conn, region: Region, draft: Draft) -> None:
    if not set(draft.counties or ()) <= set(region.counties["county"]):
        raise BadAccount("没有这个县市。")
    if draft.enterprise is not None:
        firms = supply.enterprises(conn, scope=EVERYTHING, as_known=None)
        if draft.enterprise not in set(firms["enterprise"]):
            raise BadAccount("没有这家企业。")


def _columns(draft: Draft) -> dict:
    return {name: value for name, value in asdict(draft).items() if name != "duties"}


def _present(conn, uid: str) -> dict:
    found = accounts.find(conn, uid, to_change=True)
    if found is None:
        raise NoSuchAccount(uid)
    return found


def _keep_an_administrator(conn, before: dict) -> None:
    if before["role"] == "admin" and accounts.number(conn, role="admin") == 0:
        raise LastAdministrator("至少要保留一个可用的系统管理员。")


def _described(account: dict) -> dict:
    counties = account["counties"]
    named = {key: account[key] for key in ("name", "role", "enterprise")}
    duties = sorted(account.get("duties") or ())
    return {**named, "counties": None if counties is None else sorted(counties), "duties": duties}


def _append(conn, action: str, uid: str, *, by: str, at: dt.datetime, detail: dict | None = None) -> None:
    events.append(conn, at=at, actor=by, action=action, object_kind="account", object_id=uid, detail=detail or {})
