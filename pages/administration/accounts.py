"""账号管理: who may sign in, in which role and for which counties. The writes are pages/door/accounts.py's."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake.approval import DUTIES
from data.store import accounts as account_store
from data.store import sessions, supply
from data.store.scope import EVERYTHING
from pages.administration import access, sign_in_rules
from pages.door import accounts, clock
from pages.door.accounts import BadAccount, Draft, LastAdministrator
from pages.door.identity import User
from pages.door.limits import limits
from pages.door.open_store import region, store
from pages.door.session import require
from pages.parts import filters
from pages.parts.tables import Field, listing
from pages.registry import ROLES

FIELDS = {
    "uid": Field(title="用户名", pinned=True, width=90),
    "name": Field(title="姓名或单位", width=130),
    "role": Field(title="角色", words=ROLES, width=90),
    "scope": Field(title="范围", width=100),
    "duty": Field(title="职责", width=75),
    "state": Field(title="状态", width=80),
    "open": Field(title="在线", kind="number", width=55),
    "changed": Field(title="改密日期", width=95),
}
WHOLE = "全域"


def page() -> None:
    """The list beside the panel that acts on one account or makes a new one."""
    require("accounts")
    st.title("账号管理")
    _show_outcome()
    access.tell_token()
    everyone = _everyone()
    left, right = st.columns([5, 2], gap="large")
    with left:
        search = filters.search("q", "查找用户名或姓名")
        listing(_matching(everyone, search), FIELDS, key="accounts", alt="账号列表", empty="没有符合条件的账号")
        st.caption("角色、范围或密码一有变动，该账号已打开的页面随即退出。每一步都记入操作日志。")
        sign_in_rules.show()
    with right:
        task = filters.switch("task", "操作", {"change": "处理账号", "create": "新建账号"})
        if task == "create":
            _creation()
        else:
            _handling(everyone)


def _everyone() -> pd.DataFrame:
    now = clock.wall()
    with store().reading() as conn:
        frame = account_store.everyone(conn)
        duties = account_store.all_duties(conn)
        open_now = sessions.living(conn, seen_since=now - limits().idle, created_since=now - limits().absolute)
    frame["duties"] = [sorted(duties.get(uid, ())) for uid in frame["uid"]]
    frame["duty"] = ["、".join(DUTIES[duty] for duty in held) for held in frame["duties"]]
    firms = _firms()
    frame["scope"] = [_scope_text(row, firms) for row in frame.to_dict("records")]
    frame["state"] = [_state_text(row, now) for row in frame.to_dict("records")]
    frame["open"] = [open_now.get(uid, 0) for uid in frame["uid"]]
    frame["changed"] = [_day_text(at) for at in frame["password_changed_at"]]
    return frame


def _scope_text(row: dict, firms: dict[str, str]) -> str:
    if row["enterprise"]:
        return firms.get(row["enterprise"], row["enterprise"])
    if row["counties"] is None:
        return WHOLE
    names = _county_names()
    return "、".join(names.get(code, code) for code in row["counties"])


def _state_text(row: dict, now: dt.datetime) -> str:
    if row["disabled"]:
        return "已停用"
    if row["locked_until"] is not None and row["locked_until"] > now:
        return "暂时锁定"
    return "待首次改密" if row["must_change"] else "正常"


def _day_text(at: dt.datetime | None) -> str:
    return at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d") if at is not None else "—"


def _matching(everyone: pd.DataFrame, search: str) -> pd.DataFrame:
    wanted = search.strip().lower()
    found = [wanted in uid or wanted in name.lower() for uid, name in zip(everyone["uid"], everyone["name"])]
    return everyone[found]


def _handling(everyone: pd.DataFrame) -> None:
    rows = {row["uid"]: row for row in everyone.to_dict("records")}
    uid = filters.choose("uid", "账号", {uid: f"{uid} · {row['name']}" for uid, row in rows.items()}, every=None)
    row = rows[uid]
    st.text(f"{ROLES[row['role']]} · {row['scope']} · {row['state']} · 在线 {row['open']} 处")
    with st.container(horizontal=True):
        if row["disabled"]:
            st.button("启用", key="enable", on_click=_act, args=("enable", uid))
        else:
            st.button("停用", key="disable", on_click=_act, args=("disable", uid))
        st.button("重置密码", key="reset", on_click=_act, args=("reset", uid))
        st.button("结束登录", key="end", on_click=_act, args=("end", uid), disabled=row["open"] == 0)
    access.show(row)
    with st.expander("修改姓名、角色、范围"):
        _fields(f"change_{uid}", row)
        st.button("保存修改", key=f"save_{uid}", type="primary", on_click=_change, args=(uid,))


def _creation() -> None:
    st.text_input("用户名", key="create_uid", max_chars=32, help="2–32 个小写字母、数字或 . _ -；建好后不能修改")
    _fields("create", {"name": "", "role": "clerk", "counties": None, "enterprise": None})
    st.button("建立账号", key="create", type="primary", on_click=_create)
    st.caption("建立后显示一次性密码，只显示这一次；本人首次登录须改密。")


def _fields(key: str, row: dict) -> None:
    roles, firms = list(ROLES), _firms()
    st.text_input("姓名或单位", value=row["name"], key=f"{key}_name", max_chars=accounts.LONGEST_NAME)
    role = st.selectbox("角色", roles, index=roles.index(row["role"]), format_func=ROLES.__getitem__, key=f"{key}_role")
    if role == "enterprise":
        codes = list(firms)
        index = codes.index(row["enterprise"]) if row["enterprise"] in firms else None
        st.selectbox("企业", codes, index=index, format_func=firms.__getitem__, key=f"{key}_enterprise",
                     placeholder="请选择")  # fmt: skip
    elif role != "admin":
        label = "县市" if role == "clerk" else "县市（不选为全域）"
        known = _county_names()
        st.multiselect(label, list(known), default=row["counties"] or [], format_func=known.__getitem__,
                       key=f"{key}_counties", placeholder="请选择")  # fmt: skip
    if offered := sorted(accounts.DUTIES_OF.get(role, ())):
        held = [duty for duty in offered if duty in row.get("duties", ())]
        st.multiselect("职责", offered, default=held, format_func=DUTIES.__getitem__, key=f"{key}_duties_{role}",
                       placeholder="只填报，不审核不签发")  # fmt: skip


def _draft(key: str, uid: str) -> Draft:
    role = st.session_state[f"{key}_role"]
    counties = st.session_state.get(f"{key}_counties") if role not in ("enterprise", "admin") else None
    enterprise = st.session_state.get(f"{key}_enterprise") if role == "enterprise" else None
    name = st.session_state[f"{key}_name"].strip()
    duties = tuple(st.session_state.get(f"{key}_duties_{role}") or ())
    counties = tuple(counties) if counties else None
    return Draft(uid=uid, name=name, role=role, counties=counties, enterprise=enterprise, duties=duties)


def _create() -> None:
    by = require("accounts", "change")
    uid = st.session_state["create_uid"].strip().lower()
    try:
        password = accounts.create(store(), region(), _draft("create", uid), by=by.uid, at=clock.wall())
    except BadAccount as bad:
        _tell(problem=str(bad))
        return
    _tell(done=f"已建立账号 {uid}。", password=password)
    for name in ("create_uid", "create_name"):
        st.session_state[name] = ""


def _change(uid: str) -> None:
    by = require("accounts", "change")
    try:
        accounts.change(store(), region(), _draft(f"change_{uid}", uid), by=by.uid, at=clock.wall())
    except (BadAccount, LastAdministrator) as bad:
        _tell(problem=str(bad))
        return
    _tell(done=f"已修改账号 {uid}；其打开的页面已退出。")


def _act(task: str, uid: str) -> None:
    by = require("accounts", "change")
    try:
        _tell(**_done(task, uid, by))
    except LastAdministrator as bad:
        _tell(problem=str(bad))


def _done(task: str, uid: str, by: User) -> dict[str, str]:
    now = clock.wall()
    if task == "reset":
        password = accounts.reset_password(store(), by=by.uid, uid=uid, at=now)
        return {"done": f"已重置 {uid} 的密码。", "password": password}
    if task == "end":
        number = accounts.end_sessions(store(), by=by.uid, uid=uid, at=now)
        return {"done": f"已结束 {uid} 的 {number} 处登录。"}
    accounts.set_disabled(store(), by=by.uid, uid=uid, disabled=task == "disable", at=now)
    return {"done": f"已{'停用' if task == 'disable' else '启用'} {uid}。"}


def _tell(**outcome: str) -> None:
    st.session_state["account_outcome"] = outcome


def _show_outcome() -> None:
    """Say once what the last click did; the next run knows nothing of the password any more."""
    outcome = st.session_state.pop("account_outcome", None)
    if outcome is None:
        return
    if "problem" in outcome:
        st.error(outcome["problem"])
        return
    st.success(outcome["done"])
    if "password" in outcome:
        st.code(outcome["password"], language=None)
        st.caption("一次性密码，只显示这一次。请当面或以可靠方式告知本人。")


def _county_names() -> dict[str, str]:
    frame = region().counties
    return dict(zip(frame["county"], frame["short"]))


def _firms() -> dict[str, str]:
    with store().reading() as conn:
        frame = supply.enterprises(conn, scope=EVERYTHING, as_known=None)
    return {code: f"{code} {name}" for code, name in zip(frame["enterprise"], frame["name"])}
