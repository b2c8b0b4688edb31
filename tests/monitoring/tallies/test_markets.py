"""Markets on a day, from literal frames."""

import datetime as dt

import pandas as pd

from monitoring.tallies.markets import by_county, reasons, standing

ON = dt.date(2020, 4, 30)
MARKETS = pd.DataFrame(
    [("M1", "甲", "A", 100), ("M2", "乙", "A", 50), ("M3", "丙", "B", 40), ("M4", "丁", "B", 10)],
    columns=["market", "name", "county", "stalls_total"],
)


def reports(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["market", "county", "date", "status", "stalls_open", "integrated", "reason"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_the_last_report_not_after_the_day_stands():
    told = reports(
        ("M1", "A", "2020-04-10", "closed", 0, False, "管控"),
        ("M1", "A", "2020-04-24", "open", 90, True, None),
        ("M1", "A", "2020-05-01", "closed", 0, False, "停电"),
    )

    stood = standing(MARKETS, told, on=ON).set_index("market")

    assert stood.loc["M1", "status"] == "open"
    assert stood.loc["M1", "stalls_open"] == 90
    assert stood.loc["M1", "age"] == 6


def test_a_market_never_heard_of_or_silent_for_two_months_is_missing_not_closed():
    told = reports(("M2", "A", "2020-02-21", "open", 50, False, None))

    stood = standing(MARKETS, told, on=ON).set_index("market")

    assert stood["status"].to_dict() == {"M1": "missing", "M2": "missing", "M3": "missing", "M4": "missing"}
    assert stood["age"].isna().all()


def test_counties_add_up_to_all_markets_and_stalls_of_the_unknown_are_not_in_the_denominator():
    told = reports(
        ("M1", "A", "2020-04-24", "open", 90, True, None),
        ("M2", "A", "2020-04-24", "partial", 5, False, "缺货源"),
        ("M3", "B", "2020-04-24", "closed", 0, False, "改造"),
    )
    values = pd.DataFrame(
        [("M1", 90.0, "ok"), ("M2", None, "missing"), ("M3", 0.0, "ok"), ("M4", None, "missing")],
        columns=["subject", "value", "state"],
    )

    counted = by_county(standing(MARKETS, told, on=ON, occupancy=values), counties=["B", "A", "C"])

    assert counted.to_dict("list") == {
        "county": ["B", "A", "C"],
        "markets": [2, 2, 0],
        "open": [0, 1, 0],
        "partial": [0, 1, 0],
        "closed": [1, 0, 0],
        "missing": [1, 0, 0],
        "late": [1, 1, 0],
        "stalls_open": [0, 95, 0],
        "stalls_known": [40, 150, 0],
    }


def test_reasons_are_counted_most_frequent_first_and_the_unsaid_last():
    told = reports(
        ("M1", "A", "2020-04-24", "closed", 0, False, " "),
        ("M2", "A", "2020-04-24", "partial", 5, False, "缺货源"),
        ("M3", "B", "2020-04-24", "closed", 0, False, "缺货源"),
        ("M4", "B", "2020-04-24", "open", 9, False, "旧的原因"),
    )

    counted = reasons(standing(MARKETS, told, on=ON))

    assert counted["markets"].tolist() == [2, 1]
    assert counted["reason"].tolist()[0] == "缺货源"
    assert pd.isna(counted["reason"].tolist()[1])
