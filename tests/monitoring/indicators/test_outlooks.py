"""What is projected, as a value of each day: the outlook that stands, and no number where none can be told."""

import datetime as dt

import pytest

from monitoring.indicators import outlooks as own
from tests.monitoring import literal
from tests.monitoring.literal import days, outlook_rules, state_of, value_of

RULES = outlook_rules()
PLACES = literal.region()


def made(outlook, subject, sunday, *, county="C1", state="ok", **answer):
    return {"outlook": outlook, "subject": subject, "county": county, "date": sunday, "state": state, "answer": answer}


def chance(rows, window):
    return own.year_end_chance(literal.outlooks(rows), RULES, window)


def test_an_outlook_stands_from_its_sunday_to_the_saturday_after_and_no_longer():
    told = chance([made("year_end_stock", "C1", "2020-09-06", chance=20.0)], days("2020-09-05", "2020-09-13"))

    assert [str(day.date()) for day in told["date"]] == [f"2020-09-{day:02d}" for day in range(6, 13)]
    assert set(told["value"]) == {20.0}


def test_the_newer_outlook_takes_over_on_its_sunday():
    rows = [
        made("year_end_stock", "C1", day, chance=share) for day, share in (("2020-09-06", 20.0), ("2020-09-13", 8.0))
    ]

    told = chance(rows, days("2020-09-12", "2020-09-13"))

    assert list(told["value"]) == [20.0, 8.0]


@pytest.mark.parametrize(
    "record",
    [{"coverage": 59.9, "checks": 40}, {"coverage": 80.0, "checks": 9}, {"coverage": None, "checks": 0}],
)
def test_an_outlook_whose_past_bands_failed_is_not_assessable(record):
    told = chance([made("year_end_stock", "C1", "2020-09-06", chance=20.0, record=record)], days("2020-09-06"))

    assert state_of(told, "C1", "2020-09-06") == "not_assessable"


def test_an_outlook_that_could_not_be_made_is_not_assessable():
    told = chance([made("year_end_stock", "C1", "2020-09-06", state="not_assessable", weeks=3)], days("2020-09-06"))

    assert state_of(told, "C1", "2020-09-06") == "not_assessable"


def reopening(middle, *, state="ok", subject="C1", county="C1"):
    dates = {"low": "2020-06-01", "middle": middle, "high": None}
    rows = [made("full_reopening", subject, "2020-05-31", state=state, county=county, dates=dates)]
    return own.reopening_lateness(literal.outlooks(rows), RULES, PLACES, days("2020-06-01"))


@pytest.mark.parametrize(
    ("middle", "late"), [("2020-06-29", 0.0), ("2020-06-30", 0.0), ("2020-07-01", 1.0), (None, 700.0)]
)
def test_reopening_is_as_late_as_its_middle_lies_after_the_deadline(middle, late):
    """Out of sight is two years from the Sunday: 31 May 2022, 700 days after 30 June 2020."""
    assert value_of(reopening(middle), "C1", "2020-06-01") == late


def test_where_all_markets_are_open_nothing_is_late():
    assert value_of(reopening(None, state="reached"), "C1", "2020-06-01") == 0.0


def test_the_region_that_waits_for_its_last_county_has_no_value_of_its_own():
    assert reopening("2020-08-01", subject="R", county="R").empty


def festival(name, day, short, *, made_on="2020-09-27"):
    return made("festival_demand", f"C1:rice:{name}", made_on, name=name, day=day, short=short)


def test_of_the_coming_festivals_the_next_one_counts_until_its_day_is_there():
    rows = [festival("spring", "2021-02-12", 5.0), festival("autumn", "2020-10-01", 70.0)]

    told = own.festival_shortage_chance(literal.outlooks(rows), RULES, days("2020-09-30", "2020-10-01"))

    assert value_of(told, "C1:rice", "2020-09-30") == 70.0
    assert value_of(told, "C1:rice", "2020-10-01") == 5.0


def test_a_stockout_nobody_can_tell_because_inflow_is_unknown_is_not_assessable():
    rows = [made("days_to_stockout", "E1:rice", "2020-09-27", chance_14=None)]

    told = own.stockout_chance(literal.outlooks(rows), RULES, days("2020-09-28"))

    assert state_of(told, "E1:rice", "2020-09-28") == "not_assessable"


def unpaid(rows):
    return own.arrears_unpaid_at_deadline(literal.outlooks(rows), RULES, PLACES, days("2020-09-28"))


def test_what_stays_unpaid_is_a_share_of_what_is_left_and_was_paid_in_a_year():
    answer = {"left": 150.0, "past": {"value": [20.0, 30.0]}, "ahead": {"low": [90.0, 40.0]}}

    told = unpaid([made("clearance", "C1", "2020-09-27", **answer)])

    assert value_of(told, "C1", "2020-09-28") == 20.0


def test_a_county_that_owes_nothing_any_more_leaves_nothing_unpaid_and_its_debtors_have_no_value():
    told = unpaid(
        [made("clearance", "C1", "2020-09-27", state="reached"), made("clearance", "C1:bureau", "2020-09-27")]
    )

    assert list(told["subject"]) == ["C1"]
    assert value_of(told, "C1", "2020-09-28") == 0.0


def test_an_outlook_without_a_rule_in_force_is_not_assessable():
    rules = outlook_rules(**{"from": dt.date(2020, 9, 7)})
    rows = literal.outlooks([made("year_end_stock", "C1", "2020-09-06", chance=20.0)])

    assert state_of(own.year_end_chance(rows, rules, days("2020-09-08")), "C1", "2020-09-08") == "not_assessable"
