"""What stands around every page: the title, the mark of demo data, who is signed in and the way out."""

import streamlit as st

from pages.door.forms import product
from pages.door.identity import User
from pages.door.open_store import demo, region
from pages.registry import ROLES

# A local address: a Material icon here would be fetched from the internet.
ICON = "/app/static/favicon.svg"
_DEMO = """<style>
.demo-mark { position: fixed; top: .55rem; left: 50%; transform: translateX(-50%); z-index: 1000000;
  padding: .05rem .75rem; border: 1px solid #c79100; border-radius: 3px; background: #fff8e1;
  color: #7a5600; font-size: .8125rem; letter-spacing: .06em; pointer-events: none; white-space: nowrap; }
@media print { .demo-mark { position: static; display: inline-block; transform: none; } }
</style><div class="demo-mark" role="note">演示数据 · 内容为虚构</div>"""
_WAYS_OUT = """<style>.door-links a { color: #1f5fae; text-decoration: none; margin-right: 1rem; }
.door-links a:hover { text-decoration: underline; }</style>
<nav class="door-links" aria-label="账号"><a href="/password" target="_self">修改密码</a>
<a href="/logout" target="_self">退出登录</a></nav>"""


def set_up() -> None:
    """The browser's tab and the width of the page."""
    st.set_page_config(page_title=product(), page_icon=ICON, layout="wide", initial_sidebar_state="auto")


def show(user: User) -> None:
    """The mark and the sidebar's foot. All markup here is ours; names go through text elements."""
    if demo():
        st.html(_DEMO)
    with st.sidebar:
        st.text(f"{user.name}\n{ROLES[user.role]} · {_scope_of(user)}")
        st.html(_WAYS_OUT)


def _scope_of(user: User) -> str:
    if user.scope.enterprise is not None:
        return f"企业 {user.scope.enterprise}"
    if user.scope.counties is None:
        return region().short
    names = region().counties.set_index("county")["short"]
    return "、".join(str(names.get(code, code)) for code in sorted(user.scope.counties))
