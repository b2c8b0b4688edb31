"""Supply on a day, from literal frames."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd

from monitoring.tallies.supply import Due, by_category, due, latest, plan, roll

DAY = dt.date(2020, 3, 2)
NOON = dt.datetime(2020, 3, 2, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRMS = pd.DataFrame(
    [("E1", "甲", "A", "rice,oil"), ("E2", "乙", "A", "rice"), ("E3", "丙", "B", "oil")],
    columns=["enterprise", "name", "county", "categories"],
).assign(contact="", phone="")


def reports(*rows) -> pd.DataFrame:
    columns = ["enterprise", "county", "category", "date", "on_hand", "in_transit", "retail_price", "wholesale_price"]
    frame = pd.DataFrame(rows, columns=[*columns, "stockout"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def row(enterprise, category, day="2020-03-02", on_hand=10.0, price=6.0, stockout=False):
    return (enterprise, "A", category, day, on_hand, 0.0, price, None, stockout)


def states(told, in_time, *, passed) -> dict:
    current = Due(day=DAY, deadline=NOON, passed=passed)
    return roll(FIRMS, told, in_time, current).set_index("enterprise")["state"].to_dict()


def test_before_the_deadline_nobody_is_missing():
    none = reports()

    assert states(none, none, passed=False) == {"E1": "not_due", "E2": "not_due", "E3": "not_due"}


def test_after_the_deadline_who_sent_all_some_late_or_nothing_is_told_apart():
    in_time = reports(row("E2", "rice"))
    told = reports(row("E1", "rice"), row("E2", "rice"), row("E3", "oil"))

    assert states(told, in_time, passed=True) == {"E1": "partial", "E2": "on_time", "E3": "late"}
    assert states(in_time, in_time, passed=True) == {"E1": "missing", "E2": "on_time", "E3": "missing"}


def test_a_report_of_another_day_or_of_a_category_not_asked_for_does_not_count():
    told = reports(row("E2", "rice", day="2020-03-01"), row("E3", "rice"))

    assert states(told, told, passed=True) == {"E1": "missing", "E2": "missing", "E3": "missing"}


class Daily:
    """A region that asks for a report every day by noon."""

    timezone = "Asia/Shanghai"
    reporting = ({"topic": "supply", "from": dt.date(2020, 1, 1), "cadence": "daily", "due": "12:00"},)


class NextDay(Daily):
    """A region whose reports about a day are due the next day at noon."""

    reporting = ({**Daily.reporting[0], "lag_days": 1},)


def test_the_report_to_ask_for_is_the_one_whose_deadline_is_today_before_and_after_noon():
    days = pd.date_range("2020-03-01", "2020-03-02", unit="us")
    none = pd.Series(dtype="datetime64[us]")

    before = due(plan(Daily, days, none), Daily.timezone, now=NOON - dt.timedelta(seconds=1))
    after = due(plan(Daily, days, none), Daily.timezone, now=NOON)
    about_yesterday = due(plan(NextDay, days, none), NextDay.timezone, now=NOON)

    assert (before.day, before.passed) == (DAY, False)
    assert (after.day, after.passed, after.deadline) == (DAY, True, NOON)
    assert (about_yesterday.day, about_yesterday.passed) == (dt.date(2020, 3, 1), True)


def test_before_the_first_rule_nothing_is_asked_for():
    days = pd.date_range("2019-03-01", "2019-03-02", unit="us")

    planned = plan(Daily, days, pd.Series(dtype="datetime64[us]"))

    assert due(planned, Daily.timezone, now=NOON.replace(year=2019)) is None


def test_the_latest_report_stands_two_weeks_for_each_pair_that_must_report():
    told = reports(row("E1", "rice", day="2020-03-01", on_hand=7.0), row("E2", "rice", day="2020-02-10"))

    last = latest(FIRMS, told, on=DAY).set_index(["enterprise", "category"])

    assert last.index.tolist() == [("E1", "oil"), ("E1", "rice"), ("E2", "rice"), ("E3", "oil")]
    assert last.loc[("E1", "rice"), "on_hand"] == 7.0
    assert last.loc[("E1", "rice"), "age"] == 1
    assert pd.isna(last.loc[("E2", "rice"), "on_hand"])


def test_a_category_counts_only_those_heard_in_the_period_and_says_of_how_many():
    told = reports(
        row("E1", "rice", on_hand=7.0, price=6.0),
        row("E2", "rice", day="2020-03-01", on_hand=100.0, price=9.0),
        row("E3", "oil", on_hand=0.0, stockout=True),
    )

    counted = by_category(latest(FIRMS, told, on=DAY), since=DAY).set_index("category")

    assert counted.loc["rice", ["firms", "heard", "stockouts", "on_hand", "retail_price"]].tolist() == [2, 1, 0, 7.0, 6]
    assert counted.loc["oil", ["firms", "heard", "stockouts", "on_hand"]].tolist() == [2, 1, 1, 0.0]
