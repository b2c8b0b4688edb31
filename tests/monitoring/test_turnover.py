"""How a stock changed, its weeks, and where the exits were."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from monitoring.turnover import by_month, counted_since, full_months, steps, turnover, usual_band, weekly_flows

FLOWS = ["entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified"]


def counts(rows: list[tuple]) -> pd.DataFrame:
    """county, kind, date, opening, six flows, closing."""
    frame = pd.DataFrame(rows, columns=["county", "kind", "date", "opening", *FLOWS, "closing"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def amounts(frame: pd.DataFrame) -> dict:
    return dict(zip(frame["step"], frame["amount"]))


def test_the_steps_lead_from_one_stock_to_the_other():
    daily = counts(
        [
            ("A", "individual", "2019-12-31", 100, 0, 0, 0, 0, 0, 0, 100),
            ("A", "individual", "2020-01-01", 100, 7, 3, 2, 1, 4, -5, 94),
            ("A", "individual", "2020-01-02", 94, 1, 0, 0, 0, 0, 0, 95),
            ("A", "individual", "2020-01-03", 95, 9, 0, 0, 0, 0, 0, 104),
        ]
    )

    result = amounts(steps(daily, since=dt.date(2019, 12, 31), until=dt.date(2020, 1, 2)))

    assert result == {
        "before": 100,
        "entries": 8,
        "deregistrations": -3,
        "revocations": -2,
        "moves_in": 1,
        "moves_out": -4,
        "reclassified": -5,
        "unreported": 0,
        "after": 95,
    }


def test_a_day_nobody_reported_is_said_and_not_hidden_in_a_flow():
    daily = counts(
        [
            ("A", "individual", "2019-12-31", 100, 0, 0, 0, 0, 0, 0, 100),
            ("A", "individual", "2020-01-02", 90, 1, 0, 0, 0, 0, 0, 91),
        ]
    )

    result = amounts(steps(daily, since=dt.date(2019, 12, 31), until=dt.date(2020, 1, 2)))

    assert (result["entries"], result["unreported"], result["after"]) == (1, -10, 91)


def test_a_series_that_began_later_does_not_look_like_growth():
    daily = counts(
        [
            ("A", "individual", "2019-12-31", 100, 0, 0, 0, 0, 0, 0, 100),
            ("B", "individual", "2020-01-05", 500, 2, 0, 0, 0, 0, 0, 502),
            ("A", "individual", "2020-01-05", 100, 1, 0, 0, 0, 0, 0, 101),
        ]
    )

    result = amounts(steps(daily, since=dt.date(2019, 12, 31), until=dt.date(2020, 1, 5)))

    assert (result["before"], result["entries"], result["after"]) == (100, 1, 101)


def week_of(days: int, entries: int = 2) -> pd.DataFrame:
    """The first days of the week from Monday 2020-03-02."""
    rows = [("A", "individual", f"2020-03-0{2 + i}", 100, entries, 1, 0, 0, 0, 0, 100) for i in range(days)]
    return counts(rows)


def test_a_full_week_is_added_up_on_its_sunday():
    weeks = weekly_flows(week_of(7), by=["county"])

    assert weeks.to_dict("records") == [
        {
            "county": "A",
            "date": pd.Timestamp("2020-03-08"),
            "entries": 14,
            "exits": 7,
            "net": 7,
            "stock": 100,
            "rate": 70,
        }
    ]


def test_a_series_that_reports_once_a_week_has_full_weeks_too():
    once = counts(
        [
            ("A", "individual", "2020-03-08", 100, 14, 7, 0, 0, 0, 0, 107),
            ("A", "individual", "2020-03-15", 107, 3, 5, 0, 0, 0, 0, 105),
        ]
    )

    assert weekly_flows(once, by=["county"])["net"].tolist() == [7, -2]


def test_a_running_week_is_left_out():
    assert weekly_flows(week_of(6), by=["county"]).empty


def test_two_days_unreported_are_made_up_and_three_are_a_gap():
    whole = pd.concat([week_of(7).assign(date=week_of(7)["date"] - pd.Timedelta(days=7 * back)) for back in (1, 2)])
    two = pd.concat([whole, week_of(4), week_of(7).tail(1)])
    three = pd.concat([whole, week_of(3), week_of(7).tail(1)])

    assert weekly_flows(two, by=["county"])["entries"].tolist() == [14, 14, 14]
    assert weekly_flows(three, by=["county"])["entries"].isna().tolist() == [False, False, True]


def test_the_usual_band_of_a_week_knows_nothing_of_that_week():
    sundays = pd.date_range("2019-01-06", periods=30, freq="7D")
    values = np.full(30, 100.0)
    values[29] = 1.0
    weeks = pd.DataFrame({"county": "A", "date": sundays, "net": values})

    band = usual_band(weeks, by=["county"], value="net")

    assert band["low"].isna().sum() == 13
    assert band.loc[29, ["low", "high"]].tolist() == [100.0, 100.0]


def test_eight_weeks_in_ten_lie_in_the_band():
    sundays = pd.date_range("2019-01-06", periods=27, freq="7D")
    weeks = pd.DataFrame({"county": "A", "date": sundays, "net": [*range(26), 99]})

    band = usual_band(weeks, by=["county"], value="net")

    assert band.loc[26, ["low", "high"]].tolist() == [2.5, 22.5]


def registry(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["section", "month", "opened", "deregistered", "revoked", "closing"])
    return frame.assign(month=pd.to_datetime(frame["month"]))


REGISTRY = [
    ("F", "2019-07-01", 9, 4, 1, 50),
    ("F", "2020-07-01", 8, 10, 2, 60),
    ("F", "2020-08-01", 1, 3, 0, 58),
    ("F", "2020-09-01", 1, 1, 0, 58),
    ("H", "2020-08-01", 2, 1, 0, 9),
]


def test_exits_are_compared_with_the_same_full_months_a_year_before():
    table = turnover(registry(REGISTRY), by="section", flow="exits", until=dt.date(2020, 9, 12), months=2)

    assert table.to_dict("records") == [
        {"section": "F", "value": 15, "before": 5, "more": 10, "running": 1},
        {"section": "H", "value": 1, "before": 0, "more": 1, "running": 0},
    ]


def test_of_entries_and_net_the_less_is_the_worse():
    net = turnover(registry(REGISTRY), by="section", flow="net", until=dt.date(2020, 9, 12), months=2)
    entries = turnover(registry(REGISTRY), by="section", flow="entries", until=dt.date(2020, 9, 12), months=2)

    assert net[["section", "more"]].to_dict("records") == [{"section": "F", "more": -10}, {"section": "H", "more": 1}]
    assert entries[["section", "more"]].to_dict("records") == [
        {"section": "F", "more": 0},
        {"section": "H", "more": 2},
    ]


def test_a_month_that_is_over_is_full_and_nothing_is_running():
    breakdown = registry([("F", "2020-09-01", 1, 1, 0, 58)])

    table = turnover(breakdown, by="section", flow="exits", until=dt.date(2020, 9, 30))

    assert table["value"].tolist() == [1]
    assert table["running"].isna().all()


def test_a_year_before_that_was_never_counted_is_unknown_and_not_zero():
    breakdown = registry([("F", "2019-08-01", 9, 4, 1, 50), ("F", "2020-07-01", 8, 10, 2, 60)])

    table = turnover(breakdown, by="section", flow="exits", until=dt.date(2020, 7, 31))

    assert table["value"].tolist() == [12]
    assert table[["before", "more"]].isna().all(axis=None)


def test_months_stand_beside_those_of_a_year_before():
    breakdown = registry(
        [("F", "2019-08-01", 9, 4, 1, 50), ("F", "2020-07-01", 3, 2, 0, 60), ("F", "2020-08-01", 1, 3, 1, 58)]
    )

    table = by_month(breakdown, flow="exits", months=2)

    assert table["date"].dt.strftime("%Y-%m").tolist() == ["2020-07", "2020-08"]
    assert table["value"].tolist() == [2, 4]
    assert table["before"].isna().tolist() == [True, False]
    assert table["before"][1] == 5


def test_months_before_anybody_left_are_not_known_to_be_quiet():
    breakdown = registry(
        [("F", "2019-07-01", 9, 0, 0, 50), ("F", "2019-08-01", 9, 4, 1, 50), ("F", "2020-08-01", 1, 3, 1, 58)]
    )

    since = counted_since(breakdown)
    table = by_month(breakdown, flow="exits", known_since=since, months=2)

    assert since == pd.Timestamp("2019-08-01")
    assert table["before"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("until", "first", "after"),
    [("2020-09-30", "2020-07-01", "2020-10-01"), ("2020-09-29", "2020-06-01", "2020-09-01"),
     ("2020-02-29", "2019-12-01", "2020-03-01")],
)  # fmt: skip
def test_full_months_end_with_the_last_whole_one(until, first, after):
    assert full_months(dt.date.fromisoformat(until), 3) == (pd.Timestamp(first), pd.Timestamp(after))
