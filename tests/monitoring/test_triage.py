"""What to look at first."""

import datetime as dt

import pandas as pd
import pytest

from monitoring.severity import SEVERITIES
from monitoring.triage import COLUMNS, cause_of, exceptions, left_out

ON = dt.date(2020, 9, 30)


def living(*rows):
    blank = {"county": "C1", "active": True, "opened_for": "2020-09-28", "due": "2020-10-09", "owner": "First",
             "sentence": "why", "severity": "yellow", "enterprise": None}  # fmt: skip
    frame = pd.DataFrame([{**blank, "alert": n, **row} for n, row in enumerate(rows, 1)])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("opened_for", "due")})


def cover(subject, severity, **more):
    return {"indicator": "days_of_cover", "subject": subject, "severity": severity} | more


def shown(frame, **more):
    return exceptions(frame, on=ON, region_code="R", **more)


def test_alerts_of_one_county_and_cause_are_one_exception_led_by_the_gravest():
    found = shown(
        living(cover("C1:rice", "yellow"), cover("E1:rice", "red", sentence="the worst"), cover("C1:oil", "blue"))
    )

    assert len(found) == 1
    first = found.iloc[0]
    assert (first["county"], first["cause"], first["severity"]) == ("C1", "supply", "red")
    assert first["alerts"] == [2, 1, 3]
    assert first["sentence"] == "the worst"


def test_another_county_or_another_cause_stands_apart():
    found = shown(
        living(
            cover("C1:rice", "yellow"),
            cover("C2:rice", "yellow", county="C2"),
            {"indicator": "supply_silence", "subject": "E1", "severity": "yellow"},
        )
    )

    assert set(zip(found["county"], found["cause"])) == {("C1", "supply"), ("C2", "supply"), ("C1", "reporting")}


def test_severity_comes_before_reach_and_reach_before_age():
    found = shown(
        living(
            cover("C1:rice", "orange", county="C1", opened_for="2019-09-30"),
            cover("E9:rice", "red", county="C2"),
            cover("R:rice", "orange", county="R"),
        )
    )

    assert list(found["county"]) == ["C2", "C1", "R"]


def test_of_two_alike_the_older_comes_first():
    found = shown(living(cover("C1:rice", "red"), cover("C2:rice", "red", county="C2", opened_for="2020-08-01")))

    assert list(found["county"]) == ["C2", "C1"]
    assert list(found["age_days"]) == [60, 2]


def test_at_most_seven_are_shown_and_what_is_left_out_is_counted():
    rows = [cover(f"C{n}:rice", "red" if n < 9 else "blue", county=f"C{n}") for n in range(1, 11)]
    frame = living(*rows)

    found = shown(frame)

    assert len(found) == 7
    assert left_out(frame, found) == {"red": 1, "orange": 0, "yellow": 0, "blue": 2}


def test_what_is_over_is_no_exception():
    frame = living(cover("C1:rice", "red", active=False))

    found = shown(frame)

    assert found.empty
    assert list(found.columns) == COLUMNS
    assert left_out(frame, found) == dict.fromkeys(reversed(SEVERITIES), 0)


def test_a_group_is_overdue_when_any_of_it_is():
    found = shown(living(cover("C1:rice", "red"), cover("C1:oil", "blue", due="2020-09-29")))

    assert found["overdue"].tolist() == [True]


@pytest.mark.parametrize(
    ("indicator", "cause"),
    [
        ("stock_vs_year_end", "entities"),
        ("decline_in_entries", "entities"),
        ("stall_occupancy", "markets"),
        ("market_silence", "reporting"),
        ("supply_on_time_rate", "reporting"),
        ("arrears_outstanding", "arrears"),
    ],
)
def test_every_alert_has_a_cause(indicator, cause):
    assert cause_of(indicator) == cause


def test_the_frame_handed_in_is_not_changed():
    frame = living(cover("C1:rice", "red"))
    before = frame.copy(deep=True)

    shown(frame)

    pd.testing.assert_frame_equal(frame, before)
