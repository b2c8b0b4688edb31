"""Any sequence of deliveries, read as known at any moment, equals an obvious list of what was told when."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import supply, values
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.data.store.sending import START, put, value_frame
from tests.data.store.wiping import wipe

EXAMPLES = 15
HOUR = dt.timedelta(hours=1)
DAYS = [dt.date(2020, 1, day) for day in (1, 2)]
deliveries = st.lists(
    st.dictionaries(
        st.tuples(st.sampled_from(["E1", "E2"]), st.sampled_from(["rice", "oil"]), st.sampled_from(DAYS)),
        st.sampled_from([0.0, 1.0, 2.5]),
        max_size=6,
    ),
    max_size=5,
)
gaps = st.lists(st.integers(0, 2), min_size=6, max_size=6)


def known_then(told: list[tuple], moment: dt.datetime) -> dict:
    """The oracle: the last word about each key by that moment."""
    words: dict = {}
    for at, rows in told:
        if at <= moment:
            words |= rows
    return words


@given(deliveries=deliveries, gaps=gaps)
@settings(max_examples=EXAMPLES, deadline=None)
def check_facts(store: Store, deliveries, gaps):
    wipe(store, "supply")
    told, at = [], START
    for rows, gap in zip(deliveries, gaps):
        at += gap * HOUR
        before = known_then(told, at)
        sent = [{"enterprise": e, "category": c, "valid_for": d, "on_hand": v} for (e, c, d), v in rows.items()]
        changes = put(store, "supply", sent, at=at)
        told.append((at, rows))
        assert changes.new == len(rows.keys() - before.keys())
        assert changes.changed == sum(before[key] != value for key, value in rows.items() if key in before)
        assert changes.unchanged == sum(before[key] == value for key, value in rows.items() if key in before)

    with store.reading() as conn:
        for moment in [START - HOUR, *[then for then, _ in told], at + HOUR, None]:
            frame = supply.daily(conn, scope=EVERYTHING, as_known=moment)
            read = {(r.enterprise, r.category, r.date.date()): r.on_hand for r in frame.itertuples()}
            assert read == known_then(told, moment or at)


@given(deliveries=deliveries, gaps=gaps)
@settings(max_examples=EXAMPLES, deadline=None)
def check_values(store: Store, deliveries, gaps):
    wipe(store, "indicator_value")
    told, at = [], START
    for rows, gap in zip(deliveries, gaps):
        at += gap * HOUR
        with store.writing(at=at) as conn:
            frame = value_frame(*[(c, e, "C1", d, v) for (e, c, d), v in rows.items()])
            values.put(conn, frame, known_at=at)
            assert values.put(conn, frame, known_at=at).unchanged == len(rows)
        told.append((at, rows))

    with store.reading() as conn:
        for moment in [START - HOUR, *[then for then, _ in told], at + HOUR, None]:
            frame = values.history(
                conn, scope=EVERYTHING, as_known=moment, indicators=None, since=DAYS[0], until=DAYS[-1]
            )
            read = {(r.subject, r.indicator, r.date.date()): r.value for r in frame.itertuples()}
            expected = known_then(told, moment or at)
            assert read == expected
            assert values.last_day(conn, as_known=moment) == max((key[2] for key in expected), default=None)


def test_facts_read_as_known_then_are_what_was_told_by_then(store):
    check_facts(store)


def test_values_read_as_known_then_are_what_was_computed_by_then(store):
    check_values(store)
