"""When something breaks in front of Streamlit, people read a sentence and learn nothing else."""

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.testing.v1 import AppTest

import app as entry
from pages.door import presence
from pages.door.gate import Gate
from pages.door.headers import POLICY, SecurityHeaders
from pages.door.notices import failed, interrupted
from pages.door.routes import ROUTES


def ask(application, path, headers):
    async def once():
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(once())


def test_a_database_that_is_away_is_an_apology_without_detail(page_store, monkeypatch, tmp_path):
    monkeypatch.setattr(presence.presence(), "_store", type(page_store)(f"sqlite:///{tmp_path}/gone/secret.db"))
    application = Starlette(
        routes=ROUTES,
        middleware=[Middleware(SecurityHeaders), Middleware(Gate)],
        exception_handlers={Exception: failed},
    )

    answer = ask(application, "/overview", {"Cookie": "monitor_session=" + "T" * 43, "Accept": "text/html"})

    assert answer.status_code == 503
    assert "暂时无法处理" in answer.text
    assert all(word not in answer.text for word in ("secret.db", "Traceback", "sqlite", "Error"))
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-store"


def test_the_application_puts_headers_outside_the_gate_and_the_gate_outside_streamlit():
    assert [middleware.cls for middleware in entry.app._user_middleware] == [SecurityHeaders, Gate]
    assert entry.app._exception_handlers == {Exception: failed}
    assert entry.app._on_script_error is interrupted
    assert entry.app._user_routes == ROUTES


def broken_off() -> None:
    """A page with a field, and a run of it that the database could not serve."""
    import streamlit as st

    from data.store.unserved import Busy
    from pages.door.notices import interrupted, put_back

    put_back()
    if st.session_state.pop("locked", False):
        interrupted(Busy())
    else:
        st.text_area("理由", key="reason")
        st.selectbox("表", ["甲", "乙"], key="sheet")


def test_what_was_typed_is_there_again_when_the_page_is():
    app = AppTest.from_function(broken_off).run()
    app.text_area(key="reason").set_value("凭证号不符").run()
    app.selectbox(key="sheet").set_value("乙").run()

    app.session_state["locked"] = True
    app.run()
    (said,) = [box.value for box in app.error]
    assert not app.text_area
    app.button(key="door_again").click().run()

    assert said.endswith("您在页面上填写的文字还在，回去后可以再试。")
    assert (app.text_area(key="reason").value, app.selectbox(key="sheet").value) == ("凭证号不符", "乙")
