"""What stands around every page: the name of the product, the mark of demo data, who is signed in, the way out."""

from functools import cache
from html import escape

import streamlit as st

from pages.door.forms import NAME, product
from pages.door.identity import User
from pages.door.open_store import demo, region
from pages.registry import ROLES

# A local address: a Material icon here would be fetched from the internet.
ICON = "/app/static/favicon.svg"
_MENU_WIDTH = 244  # pixels: leaves 1120 for the page on the offices' 1366 x 768 screens
_DEMO = """<style>
[data-testid="stElementContainer"]:has(.demo-mark) { position: absolute; height: 0; }
.demo-mark { position: fixed; top: .5rem; left: 50%; transform: translateX(-50%); z-index: 1000000;
  padding: .05rem .75rem; border: 1px solid #c79100; border-radius: 3px; background: #fff8e1;
  color: #7a5600; font-size: .8125rem; letter-spacing: .06em; pointer-events: none; white-space: nowrap; }
@media print { .demo-mark { position: static; display: inline-block; transform: none; } }
</style><div class="demo-mark" role="note">演示数据 · 内容为虚构</div>"""
_FOOT = """<style>
[data-testid="stMainBlockContainer"] { padding-left: 2rem; padding-right: 2rem; }
[data-testid="stSidebarUserContent"] [data-testid="stText"] { font-size: .8125rem; line-height: 1.6; color: #5b6776; }
.door-links { font-size: .8125rem; }
.door-links a { color: #1f5fae; text-decoration: none; margin-right: 1rem; }
.door-links a:hover { text-decoration: underline; }
@media print { [data-testid="stSidebar"], [data-testid="stToolbar"] { display: none; } }
</style><nav class="door-links" aria-label="账号"><a href="/password" target="_self">修改密码</a>
<a href="/logout" target="_self">退出登录</a></nav>"""


def set_up() -> None:
    """The browser's tab, the width of page and menu, the name of the product."""
    st.set_page_config(page_title=product(), page_icon=ICON, layout="wide", initial_sidebar_state=_MENU_WIDTH)
    st.logo(_wordmark(region().short), size="large")


def show(user: User) -> None:
    """The mark and the menu's foot. All markup here is ours; people's names go through text elements."""
    if demo():
        st.html(_DEMO)
    with st.sidebar:
        st.text(f"{user.name}\n{ROLES[user.role]} · {_scope_of(user)}")
        st.html(_FOOT)


def _scope_of(user: User) -> str:
    if user.scope.enterprise is not None:
        return user.scope.enterprise
    if user.scope.counties is None:
        return region().short
    names = region().counties.set_index("county")["short"]
    return "、".join(str(names.get(code, code)) for code in sorted(user.scope.counties))


@cache
def _wordmark(place: str) -> str:
    """The product's name as a picture: the place above, what it is for below."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {38 + 13 * len(NAME)} 36" '
        "font-family=\"'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif\">"
        '<rect y="2" width="30" height="30" rx="4" fill="#1f5fae"/>'
        '<path d="M7 25v-6h4v6zm6 0v-10h4v10zm6 0V11h4v14z" fill="#fff"/>'
        f'<text x="38" y="13" font-size="11.5" fill="#5b6776">{escape(place)}</text>'
        f'<text x="38" y="30" font-size="13" font-weight="600" fill="#1d2733">{NAME}</text></svg>'
    )
