"""The arrears ledger on a day, from literal frames."""

import datetime as dt

import pandas as pd
import pytest

from monitoring.tallies.arrears import ageing, by_county, debtors, ledger, months

ON = dt.date(2020, 4, 15)


def items(*rows) -> pd.DataFrame:
    columns = ["item", "county", "debtor", "undisputed", "disputed", "formed", "due", "listed", "new_arrears"]
    frame = pd.DataFrame(rows, columns=columns).assign(debtor_kind="government", complex_case=False)
    return frame.assign(formed=pd.to_datetime(frame["formed"]), due=pd.to_datetime(frame["due"]))


def payments(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["item", "date", "paid"]).astype({"paid": float})
    vouchers = [f"V{i}" for i in range(len(frame))]
    return frame.assign(date=pd.to_datetime(frame["date"]), voucher=vouchers, county="A")


def plan(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["item", "month", "planned"]).astype({"planned": float})
    return frame.assign(month=pd.to_datetime(frame["month"]), county="A")


ITEMS = items(
    ("Q1", "A", "甲局", 100.0, 0.0, "2018-01-01", "2018-03-01", True, False),
    ("Q2", "A", "甲局", 50.0, 20.0, "2019-10-01", "2020-04-10", False, False),
    ("Q3", "B", "乙局", 80.0, 0.0, "2020-02-01", "2020-06-01", False, True),
    ("Q4", "B", "乙局", 0.0, 30.0, "2019-01-01", "2019-02-01", False, False),
    ("Q5", "B", "丙局", 10.0, 0.0, "2020-05-01", "2020-06-01", False, True),
)
PAID = payments(("Q1", "2019-12-01", 30.0), ("Q1", "2020-02-05", 20.0), ("Q2", "2020-03-31", 60.0),
                ("Q3", "2020-04-20", 5.0))  # fmt: skip


def test_payments_count_up_to_the_day_and_never_beyond_the_undisputed_part():
    led = ledger(ITEMS, PAID, on=ON).set_index("item")

    assert led["left"].to_dict() == {"Q1": 50.0, "Q2": 0.0, "Q3": 80.0, "Q4": 0.0}
    assert led["state"].to_dict() == {"Q1": "overdue", "Q2": "cleared", "Q3": "not_due", "Q4": "disputed"}


def test_age_counts_from_the_due_day_and_a_year_is_a_calendar_year():
    one = items(
        ("Q1", "A", "甲局", 1.0, 0.0, "2018-01-01", "2020-04-15", False, False),
        ("Q2", "A", "甲局", 1.0, 0.0, "2018-01-01", "2020-03-16", False, False),
        ("Q3", "A", "甲局", 1.0, 0.0, "2018-01-01", "2020-03-15", False, False),
        ("Q4", "A", "甲局", 1.0, 0.0, "2018-01-01", "2019-04-15", False, False),
        ("Q5", "A", "甲局", 1.0, 0.0, "2018-01-01", "2019-04-14", False, False),
    )

    led = ledger(one, payments(), on=ON)

    assert led["age"].tolist() == ["not_due", "to_30", "to_90", "to_year", "over_year"]
    assert ageing(led, counties=["A"]).iloc[0].tolist() == ["A", 1.0, 1.0, 1.0, 0.0, 1.0, 1.0]


def test_a_county_s_net_is_what_was_cleared_this_year_less_what_arose():
    counted = by_county(ledger(ITEMS, PAID, on=ON), PAID, counties=["A", "B", "C"], on=ON).set_index("county")

    assert counted.loc["A", ["items", "undisputed", "cleared", "left"]].tolist() == [2, 150.0, 100.0, 50.0]
    assert counted.loc["A", ["cleared_year", "arisen", "net"]].tolist() == [70.0, 0.0, 70.0]
    assert counted.loc["B", ["cleared_year", "arisen", "net"]].tolist() == [0.0, 80.0, -80.0]
    assert counted.loc["C", "items"] == 0


def test_months_add_up_and_those_to_come_are_not_zero():
    planned = plan(("Q1", "2020-02-01", 25.0), ("Q2", "2020-03-01", 50.0), ("Q1", "2020-05-01", 50.0))

    told = months(ledger(ITEMS, PAID, on=ON), planned, PAID, on=ON).set_index(pd.Index(["feb", "mar", "apr", "may"]))

    assert told["planned_total"].tolist() == [25.0, 75.0, 75.0, 125.0]
    assert told.loc[["feb", "mar", "apr"], "paid"].tolist() == [20.0, 50.0, 0.0]
    assert told.loc["apr", "paid_total"] == 70.0
    assert told["whole"].tolist() == [True, True, False, False]
    assert pd.isna(told.loc["may", "paid"])
    assert told.loc["feb", "arisen"] == 80.0


def test_without_a_plan_there_are_no_months():
    assert months(ledger(ITEMS, PAID, on=ON), plan(), PAID, on=ON).empty


def test_debtors_stand_in_the_order_of_what_they_owe():
    told = debtors(ledger(ITEMS, PAID, on=ON))

    assert told[["debtor", "items", "left"]].values.tolist() == [["乙局", 1, 80.0], ["甲局", 1, 50.0]]
    assert told.loc[1, "overdue"] == 776
    assert bool(told.loc[1, "listed"]) is True
    assert told.loc[0, "oldest"] == pd.Timestamp("2020-06-01")


@pytest.mark.parametrize("day", [dt.date(2017, 1, 1)])
def test_before_the_first_item_the_ledger_is_empty_and_nothing_breaks(day):
    led = ledger(ITEMS, PAID, on=day)

    assert led.empty
    assert ageing(led, counties=["A"]).iloc[0].tolist() == ["A", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert by_county(led, PAID, counties=["A"], on=day)["net"].tolist() == [0.0]
    assert debtors(led).empty
