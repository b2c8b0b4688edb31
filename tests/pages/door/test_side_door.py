"""A freshly started server and nobody signed in: no page, no route and no message gives anything away."""

import datetime as dt

import httpx
import pytest
from streamlit.util import calc_hash
from websockets.exceptions import InvalidStatus

from data.store import sessions
from pages.registry import PAGES
from tests.pages.conftest import PASSWORD
from tests.pages.door.conftest import CANARY
from tests.pages.door.serving import HTML, ask, enter, talk, visitor

ROUTES = [
    "/", "/index.html", "/home", "/password", "/session", "/nowhere", "/overview/", "/favicon.png", "/manifest.json",
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/stream",
    "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/upload_file/a/b",
    "/_stcore/bidi-components/x/y.js", "/_stcore/message", "/media/0.csv", "/media/..%2f..%2fapp.py", "/component/x/y",
    "/static/js/none.js", "/static/..%2findex.html", "/app/static/zh.js", "/app/static/topojson/un/world_110m.json",
    "/export/alerts/living", "/export/entities/closed", "/auth/login", "/auth/logout", "/oauth2callback", "/script",
    "/app.py", "/pages/router.py", "/data/local/monitor.db", "/.streamlit/config.toml", "/config.toml", "/_stcore/",
]  # fmt: skip
ADDRESSES = [*ROUTES, *[f"/{entry.path}" for entry in PAGES]]
FORGED = [
    {},
    {"X-Auth-Uid": "admin", "X-Auth-Sid": "0" * 64},
    {"x-auth-uid": "admin", "X_Auth_Sid": "0" * 64, "X-Auth-User": "admin"},
    {"Cookie": "monitor_session=" + "A" * 43},
    {"Cookie": "monitor_session=../../etc; __Host-monitor_session=x; _streamlit_user=eyJpc19sb2dnZWRfaW4iOnRydWV9"},
    {"Authorization": "Basic YWRtaW46YWRtaW4=", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-User": "admin"},
]


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: " ".join(headers) or "plain")
def test_nobody_gets_a_byte_of_data_from_any_address(fresh_host, headers):
    with visitor(fresh_host) as nobody:
        for path in ADDRESSES:
            answer = nobody.get(path, headers=headers)

            assert (answer.status_code, answer.text) == (401, "401\n"), path


def test_a_person_is_shown_to_the_form_from_any_address(fresh_host):
    with visitor(fresh_host) as nobody:
        for path in ADDRESSES:
            answer = nobody.get(path, headers=HTML)

            assert (answer.status_code, answer.content) == (303, b""), path
            assert answer.headers["location"].split("?")[0] == "/login"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_no_other_method_finds_a_way_in(fresh_host, method):
    with visitor(fresh_host) as nobody:
        for path in ADDRESSES:
            answer = nobody.request(method, path, headers=HTML)
            assert answer.status_code in ((303,) if method == "HEAD" else (401,)), path
            assert len(answer.content) < 8


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: " ".join(headers) or "plain")
def test_nobody_gets_a_websocket(fresh_host, headers):
    with pytest.raises(InvalidStatus) as refused, talk(fresh_host, headers=headers):
        pass
    assert refused.value.response.status_code == 403


def test_the_name_of_a_living_session_is_no_way_in(fresh_host, town):
    stolen = "f" * 64
    with town.noting() as conn:
        sessions.open_session(conn, token_hash=stolen, uid="admin", address="x", at=dt.datetime.now(dt.UTC))
    forged = {"X-Auth-Uid": "admin", "X-Auth-Sid": stolen, "Cookie": f"monitor_session={stolen}"}

    with visitor(fresh_host) as nobody:
        assert nobody.get("/accounts", headers=forged).status_code == 401
    with pytest.raises(InvalidStatus), talk(fresh_host, headers=forged):
        pass


def test_what_everybody_may_see_says_nothing(fresh_host):
    with visitor(fresh_host) as nobody:
        assert nobody.get("/healthz").text == "ok\n"
        assert nobody.get("/readyz").json() == {"ready": True}
        assert "登录" in nobody.get("/login").text
        assert CANARY not in nobody.get("/login").text


def test_the_first_run_of_a_fresh_server_obeys_the_menu(fresh_host):
    """Before any st.navigation Streamlit would run files of a sibling pages/ folder without the router."""
    with visitor(fresh_host) as leader:
        enter(leader, "leader", PASSWORD)
        with talk(fresh_host, leader.cookies) as socket_:
            heard = ask(socket_, "accounts")

    assert CANARY not in str(heard)
    assert any(message.WhichOneof("type") == "page_not_found" for message in heard)
    shown = [m.navigation.page_script_hash for m in heard if m.WhichOneof("type") == "navigation"]
    assert calc_hash("accounts") not in shown


def test_the_server_speaks_of_itself_to_nobody(fresh_host):
    answer = httpx.get(f"http://{fresh_host}/login")
    assert "streamlit" not in answer.text.lower()
