"""Signed in to a served application: forms, cookies, pages by role, and what happens when the session is taken away."""

import datetime as dt
import hashlib
import time

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.util import calc_hash
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from data.store import accounts, sessions
from pages.door.headers import POLICY
from pages.registry import PAGES, ROLES, pages_for
from tests.pages.conftest import PASSWORD
from tests.pages.door.conftest import CANARY
from tests.pages.door.serving import HTML, ask, enter, hear, is_closed, talk, text_of, visitor, word_in

COOKIE = "monitor_session"


# ---- the forms ---------------------------------------------------------------------------------


def test_a_deep_link_leads_through_the_form_and_on(host):
    with visitor(host) as client:
        asked = client.get("/entities?county=622921&kind=individual", headers=HTML)
        onward = httpx.URL(asked.headers["location"]).params["next"]
        entered = enter(client, "leader", PASSWORD, onward=onward)

    assert asked.status_code == entered.status_code == 303
    assert entered.headers["location"] == "/entities?county=622921&kind=individual"


def test_a_forged_onward_address_leads_home(host):
    with visitor(host) as client:
        form = client.get("/login").text
        fields = {"uid": "leader", "password": PASSWORD, "next": "https://evil.example/", "word": word_in(form)}
        assert client.post("/login", data=fields).headers["location"] == "/"


def test_a_form_without_our_word_is_refused_even_with_the_right_password(host):
    right = {"uid": "leader", "password": PASSWORD, "next": "/"}
    with visitor(host) as client:
        word = word_in(client.get("/login").text)
        answers = [
            client.post("/login", data=right),
            client.post("/login", data={**right, "word": "x" * 43}),
            client.post("/login", data={**right, "word": word}, headers={"Origin": "https://evil.example"}),
            client.post("/login", data={**right, "word": word, "x": "y" * 9000}),
            httpx.post(f"http://{host}/login", data={**right, "word": word}),
        ]
        assert [answer.status_code for answer in answers] == [400] * 5
        assert COOKIE not in client.cookies
        assert client.post("/login", data={**right, "word": word}).status_code == 303


def test_all_failures_look_alike(host, town):
    with town.noting() as conn:
        accounts.set_disabled(conn, "canary", True)
    with visitor(host) as client:
        answers = [enter(client, uid, "wrong password") for uid in ("staff", "no-such-user", "canary")]
        answers.append(enter(client, "canary", PASSWORD))
    with town.noting() as conn:
        accounts.set_disabled(conn, "canary", False)

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert min(answer.elapsed.total_seconds() for answer in answers) >= 0.39


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(host):
    with visitor(host) as client:
        cookie = enter(client, "leader", PASSWORD).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Max-Age" not in cookie


def test_over_https_the_cookie_is_secure_and_of_this_host_alone(host):
    behind_tls = {"X-Forwarded-Proto": "https"}
    with visitor(host) as client:
        form = client.get("/login", headers=behind_tls)
        word = word_in(form.text)
        fields = {"uid": "leader", "password": PASSWORD, "next": "/", "word": word}
        sent = {**behind_tls, "Cookie": f"__Host-monitor_form={word}"}
        entered = client.post("/login", data=fields, headers=sent)

    assert entered.status_code == 303
    assert entered.headers["set-cookie"].startswith("__Host-monitor_session=")
    assert "Secure" in entered.headers["set-cookie"]
    assert entered.headers["strict-transport-security"] == "max-age=31536000"


def test_a_first_password_opens_nothing_until_it_is_changed(host):
    with visitor(host) as client:
        enter(client, "newcomer", PASSWORD)
        assert client.get("/overview", headers=HTML).headers["location"] == "/password"
        assert client.get("/app/static/zh.js").status_code == 403
        assert client.get("/export/alerts/living").status_code == 403
        with pytest.raises(InvalidStatus), talk(host, client.cookies):
            pass
        first = client.cookies[COOKIE]
        word = word_in(client.get("/password").text)
        fields = {"old": PASSWORD, "new": "twelve sober kettles", "again": "twelve sober kettles", "word": word}
        assert client.post("/password", data={**fields, "again": "different"}).status_code == 400
        assert client.post("/password", data={**fields, "new": "short", "again": "short"}).status_code == 400
        assert client.post("/password", data={**fields, "old": "wrong"}).status_code == 403
        assert client.post("/password", data=fields).status_code == 303

        assert client.get("/overview", headers=HTML).status_code == 200
        client.cookies.set(COOKIE, first, domain=host.split(":")[0])
        assert httpx.get(f"http://{host}/overview", headers={"Cookie": f"{COOKIE}={first}"}).status_code == 401


def test_a_locked_account_refuses_the_right_password(host, town):
    with visitor(host) as client:
        for _ in range(5):
            assert enter(client, "bureau", "wrong password").status_code == 403
        assert enter(client, "bureau", PASSWORD).status_code == 403
    with town.noting() as conn:
        accounts.count_failures(conn, "bureau", failures=0, locked_until=None)
    with visitor(host) as client:
        assert enter(client, "bureau", PASSWORD).status_code == 303


def test_no_token_is_in_the_database_nor_in_the_log(host, inside, town, tmp_path_factory):
    token = inside("leader").cookies[COOKIE]

    folder = tmp_path_factory.getbasetemp()
    files = [p for p in folder.rglob("*") if p.is_file() and (p.name.startswith("monitor.db") or p.suffix == ".log")]
    assert len(files) >= 3
    assert all(token.encode() not in file.read_bytes() for file in files)
    assert any(hashlib.sha256(token.encode()).hexdigest().encode() in file.read_bytes() for file in files)


# ---- pages by role -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_front_page_is_given_for_the_roles_pages_only(inside, role):
    client = inside(role)
    own = {entry.path for entry in pages_for(role)}

    answers = {entry.path: client.get(f"/{entry.path}", headers=HTML) for entry in PAGES}

    assert {path for path, answer in answers.items() if answer.status_code == 200} == own
    assert {answer.status_code for path, answer in answers.items() if path not in own} == {403}
    assert (
        client.get("/?county=622921", headers=HTML).headers["location"] == f"/{pages_for(role)[0].path}?county=622921"
    )
    assert client.get("/nowhere", headers=HTML).status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_the_websocket_runs_the_roles_pages_only(host, inside, role):
    """Asked for by name and by hash, as the browser does and as a forger may."""
    client = inside(role)
    own = {entry.path for entry in pages_for(role)}
    for entry in PAGES:
        for asked in ({"page": entry.path}, {"page_hash": calc_hash(entry.path)}):
            with talk(host, client.cookies) as socket_:
                heard = ask(socket_, **asked)
            run = {m.navigation.page_script_hash for m in heard if m.WhichOneof("type") == "navigation"}
            assert (calc_hash(entry.path) in run) == (entry.path in own)
            if role != "admin":
                assert CANARY not in text_of(heard)


def test_forged_headers_do_not_change_who_is_signed_in(host, inside, town):
    admin = inside("admin")
    sid = hashlib.sha256(admin.cookies[COOKIE].encode()).hexdigest()
    forged = {"X-Auth-Uid": "admin", "X-Auth-Sid": sid}
    leader = inside("leader")

    with talk(host, leader.cookies, headers=forged) as socket_:
        heard = text_of(ask(socket_, "accounts"))

    assert "leader name" in heard
    assert CANARY not in heard
    assert leader.get("/accounts", headers={**forged, **HTML}).status_code == 403


def test_knowing_a_session_id_is_worth_nothing(host, inside):
    admin, clerk = inside("admin"), inside("clerk")
    with talk(host, admin.cookies) as victim:
        heard = ask(victim, "accounts")
        session = next(m.new_session.initialize.session_id for m in heard if m.WhichOneof("type") == "new_session")
        with talk(host, clerk.cookies, session=session) as thief:
            stolen = ask(thief, "accounts")

    assert CANARY in text_of(heard)
    assert CANARY not in text_of(stolen)
    other = next(m.new_session.initialize.session_id for m in stolen if m.WhichOneof("type") == "new_session")
    assert other != session


def test_a_websocket_from_another_site_is_refused(host, inside):
    cookies = inside("leader").cookies
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    with (
        pytest.raises(InvalidStatus),
        connect(f"ws://{host}/_stcore/stream", additional_headers={"Cookie": header}, origin="https://evil.example"),
    ):
        pass


def test_only_those_who_report_may_upload(host, inside):
    for role, refused in (("leader", True), ("admin", True), ("clerk", False)):
        answer = inside(role).put("/_stcore/upload_file/a/b", files={"file": b"x"})
        assert (answer.text == "403\n") == refused


def test_details_of_the_machine_are_told_to_those_who_look_after_it(inside):
    assert inside("leader").get("/readyz").json() == {"ready": True}
    told = inside("admin").get("/readyz").json()
    assert told["holds"] == {
        "database": True,
        "schema": True,
        "writes": True,
        "clock": True,
        "disk": True,
        "heartbeat": True,
    }
    assert inside("leader").get("/_stcore/metrics").status_code == 403
    assert inside("admin").get("/_stcore/metrics").status_code == 200


# ---- the session taken away ---------------------------------------------------------------------


def take_away(town, uid):
    with town.noting() as conn:
        sessions.end_all(conn, uid, at=dt.datetime.now(dt.UTC))


def test_an_ended_session_closes_its_websockets_at_the_next_message(host, inside, town):
    """A run of the page and a run of one fragment, which Streamlit starts without the router."""
    client = inside("staff")
    with talk(host, client.cookies) as page, talk(host, client.cookies) as fragment:
        ask(page, "alerts")
        ask(fragment, "alerts")
        take_away(town, "staff")
        _wait_for_the_cache(client)
        page.send(BackMsg(rerun_script=ClientState(page_script_hash=calc_hash("alerts"))).SerializeToString())
        state = ClientState(page_script_hash=calc_hash("alerts"), fragment_id="some-fragment")
        fragment.send(BackMsg(rerun_script=state).SerializeToString())

        assert is_closed(page)
        assert is_closed(fragment)
    assert client.get("/overview", headers=HTML).headers["location"].startswith("/login")
    assert client.put("/_stcore/upload_file/a/b", files={"file": b"x"}).status_code == 401
    assert client.get("/export/alerts/living").status_code == 401


def _wait_for_the_cache(client):
    for _ in range(80):
        if client.get("/session").status_code == 401:
            return
        time.sleep(0.1)
    raise AssertionError("still inside after eight seconds")


def test_within_the_cached_seconds_a_page_already_refuses(host, inside, town):
    """The gate may be five seconds late; the page asks the database itself."""
    client = inside("staff")
    with talk(host, client.cookies) as socket_:
        ask(socket_, "alerts")
        take_away(town, "staff")
        socket_.send(BackMsg(rerun_script=ClientState(page_script_hash=calc_hash("alerts"))).SerializeToString())
        heard = text_of(hear(socket_))

    assert "登录已失效" in heard


def test_signing_out_is_immediate_and_asks_first_when_another_site_sent_one(host, inside):
    client = inside("leader")
    assert client.get("/logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    assert client.get("/session").status_code == 204
    kept = dict(client.cookies)

    with talk(host, client.cookies) as socket_:
        ask(socket_)
        assert client.get("/logout", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
        socket_.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        assert is_closed(socket_)
    cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
    assert httpx.get(f"http://{host}/session", headers={"Cookie": cookie}).status_code == 401


def test_dangerous_messages_are_swallowed_and_the_session_lives_on(host, inside):
    with talk(host, inside("leader").cookies) as socket_:
        ask(socket_)
        for message in ({"clear_cache": True}, {"debug_shutdown_runtime": True}, {"load_git_info": True}):
            socket_.send(BackMsg(**message).SerializeToString())
        socket_.send(b"\xff\xff\xff")
        socket_.send("text")

        assert ask(socket_)[-1].WhichOneof("type") == "script_finished"


# ---- headers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/login", None), ("/healthz", None), ("/overview", None), ("/_stcore/metrics", None), ("/overview", "leader"),
        ("/accounts", "leader"), ("/nowhere", "leader"), ("/app/static/zh.js", "leader"), ("/media/x", "leader"),
        ("/export/alerts/nothing", "leader"), ("/_stcore/host-config", "leader"), ("/", "leader"),
    ],
)  # fmt: skip
def test_every_answer_carries_the_headers_and_is_not_kept(host, inside, path, role):
    with visitor(host) as nobody:
        answer = (inside(role) if role else nobody).get(path, headers=HTML)

    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers


def test_only_streamlits_hashed_files_may_be_kept(host):
    from pages.door.admission import streamlit_files

    script = next(path for path in streamlit_files() if path.endswith(".js"))
    answer = httpx.get(f"http://{host}{script}")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
