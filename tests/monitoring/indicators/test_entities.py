"""Stocks of entities, worked out by hand."""

import datetime as dt

import pytest

from monitoring.indicators.entities import (
    closing_stock,
    stock_vs_last_month,
    stock_vs_last_year,
    stock_vs_year_end,
)
from tests.monitoring.literal import NOW, PARAMETERS, counts, days, region, series, state_of, value_of


def both_counties(first, one, two):
    return counts(series(first, one, "closing", county="C1") + series(first, two, "closing", county="C2"))


def test_a_total_is_the_sum_of_its_parts():
    frame = counts(
        [
            {"date": "2020-03-01", "county": "C1", "kind": "individual", "closing": 700},
            {"date": "2020-03-01", "county": "C1", "kind": "enterprise", "closing": 200},
            {"date": "2020-03-01", "county": "C2", "kind": "individual", "closing": 50},
        ]
    )

    answer = closing_stock(frame, region(), NOW, days("2020-03-01"))

    assert value_of(answer, "C1:individual", "2020-03-01") == 700
    assert value_of(answer, "C1", "2020-03-01") == 900
    assert value_of(answer, "R:individual", "2020-03-01") == 750
    assert value_of(answer, "R", "2020-03-01") == 950
    assert set(answer["county"]) == {"C1", "C2", "R"}


def test_a_day_without_a_report_is_missing_and_makes_the_total_provisional():
    frame = both_counties("2020-03-01", [100, 101], [300, None])

    answer = closing_stock(frame, region(), NOW, days("2020-03-02"))

    assert state_of(answer, "C2", "2020-03-02") == "missing"
    assert value_of(answer, "R", "2020-03-02") == 401  # C2 stands in with the 300 of the day before
    assert state_of(answer, "R", "2020-03-02") == "provisional"


def test_a_silent_county_stands_in_for_a_month_at_most():
    frame = both_counties("2020-03-01", [100] * 40, [300])

    answer = closing_stock(frame, region(), NOW, days("2020-04-01", "2020-04-02"))

    assert state_of(answer, "R", "2020-04-01") == "provisional"
    assert state_of(answer, "R", "2020-04-02") == "missing"


def test_before_the_deadline_a_report_is_not_due_after_it_missing():
    frame = both_counties("2020-03-01", [100], [300])
    before_noon = dt.datetime(2020, 3, 2, 11, 59, tzinfo=dt.UTC)
    at_noon = dt.datetime(2020, 3, 2, 12, 0, tzinfo=dt.UTC)

    early = closing_stock(frame, region(), before_noon, days("2020-03-02"))
    late = closing_stock(frame, region(), at_noon, days("2020-03-02"))

    assert state_of(early, "C1", "2020-03-02") == "not_due"
    assert state_of(early, "R", "2020-03-02") == "not_due"
    assert state_of(late, "C1", "2020-03-02") == "missing"
    assert state_of(late, "R", "2020-03-02") == "missing"


def test_the_change_since_the_years_end_compares_with_the_last_of_december():
    frame = both_counties("2019-12-31", [1000, 990, 980], [500, 510, 520])

    answer = stock_vs_year_end(frame, region(), NOW, PARAMETERS, days("2020-01-02"))

    assert value_of(answer, "C1", "2020-01-02") == pytest.approx(-2.0)
    assert value_of(answer, "C2", "2020-01-02") == pytest.approx(4.0)
    assert value_of(answer, "R", "2020-01-02") == pytest.approx(0.0)


def test_without_a_base_a_change_is_not_assessable():
    frame = both_counties("2020-01-05", [1000], [500])

    answer = stock_vs_year_end(frame, region(), NOW, PARAMETERS, days("2020-01-05"))

    assert state_of(answer, "C1", "2020-01-05") == "not_assessable"


def test_a_handful_of_entities_is_not_judged_by_percent():
    frame = both_counties("2019-12-31", [49, 40], [50, 40])

    answer = stock_vs_year_end(frame, region(), NOW, PARAMETERS, days("2020-01-01"))

    assert state_of(answer, "C1", "2020-01-01") == "not_assessable"
    assert value_of(answer, "C2", "2020-01-01") == pytest.approx(-20.0)


def test_a_change_of_definition_is_no_change_of_the_stock():
    rows = [
        {"date": "2019-12-31", "kind": "individual", "closing": 1000},
        {"date": "2019-12-31", "kind": "enterprise", "closing": 200},
        {"date": "2020-01-01", "kind": "individual", "closing": 900, "reclassified": -80, "deregistrations": 20},
        {"date": "2020-01-01", "kind": "enterprise", "closing": 280, "reclassified": 80},
    ]

    answer = stock_vs_year_end(counts(rows), region(), NOW, PARAMETERS, days("2020-01-01"))

    assert value_of(answer, "C1:individual", "2020-01-01") == pytest.approx(-20 / 920 * 100)
    assert value_of(answer, "C1:enterprise", "2020-01-01") == pytest.approx(0.0)
    assert value_of(answer, "C1", "2020-01-01") == pytest.approx(-20 / 1200 * 100)


def test_leap_day_compares_with_the_day_before_it_a_year_earlier():
    rows = [{"date": "2019-02-28", "closing": 200}, {"date": "2020-02-29", "closing": 210}]

    answer = stock_vs_last_year(counts(rows), region(), NOW, PARAMETERS, days("2020-02-29"))

    assert value_of(answer, "C1", "2020-02-29") == pytest.approx(5.0)


def test_the_change_in_a_month_takes_the_last_day_of_a_shorter_month():
    rows = [{"date": "2020-02-29", "closing": 200}, {"date": "2020-03-31", "closing": 190}]

    answer = stock_vs_last_month(counts(rows), region(), NOW, PARAMETERS, days("2020-03-31"))

    assert value_of(answer, "C1", "2020-03-31") == pytest.approx(-5.0)


def test_a_region_that_reports_weekly_keeps_its_figure_until_the_next_is_due():
    sundays = ["2020-03-01", "2020-03-08", "2020-03-15"]
    frame = counts([{"date": day, "closing": 100 + n} for n, day in enumerate(sundays)])

    answer = closing_stock(frame, region(), NOW, days("2020-03-14", "2020-03-22"))

    assert value_of(answer, "C1", "2020-03-14") == 101
    assert state_of(answer, "C1", "2020-03-14") == "ok"
    assert value_of(answer, "C1", "2020-03-21") == 102
    assert state_of(answer, "C1", "2020-03-22") == "missing"
