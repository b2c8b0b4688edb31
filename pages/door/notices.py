"""What the door says when it turns somebody away, and what is said when something broke."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from data.intake import unserved
from data.store.unserved import Unserved
from pages.door import forms
from pages.door.headers import HEADERS

TYPED = "door_typed"
_HOME = '<a class="button" href="/">返回首页</a>'


def forbidden() -> Response:
    """Signed in, but not for this."""
    return forms.page(
        "无权访问", f"<p>您的账号没有打开这个页面的权限。如有需要，请联系系统管理员。</p>{_HOME}", status=403
    )


def unknown() -> Response:
    """No such address."""
    return forms.page("页面不存在", f"<p>没有这个页面。链接可能已失效，或输入有误。</p>{_HOME}", status=404)


async def failed(request: Request, error: Exception) -> Response:
    """Something broke in front of Streamlit (the database is away, say): no detail leaves the server; its log has it.

    Starlette answers this outside of all middleware, so the headers are put on here.
    """
    known = isinstance(error, Unserved)
    why = unserved.told(error) if known else "系统暂时无法完成这次请求，没有保存任何内容。请稍候再试"
    response = forms.page("暂时无法处理", f"<p>{why}。</p>{_HOME}", status=503 if known else 500)
    response.headers.update({**HEADERS, "Cache-Control": "no-store"})
    return response


def interrupted(error: Exception) -> bool:
    """Told in place of the page whose run, or whose button, the database could not serve; True where that was it."""
    if not isinstance(error, Unserved):
        return False
    keep_typed()
    st.error(f"{unserved.told(error)}。您在页面上填写的文字还在，回去后可以再试。", icon=":material/error:")
    st.button("回到刚才的页面", key="door_again")
    return True


def keep_typed() -> None:
    """Keep what people typed on a page that could not be drawn, for :func:`put_back`.

    A browser forgets the fields of a page that is not there, and is told a field's value only by the run that draws it.
    """
    st.session_state[TYPED] = {
        key: value for key, value in st.session_state.to_dict().items() if isinstance(value, str)
    }


def put_back() -> None:
    """Hand what was kept to the fields of the page that is about to be drawn; each run of the menu begins with it."""
    for key, value in st.session_state.pop(TYPED, {}).items():
        st.session_state[key] = value
