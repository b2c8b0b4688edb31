"""Putting reported rows: equal rows stay, differing rows supersede, and the past stays readable."""

import datetime as dt

import pytest

from data.store import arrears, facts, files, supply
from data.store.facts import Changes, OlderKnowledge, RepeatedKey, RuleBroken
from data.store.scope import EVERYTHING
from data.store.versions import BATCH
from tests.data.store.sending import DAY, START, put

JANUARY_1 = dt.date(2020, 1, 1)


def on_hand(store, as_known=None) -> dict:
    with store.reading() as conn:
        frame = supply.daily(conn, scope=EVERYTHING, as_known=as_known)
    return {(row.category, row.date.date()): row.on_hand for row in frame.itertuples()}


def test_a_new_row_an_equal_row_and_a_corrected_row_are_told_apart(store):
    put(store, "supply", [{"category": "rice"}, {"category": "oil"}])

    changes = put(
        store,
        "supply",
        [{"category": "rice"}, {"category": "oil", "on_hand": 8.5}, {"category": "meat"}],
        at=START + DAY,
    )

    assert changes == Changes(new=1, changed=1, unchanged=1)


def test_the_same_file_again_changes_nothing(store):
    rows = [{"category": "rice", "retail_price": 5.2, "stockout": True}, {"category": "oil", "in_transit": 0.1}]
    put(store, "supply", rows)

    assert put(store, "supply", rows, at=START + DAY) == Changes(unchanged=2)


def test_a_correction_is_seen_now_but_not_in_the_past(store):
    put(store, "supply", [{"on_hand": 7.0}])
    put(store, "supply", [{"on_hand": 9.0}], at=START + 2 * DAY)

    key = ("rice", JANUARY_1)
    assert on_hand(store) == {key: 9.0}
    assert on_hand(store, START + DAY) == {key: 7.0}
    assert on_hand(store, START + 2 * DAY) == {key: 9.0}
    assert on_hand(store, START - DAY) == {}


def test_an_approval_is_a_change(store):
    put(store, "supply", [{}], state="provisional")

    assert put(store, "supply", [{}], at=START + DAY, state="approved") == Changes(changed=1)


def test_what_was_learned_earlier_cannot_replace_what_was_learned_later(store):
    put(store, "supply", [{"on_hand": 9.0}])

    with pytest.raises(OlderKnowledge):
        put(store, "supply", [{"on_hand": 7.0}], at=START - DAY)

    assert on_hand(store) == {("rice", JANUARY_1): 9.0}


def test_two_corrections_at_the_same_moment_leave_the_later_one(store):
    put(store, "supply", [{"on_hand": 7.0}])
    put(store, "supply", [{"on_hand": 8.0}])

    assert on_hand(store) == {("rice", JANUARY_1): 8.0}
    assert on_hand(store, START) == {("rice", JANUARY_1): 8.0}


@pytest.mark.parametrize("held", [0, 1])
@pytest.mark.parametrize("apart", [1, BATCH + 1])
def test_one_file_cannot_say_two_things_about_one_key(store, held, apart):
    put(store, "arrears_payment", [{"voucher": "old"}] * held)
    rows = [{"voucher": f"V{i}"} for i in range(apart)] + [{"voucher": "V0", "paid": 6.0}]

    with pytest.raises(RepeatedKey):
        put(store, "arrears_payment", rows, at=START + DAY)

    with store.reading() as conn:
        assert len(arrears.payments(conn, scope=EVERYTHING, as_known=None)) == held


def test_a_refused_row_takes_the_whole_file_with_it(store):
    before = store.version()

    with pytest.raises(RuleBroken):
        put(store, "entity_count", [{}, {"kind": "enterprise", "closing": 1}])

    assert store.version() == before
    with store.reading() as conn:
        assert files.received(conn, scope=EVERYTHING).empty


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("supply", {"on_hand": -0.1}),
        ("supply", {"on_hand": float("inf")}),
        ("supply", {"on_hand": None}),
        ("supply", {"on_hand": float("nan")}),
        ("market", {"stalls_total": -1}),
        ("market_status", {"status": "shut"}),
        ("entity", {"closed": JANUARY_1}),
        ("entity", {"closed": dt.date(2015, 5, 31), "ended_by": "revoked"}),
        ("entity", {"name": None}),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(store, table, wrong):
    with pytest.raises(RuleBroken):
        put(store, table, [wrong])


def test_the_smallest_correction_of_a_large_amount_is_a_correction(store):
    put(store, "arrears_payment", [{"paid": 12_345_678.91}])

    assert put(store, "arrears_payment", [{"paid": 12_345_678.92}], at=START + DAY).changed == 1


def test_missing_numbers_stay_missing(store):
    put(store, "supply", [{"in_transit": None, "retail_price": float("nan"), "wholesale_price": 0.0}])

    with store.reading() as conn:
        row = supply.daily(conn, scope=EVERYTHING, as_known=None).iloc[0]
    assert row["in_transit"] != row["in_transit"]
    assert row["retail_price"] != row["retail_price"]
    assert row["wholesale_price"] == 0.0


def test_a_half_is_no_count(store):
    with pytest.raises(AssertionError, match="whole"):
        put(store, "market", [{"stalls_total": 10.5}])


def test_more_rows_than_a_batch_are_sorted_alike(store):
    rows = [{"voucher": f"V{i}"} for i in range(BATCH + 10)]
    put(store, "arrears_payment", rows)
    rows[3] = {"voucher": "V3", "paid": 6.0}
    rows[BATCH + 5] = {"voucher": f"V{BATCH + 5}", "paid": 6.0}

    changes = put(store, "arrears_payment", [*rows, {"voucher": "new"}], at=START + DAY)

    assert changes == Changes(new=1, changed=2, unchanged=BATCH + 8)


def test_every_row_says_where_it_came_from(store):
    put(store, "market", [{"market": "M1"}, {"market": "M2"}])

    with store.reading() as conn:
        held = facts.held(conn, "market", [("M2",), ("M9",)], ("source_row", "reporter"))
    assert held == {("M2",): (3, "clerk")}
