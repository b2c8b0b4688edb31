"""When something breaks in front of Streamlit, people read a sentence and learn nothing else."""

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware

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
