"""Values and signals: computed again they stay, computed otherwise they supersede, withdrawn they were known then."""

import datetime as dt

import pandas as pd
import pytest

from data.store import runs, signals, values
from data.store.bulk import RuleBroken
from data.store.scope import EVERYTHING
from data.store.versions import Changes
from tests.data.store.sending import DAY, START, signal_frame, value_frame

JANUARY = [dt.date(2020, 1, day) for day in (1, 2, 3)]
NONE = float("nan")


def stored(store, frame: pd.DataFrame, at=START) -> Changes:
    with store.writing(at=at) as conn:
        return values.put(conn, frame, known_at=at)


def signalled(store, frame: pd.DataFrame, at=START, days=()) -> Changes:
    with store.writing(at=at) as conn:
        return signals.put(conn, frame, known_at=at, days=days)


def test_one_days_values_are_exactly_that_days(store):
    stored(store, value_frame(*[("i", "s", "C1", day, 1.0) for day in JANUARY]))

    with store.reading() as conn:
        frame = values.on(conn, scope=EVERYTHING, as_known=None, date=JANUARY[1])

    assert [day.date() for day in frame["date"]] == [JANUARY[1]]


def test_values_can_be_asked_for_by_indicator_and_subject(store):
    stored(store, value_frame(*[(i, s, "C1", JANUARY[0], 1.0) for i in "ab" for s in "xyz"]))

    with store.reading() as conn:
        asked = {"scope": EVERYTHING, "as_known": None, "since": JANUARY[0], "until": JANUARY[2]}
        frame = values.history(conn, indicators=["a"], subjects=["z", "x"], **asked)
        nothing = values.history(conn, indicators=[], **asked)

    assert list(zip(frame["indicator"], frame["subject"])) == [("a", "x"), ("a", "z")]
    assert nothing.empty


def test_a_missing_value_is_kept_as_missing_and_with_its_reason(store):
    stored(store, value_frame(("i", "s", "C1", JANUARY[0], NONE)))

    with store.reading() as conn:
        row = values.on(conn, scope=EVERYTHING, as_known=None, date=JANUARY[0]).iloc[0]
    assert row["value"] != row["value"]
    assert row["state"] == "missing"


@pytest.mark.parametrize(("value", "state"), [(1.0, "missing"), (NONE, "ok"), (1.0, "unheard of")])
def test_a_number_and_its_state_cannot_contradict_each_other(store, value, state):
    frame = value_frame(("i", "s", "C1", JANUARY[0], value)).assign(state=state)

    with pytest.raises(RuleBroken):
        stored(store, frame)


def test_the_last_bits_of_a_computed_number_are_no_change(store):
    stored(store, value_frame(("i", "s", "C1", JANUARY[0], 0.3)))

    assert stored(store, value_frame(("i", "s", "C1", JANUARY[0], 0.1 + 0.2)), at=START + DAY).unchanged == 1
    assert stored(store, value_frame(("i", "s", "C1", JANUARY[0], 0.3001)), at=START + DAY).changed == 1


def test_the_last_day_is_the_last_one_evaluated_by_then(store):
    stored(store, value_frame(("i", "s", "C1", JANUARY[0], 1.0)))
    with store.reading() as conn:
        assert values.last_day(conn, as_known=None) == JANUARY[0]

    with store.writing(at=START) as conn:
        for number, day in enumerate(JANUARY):
            at = START + number * DAY
            runs.record(conn, valid_for=day, known_at=at, seconds=1.0, config_hash="x", detail={})

    with store.reading() as conn:
        assert values.last_day(conn, as_known=START + DAY) == JANUARY[1]
        assert values.last_day(conn, as_known=None) == JANUARY[2]


def test_an_empty_frame_changes_nothing(store):
    assert stored(store, value_frame()) == Changes()
    assert signalled(store, signal_frame()) == Changes()


def test_a_signal_that_is_no_longer_seen_is_withdrawn_but_was_known_then(store):
    both = [("i", "s", "C1", JANUARY[0], "red"), ("i", "s", "C1", JANUARY[1], "red")]
    signalled(store, signal_frame(*both))

    changes = signalled(store, signal_frame(both[0]), at=START + DAY, days=JANUARY[:2])

    with store.reading() as conn:
        asked = {"scope": EVERYTHING, "since": None, "until": None}
        now = signals.history(conn, as_known=None, **asked)
        then = signals.history(conn, as_known=START, **asked)
    assert changes == Changes(unchanged=1)
    assert [day.date() for day in now["date"]] == [JANUARY[0]]
    assert [day.date() for day in then["date"]] == JANUARY[:2]


def test_days_the_frame_does_not_answer_keep_their_signals(store):
    signalled(store, signal_frame(("i", "s", "C1", JANUARY[0], "red")))

    signalled(store, signal_frame(("i", "s", "C1", JANUARY[1], "red")), at=START + DAY, days=[JANUARY[1]])

    with store.reading() as conn:
        frame = signals.history(conn, scope=EVERYTHING, as_known=None, since=None, until=None)
    assert [day.date() for day in frame["date"]] == JANUARY[:2]


def test_evidence_comes_back_as_it_was_and_equal_evidence_is_no_change(store):
    frame = signal_frame(("i", "s", "C1", JANUARY[0], "red"))
    frame["evidence"] = [{"b": 0.1, "a": {"days": [1, 2.5]}, "day": JANUARY[0], "huge": 1e20}]
    signalled(store, frame)

    again = signalled(store, frame, at=START + DAY)

    with store.reading() as conn:
        kept = signals.history(conn, scope=EVERYTHING, as_known=None, since=None, until=None)["evidence"][0]
    assert again == Changes(unchanged=1)
    assert kept == {"a": {"days": [1, 2.5]}, "b": 0.1, "day": "2020-01-01", "huge": 100000000000000000000}


def test_evidence_without_a_number_is_refused_on_both_databases(store):
    frame = signal_frame(("i", "s", "C1", JANUARY[0], "red"))
    frame["evidence"] = [{"value": NONE}]

    with pytest.raises(ValueError, match="JSON"):
        signalled(store, frame)


def test_of_many_pairs_the_last_measured_day_and_the_days_with_a_signal_are_told_at_once(store):
    first, second, third = JANUARY
    stored(
        store,
        value_frame(
            ("a", "x", "C1", first, 1.0), ("a", "x", "C1", second, 1.0), ("a", "x", "C1", third, NONE),
            ("a", "y", "C1", first, 1.0), ("b", "x", "C1", third, 1.0), ("b", "y", "C1", third, NONE),
        ),
    )  # fmt: skip
    signalled(store, signal_frame(("a", "x", "C1", first, "red"), ("a", "x", "C1", third, "red"),
                                  ("b", "y", "C1", third, "red")))  # fmt: skip
    asked = {("a", "x"), ("a", "y"), ("b", "y")}

    with store.reading() as conn:
        measured = values.last_measured(conn, pairs=asked, since=second, until=third)
        seen = signals.days_of(conn, pairs=asked, since=second, until=third)
        nothing = values.last_measured(conn, pairs=(), since=first, until=third)

    assert measured == {("a", "x"): second}
    assert seen == {("a", "x"): {third}, ("a", "y"): set(), ("b", "y"): {third}}
    assert nothing == {}
