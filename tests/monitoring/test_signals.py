"""From graded values to signals: rows, evidence, and what is carried over from the day before."""

import numpy as np
import pandas as pd

from monitoring.grading import grade
from monitoring.levels import Patience
from monitoring.signals import COLUMNS, signals
from tests.monitoring.rules import line, thresholds
from tests.monitoring.test_grading import values

PATIENCE = Patience(lower_after=2, memory_days=14)
RULES = thresholds(line("days_of_cover", persist=2, yellow=10, orange=7, source="the plan", mark="S"))
NONE = pd.DataFrame(columns=COLUMNS).astype({"value": "float64"})


def found(*numbers, since="2020-06-01", before=NONE, first="2020-06-01"):
    dates = pd.date_range(first, periods=len(numbers))
    rows = [
        ("days_of_cover", "C1:rice", day, np.nan if number is None else number, "missing" if number is None else "ok")
        for day, number in zip(dates, numbers)
    ]
    graded = grade(values(*rows), RULES)
    return signals(graded, before=before, thresholds=RULES, patience=PATIENCE, since=pd.Timestamp(since))


def drawn(frame):
    return list(zip(frame["date"].dt.strftime("%m-%d"), frame["severity"]))


def test_a_signal_tells_value_line_source_and_since_when():
    frame = found(9, 6, 6)

    assert drawn(frame) == [("06-02", "yellow"), ("06-03", "orange")]
    last = frame.iloc[-1]
    assert (last["indicator"], last["subject"], last["county"]) == ("days_of_cover", "C1:rice", "C1")
    assert (last["value"], last["threshold"]) == (6, 7)
    assert last["evidence"] == {
        "since": "2020-06-02", "state": "ok", "today": "orange", "worse": "low", "clears_at": 10.0,
        "source": "the plan", "mark": "S", "line_from": "2020-01-01",
    }  # fmt: skip


def test_what_silence_keeps_is_a_signal_without_a_value():
    frame = found(9, 9, None)

    last = frame.iloc[-1]
    assert last["severity"] == "yellow"
    assert np.isnan(last["value"])
    assert last["threshold"] == 10
    assert last["evidence"]["state"] == "missing"
    assert last["evidence"]["today"] is None


def test_the_level_of_the_day_before_is_carried_on():
    before = found(9, 9)[lambda f: f["date"] == "2020-06-02"]

    frame = found(9, 9, 20, 20, since="2020-06-03", before=before)

    assert drawn(frame) == [("06-03", "yellow")]
    assert frame["evidence"].iloc[0]["since"] == "2020-06-02"
    assert frame["evidence"].iloc[0]["today"] is None


def test_a_subject_nobody_speaks_of_any_more_keeps_its_level():
    before = found(9, 9)[lambda f: f["date"] == "2020-06-02"].assign(subject="C1:gone")

    frame = found(20, 20, 20, since="2020-06-03", before=before)

    assert list(zip(frame["subject"], frame["severity"])) == [("C1:gone", "yellow")]


def test_days_before_since_count_but_are_not_answered():
    frame = found(9, 9, 9, since="2020-06-03")

    assert drawn(frame) == [("06-03", "yellow")]


def test_nothing_judged_and_nothing_carried_is_nothing():
    frame = signals(
        grade(values().astype({"indicator": "str", "subject": "str"}), RULES),
        before=NONE, thresholds=RULES, patience=PATIENCE, since=pd.Timestamp("2020-06-01"),
    )  # fmt: skip

    assert list(frame.columns) == COLUMNS
    assert frame.empty


def test_how_deep_it_goes_is_part_of_the_evidence():
    rules = thresholds(
        line("decline_in_entries", worse="high", blue=3,
             depth={"indicator": "entries_against_usual", "worse": "low", "orange": -45})
    )  # fmt: skip
    rows = [
        ("decline_in_entries", "C1", "2020-06-01", 4, "ok"),
        ("entries_against_usual", "C1", "2020-06-01", -50, "ok"),
    ]

    frame = signals(
        grade(values(*rows), rules), before=NONE, thresholds=rules, patience=PATIENCE, since=pd.Timestamp("2020-06-01")
    )

    assert frame["severity"].tolist() == ["orange"]
    assert frame["threshold"].tolist() == [3]
    assert frame["evidence"].iloc[0]["depth"] == {"indicator": "entries_against_usual", "value": -50.0}
