"""What an account has open just now, and the interface's tokens of its enterprise: seen and ended one by one."""

import streamlit as st

from data.store import api, sessions
from pages.api import tokens
from pages.door import accounts, clock
from pages.door.limits import limits
from pages.door.open_store import store
from pages.door.presence import presence
from pages.door.session import require
from pages.parts import number

FRESH = "access_fresh"
SHOWN_TOKENS = 5


def show(row: dict) -> None:
    """The sessions of an account; of an enterprise's account its tokens too."""
    now = clock.wall()
    with store().reading() as conn:
        seen, created = now - limits().idle, now - limits().absolute
        inside = sessions.open_ones(conn, row["uid"], seen_since=seen, created_since=created)
        keys = api.tokens(conn, enterprise=row["enterprise"]) if row["enterprise"] else []
    if inside:
        with st.expander(f"在线的登录（{len(inside)} 处）"):
            for n, one in enumerate(inside):
                _session(row["uid"], one, n)
    if row["enterprise"]:
        with st.expander("接口令牌（企业自有系统报送用）"):
            for key in keys[:SHOWN_TOKENS]:
                _token(key)
            st.button("签发新令牌", key="token_issue", on_click=_issue, args=(row["enterprise"],))


def tell_token() -> None:
    """Show a new token once; the next run knows nothing of it any more."""
    token = st.session_state.pop(FRESH, None)
    if token is not None:
        st.success("已签发接口令牌。")
        st.code(token, language=None)
        st.caption("令牌只显示这一次，系统只存其摘要。请以可靠方式交给企业；遗失请吊销后重新签发。")


def _session(uid: str, one: dict, n: int) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.text(f"{one['address']}\n登录 {number.stamp(one['created_at'])}\n最近使用 {number.stamp(one['seen_at'])}")
    right.button("结束", key=f"session_end_{n}", on_click=_end, args=(uid, one["token_hash"]))


def _token(key: dict) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    used = number.stamp(key["used_at"]) or "从未使用"
    ended = f"\n已吊销 {number.stamp(key['revoked_at'])}" if key["revoked_at"] else ""
    left.text(f"第 {key['id']} 号\n签发 {number.stamp(key['issued_at'])}\n最近使用 {used}{ended}")
    if not key["revoked_at"]:
        right.button("吊销", key=f"token_revoke_{key['id']}", on_click=_revoke, args=(key["id"],))


def _end(uid: str, session: str) -> None:
    by = require("accounts", "change")
    accounts.end_session(store(), by=by.uid, uid=uid, session=session, at=clock.wall())
    presence().forget(session)


def _issue(enterprise: str) -> None:
    by = require("accounts", "change")
    st.session_state[FRESH] = tokens.issue(store(), enterprise=enterprise, by=by.uid, at=clock.wall())


def _revoke(token: int) -> None:
    by = require("accounts", "change")
    tokens.revoke(store(), token, by=by.uid, at=clock.wall())
