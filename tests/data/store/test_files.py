"""Files are known by content, topic and reporter, and their receipts can be quoted."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from data.store import files, runs
from data.store.scope import EVERYTHING
from tests.data.store.sending import DAY, START

SENT = {"sha256": "ab" * 32, "topic": "supply", "reporter": "clerk"}
MORE = {"filename": "supply.xlsx", "received_at": START, "counties": ["C2", "C1"], "last_day": dt.date(2020, 1, 1)}


def test_the_same_content_is_found_again(store):
    with store.writing(at=START) as conn:
        first = files.accept(conn, **SENT, **MORE)
        files.finish(conn, first, new_rows=3, changed_rows=1, row_count=5)

    with store.reading() as conn:
        found = files.find(conn, **SENT)
        other = files.find(conn, **SENT | {"topic": "market"})
    assert (found.receipt, found.received_at, found.new_rows, found.row_count) == (first.receipt, START, 3, 5)
    assert found.last_day == dt.date(2020, 1, 1)
    assert other is None


def test_the_same_content_cannot_be_entered_twice(store):
    with store.writing(at=START) as conn:
        files.accept(conn, **SENT, **MORE)

    with pytest.raises(IntegrityError), store.noting() as conn:
        files.accept(conn, **SENT, **MORE)


def test_receipts_count_on(store):
    with store.writing(at=START) as conn:
        receipts = [files.accept(conn, **SENT | {"topic": topic}, **MORE).receipt for topic in ("a", "b", "c")]

    assert receipts == ["20200101-000001", "20200101-000002", "20200101-000003"]


def test_files_are_listed_newest_first_from_a_moment_on(store):
    with store.writing(at=START) as conn:
        for number in range(3):
            files.accept(conn, **SENT | {"topic": f"{number}"}, **MORE | {"received_at": START + number * DAY})

    with store.reading() as conn:
        frame = files.received(conn, scope=EVERYTHING, since=START + DAY)
    assert list(frame["topic"]) == ["2", "1"]


def test_the_latest_run_is_the_latest_known_then(store):
    with store.writing(at=START) as conn:
        for number in range(3):
            at = START + number * DAY
            runs.record(
                conn, valid_for=at.date(), known_at=at, seconds=1.0, config_hash="x", detail={"days": [number, None]}
            )

    with store.reading() as conn:
        assert runs.latest(conn, as_known=START - DAY) is None
        assert runs.latest(conn, as_known=START + DAY)["valid_for"] == dt.date(2020, 1, 2)
        assert runs.latest(conn, as_known=None)["detail"] == {"days": [2, None]}
        assert list(runs.history(conn, limit=2)["run"]) == [3, 2]
