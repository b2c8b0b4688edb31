"""Markets, worked out by hand."""

import datetime as dt

import pytest

from monitoring.indicators.markets import market_reopening_rate, market_silence, markets_open, stall_occupancy
from tests.monitoring.literal import NOW, PARAMETERS, days, market_list, market_status, region, state_of, value_of

FOUR = market_list(
    [
        {"market": "M1", "county": "C1", "stalls_total": 100},
        {"market": "M2", "county": "C1", "stalls_total": 300},
        {"market": "M3", "county": "C2", "stalls_total": 50},
        {"market": "M4", "county": "C2", "stalls_total": 50},
    ]
)
WEEKLY = ({"topic": "market_status", "from": dt.date(2020, 2, 27), "cadence": "weekly", "weekday": 5, "due": "18:00"},)


def ask(indicator, status, window, **more):
    return indicator(FOUR, market_status(status), region(**more), NOW, PARAMETERS, window)


def on(day, **statuses):
    stalls = {"open": 80, "partial": 20, "closed": 0}
    return [
        {"market": market, "date": day, "status": status, "stalls_open": stalls[status]}
        for market, status in statuses.items()
    ]


def test_only_fully_reopened_markets_count():
    status = on("2020-03-06", M1="open", M2="partial", M3="open", M4="closed")

    answer = ask(markets_open, status, days("2020-03-06"))

    assert value_of(answer, "R", "2020-03-06") == 2
    assert value_of(answer, "C1", "2020-03-06") == 1


def test_the_regions_rate_stands_on_the_plans_total_and_a_countys_on_its_own_markets():
    status = on("2020-03-06", M1="open", M2="partial", M3="open", M4="closed")

    answer = ask(market_reopening_rate, status, days("2020-03-06"), targets={"markets_total": 5})

    assert value_of(answer, "R", "2020-03-06") == pytest.approx(40.0)
    assert value_of(answer, "C2", "2020-03-06") == pytest.approx(50.0)


def test_a_market_that_never_reported_stays_in_the_denominator_and_makes_the_rate_provisional():
    status = on("2020-03-06", M1="open", M2="open", M3="open")

    answer = ask(market_reopening_rate, status, days("2020-03-06"))

    assert value_of(answer, "R", "2020-03-06") == pytest.approx(75.0)
    assert state_of(answer, "R", "2020-03-06") == "provisional"
    assert state_of(answer, "C1", "2020-03-06") == "ok"


def test_a_county_of_which_nobody_reported_is_missing_not_zero():
    status = on("2020-03-06", M1="open", M2="open")

    answer = ask(market_reopening_rate, status, days("2020-03-06"))

    assert state_of(answer, "C2", "2020-03-06") == "missing"


def test_an_open_market_with_few_stalls_shows_in_the_occupancy():
    status = [
        {"market": "M1", "date": "2020-03-06", "status": "open", "stalls_open": 10},
        {"market": "M2", "date": "2020-03-06", "status": "open", "stalls_open": 270},
    ]

    answer = ask(stall_occupancy, status, days("2020-03-06"))

    assert value_of(answer, "M1", "2020-03-06") == pytest.approx(10.0)
    assert value_of(answer, "C1", "2020-03-06") == pytest.approx(70.0)


def test_a_report_stands_until_the_next_is_due():
    status = on("2020-03-06", M1="open", M2="open", M3="open", M4="open")

    answer = ask(market_reopening_rate, status, days("2020-03-12", "2020-03-13"), reporting=WEEKLY)

    assert state_of(answer, "R", "2020-03-12") == "ok"
    assert state_of(answer, "R", "2020-03-13") == "missing"


def test_a_market_is_silent_from_the_report_it_owes_on():
    status = on("2020-03-06", M1="open") + on("2020-03-13", M2="open")

    answer = market_silence(
        FOUR, market_status(status), region(reporting=WEEKLY), NOW, days("2020-03-12", "2020-03-16")
    )

    assert value_of(answer, "M1", "2020-03-12") == 0
    assert value_of(answer, "M1", "2020-03-13") == 1
    assert value_of(answer, "M1", "2020-03-16") == 4
    assert value_of(answer, "M2", "2020-03-16") == 0


def test_a_report_made_up_later_does_not_undo_the_silence_before_it():
    status = [
        {"market": "M1", "date": "2020-02-28"},
        {"market": "M1", "date": "2020-03-06", "known_at": "2020-03-09 10:00"},
    ]

    answer = market_silence(
        FOUR, market_status(status), region(reporting=WEEKLY), NOW, days("2020-03-06", "2020-03-10")
    )

    assert [value_of(answer, "M1", f"2020-03-{day:02d}") for day in (6, 7, 8, 9, 10)] == [1, 2, 3, 0, 0]
