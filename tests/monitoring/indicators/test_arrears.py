"""Arrears, worked out by hand."""

import pytest

from monitoring.indicators.arrears import (
    arrears_clearance_rate,
    arrears_net_clearance,
    arrears_outstanding,
    arrears_overdue_year,
    arrears_plan_progress,
)
from tests.monitoring.literal import days, items, payments, plan, region, state_of, value_of

TWO = items(
    [
        {"item": "Q1", "county": "C1", "debtor": "a bureau", "undisputed": 100.0, "disputed": 50.0},
        {"item": "Q2", "county": "C1", "debtor": "a bureau", "undisputed": 60.0, "formed": "2020-03-10",
         "due": "2020-04-10", "new_arrears": True},
        {"item": "Q3", "county": "C2", "debtor": "a school", "undisputed": 40.0},
    ]
)  # fmt: skip


def paid(*rows):
    return payments([{"item": item, "county": county, "date": day, "paid": sum_} for item, county, day, sum_ in rows])


def test_the_rate_is_what_was_paid_of_what_was_undisputed_by_then():
    sums = paid(("Q1", "C1", "2020-03-05", 40.0))

    answer = arrears_clearance_rate(TWO, sums, region(), days("2020-03-04", "2020-03-10"))

    assert value_of(answer, "C1", "2020-03-04") == 0
    assert value_of(answer, "C1", "2020-03-05") == pytest.approx(40.0)
    assert value_of(answer, "C1", "2020-03-10") == pytest.approx(25.0)  # Q2 has come up: 40 of 160
    assert value_of(answer, "R", "2020-03-10") == pytest.approx(20.0)


def test_more_than_the_undisputed_part_clears_nothing_else():
    sums = paid(("Q3", "C2", "2020-03-05", 70.0))

    answer = arrears_clearance_rate(TWO, sums, region(), days("2020-03-05"))

    assert value_of(answer, "C2", "2020-03-05") == pytest.approx(100.0)
    assert value_of(answer, "R", "2020-03-05") == pytest.approx(40 / 140 * 100)


PLAN = plan(
    [
        {"item": "Q1", "county": "C1", "month": "2020-01-01", "planned": 20.0},
        {"item": "Q1", "county": "C1", "month": "2020-02-01", "planned": 30.0},
    ]
)


def test_progress_stands_against_the_plan_up_to_the_last_whole_month():
    sums = paid(("Q1", "C1", "2019-12-31", 9.0), ("Q1", "C1", "2020-01-20", 10.0), ("Q1", "C1", "2020-02-20", 15.0))

    answer = arrears_plan_progress(TWO, PLAN, sums, region(), days("2020-01-30", "2020-02-29"))

    assert state_of(answer, "C1", "2020-01-30") == "not_assessable"  # nothing was to be paid yet
    assert value_of(answer, "C1", "2020-01-31") == pytest.approx(50.0)  # what was paid before the plan is left out
    assert value_of(answer, "C1", "2020-02-28") == pytest.approx(125.0)
    assert value_of(answer, "C1", "2020-02-29") == pytest.approx(50.0)


def test_a_county_without_a_plan_has_no_progress():
    answer = arrears_plan_progress(TWO, PLAN, paid(), region(), days("2020-02-29"))

    assert state_of(answer, "C2", "2020-02-29") == "not_assessable"


def test_net_clearance_takes_off_what_has_come_up_this_year():
    sums = paid(("Q1", "C1", "2019-12-20", 30.0), ("Q1", "C1", "2020-02-01", 45.0))

    answer = arrears_net_clearance(TWO, sums, region(), days("2020-03-09", "2020-03-10"))

    assert value_of(answer, "C1", "2020-03-09") == pytest.approx(45.0)
    assert value_of(answer, "C1", "2020-03-10") == pytest.approx(-15.0)


def test_a_new_year_counts_anew():
    sums = paid(("Q1", "C1", "2019-12-20", 30.0))

    answer = arrears_net_clearance(TWO, sums, region(), days("2019-12-31", "2020-01-01"))

    assert value_of(answer, "C1", "2019-12-31") == pytest.approx(30.0)
    assert value_of(answer, "C1", "2020-01-01") == pytest.approx(0.0)


def test_what_is_left_is_told_by_debtor_county_and_region():
    sums = paid(("Q1", "C1", "2020-03-05", 40.0))

    answer = arrears_outstanding(TWO, sums, region(), days("2020-03-12"))

    assert value_of(answer, "C1:a bureau", "2020-03-12") == pytest.approx(120.0)
    assert value_of(answer, "C1", "2020-03-12") == pytest.approx(120.0)
    assert value_of(answer, "C2:a school", "2020-03-12") == pytest.approx(40.0)
    assert value_of(answer, "R", "2020-03-12") == pytest.approx(160.0)


def test_arrears_are_old_the_day_after_their_year_is_over():
    answer = arrears_overdue_year(TWO, paid(), region(), days("2019-06-30", "2019-07-01"))

    assert value_of(answer, "C1", "2019-06-30") == 0
    assert value_of(answer, "C1", "2019-07-01") == pytest.approx(100.0)


def test_before_anything_was_owed_nothing_applies():
    answer = arrears_outstanding(TWO, paid(), region(), days("2017-12-31"))

    assert state_of(answer, "C1", "2017-12-31") == "not_applicable"
