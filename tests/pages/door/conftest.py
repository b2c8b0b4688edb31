"""One served application for the tests that knock at it from outside."""

import datetime as dt
import shutil

import pytest

from data.store import accounts
from data.store.engine import Store
from pages.registry import ROLES
from tests.pages.conftest import COUNTY, ENTERPRISE, PASSWORD
from tests.pages.door.serving import enter, serve, visitor

CANARY = "canary-4f1d"  # the name of an account: only the page 账号管理 may ever say it


@pytest.fixture(scope="session")
def town(sqlite_template, password_hash, tmp_path_factory):
    """The store the server reads, opened beside it: an account a role, a canary, one with a first password."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copyfile(sqlite_template, folder / "monitor.db")
    store = Store(f"sqlite:///{folder / 'monitor.db'}")
    now = dt.datetime.now(dt.UTC)
    with store.noting() as conn:
        for uid in (*ROLES, "canary", "newcomer"):
            role = uid if uid in ROLES else "staff"
            accounts.create(
                conn,
                uid=uid,
                name=CANARY if uid == "canary" else f"{uid} name",
                role=role,
                counties=[COUNTY] if role == "clerk" else None,
                enterprise=ENTERPRISE if role == "enterprise" else None,
                password_hash=password_hash,
                at=now,
            )
            if uid != "newcomer":
                accounts.set_password(conn, uid, password_hash=password_hash, must_change=False, at=now)
    yield store
    store.close()


@pytest.fixture(scope="session")
def fresh_host(town, tmp_path_factory):
    """A server that nobody has signed in to."""
    with serve(town.url, tmp_path_factory.mktemp("fresh")) as host:
        yield host


@pytest.fixture(scope="session")
def host(town, tmp_path_factory):
    """A server that people use."""
    with serve(town.url, tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def inside(host):
    """A visitor signed in by the form: inside("leader") -> client."""
    opened = []

    def open_for(uid: str):
        client = visitor(host)
        opened.append(client)
        assert enter(client, uid, PASSWORD).status_code == 303
        return client

    yield open_for
    for client in opened:
        client.close()
