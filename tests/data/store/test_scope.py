"""No reader is handed a row that is not theirs, whatever is read by whomever."""

import random

import pytest

from data.store import files, submissions
from data.store.scope import EVERYTHING, Scope
from tests.data.store.crowd import Questions, crowd
from tests.data.store.random_writers import write_at_random
from tests.data.store.sending import START, put

QUESTIONS = 150  # ten thousand in tests/heavy


def test_random_readers_are_handed_exactly_their_rows(store):
    crowd(store)

    with store.reading() as conn:
        questions = Questions(conn, random.Random(20200101))
        for _ in range(QUESTIONS):
            questions.ask()

    assert questions.rows > QUESTIONS  # the questions were about something


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (EVERYTHING, ["both", "firm", "one"]),
        (Scope(counties=frozenset({"C1"})), ["firm", "one"]),
        (Scope(counties=frozenset({"C1", "C2"})), ["both", "firm", "one"]),
        (Scope(counties=frozenset({"C3"})), []),
        (Scope(counties=frozenset()), []),
        (Scope(counties=frozenset({"C1"}), enterprise="E1"), ["firm"]),
        (Scope(counties=None, enterprise="E2"), []),
    ],
)
def test_a_reader_sees_the_files_that_hold_only_rows_of_theirs(store, scope, seen):
    put(store, "market", [{"market": "M1"}], counties=["C1"], reporter="one")
    put(store, "market", [{"market": "M2"}], counties=["C1", "C2"], reporter="both")
    put(store, "supply", [{}], counties=["C1"], enterprise="E1", reporter="firm")

    with store.reading() as conn:
        frames = [files.received(conn, scope=scope), submissions.listing(conn, scope=scope)]

    assert [sorted(frame["reporter"]) for frame in frames] == [seen, seen]


def test_freshness_speaks_of_the_files_about_the_readers_counties(store):
    put(store, "market", [{}], counties=["C1", "C2"])
    put(store, "supply", [{}], counties=["C2"])

    with store.reading() as conn:
        own = files.freshness(conn, scope=Scope(counties=frozenset({"C1"})), as_known=None)
        before = files.freshness(conn, scope=EVERYTHING, as_known=START.replace(hour=0))

    assert list(zip(own["topic"], own["files"])) == [("market", 1)]
    assert before.empty


def test_random_senders_store_only_rows_of_their_own_counties(store, region):
    tally = write_at_random(store, region, rows=60, seed=5)

    assert tally["stored"] > 0
    assert tally["refused"] > 0
