"""Drafts: one open a form, of two who save one wins, what is stored closes them, and nobody else's is seen."""

import datetime as dt
import threading

import pytest

from data.store import drafts, events
from data.store.drafts import DraftChanged, Place
from data.store.scope import EVERYTHING, Scope
from tests.data.store.editing import count_on, counted, edit_at_once
from tests.data.store.sending import DAY, START

PLACE = Place(topic="supply", day=dt.date(2020, 1, 1), county="C1", enterprise="E1")


def saved(store, revision, text="1", *, place=PLACE, uid="clerk", scope=EVERYTHING, at=START):
    with store.noting() as conn:
        return drafts.save(
            conn, place, scope=scope, cells={"E1:rice": {"on_hand": text}}, template="t", base={}, seconds=30,
            expected_revision=revision, uid=uid, at=at,
        )  # fmt: skip


def found(store, scope=EVERYTHING, place=PLACE):
    with store.reading() as conn:
        return drafts.find(conn, scope=scope, place=place)


def test_saving_adds_to_the_time_and_moves_the_revision_on(store):
    first = saved(store, None)
    second = saved(store, first.revision, "2", uid="colleague", at=START + DAY)

    assert (first.revision, first.seconds, first.owner) == (1, 30, "clerk")
    assert (second.revision, second.seconds, second.owner, second.saved_by) == (2, 60, "clerk", "colleague")
    assert found(store).cells == {"E1:rice": {"on_hand": "2"}}


def test_of_two_who_save_or_begin_at_once_one_wins_and_the_other_is_told(store):
    for revision in (None, 1):
        told, both = [], threading.Barrier(2)

        def save(name: str, revision=revision, told=told, both=both) -> None:
            both.wait()
            try:
                saved(store, revision, name, uid=name)
                told.append("won")
            except DraftChanged:
                told.append("told")

        people = [threading.Thread(target=save, args=(name,)) for name in ("a", "b")]
        for one in people:
            one.start()
        for one in people:
            one.join()

        assert sorted(told) == ["told", "won"]


def test_what_is_stored_closes_the_draft_that_offered_it_and_a_later_edit_keeps_it_open(store):
    saved(store, None)
    with store.noting() as conn:
        drafts.offer(conn, PLACE, sha256="x", expected_revision=1)
    saved(store, 1, "2")  # somebody typed on: what is stored now is not this any more
    with store.noting() as conn:
        drafts.settle(conn, sha256="x", topic="supply", receipt="R1", at=START)
    assert found(store).status == "open"

    with store.noting() as conn:
        drafts.offer(conn, PLACE, sha256="y", expected_revision=2)
        drafts.settle(conn, sha256="y", topic="supply", receipt="R2", at=START)

    with store.reading() as conn:
        sent = drafts.last_sent(conn, scope=EVERYTHING, place=PLACE)
        measured = drafts.measured(conn, scope=EVERYTHING, since=PLACE.day, until=PLACE.day)
    assert found(store) is None
    assert (sent.status, sent.receipt) == ("sent", "R2")
    assert measured == {("C1", "supply"): (1, 60)}


def test_a_draft_is_found_by_those_whose_rows_it_is_about(store):
    saved(store, None)

    seen = {
        "firm": found(store, Scope(counties=None, enterprise="E1")),
        "other firm": found(store, Scope(counties=None, enterprise="E2")),
        "other county": found(store, Scope(counties=frozenset({"C2"}))),
    }

    assert {name for name, draft in seen.items() if draft} == {"firm"}
    with pytest.raises(AssertionError, match="somebody else"):
        saved(store, None, scope=Scope(counties=frozenset({"C2"})))


def test_beginning_and_discarding_are_events_and_saving_is_not(store):
    saved(store, None)
    saved(store, 1, "2")
    with store.noting() as conn:
        drafts.discard(conn, PLACE, expected_revision=2, uid="clerk", at=START)

    with store.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="draft")
    assert list(told["action"]) == ["discard_draft", "begin_draft"]  # newest first
    assert saved(store, None).revision == 1


def test_six_editors_of_one_cell_lose_no_edit(store):
    tally = edit_at_once(count_on(store), editors=6, edits=4)

    assert (len(tally.saved), counted(store)) == (24, (24, 24))
