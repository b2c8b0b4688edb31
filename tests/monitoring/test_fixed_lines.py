"""Officials' own lines: alarms count as they are raised; false is only what was taken back or passed by itself."""

import datetime as dt

import pandas as pd

from monitoring.budget import Budget
from monitoring.fixed_lines import alarms, false_alarms, held_to
from tests.monitoring.rules import config, line

NAN = float("nan")
RULES = config(line("days_of_cover", persist=2, blue=5, yellow=3))


def told(**values: list[float]) -> pd.DataFrame:
    """Values by day from 1 January 2020, a row of each subject (C1_rice is C1:rice)."""
    frames = [
        pd.DataFrame({"subject": subject.replace("_", ":"), "date": pd.date_range("2020-01-01", periods=len(v)),
                      "value": v})
        for subject, v in values.items()
    ]  # fmt: skip
    frame = pd.concat(frames, ignore_index=True).assign(indicator="days_of_cover", county="C1", enterprise=None)
    return frame.assign(state=["ok" if value == value else "missing" for value in frame["value"]])


def test_one_low_report_raises_nothing_and_silence_ends_nothing():
    once, silent = [9, 4, 9, 9, 9, 9, 9, 9, 9], [9, 4, 4, NAN, NAN, 4, 9, 9, 9]

    found = alarms(told(C1_rice=once, C2_rice=silent), RULES)

    assert found.to_dict("records") == [
        {"subject": "C2:rice", "first": pd.Timestamp("2020-01-03"), "last": pd.Timestamp("2020-01-07"), "open": False,
         "gravest": "blue"}
    ]  # fmt: skip


def test_an_alarm_soon_over_was_false_a_grave_one_never():
    blue, yellow, lasting = [4, 4, 9, 9, 9, 9], [2, 2, 9, 9, 9, 9], [4, 4, 4, 4, 4, 9]
    values = told(C1_rice=blue, C2_rice=yellow, C3_rice=lasting)

    assert alarms(values, RULES)["subject"].tolist() == ["C1:rice", "C2:rice", "C3:rice"]
    assert false_alarms(values, values, RULES).tolist() == [True, False, False]


def test_an_alarm_that_a_later_report_takes_back_was_false():
    first, corrected = told(C1_rice=[9, 2, 2, 2, 2, 2, 2]), told(C1_rice=[9, 20, 20, 20, 20, 20, 20])

    assert false_alarms(first, corrected, RULES).tolist() == [True]


def test_the_lines_are_held_to_their_budget_by_the_false_alarms_a_year():
    budget = Budget(indicator="days_of_cover", since=dt.date(2020, 1, 1), a_year={"blue": 3}, source="s", mark="E")
    values = told(C1_rice=[4, 4, 9, 9, NAN, 9], C2_rice=[4, 4, 4, 4, 4, 4])

    row = held_to(budget, values, values, RULES, 0.5)

    assert (row["alarms"], row["alarms_a_year"], row["false"], row["false_a_year"], row["line"]) == (
        2,
        4.0,
        1,
        2.0,
        None,
    )
    assert row["tests_a_year"] == 22
