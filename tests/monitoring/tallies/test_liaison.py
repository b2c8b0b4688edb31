"""Whom to see next and which plans want a drill, in literal frames."""

import datetime as dt

import pandas as pd

from monitoring.tallies import liaison, plans

ON = dt.date(2020, 9, 30)
FIRMS = pd.DataFrame({"enterprise": ["E1", "E2", "E3"], "name": ["a", "b", "c"], "county": ["C1", "C1", "C2"]})
OFFICERS = pd.DataFrame({"enterprise": ["E1", "E2"], "officer": ["x", "y"], "department": ["d", "d"]})


def visits(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["enterprise", "date", "need"])
    return frame.assign(date=pd.to_datetime(frame["date"]), finding="", way="phone", county="C1")


def alerts(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["enterprise", "severity", "active"])


def test_the_one_to_see_next_has_the_highest_risk_times_days():
    rolled = liaison.roll(
        FIRMS, OFFICERS, visits(("E1", "2020-09-20", None), ("E2", "2020-06-01", None)),
        alerts(("E1", "orange", True), ("E2", "red", False), (None, "red", True)), on=ON,
    )  # fmt: skip

    told = rolled.set_index("enterprise")
    assert told.loc["E1", ["days", "risk", "score"]].tolist() == [10, 17, 187]
    assert told.loc["E2", ["days", "risk", "score"]].tolist() == [121, 1, 122]
    assert told.loc["E3", ["days", "risk", "score"]].tolist() == [90, 1, 91]
    assert rolled["enterprise"].tolist() == ["E1", "E2", "E3"]


def test_before_anybody_was_visited_nobody_has_a_last_contact():
    none = visits().astype({"enterprise": "str"})

    rolled = liaison.roll(FIRMS, OFFICERS.head(0), none, alerts(), on=ON)

    assert rolled["last"].isna().all()
    assert rolled["last"].dtype.kind == "M"
    assert rolled["days"].tolist() == [90, 90, 90]


def test_coverage_counts_officers_and_recent_contacts_by_county():
    rolled = liaison.roll(FIRMS, OFFICERS, visits(("E1", "2020-09-20", None)), alerts(), on=ON)

    counted = liaison.by_county(rolled, counties=["C1", "C2"])

    assert counted.values.tolist() == [["C1", 2, 2, 1], ["C2", 1, 0, 0]]


def test_a_finding_waits_until_it_stands_on_the_list():
    seen = visits(("E1", "2020-09-01", "cash"), ("E2", "2020-09-02", "staff"), ("E3", "2020-09-03", None))
    listed = pd.DataFrame(
        {
            "enterprise": ["E1", "E2"],
            "category": ["cash", "staff"],
            "opened_for": pd.to_datetime(["2020-09-05", "2020-08-01"]),
        }
    )

    assert liaison.not_raised(seen, listed)["enterprise"].tolist() == ["E2"]


def test_firms_with_an_open_plan_stand_before_those_without_one_and_those_long_undrilled():
    drawn = pd.DataFrame(
        [
            ("E1", "stockout_run", "yellow", "lead", dt.date(2020, 6, 1)),
            ("E3", "stockout_run", "yellow", "lead", dt.date(2020, 6, 1)),
        ],
        columns=["enterprise", "trigger", "severity", "lead", "drawn_on"],
    )
    drills = pd.DataFrame({"enterprise": ["E3"], "date": pd.to_datetime(["2020-08-31"]), "result": ["good"]})
    openings = pd.DataFrame({"enterprise": ["E3"], "closed_for": [pd.NaT]})

    rolled = plans.roll(FIRMS, drawn, drills, openings, on=ON)

    assert rolled["enterprise"].tolist() == ["E3", "E2", "E1"]
    assert rolled["triggers"].tolist() == [(("stockout_run", "yellow"),), (), (("stockout_run", "yellow"),)]
    assert rolled["days"].tolist()[0] == 30
