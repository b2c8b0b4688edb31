"""Each unit against each due day: in time, late, a confirmed nought, missing, not yet due."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from monitoring.indicators.schedule import schedule, workdays_after
from monitoring.tallies.timeliness import timeliness

FIRST = dt.date(2020, 1, 1)


@pytest.fixture
def daily(region):
    rule = {"topic": "supply", "from": FIRST, "cadence": "daily", "due": "12:00", "lag_days": 1}
    return replace(region, reporting=(rule,))


@pytest.fixture
def monthly(region):
    rule = {"topic": "arrears_payments", "from": FIRST, "cadence": "monthly", "due": "18:00", "workday": 5}
    return replace(region, reporting=(rule,))


def told(*rows: tuple[str, str, str, bool]) -> pd.DataFrame:
    """unit, day spoken of, moment in Shanghai, nought"""
    frame = pd.DataFrame(rows, columns=["unit", "date", "first_known_at", "zero"])
    moments = pd.to_datetime(frame["first_known_at"]).dt.tz_localize("Asia/Shanghai").dt.tz_convert("UTC")
    return frame.assign(date=pd.to_datetime(frame["date"]), first_known_at=moments)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+08:00")


def states(found, unit: str) -> dict[str, str]:
    own = found.marks[found.marks["unit"] == unit]
    return {f"{day:%m-%d}": state for day, state in zip(own["date"], own["state"])}


def test_noon_parts_in_time_from_late_and_not_due_from_missing(daily):
    rows = told(
        ("E1", "2020-09-27", "2020-09-28T11:59", False),
        ("E1", "2020-09-28", "2020-09-29T12:01", False),
        ("E2", "2020-09-28", "2020-09-29T09:00", True),
        ("E2", "2020-09-27", "2020-09-28T13:00", True),
    )

    found = timeliness(rows, ["E1", "E2", "E3"], daily, "supply", now=moment("2020-09-30T11:00"))

    assert len(found.periods) == 10
    assert {d: s for d, s in states(found, "E1").items() if d >= "09-27"} == {
        "09-27": "on_time", "09-28": "late", "09-29": "not_due", "09-30": "not_due",
    }  # fmt: skip
    assert {d: s for d, s in states(found, "E2").items() if "09-27" <= d <= "09-28"} == {
        "09-27": "zero_late", "09-28": "zero",
    }  # fmt: skip
    assert states(found, "E3")["09-28"] == "missing"
    counted = found.counts().set_index("unit")
    assert tuple(counted.loc["E1"]) == (8, 2, 1)
    assert tuple(counted.loc["E3"]) == (8, 0, 0)


@pytest.mark.parametrize(
    ("day", "wanted", "falls_on"),
    [
        ("2020-09-30", 5, "2020-10-14"),  # eight days of holiday, then Friday, a made-up Saturday, Monday
        ("2020-05-31", 5, "2020-06-05"),
        ("2020-01-31", 5, "2020-02-07"),  # the holiday was prolonged to 2 February
        ("2020-06-30", 1, "2020-07-01"),
    ],
)
def test_working_days_follow_the_chinese_calendar(region, day, wanted, falls_on):
    start = dt.date.fromisoformat(day)

    assert start + dt.timedelta(days=workdays_after(region, start, wanted)) == dt.date.fromisoformat(falls_on)


def test_a_months_report_is_due_on_the_fifth_working_day(monthly):
    plan = schedule(monthly, "arrears_payments", pd.date_range("2020-09-30", "2020-09-30", unit="us"), pd.Series([]))

    assert str(plan.deadline[0]) == "2020-10-14T10:00:00.000000"


def test_a_month_is_whole_with_the_first_report_after_its_end(monthly):
    rows = told(
        ("C1", "2020-08-10", "2020-08-16T10:00", False),
        ("C1", "2020-08-20", "2020-09-01T10:00", False),
        ("C2", "2020-08-20", "2020-09-08T10:00", False),
    )

    found = timeliness(rows, ["C1", "C2"], monthly, "arrears_payments", now=moment("2020-09-20T11:00"))

    assert states(found, "C1")["08-31"] == "on_time"
    assert states(found, "C2")["08-31"] == "late"
    assert (states(found, "C1")["07-31"], states(found, "C1")["09-30"]) == ("missing", "not_due")
