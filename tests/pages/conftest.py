"""Pages under test: a store of their own, an account a role, and a browser-less visitor who is signed in.

`signed_in("clerk", "alerts", county="622921")` opens a page through the router, as the gate would hand the visitor on.
A test folder with data of its own overrides `page_store_url`.
"""

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data.store import accounts, sessions
from pages.door import clock, open_store, presence
from pages.door.limits import limits
from pages.door.passwords import make_hash

ROUTER = Path(__file__).resolve().parents[2] / "pages" / "router.py"
NOW = dt.datetime(2020, 9, 30, 4, 0, tzinfo=dt.UTC)
PASSWORD = "otter lantern gravel sevenfold"
COUNTY, ENTERPRISE = "622921", "E01"


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once():
    """Streamlit reads the metadata of every installed package for every visitor, nine tenths of a short page's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One real hash for all accounts: hashing is meant to be slow."""
    return make_hash(PASSWORD)


@pytest.fixture
def page_store_url(tmp_store_url) -> str:
    """The database the pages read; empty unless a folder overrides this."""
    return tmp_store_url


@pytest.fixture
def page_store(page_store_url, password_hash, monkeypatch):
    """The process's store, opened on a database of this test, with one account a role (uid = role)."""
    monkeypatch.setenv("DATABASE_URL", page_store_url)
    _forget()
    clock.fix(NOW)
    store = open_store.store()
    with store.noting() as conn:
        for role in ("leader", "bureau", "staff", "clerk", "enterprise", "admin"):
            accounts.create(
                conn,
                uid=role,
                name=f"{role} name",
                role=role,
                counties=[COUNTY] if role == "clerk" else None,
                enterprise=ENTERPRISE if role == "enterprise" else None,
                password_hash=password_hash,
                at=NOW,
            )
            accounts.set_password(conn, role, password_hash=password_hash, must_change=False, at=NOW)
    yield store
    clock.fix(None)
    _forget()


@pytest.fixture
def signed_in(page_store):
    """Open a page through the router as a role: signed_in(role, path, **query) -> AppTest, already run."""

    def open_page(role: str, path: str | None = None, **query: str) -> AppTest:
        visitor = visitor_of(page_store, role)
        visitor.query_params.update(query)
        go_to(visitor, path)
        return visitor.run()

    return open_page


def visitor_of(store, uid: str) -> AppTest:
    """A visitor with a session of their own, before the first run."""
    token_hash = hashlib.sha256(f"{uid} {id(store)}".encode()).hexdigest()
    with store.noting() as conn:
        if sessions.find(conn, token_hash) is None:
            sessions.open_session(conn, token_hash=token_hash, uid=uid, address="127.0.0.1", at=clock.wall())
    visitor = AppTest.from_file(str(ROUTER), default_timeout=30)
    visitor.user = {"uid": uid, "sid": token_hash}
    return visitor


def go_to(visitor: AppTest, path: str | None) -> None:
    """Point the visitor at a page. AppTest can switch to files only, and our pages are functions."""
    visitor._page_hash = calc_hash(path) if path else ""


def _forget() -> None:
    open_store.reopen()
    presence.presence.cache_clear()
    limits.cache_clear()
