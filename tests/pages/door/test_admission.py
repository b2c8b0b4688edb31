"""The gate's decisions, one address at a time; and the messages it lets through."""

import dataclasses

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from data.store.scope import EVERYTHING
from pages.door import messages
from pages.door.admission import Admission, admit, streamlit_files
from pages.door.identity import Identity, User
from pages.door.onward import onward
from pages.registry import PAGES

ADDRESSES = [
    "/", "/index.html", "/favicon.png", "/manifest.json", "/password", "/session", "/nowhere", "/overview/", "//",
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/stream",
    "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/upload_file/s/f", "/media/x.csv",
    "/component/x/index.html", "/_stcore/bidi-components/x.js", "/app/static/zh.js", "/export/alerts/living",
    "/auth/login", "/oauth2callback", "/auth/logout", "/static/", "/static/js/none.js", "/static/../index.html",
    "/static/js/../../index.html", "/LOGIN", "/login/", "/login/x", "/healthz/", "/readyz/x",
]  # fmt: skip


def somebody(role, *, must_change=False):
    user = User(uid=role, name=role, role=role, scope=EVERYTHING)
    return Identity(user=user, session="s", must_change=must_change)


@pytest.mark.parametrize("path", [*ADDRESSES, *[f"/{entry.path}" for entry in PAGES]])
def test_nobody_is_sent_to_sign_in_whatever_the_address(path):
    assert admit(path, None) is Admission.SIGN_IN


@pytest.mark.parametrize("path", ["/login", "/login/style.css", "/login/icon.svg", "/logout", "/healthz", "/readyz"])
def test_a_few_addresses_are_everybodys(path):
    assert admit(path, None) is Admission.PASS


def test_streamlits_own_scripts_are_everybodys_and_nothing_else_beside_them():
    assert len(streamlit_files()) > 300
    assert {path.split("/")[2] for path in streamlit_files()} == {"js", "css", "media"}
    assert all(admit(path, None) is Admission.PASS for path in streamlit_files())


@pytest.mark.parametrize("path", [*ADDRESSES, *[f"/{entry.path}" for entry in PAGES]])
def test_a_first_password_opens_the_password_page_only(path):
    expected = Admission.PASS if path == "/password" else Admission.CHANGE_PASSWORD
    assert admit(path, somebody("admin", must_change=True)) is expected


@pytest.mark.parametrize(
    ("path", "role", "answer"),
    [
        ("/", "leader", Admission.HOME),
        ("/overview", "leader", Admission.PASS),
        ("/accounts", "leader", Admission.FORBIDDEN),
        ("/accounts", "admin", Admission.PASS),
        ("/overview", "admin", Admission.FORBIDDEN),
        ("/overview", "enterprise", Admission.FORBIDDEN),
        ("/supply", "enterprise", Admission.PASS),
        ("/_stcore/upload_file/s/f", "clerk", Admission.PASS),
        ("/_stcore/upload_file/s/f", "leader", Admission.FORBIDDEN),
        ("/_stcore/metrics", "leader", Admission.FORBIDDEN),
        ("/_stcore/metrics", "admin", Admission.PASS),
        ("/_stcore/agent/openapi.json", "admin", Admission.UNKNOWN),
        ("/_stcore/agent/interact", "admin", Admission.UNKNOWN),
        ("/auth/login", "admin", Admission.UNKNOWN),
        ("/oauth2callback", "admin", Admission.UNKNOWN),
        ("/index.html", "admin", Admission.UNKNOWN),
        ("/nowhere", "admin", Admission.UNKNOWN),
        ("/home", "admin", Admission.UNKNOWN),
        ("/overview/", "leader", Admission.UNKNOWN),
        ("/media/x.csv", "leader", Admission.PASS),
        ("/export/alerts/living", "leader", Admission.PASS),
    ],
)
def test_the_role_decides_the_rest(path, role, answer):
    assert admit(path, somebody(role)) is answer


def frame(**message):
    return BackMsg(**message).SerializeToString()


@pytest.mark.parametrize(
    "message",
    [
        {"rerun_script": ClientState()},
        {"stop_script": True},
        {"app_heartbeat": True},
        {"file_urls_request": {"request_id": "r"}},
        {"backend_operation_request": {"request_id": "r", "dataframe_chunk": {}}},
    ],
    ids=lambda message: next(iter(message)),
)
def test_what_a_page_needs_passes(message):
    assert messages.read(frame(**message)) == BackMsg(**message)


@pytest.mark.parametrize(
    "message",
    [
        {"clear_cache": True},
        {"load_git_info": True},
        {"set_run_on_save": True},
        {"debug_disconnect_websocket": True},
        {"debug_shutdown_runtime": True},
        {"backend_operation_request": {"request_id": "r", "install_skills": {}}},
        {"backend_operation_request": {"request_id": "r", "dismiss_skills_nudge": {}}},
        {"backend_operation_request": {"request_id": "r", "deferred_file": {}}},
        {"backend_operation_request": {"request_id": "r"}},
        {},
    ],
    ids=str,
)
def test_every_other_message_is_dropped(message):
    assert messages.read(frame(**message)) is None


def test_every_kind_of_message_of_this_streamlit_is_known():
    kinds = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    assert kinds == {
        "clear_cache", "set_run_on_save", "stop_script", "rerun_script", "load_git_info", "debug_disconnect_websocket",
        "debug_shutdown_runtime", "file_urls_request", "app_heartbeat", "backend_operation_request",
    }  # fmt: skip


@pytest.mark.parametrize("junk", [None, b"\xff\xff\xff", b"\x00", b""])
def test_junk_is_dropped(junk):
    assert messages.read(junk) is None


def test_a_timer_is_not_somebody_being_there():
    assert messages.is_use(BackMsg(rerun_script=ClientState()))
    assert not messages.is_use(BackMsg(rerun_script=ClientState(is_auto_rerun=True)))
    assert not messages.is_use(BackMsg(app_heartbeat=True))


@pytest.mark.parametrize("wanted", ["/overview", "/entities?county=622921&on=2020-03-01", "/markets?q=%E4%B8%B4"])
def test_signing_in_goes_on_to_the_page_that_was_asked_for(wanted):
    assert onward(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None, "", "overview", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
        "/overview\r\nSet-Cookie: a=b", "/overview\nx", "javascript:alert(1)", "/nowhere", "/overview/../logout",
        "/logout", "/login", "/export/alerts/living", "/%2f%2fevil.example", "/overview\\..", "/http://evil.example",
        "/overview?" + "x" * 3000, "/ overview",
    ],
)  # fmt: skip
def test_signing_in_never_leads_anywhere_else(wanted):
    assert onward(wanted) == "/"


def test_a_fragment_is_left_behind():
    assert onward("/overview#//evil.example") == "/overview"


def test_an_identity_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        somebody("leader").must_change = True
