"""Who is reading this page, asked of the database on every run. The first line of every page, callback and fragment."""

import streamlit as st

from pages.door import attempts
from pages.door.identity import Identity, User
from pages.door.presence import presence
from pages.registry import may

__all__ = ["User", "require", "signed_in"]

OVER = "登录已失效（超时、已在别处退出，或账号有变动）。请重新登录。"
NOT_YOURS = "您的账号没有这项权限。"


def signed_in() -> User:
    """The user of this session. Stops the run when there is none: never trust that the router or the gate ran."""
    identity = _identity()
    if identity is None or identity.must_change:
        st.error(OVER, icon=":material/lock:")
        st.link_button("重新登录", "/login")
        st.stop()
    return identity.user


def require(path: str, action: str | None = None) -> User:
    """The user, if the registry lets them open this page (and do this on it); else the run stops with a message."""
    user = signed_in()
    if not may(user.role, path, action):
        attempts.note(user, attempts.PAGE, f"{path}/{action}" if action else path)
        st.error(NOT_YOURS, icon=":material/block:")
        st.stop()
    return user


def _identity() -> Identity | None:
    claimed = st.user.to_dict()
    session = claimed.get("sid")
    if not isinstance(session, str):
        return None
    identity = presence().look_up(session)
    # The headers come from the gate, together; a session under another name is not believed.
    return identity if identity is not None and identity.user.uid == claimed.get("uid") else None
