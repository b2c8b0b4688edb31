"""A county's record of reporting in literal values."""

import pandas as pd

from monitoring.tallies.record import of_county, summary


def told(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator", "subject", "county", "date", "value"])
    return frame.assign(date=pd.to_datetime(frame["date"]), state="ok")


def test_the_worst_market_counts_and_days_without_debt_do_not():
    frame = of_county(
        told(("market_silence", "M1", "C1", "2020-09-01", 0), ("market_silence", "M2", "C1", "2020-09-01", 3),
             ("market_silence", "M1", "C1", "2020-09-02", 0), ("market_silence", "M9", "C2", "2020-09-02", 9)),
        "C1",
    ).set_index("indicator")  # fmt: skip

    assert frame.loc["market_silence", ["last", "owed_days", "days"]].tolist() == [0, 1, 2]


def test_a_rate_is_the_countys_own_and_averaged_by_day():
    frame = of_county(
        told(
            ("supply_on_time_rate", "C1", "C1", "2020-09-01", 80),
            ("supply_on_time_rate", "C1", "C1", "2020-09-02", 100),
        ),
        "C1",
    ).set_index("indicator")

    assert frame.loc["supply_on_time_rate", ["last", "mean"]].tolist() == [100, 90]
    assert frame.loc["entity_reporting_rate", "days"] == 0


def test_a_line_counts_what_is_active_open_late_and_behind():
    alerts = pd.DataFrame(
        {"county": ["C1", "C1", "C2"], "severity": ["red", "blue", "red"], "active": [True, True, False]}
    )
    problems = pd.DataFrame({"county": ["C1", "C1"], "status": ["accepted", "closed"], "late": [True, True]})
    lines = pd.DataFrame({"county": ["C1", "C1", "C2"], "slip": ["behind", "on", "overdue"]})

    frame = summary(["C1", "C2"], alerts=alerts, problems=problems, lines=lines, owed={"C1": 2.0}).set_index("county")

    assert frame.loc["C1"].tolist() == [1, 2, 1, 1, 1, 2, 2.0]
    assert frame.loc["C2", ["grave", "alerts", "behind"]].tolist() == [0, 0, 1]
