"""Values against their lines, many at once; the slow way is the oracle."""

import math

import numpy as np
import pandas as pd

from monitoring.grading import grade
from monitoring.severity import RANK
from monitoring.standing import status_frame
from tests.monitoring.rules import config, line, thresholds


def values(*rows):
    frame = pd.DataFrame(rows, columns=["indicator", "subject", "date", "value", "state"])
    return frame.assign(
        county="C1", enterprise=None, date=pd.to_datetime(frame["date"]).astype("datetime64[us]"),
        value=frame["value"].astype("float64"),
    )  # fmt: skip


FALL, DEPTH = "decline_in_entries", "entries_against_usual"
LINES = (
    line("days_of_cover", yellow=10, orange=7),
    line("days_of_cover", since="2020-07-01", yellow=12),
    line("days_of_cover", categories=["oil"], blue=4),
    line("price_change_7d", worse="high", blue=20, red=100),
    line("price_change_7d", worse="low", yellow=-30),
    line("decline_in_entries", worse="high", blue=3, release=2,
         depth={"indicator": "entries_against_usual", "worse": "low", "orange": -45}),
)  # fmt: skip


def test_many_values_are_graded_as_one_by_one():
    rng = np.random.default_rng(5)
    rows = [
        (indicator, subject, day, float(rng.normal(8, 30)), "ok")
        for indicator, subject in (
            ("days_of_cover", "C1:rice"), ("days_of_cover", "E1:oil"), ("price_change_7d", "R:rice"),
            ("closing_stock", "C1"),
        )
        for day in pd.date_range("2019-12-20", "2020-07-10").strftime("%Y-%m-%d")
    ]  # fmt: skip
    rules = thresholds(*LINES)

    graded = grade(values(*rows), rules)

    for row in graded.itertuples():
        day = row.date.date()
        judges = rules.both(row.indicator, row.subject, day)
        worst = max((RANK[judge.severity(row.value)] for judge in judges), default=None)
        assert (math.isnan(row.rank) and worst is None) or row.rank == worst


def test_a_line_of_yesterday_judges_yesterday():
    graded = grade(
        values(
            ("days_of_cover", "C1:rice", "2020-06-30", 11, "ok"), ("days_of_cover", "C1:rice", "2020-07-01", 11, "ok")
        ),
        thresholds(*LINES),
    )

    assert graded["rank"].tolist() == [0, RANK["yellow"]]
    assert graded["clears_at"].tolist() == [10, 12]


def test_depth_makes_a_reached_level_severer_and_starts_none():
    graded = grade(
        values(
            (FALL, "C1", "2020-06-07", 3.5, "ok"), (DEPTH, "C1", "2020-06-07", -50, "ok"),
            (FALL, "C2", "2020-06-07", 3.5, "ok"), (DEPTH, "C2", "2020-06-07", -10, "ok"),
            (FALL, "C1", "2020-06-08", 1.0, "ok"), (DEPTH, "C1", "2020-06-08", -50, "ok"),
        ),
        thresholds(*LINES),
    )  # fmt: skip

    scores = graded[graded["indicator"] == FALL]
    assert scores["rank"].tolist() == [RANK["orange"], RANK["blue"], 0]


def test_between_line_and_release_a_value_holds():
    graded = grade(
        values(
            *[("decline_in_entries", "C1", f"2020-06-0{n}", value, "ok") for n, value in enumerate((3, 2.5, 1.9), 1)]
        ),
        thresholds(*LINES),
    )

    assert graded["holds"].tolist() == [False, True, False]


def test_silence_has_no_rank():
    graded = grade(values(("days_of_cover", "C1:rice", "2020-06-01", np.nan, "missing")), thresholds(*LINES))

    assert graded["rank"].isna().all()
    assert graded["line"].tolist() == [0]


def test_every_value_has_one_word_for_how_it_stands():
    frame = values(
        ("days_of_cover", "C1:rice", "2020-06-01", 6, "ok"),
        ("days_of_cover", "C1:rice", "2020-06-02", 10, "provisional"),
        ("days_of_cover", "C1:rice", "2020-06-03", np.nan, "missing"),
        ("days_of_cover", "C1:rice", "2020-06-04", np.nan, "not_due"),
        ("closing_stock", "C1", "2020-06-04", 100, "ok"),
    )

    standing = status_frame(frame, config(*LINES))

    assert standing["level"].tolist() == ["orange", "normal", "missing", "not_due", "unjudged"]
    assert standing["bound"].iloc[0] == 7
    assert list(frame.columns) == ["indicator", "subject", "date", "value", "state", "county", "enterprise"]


def test_nothing_to_grade_is_nothing_graded():
    empty = values().astype({"indicator": "str", "subject": "str"})

    assert len(grade(empty, thresholds(*LINES))) == 0
