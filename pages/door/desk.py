"""The door's own addresses: signing in and out, changing the password, asking whether one is still in."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pages.door import clock, cookies, forms, notices, single_sign_on
from pages.door.accounts import context_words
from pages.door.gate import IDENTITY
from pages.door.limits import limits
from pages.door.onward import onward
from pages.door.open_store import region, store
from pages.door.passwords import WeakPassword
from pages.door.presence import presence
from pages.door.sign_in import Refused, change_password, sign_in, sign_out

REFUSED = "用户名或密码不正确，或账号暂时不能登录。"
AWAY = "统一身份认证暂时不可用，请稍后再试，或用本平台的用户名和密码登录。"
NOT_ADMITTED = "统一身份认证没有通过，或您在本平台还没有账号。请联系系统管理员，或用用户名和密码登录。"
STALE = "页面已过期，请重新填写。"
# A refusal takes so long whatever its reason: its time must not tell a locked account from one that never was.
REFUSAL_SECONDS = 0.4
# Two at a time, as the hashing: a burst of sign-ins waits here, not in the threads that serve those inside.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="door-desk")


async def login(request: Request) -> Response:
    """GET: the form. POST: a session, or one message for every kind of failure."""
    if request.method == "GET":
        if request.scope[IDENTITY]:
            return RedirectResponse(onward(request.query_params.get("next")), 303)
        return forms.sign_in_page(request, onward=onward(request.query_params.get("next")))
    try:
        fields = await forms.read(request)
    except forms.BadForm:
        return forms.sign_in_page(request, onward="/", problem=STALE, status=400)
    target = onward(fields.get("next"))
    started = time.monotonic()
    try:
        token = await _away(
            sign_in, store(), uid=fields.get("uid", "").strip().lower(), password=fields.get("password", ""),
            address=_address(request), at=clock.wall(), limits=limits(),
        )  # fmt: skip
    except Refused:
        await _no_sooner_than(started + REFUSAL_SECONDS)
        return forms.sign_in_page(request, onward=target, problem=REFUSED, status=403)
    return _inside(request, token, target)


async def leave(request: Request) -> Response:
    """Off to the identity provider, where one is configured."""
    of = single_sign_on.provider()
    if of is None:
        return notices.unknown()
    word, journey = single_sign_on.journeys().begin(onward(request.query_params.get("next")), at=clock.wall())
    try:
        response = RedirectResponse(await _away(single_sign_on.way_out, of, journey), 303)
    except single_sign_on.ProviderAway:
        return forms.sign_in_page(request, onward=journey.onward, problem=AWAY, status=502)
    cookies.write(response, request, cookies.JOURNEY, word, longest=int(single_sign_on.WAITS.total_seconds()))
    return response


async def come_back(request: Request) -> Response:
    """Back from the identity provider: a session, or one message for every kind of failure."""
    of, at = single_sign_on.provider(), clock.wall()
    if of is None:
        return notices.unknown()
    word, told = cookies.read(request, cookies.JOURNEY), request.query_params
    try:
        journey = single_sign_on.journeys().end(word, told.get("state", ""), at=at)
        uid = await _away(single_sign_on.name_told, of, journey, told.get("code", ""), at=at)
        token = await _away(single_sign_on.admit, store(), uid=uid, address=_address(request), at=at)
    except single_sign_on.NotAdmitted:
        response = forms.sign_in_page(request, onward="/", problem=NOT_ADMITTED, status=403)
    else:
        response = _inside(request, token, journey.onward)
    cookies.drop(response, request, cookies.JOURNEY)
    return response


async def logout(request: Request) -> Response:
    """End the session: at once when the click was on our own page, else after asking."""
    identity = request.scope[IDENTITY]
    if identity is None:
        return RedirectResponse("/login", 303)
    if request.method == "POST":
        try:
            await forms.read(request)
        except forms.BadForm:
            return forms.sign_out_page(request)
    elif request.headers.get("sec-fetch-site") not in ("same-origin", "none"):
        return forms.sign_out_page(request)
    await _away(sign_out, store(), session=identity.session, uid=identity.user.uid, at=clock.wall())
    presence().forget(identity.session)
    response = RedirectResponse("/login", 303)
    cookies.drop(response, request, cookies.SESSION)
    return response


async def password(request: Request) -> Response:
    """Change one's own password; the only page there is while the one-time password is in use."""
    identity = request.scope[IDENTITY]
    show = partial(
        forms.password_page,
        request,
        uid=identity.user.uid,
        forced=identity.must_change,
        shortest=limits().password_shortest,
    )
    if request.method == "GET":
        return show()
    try:
        fields = await forms.read(request)
    except forms.BadForm:
        return show(problem=STALE, status=400)
    if fields.get("new", "") != fields.get("again", ""):
        return show(problem="两次输入的新密码不一致。", status=400)
    user = identity.user
    try:
        token = await _away(
            change_password, store(), uid=user.uid, old=fields.get("old", ""), new=fields.get("new", ""),
            address=_address(request), at=clock.wall(), limits=limits(),
            context=context_words(region(), user.uid, user.name),
        )  # fmt: skip
    except WeakPassword as weak:
        return show(problem=str(weak), status=400)
    except Refused:
        return show(problem="原密码不正确，或账号暂时锁定。", status=403)
    presence().forget(identity.session)
    return _inside(request, token, "/")


async def session(request: Request) -> Response:
    """204 while the session lives; the gate answers 401 once it does not. The page's script asks after a break."""
    return Response(status_code=204)


async def style(request: Request) -> Response:
    """The style of the door's pages."""
    return Response(forms.style(), media_type="text/css")


async def icon(request: Request) -> Response:
    """The icon in the browser's tab."""
    return Response(forms.icon(), media_type="image/svg+xml")


async def _no_sooner_than(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))


def _inside(request: Request, token: str, target: str) -> Response:
    response = RedirectResponse(target, 303)
    cookies.write(response, request, cookies.SESSION, token)
    return response


def _address(request: Request) -> str:
    """Where the request came from: the proxy's word for it only when the proxy is on this machine (uvicorn's rule)."""
    return request.client.host if request.client else "unknown"


async def _away(function, *arguments, **named):
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(function, *arguments, **named))
