"""Which values an unapproved report colours: its county's and the region's, of its day and the month after."""

import pandas as pd

from monitoring.unapproved import marked

REGION = "622900"


def values(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator", "subject", "county", "date", "value", "state"])
    return frame.assign(enterprise=None, date=pd.to_datetime(frame["date"]))


def waiting(observation: str, county: str, day: str) -> pd.DataFrame:
    return pd.DataFrame({"observation": [observation], "county": [county], "date": [pd.Timestamp(day)]})


def states(told: pd.DataFrame, unapproved: pd.DataFrame) -> list[str]:
    return list(marked(told, unapproved, region_code=REGION)["state"])


def test_payments_colour_every_later_value_of_their_county_and_of_the_region():
    told = values(
        ("arrears_clearance_rate", "C1", "C1", "2020-09-09", 1.0, "ok"),
        ("arrears_clearance_rate", "C1", "C1", "2020-09-10", 1.0, "ok"),
        ("arrears_clearance_rate", "C1", "C1", "2020-12-31", 1.0, "ok"),
        ("arrears_clearance_rate", "C2", "C2", "2020-09-10", 1.0, "ok"),
        ("arrears_clearance_rate", REGION, REGION, "2020-09-10", 1.0, "ok"),
        ("days_of_cover", "E1:rice", "C1", "2020-09-10", 1.0, "ok"),
    )

    found = states(told, waiting("arrears_payments", "C1", "2020-09-10"))

    assert found == ["ok", "provisional", "provisional", "ok", "provisional", "ok"]


def test_a_daily_report_colours_its_day_and_the_month_after():
    told = values(
        ("days_of_cover", "E1:rice", "C1", "2020-09-30", 1.0, "ok"),
        ("days_of_cover", "E1:rice", "C1", "2020-10-01", 1.0, "ok"),
        ("days_of_cover", "E1:rice", "C1", "2020-10-31", 1.0, "ok"),
        ("days_of_cover", "E1:rice", "C1", "2020-11-01", 1.0, "ok"),
    )

    assert states(told, waiting("supply_daily", "C1", "2020-10-01")) == ["ok", "provisional", "provisional", "ok"]


def test_what_has_no_number_keeps_its_own_mark():
    told = values(("days_of_cover", "E1:rice", "C1", "2020-10-01", float("nan"), "missing"))

    assert states(told, waiting("supply_daily", "C1", "2020-10-01")) == ["missing"]


def test_with_everything_approved_nothing_changes():
    told = values(("days_of_cover", "E1:rice", "C1", "2020-10-01", 1.0, "ok"))

    assert marked(told, waiting("supply_daily", "C1", "2020-10-01").iloc[:0], region_code=REGION) is told
