"""Daily necessities, worked out by hand."""

import pytest

from monitoring.indicators.supply import days_of_cover, price_change_7d, stockout_run
from tests.monitoring.literal import NOW, PARAMETERS, days, firms, region, series, state_of, supply, value_of

ONE = firms([{"enterprise": "E1", "county": "C1", "categories": "rice"}])
THREE = firms(
    [{"enterprise": f"E{n}", "county": c, "categories": "rice"} for n, c in ((1, "C1"), (2, "C1"), (3, "C2"))]
)


def cover(rows, window, *, firms=ONE, **more):
    return days_of_cover(firms, supply(rows), region(**more), NOW, PARAMETERS, window)


def test_cover_is_stock_over_the_mean_sales_of_seven_days():
    rows = series("2020-03-01", [9, 1, 2, 3, 1, 2, 3, 2], "outflow", on_hand=20)

    answer = cover(rows, days("2020-03-08"))

    assert value_of(answer, "E1:rice", "2020-03-08") == pytest.approx(10.0)  # 14 in 7 days; the 9 is too old


def test_sales_of_stockout_days_are_not_demand():
    rows = series("2020-03-01", [4, 4, 0, 0, 4, 4, 4], "outflow", on_hand=12)
    for row in rows[2:4]:
        row["stockout"] = True

    answer = cover(rows, days("2020-03-07"))

    assert value_of(answer, "E1:rice", "2020-03-07") == pytest.approx(3.0)  # with the empty days it would be 4.2


def test_a_day_not_reported_is_not_a_day_without_sales():
    rows = series("2020-03-01", [2, None, None, 2, None, 2, 2], "outflow", on_hand=10)

    answer = cover(rows, days("2020-03-07"))

    assert value_of(answer, "E1:rice", "2020-03-07") == pytest.approx(5.0)


def test_no_report_today_is_missing_not_zero():
    rows = series("2020-03-01", [2, 2, 2], "outflow")

    answer = cover(rows, days("2020-03-04"))

    assert state_of(answer, "E1:rice", "2020-03-04") == "missing"
    assert state_of(answer, "C1:rice", "2020-03-04") == "missing"


def test_stock_that_nobody_buys_is_not_assessable():
    rows = series("2020-03-01", [0] * 7, "outflow", on_hand=10)

    answer = cover(rows, days("2020-03-07"), population=0)

    assert state_of(answer, "E1:rice", "2020-03-07") == "not_assessable"


def test_an_empty_shelf_is_zero_days_whatever_was_sold():
    rows = series("2020-03-01", [0] * 8, "outflow", on_hand=0, stockout=True)

    answer = cover(rows, days("2020-03-08"))

    assert value_of(answer, "E1:rice", "2020-03-08") == 0


def test_the_region_is_measured_against_what_its_residents_eat():
    # 365,000 people x 10 kg a year = 10 t a day, of which the firms answer for half
    rows = series("2020-03-01", [1] * 7, "outflow", on_hand=40)

    answer = cover(rows, days("2020-03-07"))

    assert value_of(answer, "C1:rice", "2020-03-07") == pytest.approx(40.0)
    assert value_of(answer, "R:rice", "2020-03-07") == pytest.approx(8.0)


def test_a_total_of_which_too_few_reported_is_provisional_then_missing():
    rows = [
        *series("2020-03-01", [1] * 7, "outflow", enterprise="E1"),
        *series("2020-03-01", [1] * 6, "outflow", enterprise="E2"),
        *series("2020-03-01", [1] * 5, "outflow", enterprise="E3", county="C2"),
    ]

    answer = cover(rows, days("2020-03-05", "2020-03-07"), firms=THREE, population=0)

    assert [state_of(answer, "R:rice", f"2020-03-0{day}") for day in (5, 6, 7)] == ["ok", "provisional", "missing"]
    assert value_of(answer, "R:rice", "2020-03-06") == pytest.approx(10.0)


def prices(rows, window, *, firms=ONE):
    return price_change_7d(firms, supply(rows), region(), NOW, PARAMETERS, window)


def test_the_price_is_compared_with_the_one_seven_days_before():
    rows = series("2020-03-01", [5.0] * 7 + [6.5], "retail_price")

    answer = prices(rows, days("2020-03-08"))

    assert value_of(answer, "E1:rice", "2020-03-08") == pytest.approx(30.0)


def test_where_no_retail_price_is_said_the_wholesale_price_speaks():
    rows = series("2020-03-01", [4.0] * 7 + [3.0], "wholesale_price")

    answer = prices(rows, days("2020-03-08"))

    assert value_of(answer, "E1:rice", "2020-03-08") == pytest.approx(-25.0)


def test_a_price_not_told_a_week_ago_is_looked_for_three_days_back_and_no_further():
    three_back = series("2020-03-01", [4.0] + [None] * 9 + [5.0], "retail_price")
    four_back = series("2020-03-01", [4.0] + [None] * 10 + [5.0], "retail_price")

    near, far = prices(three_back, days("2020-03-11")), prices(four_back, days("2020-03-12"))

    assert value_of(near, "E1:rice", "2020-03-11") == pytest.approx(25.0)
    assert state_of(far, "E1:rice", "2020-03-12") == "not_assessable"


def test_an_area_is_the_geometric_mean_of_the_firms_that_told_both():
    rows = [
        *series("2020-03-01", [4.0] * 7 + [8.0], "retail_price", enterprise="E1"),
        *series("2020-03-01", [4.0] * 7 + [2.0], "retail_price", enterprise="E2"),
        *series("2020-03-01", [4.0] * 7 + [5.0], "retail_price", enterprise="E3", county="C2"),
    ]

    answer = prices(rows, days("2020-03-08"), firms=THREE)

    assert value_of(answer, "C1:rice", "2020-03-08") == pytest.approx(0.0, abs=1e-9)
    assert value_of(answer, "C2:rice", "2020-03-08") == pytest.approx(25.0)


def runs(flags, window):
    rows = series("2020-03-01", flags, "stockout")
    return stockout_run(ONE, supply(rows), region(), NOW, window)


def test_days_of_a_stockout_are_counted_until_there_are_goods_again():
    answer = runs([False, True, True, True, False, True], days("2020-03-01", "2020-03-06"))

    assert [value_of(answer, "E1:rice", f"2020-03-0{day}") for day in range(1, 7)] == [0, 1, 2, 3, 0, 1]


def test_silence_does_not_end_a_stockout():
    answer = runs([True, None, True], days("2020-03-01", "2020-03-03"))

    assert state_of(answer, "E1:rice", "2020-03-02") == "missing"
    assert value_of(answer, "E1:rice", "2020-03-03") == 3
