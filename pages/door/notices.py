"""What the door says when it turns somebody away."""

from starlette.requests import Request
from starlette.responses import Response

from pages.door import forms
from pages.door.headers import HEADERS

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
    body = f"<p>系统暂时无法完成这次请求，没有保存任何内容。请稍候再试。</p>{_HOME}"
    response = forms.page("暂时无法处理", body, status=500)
    response.headers.update({**HEADERS, "Cache-Control": "no-store"})
    return response
