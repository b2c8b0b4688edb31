"""When reports are due: by rule, or by the rhythm of what came in."""

import datetime as dt

import pandas as pd

from monitoring.indicators.schedule import schedule
from tests.monitoring.literal import days, region


def due(rules, window, seen=()):
    plan = schedule(region(reporting=rules), "supply", window, pd.Series(pd.to_datetime(list(seen))))
    return [str(day.date()) for day, one in zip(window, plan.due) if one]


def rule(first, cadence, **more):
    return {"topic": "supply", "from": dt.date.fromisoformat(first), "cadence": cadence, **more}


def test_a_newer_rule_takes_over_on_its_first_day():
    rules = (rule("2020-01-01", "weekly", weekday=4), rule("2020-01-24", "daily"))

    found = due(rules, days("2020-01-15", "2020-01-25"))

    assert found == ["2020-01-16", "2020-01-23", "2020-01-24", "2020-01-25"]


def test_before_the_first_rule_nothing_is_due():
    assert due((rule("2020-01-24", "daily"),), days("2020-01-22", "2020-01-24")) == ["2020-01-24"]


def test_monthly_means_the_last_day_of_the_month():
    assert due((rule("2020-01-01", "monthly"),), days("2020-02-01", "2020-03-30")) == ["2020-02-29"]


def test_without_a_rule_the_rhythm_of_the_reports_is_the_rule():
    sundays = ["2020-03-01", "2020-03-08", "2020-03-15", "2020-03-29"]

    assert due((), days("2020-03-15", "2020-03-30"), seen=sundays) == ["2020-03-15", "2020-03-22", "2020-03-29"]
    assert due((), days("2020-03-15", "2020-03-16"), seen=["2020-03-01", "2020-03-02"]) == ["2020-03-15", "2020-03-16"]


def test_the_deadline_is_local_time_so_many_days_after():
    plan = schedule(
        region(reporting=(rule("2020-01-01", "daily", due="12:00", lag_days=1),), timezone="Asia/Shanghai"),
        "supply",
        days("2020-03-01"),
        pd.Series([], dtype="datetime64[us]"),
    )

    assert str(plan.deadline[0]) == "2020-03-02T04:00:00.000000"
