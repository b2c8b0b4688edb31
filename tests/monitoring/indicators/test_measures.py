"""The plan's measures against literal reports: what was planned by then, what is late, and whose silence it is."""

import datetime as dt

import pytest

from monitoring.indicators import measures
from tests.monitoring.literal import days, measure_plan, measure_progress, region, state_of, value_of

MONTHLY = ({"topic": "measure_progress", "from": dt.date(2020, 1, 1), "cadence": "monthly", "due": "18:00"},)
PLACE = region(reporting=MONTHLY)
NOW = dt.datetime(2020, 3, 20, 12, tzinfo=dt.UTC)
WINDOW = days("2020-02-10", "2020-03-20")


def both(day: str, first: float, second: float, **more) -> list[dict]:
    return [{"county": county, "date": day, "done": done, **more} for county, done in (("C1", first), ("C2", second))]


def pace(rows, window=WINDOW):
    return measures.measure_pace(measure_progress(rows), PLACE, NOW, window)


def test_pace_is_what_was_done_against_the_last_point_of_the_plan_not_a_straight_line():
    answer = pace(both("2020-01-31", 8, 5))

    assert value_of(answer, "C1:cloud_firms", "2020-02-10") == 80
    assert value_of(answer, "C1:cloud_firms", "2020-02-28") == 80
    assert value_of(answer, "R:cloud_firms", "2020-02-28") == pytest.approx(13 / 15 * 100)


def test_a_share_is_compared_with_the_share_planned_by_then():
    answer = pace(both("2020-01-31", 36, 20, total=50, target="reopened"))

    assert value_of(answer, "C1:reopened", "2020-02-10") == 90
    assert value_of(answer, "R:reopened", "2020-02-10") == pytest.approx(56 / 100 / 0.8 * 100)


def test_a_report_owed_is_missing_and_does_not_stay_as_good_as_the_last():
    answer = pace([*both("2020-01-31", 10, 5), {"county": "C1", "date": "2020-02-29", "done": 10}])

    assert state_of(answer, "C2:cloud_firms", "2020-02-28") == "ok"
    assert state_of(answer, "C2:cloud_firms", "2020-03-01") == "missing"
    assert state_of(answer, "C1:cloud_firms", "2020-03-01") == "ok"
    assert state_of(answer, "R:cloud_firms", "2020-03-01") == "provisional"


def test_before_the_first_due_day_nothing_is_judged():
    answer = pace(both("2020-01-31", 8, 5), window=days("2020-01-10"))

    assert set(answer["state"]) == {"not_applicable"}


def test_past_its_deadline_a_target_not_reached_counts_the_days():
    rows = [
        *both("2020-02-29", 50, 45, total=50, target="reopened"),
    ]
    answer = measures.measure_overdue(measure_progress(rows), PLACE, NOW, WINDOW)

    assert state_of(answer, "C2:reopened", "2020-03-05") == "not_applicable"
    assert value_of(answer, "C2:reopened", "2020-03-06") == 1
    assert value_of(answer, "C2:reopened", "2020-03-20") == 15
    assert value_of(answer, "C1:reopened", "2020-03-20") == 0
    assert value_of(answer, "R:reopened", "2020-03-20") == 15


def test_the_regions_level_is_its_worst_countys_not_their_mean():
    answer = measures.opening_days_p95(
        measure_progress(both("2020-02-29", 1.5, 4.5, target="opening_workdays_p95")), PLACE, NOW, WINDOW
    )

    assert value_of(answer, "R", "2020-03-10") == 4.5
    assert value_of(answer, "C1", "2020-03-10") == 1.5


def test_whoever_owes_one_target_owes_a_report():
    told = measure_progress(both("2020-01-31", 8, 5))
    answer = measures.measure_silence(told, PLACE, NOW, WINDOW)

    assert value_of(answer, "C1", "2020-02-10") == 11  # the other targets of 31 January never came
    assert set(answer["subject"]) == {"C1", "C2", "R"}


def test_a_plan_without_a_row_for_a_county_alone_holds_for_each():
    tracks = measures.tracks_of(PLACE)
    table = measures.planned(tracks, measure_plan(), days("2020-02-01"))

    shops = (tracks["target"] == "reopened").to_numpy()
    assert table[0, shops].tolist() == [80, 80]
    assert tracks.loc[tracks["target"] == "cloud_firms", "goal"].tolist() == [20, 10]
