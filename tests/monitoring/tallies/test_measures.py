"""The ledger in literal frames: what each target's line says, and which slip it shows."""

import datetime as dt

import pandas as pd
import pytest

from monitoring.tallies.made_up import made_up
from monitoring.tallies.measures import Told, by_lead, goals_of, last_due, ledger
from tests.monitoring import literal

ON = dt.date(2020, 3, 20)
PLAN = pd.DataFrame(
    {
        "measure": ["12", "6", "16", "22", "6(3)", "7(2)", "24"],
        "leads": ["industry", "commerce|bank", "finance", "registry", "finance", "grid", "justice"],
        "responsible": "counties",
        "deadline_text": "",
    }
)
PLACE = literal.region(measures=PLAN)


def lines(rows, told=None, *, county=None, counted=None):
    values = told or {}
    progress = literal.measure_progress(rows).assign(evidence="No. 1", receipt="R1")
    frame = ledger(PLACE, progress, lambda *key: values.get(key, Told()), counted or {}, on=ON, county=county)
    return frame.set_index("target")


def report(county, done, target="cloud_firms", day="2020-02-29", **more):
    return {"county": county, "target": target, "date": day, "done": done, **more}


def test_a_line_adds_its_counties_and_says_how_many_have_reported():
    line = lines([report("C1", 8), report("C2", 4, day="2020-01-31")]).loc["cloud_firms"]

    assert (line["achieved"], line["goal"], line["told"], line["of"]) == (12, 30, 1, 2)
    assert line["slip"] == "missing"


@pytest.mark.parametrize(
    ("pace", "slip"), [(Told(value=100, state="ok"), "on"), (Told(value=90, state="ok", severity="yellow"), "behind")]
)
def test_behind_the_plan_is_what_the_threshold_says(pace, slip):
    told = {("measure_pace", "R:cloud_firms"): pace}

    assert lines([report("C1", 8), report("C2", 4)], told).loc["cloud_firms", "slip"] == slip


def test_past_the_deadline_is_overdue_unless_it_was_reached():
    half = [report(c, 25, "reopened", total=50) for c in ("C1", "C2")]
    whole = [report(c, 50, "reopened", total=50) for c in ("C1", "C2")]

    assert lines(half).loc["reopened", "slip"] == "overdue"
    assert lines(whole).loc["reopened", "slip"] == "done"


def test_a_level_is_held_by_its_worst_county():
    told = [report("C1", 1.0, "guarantee_fee_rate"), report("C2", 1.2, "guarantee_fee_rate")]

    line = lines(told).loc["guarantee_fee_rate"]

    assert (line["achieved"], line["slip"]) == (1.2, "behind")


def test_work_without_a_number_shows_its_stage():
    assert lines([report("R", None, "work", stage="running")]).loc["work", "slip"] == "on"
    assert lines([report("R", None, "work", stage="planned")]).loc["work", "slip"] == "waiting"
    assert lines([]).loc["work", "slip"] == "missing"


def test_one_county_sees_only_what_it_reports_itself():
    frame = lines([report("C1", 8), report("C2", 9)], county="C2")

    assert "work" not in frame.index
    assert frame.loc["cloud_firms", "achieved"] == 9


def test_a_target_of_two_leads_counts_with_each():
    table = by_lead(lines([]).reset_index()).set_index("lead")

    assert table.loc["bank", "targets"] == table.loc["commerce", "targets"] == 1
    assert table.loc["finance", "targets"] == 2


def test_the_report_of_a_month_end_is_owed_the_day_after():
    assert last_due(dt.date(2020, 9, 30)) == dt.date(2020, 8, 31)
    assert last_due(dt.date(2020, 10, 1)) == dt.date(2020, 9, 30)


MONTHLY = {"topic": "measure_progress", "from": pd.Timestamp("2020-01-01"), "cadence": "monthly", "lag_days": 7}
LATE, IN_TIME = "2020-03-12T10:00:00+08:00", "2020-03-03T10:00:00+08:00"


def first_told(*keys, at):
    rows = [(county, target, pd.Timestamp(day), pd.Timestamp(at)) for county, target, day in keys]
    return pd.DataFrame(rows, columns=["county", "target", "date", "first_known_at"])


def late_ones(rows, told, *, period):
    place = literal.region(measures=PLAN, reporting=(MONTHLY,))
    return made_up(place, literal.measure_progress(rows), told, goals_of(place), period=period)


@pytest.mark.parametrize(("at", "late"), [(LATE, {("C1", "cloud_firms")}), (IN_TIME, set())])
def test_a_report_after_its_deadline_is_made_up_late(at, late):
    told = first_told(("C1", "cloud_firms", "2020-02-29"), at=at)

    assert late_ones([report("C1", 8)], told, period=dt.date(2020, 2, 29)) == late


def test_reached_after_the_deadline_is_yellow_for_that_month_and_done_the_next():
    days = ("2020-02-29", "2020-03-31", "2020-04-30")
    rows = [report("C1", done, "reopened", day, total=50) for done, day in zip((40, 50, 50), days)]
    told = first_told(*(("C1", "reopened", day) for day in days), at=IN_TIME)

    for period, late in (("2020-02-29", set()), ("2020-03-31", {("C1", "reopened")}), ("2020-04-30", set())):
        assert late_ones(rows, told, period=dt.date.fromisoformat(period)) == late


def test_what_was_made_up_late_is_not_green_in_its_line():
    whole = [report(c, 50, "reopened", total=50) for c in ("C1", "C2")]
    progress = literal.measure_progress(whole).assign(evidence="", receipt="R1")

    frame = ledger(PLACE, progress, lambda *key: Told(), {}, on=ON, made_up={("C2", "reopened")}).set_index("target")

    assert frame.loc["reopened", "slip"] == "made_up"
