"""Single sign-on against a real provider on this machine: in with an account, and in no other way."""

import asyncio
import datetime as dt
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from data.store import accounts, events
from data.store.scope import EVERYTHING
from pages.door import clock, open_store, single_sign_on
from pages.door.gate import Gate
from pages.door.routes import ROUTES
from tests.pages.door.identity_provider import CLIENT, SECRET, IdentityProvider

HOST = "http://here"
SESSION = "monitor_session"


@pytest.fixture(scope="module")
def provider():
    made = IdentityProvider()
    yield made
    made.close()


@pytest.fixture
def configured(provider, page_store):
    """The installation's local folder names the provider; the provider tells the truth."""
    provider.user, provider.changes, provider.foreign_key = "leader", {}, False
    file = open_store.settings().local / single_sign_on.FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'issuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'redirect = "{HOST}/login/sso/back"\nlabel = "政务统一身份"\n',
        encoding="utf-8",
    )
    single_sign_on.journeys.cache_clear()
    yield provider
    file.unlink()


def ask(path: str, cookies: dict | None = None, **params: str) -> httpx.Response:
    async def go():
        transport = httpx.ASGITransport(Gate(Starlette(routes=ROUTES)))
        async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=cookies or {}) as client:
            return await client.get(path, params=params or None)

    return asyncio.run(go())


def travel(onward: str = "/") -> tuple[dict, dict]:
    """Leave for the provider and be sent back: the cookies, and what the way back says."""
    left = ask("/login/sso", next=onward)
    assert left.status_code == 303
    back = httpx.get(left.headers["location"]).headers["location"]
    return dict(left.cookies), {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def arrive(cookies: dict, said: dict) -> httpx.Response:
    return ask("/login/sso/back", cookies, **said)


def is_inside(answer: httpx.Response) -> bool:
    return answer.cookies.get(SESSION) is not None and ask("/session", dict(answer.cookies)).status_code == 204


def test_who_has_an_account_comes_in_where_they_wanted_to_go(configured, page_store):
    answer = arrive(*travel("/overview?on=2020-03-15"))

    assert (answer.status_code, answer.headers["location"]) == (303, "/overview?on=2020-03-15")
    assert is_inside(answer)
    with page_store.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="account", object_id="leader")
    assert told["action"].iloc[-1] == "sign_in"
    assert told["detail"].iloc[-1]["by"] == "single sign-on"


def test_the_sign_in_page_offers_it_by_its_own_name(configured):
    text = ask("/login", next="/entities").text

    assert 'href="/login/sso?next=%2Fentities"' in text
    assert "政务统一身份" in text


def test_without_a_configuration_there_is_no_such_door_and_nobody_is_asked(provider, page_store):
    before = list(provider.asked)

    assert ask("/login/sso").status_code == ask("/login/sso/back", code="x", state="y").status_code == 404
    assert "/login/sso" not in ask("/login").text
    assert provider.asked == before


@pytest.mark.parametrize("user", ["stranger", "", "leader'--"])
def test_whom_we_do_not_know_stays_outside(configured, user):
    configured.user = user

    answer = arrive(*travel())

    assert answer.status_code == 403
    assert not is_inside(answer)


def test_a_disabled_account_stays_outside(configured, page_store):
    with page_store.noting() as conn:
        accounts.set_disabled(conn, "leader", True)

    assert arrive(*travel()).status_code == 403


def test_a_one_time_password_is_void_after_the_first_single_sign_on(configured, page_store):
    with page_store.noting() as conn:
        accounts.set_password(conn, "leader", password_hash="$argon2id$old", must_change=True, at=clock.wall())

    assert is_inside(arrive(*travel()))
    with page_store.reading() as conn:
        account = accounts.find(conn, "leader")
    assert not account["must_change"]
    assert account["password_hash"] != "$argon2id$old"


LONG_AGO = int(dt.datetime(2019, 1, 1, tzinfo=dt.UTC).timestamp())


@pytest.mark.parametrize(
    "changes",
    [{"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"iss": "http://evil.example"}, {"exp": LONG_AGO},
     {"exp": None}, {"preferred_username": None}],
)  # fmt: skip
def test_a_token_that_is_not_for_us_and_now_is_not_believed(configured, changes):
    configured.changes = changes

    assert arrive(*travel()).status_code == 403


def test_a_token_of_another_key_is_not_believed(configured):
    configured.foreign_key = True

    assert arrive(*travel()).status_code == 403


def test_the_way_back_is_gone_once_by_the_browser_that_left(configured):
    cookies, said = travel()

    assert arrive({}, said).status_code == 403
    cookies, said = travel()
    assert arrive(cookies, said | {"state": "forged"}).status_code == 403
    cookies, said = travel()
    assert is_inside(arrive(cookies, said))
    assert arrive(cookies, said).status_code == 403


def test_who_takes_too_long_leaves_again(configured):
    begun = single_sign_on.journeys()
    word, journey = begun.begin("/", at=clock.wall())

    with pytest.raises(single_sign_on.NotAdmitted):
        begun.end(word, journey.state, at=clock.wall() + single_sign_on.WAITS)


def test_a_provider_that_is_away_is_told_and_the_password_still_works(configured):
    file = open_store.settings().local / single_sign_on.FILE
    file.write_text(file.read_text(encoding="utf-8").replace(configured.issuer, "http://127.0.0.1:9"), encoding="utf-8")

    answer = ask("/login/sso")

    assert answer.status_code == 502
    assert "暂时不可用" in answer.text
    assert 'name="password"' in answer.text
