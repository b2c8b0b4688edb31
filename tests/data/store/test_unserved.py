"""A database that is locked, full or gone: named so, with nothing changed and nothing held on to."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.store import engine, supply
from data.store.engine import Store
from data.store.scope import EVERYTHING
from data.store.unserved import Away, Busy, NoRoom
from tests.data.store.sending import START, put
from tests.full_disk import pages_left


def rows(store: Store) -> int:
    with store.reading() as conn:
        return len(supply.daily(conn, scope=EVERYTHING, as_known=None))


def test_a_lock_somebody_else_holds_is_named_and_waited_for_no_longer(store_url, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    one, other = Store(store_url), Store(store_url)

    with one.writing(at=START):
        with pytest.raises(Busy):
            put(other, "supply", [{}])

    put(other, "supply", [{}])
    assert rows(one) == 1
    for opened in (one, other):
        opened.close()


def test_who_waits_in_the_own_queue_is_told_after_the_same_time(store, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    refused = []

    def second() -> None:
        with pytest.raises(Busy):
            put(store, "supply", [{}])
        refused.append(True)

    with store.writing(at=START):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=20)

    put(store, "supply", [{}])
    assert refused == [True]
    assert rows(store) == 1


def test_a_full_disk_is_named_and_what_was_sent_comes_in_once_when_there_is_room(tmp_store_url):
    store = Store(tmp_store_url)
    many = [{"category": f"{n}", "enterprise": "E" * 2_000} for n in range(200)]
    pages_left(store, 20)

    with pytest.raises(NoRoom):
        put(store, "supply", many)

    assert (rows(store), store.version()) == (0, 0)
    with store.reading() as conn:
        assert conn.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    pages_left(store, None)
    put(store, "supply", many)
    assert (rows(store), store.version()) == (200, 1)
    store.close()


def test_a_file_that_may_not_be_written_is_named(tmp_path, tmp_store_url):
    with pytest.raises(Away), Store(f"sqlite:///{tmp_path}/gone/monitor.db").reading() as conn:
        conn.execute(text("SELECT 1"))
    with pytest.raises(Away), Store(f"{tmp_store_url}?mode=ro&uri=true".replace("///", "///file:")).noting() as conn:
        conn.execute(text("UPDATE data_version SET version = 9"))


@pytest.mark.postgres
def test_a_server_that_throws_its_readers_out_or_is_not_there_is_named(postgres_cluster, postgres_template):
    with postgres_cluster.database("thrown", template=postgres_template) as url:
        store = Store(url)
        thrown_out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'thrown'"
        with pytest.raises(Away), store.writing(at=START):
            postgres_cluster.say(thrown_out)
        assert rows(store) == 0
        store.close()
    with pytest.raises(Away), Store(url.replace(str(postgres_cluster.port), "1")).reading() as conn:
        conn.execute(text("SELECT 1"))


def test_a_mistake_of_ours_stays_what_it_is_and_lets_go_of_the_lock(store):
    with pytest.raises(DBAPIError), store.noting() as conn:
        conn.execute(text("SELECT nothing FROM nowhere"))

    writer = threading.Thread(target=put, args=(store, "supply", [{}]))
    writer.start()
    writer.join(timeout=20)
    assert rows(store) == 1
