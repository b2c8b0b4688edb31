"""The weekly streams the detector listens to, and what becomes of its scores."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from monitoring.detectors.decline import detect
from monitoring.indicators.decline import (
    decline_in_entries,
    entries_against_usual,
    rise_in_exits,
)
from tests.monitoring.literal import NOW, PARAMETERS, counts, days, region, series, state_of, value_of


class Listening:
    """A stand-in for the detector that remembers what it was handed and scores every week 4."""

    def __call__(self, frame):
        self.heard = frame
        return frame[["series_id", "date"]].assign(score=4.0, flag=True)

    def of(self, series_id):
        rows = self.heard[self.heard["series_id"] == series_id]
        return dict(zip(rows["date"].dt.strftime("%m-%d"), rows["value"]))


def ask(indicator, frame, window, *, detect=None, now=NOW):
    listening = detect or Listening()
    return indicator(frame, region(), now, PARAMETERS, listening, window), listening


def test_the_detector_hears_whole_weeks_by_their_sunday():
    # 2020-03-01 is a Sunday whose week is not whole; 03-22 ends the third whole week, 03-24 lies in a running one
    frame = counts(series("2020-03-01", [1] * 8 + [2] * 7 + [3] * 7 + [9] * 2, "entries", closing=100))

    _, listening = ask(decline_in_entries, frame, days("2020-03-24"))

    assert listening.of("C1:individual|entries:individual") == {"03-08": 7, "03-15": 14, "03-22": 21}
    assert listening.of("C1|entries:") == {"03-08": 7, "03-15": 14, "03-22": 21}
    assert listening.of("R|entries::R") == {"03-08": 7, "03-15": 14, "03-22": 21}  # in a family of its own


def test_exits_are_handed_over_negated_and_a_clean_up_is_no_fall_of_the_stock():
    rows = series("2020-03-02", [1] * 14, "deregistrations", closing=1000, entries=3)
    rows[9]["revocations"] = 200
    frame = counts(rows)

    _, listening = ask(rise_in_exits, frame, days("2020-03-15"))

    assert listening.of("C1|exits:") == {"03-08": -7, "03-15": -207}
    assert listening.of("C1|stock:") == pytest.approx({"03-15": 1.4})  # (21 - 7) / 1000; the first has no week before


def test_a_week_of_which_too_little_was_reported_is_left_out_and_a_nearly_whole_one_made_up():
    frame = counts(series("2020-03-02", [2] * 5 + [None] * 2 + [2] * 4 + [None] * 3 + [2] * 7, "entries", closing=100))

    answer, listening = ask(decline_in_entries, frame, days("2020-03-15", "2020-03-22"))

    assert listening.of("C1|entries:") == {"03-08": 14, "03-22": 14}
    assert state_of(answer, "C1", "2020-03-15") == "missing"
    assert value_of(answer, "C1", "2020-03-22") == 4.0


def test_the_score_of_a_week_stands_until_the_next_week_is_over():
    frame = counts(series("2020-03-02", [2] * 14, "entries", closing=100))
    sunday_morning = dt.datetime(2020, 3, 22, 11, tzinfo=dt.UTC)

    answer, _ = ask(decline_in_entries, frame, days("2020-03-15", "2020-03-22"), now=sunday_morning)

    assert state_of(answer, "C1", "2020-03-21") == "ok"
    assert state_of(answer, "C1", "2020-03-22") == "not_due"


def test_a_small_cell_is_not_scored():
    frame = counts(series("2020-03-02", [2] * 14, "entries", closing=49))

    answer, _ = ask(decline_in_entries, frame, days("2020-03-15"))

    assert state_of(answer, "C1", "2020-03-15") == "not_assessable"


def test_a_stream_that_never_moves_is_not_asked_about():
    frame = counts(series("2020-03-02", [2] * 14, "entries", closing=100))

    answer, listening = ask(rise_in_exits, frame, days("2020-03-15"))

    assert not any(listening.heard["series_id"].str.contains("|exits", regex=False))
    assert state_of(answer, "C1", "2020-03-15") == "not_assessable"


def test_the_recent_weeks_are_compared_with_the_usual_half_year():
    weeks = [10] * 26 + [4] * 4
    frame = counts([row for n, v in enumerate(weeks) for row in week_of(n, v)])

    answer = entries_against_usual(frame, region(), NOW, PARAMETERS, days(str(last_sunday(len(weeks)))))

    assert value_of(answer, "C1", str(last_sunday(len(weeks)))) == pytest.approx(-60.0)


def week_of(number, entries):
    monday = pd.Timestamp("2019-01-07") + pd.Timedelta(weeks=number)
    return [
        {"date": monday + pd.Timedelta(days=d), "entries": entries if d == 0 else 0, "closing": 500} for d in range(7)
    ]


def last_sunday(weeks):
    return (pd.Timestamp("2019-01-06") + pd.Timedelta(weeks=weeks)).date()


def test_a_county_whose_entries_stop_is_flagged_by_the_real_detector_and_its_neighbours_are_not():
    rng = np.random.default_rng(7)
    rows = []
    for county in ("C1", "C2", "C3", "C4", "C5"):
        for day in days("2019-01-07", "2020-06-28"):
            usual = 6 if day.day_of_week < 5 else 0
            stopped = county == "C2" and day >= pd.Timestamp("2020-05-25")
            rows.append({"county": county, "date": day, "closing": 5000,
                         "entries": 0 if stopped else int(rng.poisson(usual))})  # fmt: skip

    answer, _ = ask(decline_in_entries, counts(rows), days("2020-06-28"), detect=detect)

    assert value_of(answer, "C2", "2020-06-28") > 3
    assert max(value_of(answer, c, "2020-06-28") for c in ("C1", "C3", "C4", "C5")) < 3
