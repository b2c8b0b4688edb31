"""Who is inside, without waiting for the database; and whether the process can do its work."""

import asyncio
import datetime as dt
import threading

import pytest

from data.store import sessions
from data.store.engine import Store
from pages.door import clock, presence, readiness
from pages.door.limits import Limits
from pages.door.presence import Presence, session_hash
from tests.pages.conftest import NOW

TOKEN = "T" * 43


@pytest.fixture
def inside(page_store):
    with page_store.noting() as conn:
        sessions.open_session(conn, token_hash=session_hash(TOKEN), uid="leader", address="x", at=NOW)
    return Presence(page_store, Limits())


def ask(who, token=TOKEN):
    return asyncio.run(who.identity(token))


def end(store):
    with store.noting() as conn:
        sessions.end(conn, session_hash(TOKEN), at=NOW)


def stored_use(store):
    with store.reading() as conn:
        return sessions.find(conn, session_hash(TOKEN))["seen_at"]


@pytest.mark.parametrize("token", [None, "", "short", "T" * 42, "T" * 44, "T" * 42 + "'", "T" * 42 + "\n", "é" * 43])
def test_what_cannot_be_a_token_is_nobody_without_asking(inside, token, monkeypatch):
    monkeypatch.setattr(inside, "look_up", lambda _session: pytest.fail("asked the database"))
    assert ask(inside, token) is None


def test_an_answer_is_kept_for_five_seconds_and_no_longer(inside, page_store, monkeypatch):
    seconds = 100.0
    monkeypatch.setattr(presence.time, "monotonic", lambda: seconds)
    assert ask(inside).user.uid == "leader"
    end(page_store)

    seconds = 104.9
    assert ask(inside).user.uid == "leader"
    seconds = 105.1
    assert ask(inside) is None


def test_a_page_asks_the_database_itself(inside, page_store):
    assert ask(inside)
    end(page_store)

    assert inside.look_up(session_hash(TOKEN)) is None
    assert ask(inside) is None


def test_signing_out_here_is_noticed_at_once(inside, page_store):
    assert ask(inside)
    end(page_store)
    inside.forget(session_hash(TOKEN))

    assert ask(inside) is None


def test_use_keeps_a_session_alive_before_it_is_written_down(inside, page_store):
    clock.fix(NOW + dt.timedelta(minutes=25))
    inside.note_use(session_hash(TOKEN))
    clock.fix(NOW + dt.timedelta(minutes=50))

    assert inside.look_up(session_hash(TOKEN)) is not None
    assert stored_use(page_store) == NOW

    inside.flush()
    assert stored_use(page_store) == NOW + dt.timedelta(minutes=25)
    assert Presence(page_store, Limits()).look_up(session_hash(TOKEN)) is not None


def test_a_busy_database_loses_no_use(inside, page_store, monkeypatch):
    clock.fix(NOW + dt.timedelta(minutes=10))
    inside.note_use(session_hash(TOKEN))
    monkeypatch.setattr(sessions, "note_seen", lambda _store, _seen: False)
    before = inside.flushed_at
    inside.flush()
    monkeypatch.undo()

    assert stored_use(page_store) == NOW
    assert inside.flushed_at == before
    inside.flush()
    assert stored_use(page_store) == NOW + dt.timedelta(minutes=10)


def test_asking_does_not_wait_for_a_long_import(inside, page_store):
    started, finish = threading.Event(), threading.Event()

    def import_for_long():
        with page_store.writing(at=NOW):
            started.set()
            finish.wait(10)

    importing = threading.Thread(target=import_for_long)
    importing.start()
    started.wait(5)
    try:
        inside.note_use(session_hash(TOKEN))
        assert ask(inside).user.uid == "leader"
        assert importing.is_alive()
    finally:
        finish.set()
        importing.join()


def test_the_keeper_writes_down_the_last_uses_when_the_server_stops(inside, page_store):
    stopping = threading.Event()
    keeper = threading.Thread(target=inside.keep, args=(stopping,))
    keeper.start()
    clock.fix(NOW + dt.timedelta(minutes=3))
    inside.note_use(session_hash(TOKEN))
    stopping.set()
    keeper.join(5)

    assert not keeper.is_alive()
    assert stored_use(page_store) == NOW + dt.timedelta(minutes=3)


def test_everything_the_service_stands_on_is_reported(page_store):
    report = readiness.report()

    assert report["ready"]
    assert report["holds"] == {
        "database": True,
        "schema": True,
        "writes": True,
        "clock": True,
        "disk": True,
        "heartbeat": True,
    }
    assert report["detail"]["revision"] == report["detail"]["expected"]
    assert report["detail"]["engine"].startswith("sqlite 3.")


def test_each_failure_is_named(page_store, monkeypatch, tmp_path):
    monkeypatch.setattr(readiness, "LEAST_FREE_BYTES", 10**18)
    assert readiness.report()["holds"] == {
        "database": True,
        "schema": True,
        "writes": True,
        "clock": True,
        "disk": False,
        "heartbeat": True,
    }
    monkeypatch.undo()

    monkeypatch.setattr(readiness, "store", lambda: Store(f"sqlite:///{tmp_path}/no/such/folder/x.db"))
    broken = readiness.report()
    assert not broken["ready"]
    assert (broken["holds"]["database"], broken["holds"]["schema"]) == (False, False)


def test_a_database_of_another_version_is_not_ready(page_store, monkeypatch):
    from data.store import readiness as stored

    monkeypatch.setattr(stored, "newest", lambda: "9999")
    assert readiness.report()["holds"]["schema"] is False
