"""What a series said lately: the same answer whether a few series are looked up or all of its days are read."""

import datetime as dt

import pytest

from data.store import held
from data.store.scope import EVERYTHING
from tests.data.store.sending import put

FIRMS = [f"E{number:02}" for number in range(1, 16)]
FIRST, SECOND = dt.date(2020, 9, 1), dt.date(2020, 9, 2)


@pytest.fixture
def told(store):
    """Fifteen firms' rice on two days, in the wrong order; the first lies in another county, the last has flour."""
    rows = [{"enterprise": firm, "category": "rice", "valid_for": day, "on_hand": 1.0 + day.day, "county": "C1"}
            for day in (SECOND, FIRST) for firm in FIRMS]  # fmt: skip
    rows.append({**rows[-1], "category": "flour"})
    put(store, "supply", [{**row, "county": "C2" if row["enterprise"] == "E01" else "C1"} for row in rows])

    def recent(**more):
        with store.reading() as conn:
            return held.recent(
                conn, "supply", scope=EVERYTHING, series=("enterprise", "category"), day="valid_for",
                measures=("on_hand", "stockout"), since=FIRST, until=SECOND, **{"counties": None, **more},
            )  # fmt: skip

    return recent


@pytest.mark.parametrize("wanted", [FIRMS[3:5], FIRMS[2:14]], ids=["few", "many"])
def test_the_series_asked_for_are_told_and_no_others(told, wanted):
    answer = told(first=wanted)

    assert sorted(answer) == [(firm, "rice") for firm in wanted]


@pytest.mark.parametrize("wanted", [FIRMS[:2], FIRMS[:14]], ids=["few", "many"])
def test_only_the_counties_asked_for_are_told(told, wanted):
    answer = told(first=wanted, counties={"C1"})

    assert sorted(answer) == [(firm, "rice") for firm in wanted if firm != "E01"]


def test_only_the_second_parts_asked_for_are_told(told):
    assert sorted(told(second={"rice"})) == [(firm, "rice") for firm in FIRMS]
    assert sorted(told(second={"flour"})) == [("E15", "flour")]
    assert sorted(told(first=["E15"], second={"rice", "flour"})) == [("E15", "flour"), ("E15", "rice")]


def test_a_series_days_come_oldest_first_with_their_columns_by_name(told):
    assert told(first=["E03"])["E03", "rice"] == [
        (FIRST, {"on_hand": 2.0, "stockout": False}),
        (SECOND, {"on_hand": 3.0, "stockout": False}),
    ]


def test_where_nothing_was_told_there_is_no_series(told):
    assert told(first=["E99"]) == {}
