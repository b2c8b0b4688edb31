"""A day of which somebody said nothing but noughts is told from one of which something was said, or nobody spoke."""

import datetime as dt

import pytest

from data.store import noughts
from data.store.scope import EVERYTHING, Scope
from tests.data.store.sending import DAY, START, put

FIRST, SECOND = dt.date(2020, 3, 5), dt.date(2020, 3, 6)
FLAT = dict.fromkeys(("entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified"), 0)


def asked(store, read, **more) -> list[tuple]:
    with store.reading() as conn:
        frame = read(conn, **{"scope": EVERYTHING, "as_known": None} | more)
    return [(unit, day.date()) for unit, day in frame.itertuples(index=False)]


def test_a_firms_day_is_nought_when_every_category_is(store):
    empty = {"enterprise": "E1", "on_hand": 0.0, "inflow": 0.0, "outflow": 0.0}
    put(store, "supply", [
        {**empty, "category": "rice", "valid_for": FIRST}, {**empty, "category": "oil", "valid_for": FIRST},
        {**empty, "category": "rice", "valid_for": SECOND},
        {**empty, "category": "oil", "valid_for": SECOND, "on_hand": 2.0},
    ], at=START)  # fmt: skip

    assert asked(store, noughts.of_supply) == [("E1", FIRST)]
    assert asked(store, noughts.of_supply, since=SECOND) == []
    assert asked(store, noughts.of_supply, as_known=START - DAY) == []


def test_a_correction_takes_the_nought_away_but_not_from_who_looks_back(store):
    row = {"enterprise": "E1", "category": "rice", "valid_for": FIRST, "on_hand": 0.0, "inflow": 0.0, "outflow": 0.0}
    put(store, "supply", [row], at=START)
    put(store, "supply", [{**row, "inflow": 1.0}], at=START + DAY)

    assert asked(store, noughts.of_supply) == []
    assert asked(store, noughts.of_supply, as_known=START) == [("E1", FIRST)]


@pytest.mark.parametrize("moved", [None, "entries", "reclassified"])
def test_a_countys_day_is_nought_when_nobody_came_or_went(store, moved):
    row = {"county": "622921", "kind": "individual", "valid_for": FIRST, "opening": 5, "closing": 5, **FLAT}
    put(store, "entity_count", [row | ({moved: 1, "closing": 6} if moved else {})], at=START)

    assert asked(store, noughts.of_counts) == ([] if moved else [("622921", FIRST)])
    assert asked(store, noughts.of_counts, scope=Scope(counties=frozenset(["622922"]))) == []


def test_a_countys_payments_are_nought_when_each_is(store):
    put(store, "arrears_payment", [
        {"county": "622921", "item": "Q1", "voucher": "a", "valid_for": FIRST, "paid": 0.0},
        {"county": "622921", "item": "Q2", "voucher": "b", "valid_for": FIRST, "paid": 0.0},
        {"county": "622921", "item": "Q1", "voucher": "c", "valid_for": SECOND, "paid": 5.0},
        {"county": "622921", "item": "Q2", "voucher": "d", "valid_for": SECOND, "paid": 0.0},
    ], at=START)  # fmt: skip

    assert asked(store, noughts.of_payments) == [("622921", FIRST)]
