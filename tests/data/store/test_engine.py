"""A write is whole or nothing, writers queue instead of failing, and readers see one state."""

import threading

import pytest
from sqlalchemy import text

from data.store import events, supply, values
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.data.store.sending import DAY, START, put, value_frame

JANUARY_1 = START.date()


def held(conn) -> int:
    return len(supply.daily(conn, scope=EVERYTHING, as_known=None))


def test_every_write_moves_the_version_on(store):
    put(store, "supply", [{}])
    put(store, "supply", [{}], at=START + DAY)

    assert store.version() == 2


def test_bookkeeping_leaves_the_version(store):
    with store.noting() as conn:
        events.append(conn, at=START, actor="a", action="b", object_kind="c", object_id="d")

    assert store.version() == 0


def test_an_interrupted_write_leaves_nothing_and_no_lock(store):
    class ClosedTab(BaseException):
        pass

    def interrupted() -> None:
        with store.writing(at=START) as conn:
            values.put(conn, value_frame(("i", "s", "C1", JANUARY_1, 1.0)), known_at=START)
            raise ClosedTab

    with pytest.raises(ClosedTab):
        interrupted()

    assert store.version() == 0
    put(store, "supply", [{}])
    with store.reading() as conn:
        assert values.last_day(conn, as_known=None) is None


def test_a_reader_sees_one_state_while_a_writer_commits(store):
    put(store, "supply", [{}])

    with store.reading() as conn:
        before = held(conn)
        put(store, "supply", [{"category": "oil"}])
        during = held(conn)
    with store.reading() as conn:
        after = held(conn)

    assert (before, during, after) == (1, 1, 2)


def test_a_reader_does_not_wait_for_a_writer(store):
    with store.writing(at=START) as writer:
        values.put(writer, value_frame(("i", "s", "C1", JANUARY_1, 1.0)), known_at=START)
        with store.reading() as conn:
            assert values.last_day(conn, as_known=None) is None


@pytest.mark.parametrize("processes", [1, 4])
def test_forty_writers_at_once_all_succeed(store_url, processes):
    # A store of its own stands for a process of its own: its lock knows nothing of the others'.
    stores = [Store(store_url) for _ in range(processes)]
    failures = []

    def send(number: int) -> None:
        try:
            mine = stores[number % processes]
            for step in range(3):
                put(mine, "supply", [{"enterprise": f"E{number}", "category": f"{step}.{row}"} for row in range(5)])
                with mine.noting() as conn:
                    events.append(conn, at=START, actor="a", action="b", object_kind="c", object_id=f"{number}")
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=send, args=(number,)) for number in range(40)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failures == []
    with stores[0].reading() as conn:
        assert held(conn) == 600
        verdict = events.verify(conn)
    assert (verdict.events, verdict.whole) == (120, True)
    assert stores[0].version() == 120
    for opened in stores:
        opened.close()


def test_a_connection_is_used_by_one_reader_at_a_time(store):
    with store.reading() as first, store.reading() as second:
        assert first.connection.driver_connection is not second.connection.driver_connection


def test_sqlite_keeps_what_it_acknowledged(tmp_store_url, careful):
    store = Store(tmp_store_url)
    with store.reading() as conn:
        told = {
            name: conn.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # 2 is FULL


def test_a_connection_that_wrote_is_as_patient_as_before(tmp_store_url):
    store = Store(tmp_store_url)
    with store.noting() as conn:
        used = conn.connection.driver_connection
        within = conn.execute(text("PRAGMA busy_timeout")).scalar()

    assert within == used.execute("PRAGMA busy_timeout").fetchone()[0] == 30_000


def test_every_sqlite_table_is_strict(tmp_store_url):
    store = Store(tmp_store_url)
    with store.reading() as conn:
        loose = (
            conn.execute(text("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict"))
            .scalars()
            .all()
        )

    assert {name for name in loose if not name.startswith("sqlite_")} == {"alembic_version"}
