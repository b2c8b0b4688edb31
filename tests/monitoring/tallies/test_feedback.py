"""Precision from what people answered; what the machine settled proves nothing."""

import pandas as pd

from monitoring.tallies.feedback import precision


def answers(*said: str) -> pd.DataFrame:
    return pd.DataFrame({"indicator": "days_of_cover", "county": ["A", "B"] * (len(said) // 2), "said": said})


def test_right_and_known_causes_were_worth_the_call():
    told = answers("close", "false_alarm", "known_cause", "settle", "close_signed", "")

    row = precision(told, by=["indicator"]).iloc[0].to_dict()

    assert row == {"indicator": "days_of_cover", "right": 2, "known": 1, "false": 1, "settled": 1, "unanswered": 1,
                   "answered": 4, "precision": 75.0}  # fmt: skip


def test_counties_are_counted_apart_and_nobodys_answer_is_no_precision():
    table = precision(answers("close", "settle", "close", ""), by=["county"]).set_index("county")

    assert table.loc["A", "precision"] == 100.0
    assert table.loc["B", "answered"] == 0
    assert pd.isna(table.loc["B", "precision"])


def test_no_alerts_no_rows():
    assert precision(answers(), by=["county"]).empty
