"""The door's own pages in plain HTML: they need no script, and work where Streamlit's is blocked or still loading."""

import hmac
import re
import secrets
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse

from pages.door import cookies, single_sign_on
from pages.door.open_store import region

_FOLDER = Path(__file__).parent
_LONGEST_BODY = 8192
_WORD = re.compile(r"[A-Za-z0-9_-]{43}")


class BadForm(Exception):
    """What arrived is not a form our own page sent."""


NAME = "保市场主体监测预警平台"


@cache
def product() -> str:
    """What this installation is called."""
    return region().short + NAME


def page(heading: str, body: str, *, status: int = 200, footer: str = "") -> HTMLResponse:
    """One of the door's pages. `body` is markup of ours, with everything foreign escaped."""
    template = Template((_FOLDER / "forms.html").read_text(encoding="utf-8"))
    text = template.substitute(
        heading=escape(heading), body=body, product=escape(product()), region=escape(region().name), footer=footer
    )
    return HTMLResponse(text, status)


def style() -> bytes:
    """The style of these pages."""
    return (_FOLDER / "style.css").read_bytes()


def icon() -> bytes:
    """The icon in the browser's tab."""
    return (_FOLDER.parent / "static" / "favicon.svg").read_bytes()


def sign_in_page(request: Request, *, onward: str, problem: str = "", status: int = 200) -> HTMLResponse:
    """Name and password, please."""
    fields = f"""
<label>用户名<input name="uid" autocomplete="username" autocapitalize="none" required maxlength="64" autofocus></label>
<label>密码<input name="password" type="password" autocomplete="current-password" required maxlength="128"></label>
<input type="hidden" name="next" value="{escape(onward)}">
<button type="submit">登录</button>"""
    footer = "账号由系统管理员开设；连续输错会暂时锁定。" + _other_door(onward)
    return _form(request, "登录", "/login", fields, before=_problem(problem), footer=footer, status=status)


def password_page(
    request: Request, *, uid: str, forced: bool, shortest: int, problem: str = "", status: int = 200
) -> HTMLResponse:
    """A new password, please; `forced` when the one-time password is still in use."""
    why = "<p>首次登录或密码重置后，须先设置自己的密码。</p>" if forced else ""
    fields = f"""<input type="hidden" name="uid" autocomplete="username" value="{escape(uid)}">
<label>原密码<input name="old" type="password" autocomplete="current-password" required
 maxlength="128" autofocus></label>
<label>新密码<input name="new" type="password" autocomplete="new-password" required
 minlength="{shortest}" maxlength="128"></label>
<label>再输一次新密码<input name="again" type="password" autocomplete="new-password" required maxlength="128"></label>
<ul class="hint"><li>至少 {shortest} 个字符，不要求夹杂大小写或符号</li>
<li>不要用地名、单位名、姓名、手机号、生日</li></ul>
<button type="submit">保存新密码</button>"""
    footer = "保存后，其他设备上的登录会全部退出。" + ("" if forced else ' <a href="/">返回平台</a>')
    heading = "设置新密码" if forced else "修改密码"
    return _form(request, heading, "/password", fields, before=why + _problem(problem), footer=footer, status=status)


def sign_out_page(request: Request) -> HTMLResponse:
    """Really?"""
    fields = '<p>确定退出登录？</p><button type="submit">退出登录</button>'
    return _form(request, "退出登录", "/logout", fields, footer='<a href="/">返回平台</a>')


async def read(request: Request) -> dict[str, str]:
    """The fields of a form that our own page sent. Raises BadForm for anything else.

    Double submit: the hidden word must equal the cookie's, which another site can neither read nor set.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            raise BadForm
    try:
        fields = {name: values[0] for name, values in parse_qs(body.decode(), max_num_fields=8).items()}
    except ValueError as error:
        raise BadForm from error
    word, expected = fields.pop("word", ""), cookies.read(request, cookies.FORM)
    origin = request.headers.get("origin")
    ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not (expected and ours and hmac.compare_digest(word.encode(), expected.encode())):
        raise BadForm
    return fields


def _form(
    request: Request, heading: str, action: str, fields: str, *, before: str = "", footer: str = "", status: int = 200
) -> HTMLResponse:
    # One word a browser, so that two open forms do not spoil each other.
    word = cookies.read(request, cookies.FORM) or ""
    if not _WORD.fullmatch(word):
        word = secrets.token_urlsafe(32)
    hidden = f'<input type="hidden" name="word" value="{word}">'
    body = f'{before}<form method="post" action="{action}">{hidden}{fields}</form>'
    response = page(heading, body, status=status, footer=footer)
    cookies.write(response, request, cookies.FORM, word)
    return response


def _other_door(onward: str) -> str:
    """The way to the identity provider, where one is configured."""
    of = single_sign_on.provider()
    if of is None:
        return ""
    return f' <a href="/login/sso?next={quote(onward, safe="")}">使用{escape(of.label)}登录</a>'


def _problem(text: str) -> str:
    return f'<p class="problem" role="alert">{escape(text)}</p>' if text else ""
