"""Answers kept between looks: never stale whatever is written, worked out once, and each reader's own."""

import datetime as dt
import gc
import threading
import time
import weakref
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import delete, func, select, text

from data.store.engine import Store
from data.store.marks import Marks, marks
from data.store.registry import READS
from data.store.schema import metadata
from pages.situation.answers import Answers
from tests.data.store.sending import START
from tests.data.store.test_contract import ask, filled  # noqa: F401 a fixture
from tests.data.store.wiping import without_triggers

OWN = {"data_version", "table_version"}


@dataclass
class Reader:
    """A reader with a cache of his own; ``asked`` counts how often the store was asked."""

    store: Store
    asked: int = 0

    def __post_init__(self) -> None:
        self.answers = Answers(most=500)

    def seen(self) -> Marks:
        with self.store.reading() as conn:
            return marks(conn)

    def kept(self, name: str, read=None):
        return self.kept_since(name, self.seen(), read)

    def kept_since(self, name: str, seen: Marks, read=None):
        def counted(conn):
            self.asked += 1
            return read(conn) if read else ask(conn, name)

        return self.answers.to(name, seen, self.store, counted)


def test_no_write_to_any_table_leaves_an_answer_that_no_longer_holds(filled):  # noqa: F811
    reader, changing = Reader(filled), set()
    before = {name: reader.kept(name) for name in READS}
    without_triggers(filled)

    for table in reversed(metadata.sorted_tables):
        if table.name in OWN or not _rows(filled, table):
            continue
        with filled.writing(at=START) as conn:
            conn.execute(delete(table))  # nothing can change an answer more
        seen = reader.seen()
        with filled.reading() as conn:
            for name in READS.keys() - changing:
                asked = reader.asked
                answer = reader.kept_since(name, seen)
                if reader.asked == asked:  # it was held to hold
                    assert_frame_equal(answer, ask(conn, name))
                changing |= {name} if len(answer) < len(before[name]) else set()

    assert changing == set(READS)  # every read was put to the question


def _rows(store, table) -> int:
    with store.reading() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_write_elsewhere_asks_the_store_nothing(filled):  # noqa: F811
    reader = Reader(filled)
    reader.kept("entities.daily_counts")

    with filled.writing(at=START) as conn:
        conn.execute(text("UPDATE market_status SET stalls_open = 1"))
    reader.kept("entities.daily_counts")
    once = reader.asked
    with filled.noting() as conn:
        conn.execute(text("UPDATE entity_count SET reporter = 'x'"))
    reader.kept("entities.daily_counts")

    assert (once, reader.asked) == (1, 2)


def test_an_answer_read_after_a_look_serves_that_look(store):
    reader = Reader(store)
    early = reader.seen()
    with store.writing(at=START) as conn:
        conn.execute(text("INSERT INTO setting (name, value) VALUES ('x', '1')"))

    reader.kept("setting", _settings)
    reader.kept_since("setting", early, _settings)

    assert reader.asked == 1


def _settings(conn) -> list[str]:
    return list(conn.execute(text("SELECT name FROM setting")).scalars())


def test_many_who_ask_at_once_ask_the_store_once(tmp_store_url):
    store = Store(tmp_store_url)
    reader, got = Reader(store), []
    seen = reader.seen()

    def slowly(conn):
        time.sleep(0.05)
        return _settings(conn)

    threads = [threading.Thread(target=lambda: got.append(reader.kept_since("x", seen, slowly))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(got), reader.asked) == (8, 1)


def test_what_is_made_of_an_answer_is_made_again_only_for_another_wish_or_after_a_write(store):
    reader, made = Reader(store), []

    def ask_for(wanted: str):
        def read(conn):
            reader.asked += 1
            return _settings(conn)

        return reader.answers.made(
            "setting", reader.seen(), store, read, wanted=wanted, make=lambda names: made.append(wanted) or len(names)
        )

    first = [ask_for(wanted) for wanted in ("noon", "noon", "later", "noon")]
    with store.writing(at=START) as conn:
        conn.execute(text("INSERT INTO setting (name, value) VALUES ('x', '1')"))
    after = ask_for("noon")

    assert (made, reader.asked) == (["noon", "later", "noon"], 2)
    assert after == first[0] + 1 == first[2] + 1


def test_a_failure_is_not_remembered(store):
    reader = Reader(store)

    with pytest.raises(ZeroDivisionError):
        reader.kept("x", lambda conn: 1 / 0)

    assert reader.kept("x", lambda conn: 5) == 5


def test_the_oldest_question_is_forgotten(store):
    reader = Reader(store)
    reader.answers = Answers(most=2)

    for name in ("a", "b", "a", "c", "a", "b"):
        reader.kept(name, lambda conn: 0)

    assert reader.asked == 4


@dataclass(frozen=True, kw_only=True)
class _Told:
    frame: pd.DataFrame
    names: tuple[str, ...]


def test_what_one_reader_changes_the_next_does_not_see(store):
    reader, frame = Reader(store), pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}, index=["m", "n"])
    documents = pd.DataFrame({"detail": [{"deep": [1]}, None]})
    told = {"told": _Told(frame=frame, names=("x",)), "both": [(frame, documents)], "day": dt.date(2020, 1, 1)}

    first = reader.kept("x", lambda conn: told)
    first["told"].frame.loc["m", "a"] = 99
    first["told"].frame["new"] = 1
    first["both"][0][1]["detail"].iloc[0]["deep"].append(2)
    first["both"].append(None)
    second = reader.kept("x")

    assert second["told"].frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}
    assert second["told"].names == ("x",)
    assert second["both"][0][1]["detail"].iloc[0] == {"deep": [1]}
    assert len(second["both"]) == 1
    assert second["day"] == dt.date(2020, 1, 1)


def test_frames_without_documents_are_handed_out_without_copying(store):
    reader, frame = Reader(store), pd.DataFrame({"a": [1, 2]})

    handed = [reader.kept("x", lambda conn: _Told(frame=frame, names=())) for _ in range(2)]

    assert handed[0].frame is not handed[1].frame
    assert np.shares_memory(handed[0].frame["a"].to_numpy(), handed[1].frame["a"].to_numpy())


def test_an_answer_handed_out_often_weighs_what_it_did(store):
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, None]}, index=["m", "n"])
    reader = Reader(store)
    seen = reader.seen()
    reader.kept_since("x", seen, lambda conn: (frame, frame[["a"]]))
    before = _weak_references()

    for _ in range(100):
        one, other = reader.kept_since("x", seen)
        one.loc["m", "a"] = other["a"].sum()

    assert _weak_references() - before < 50


def _weak_references() -> int:
    gc.collect()
    return sum(type(one) is weakref.ReferenceType for one in gc.get_objects())
