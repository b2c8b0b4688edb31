"""Who reported, and whether in time, worked out by hand."""

import datetime as dt

import pytest

from monitoring.indicators.reporting import (
    entity_reporting_rate,
    entity_silence,
    supply_on_time_rate,
    supply_reporting_rate,
    supply_silence,
)
from tests.monitoring.literal import NOW, counts, days, firms, region, state_of, supply, value_of

FIRMS = firms(
    [
        {"enterprise": "E1", "county": "C1", "categories": "rice,oil"},
        {"enterprise": "E2", "county": "C2", "categories": "rice"},
    ]
)
NEXT_NOON = ({"topic": "supply", "from": dt.date(2020, 1, 1), "cadence": "daily", "due": "12:00", "lag_days": 1},)
THURSDAYS = ({"topic": "supply", "from": dt.date(2020, 1, 1), "cadence": "weekly", "weekday": 4, "due": "12:00"},)


def report(day, *, enterprise="E1", category="rice", known=None):
    county = {"E1": "C1", "E2": "C2"}[enterprise]
    return {"date": day, "enterprise": enterprise, "category": category, "county": county,
            "known_at": known or f"{day} 20:00"}  # fmt: skip


def ask(indicator, rows, window, *, now=NOW, reporting=NEXT_NOON):
    return indicator(FIRMS, supply(rows), region(reporting=reporting), now, window)


def test_the_rate_counts_what_each_enterprise_must_report():
    rows = [report("2020-03-02"), report("2020-03-02", enterprise="E2")]

    answer = ask(supply_reporting_rate, rows, days("2020-03-02"))

    assert value_of(answer, "C1", "2020-03-02") == pytest.approx(50.0)  # oil is owed
    assert value_of(answer, "C2", "2020-03-02") == pytest.approx(100.0)
    assert value_of(answer, "R", "2020-03-02") == pytest.approx(200 / 3)


def test_a_category_nobody_asked_for_does_not_count():
    rows = [report("2020-03-02", enterprise="E2", category="oil")]

    answer = ask(supply_reporting_rate, rows, days("2020-03-02"))

    assert value_of(answer, "C2", "2020-03-02") == 0


def test_until_the_deadline_a_rate_below_all_is_not_due():
    rows = [report("2020-03-02", enterprise="E2")]
    before, after = (dt.datetime(2020, 3, 3, hour, 0, tzinfo=dt.UTC) for hour in (11, 12))

    early = ask(supply_reporting_rate, rows, days("2020-03-02"), now=before)
    late = ask(supply_reporting_rate, rows, days("2020-03-02"), now=after)

    assert state_of(early, "C1", "2020-03-02") == "not_due"
    assert value_of(early, "C2", "2020-03-02") == 100
    assert value_of(late, "C1", "2020-03-02") == 0


def test_in_time_is_by_noon_of_the_day_it_is_due():
    rows = [
        report("2020-03-02", known="2020-03-03 12:00"),
        report("2020-03-02", category="oil", known="2020-03-03 12:01"),
    ]

    answer = ask(supply_on_time_rate, rows, days("2020-03-02"))

    assert value_of(answer, "C1", "2020-03-02") == pytest.approx(50.0)


def test_a_report_made_up_late_completes_the_rate_but_not_the_punctuality():
    rows = [report("2020-03-02", category=c, known="2020-03-09 08:00") for c in ("rice", "oil")]

    complete = ask(supply_reporting_rate, rows, days("2020-03-02"))
    punctual = ask(supply_on_time_rate, rows, days("2020-03-02"))

    assert value_of(complete, "C1", "2020-03-02") == 100
    assert value_of(punctual, "C1", "2020-03-02") == 0


def test_a_firm_is_silent_while_any_of_its_categories_is_owed():
    rows = [report(f"2020-03-0{day}", category=c) for day in (2, 3) for c in ("rice", "oil")]
    rows += [report("2020-03-04"), report("2020-03-05")]

    answer = ask(supply_silence, rows, days("2020-03-03", "2020-03-05"))

    assert [value_of(answer, "E1", f"2020-03-0{day}") for day in (3, 4, 5)] == [0, 1, 2]
    assert set(answer.loc[answer["subject"] == "E1", "enterprise"]) == {"E1"}


def test_a_report_not_yet_due_is_not_silence():
    rows = [report("2020-03-02"), report("2020-03-02", category="oil")]
    before, after = (dt.datetime(2020, 3, 4, hour, 0, tzinfo=dt.UTC) for hour in (11, 12))

    early = ask(supply_silence, rows, days("2020-03-03"), now=before)
    late = ask(supply_silence, rows, days("2020-03-03"), now=after)

    assert value_of(early, "E1", "2020-03-03") == 0
    assert value_of(late, "E1", "2020-03-03") == 1


def test_where_reports_are_due_on_thursdays_a_wednesday_owes_nothing():
    rows = [report("2020-03-05", category=c, known="2020-03-05 11:00") for c in ("rice", "oil")]

    answer = ask(supply_silence, rows, days("2020-03-05", "2020-03-14"), reporting=THURSDAYS)

    assert [value_of(answer, "E1", f"2020-03-{day:02d}") for day in (5, 11, 12, 14)] == [0, 0, 1, 3]


def test_a_county_owes_a_count_of_every_kind_it_has_ever_counted():
    rows = [
        {"date": "2020-03-01", "county": "C1", "kind": "individual"},
        {"date": "2020-03-01", "county": "C1", "kind": "enterprise"},
        {"date": "2020-03-02", "county": "C1", "kind": "individual"},
        {"date": "2020-03-01", "county": "C2", "kind": "individual"},
        {"date": "2020-03-02", "county": "C2", "kind": "individual"},
    ]

    rate = entity_reporting_rate(counts(rows), region(), NOW, days("2020-03-02"))
    silence = entity_silence(counts(rows), region(), NOW, days("2020-03-02"))

    assert value_of(rate, "C1", "2020-03-02") == pytest.approx(50.0)
    assert value_of(rate, "R", "2020-03-02") == pytest.approx(200 / 3)
    assert value_of(silence, "C1", "2020-03-02") == 1
    assert value_of(silence, "C2", "2020-03-02") == 0


def test_a_week_made_up_at_once_was_silence_while_it_lasted():
    on_time = [{"date": f"2020-03-{day:02d}", "known_at": f"2020-03-{day:02d} 10:00"} for day in (1, 2, 7)]
    made_up = [{"date": f"2020-03-{day:02d}", "known_at": "2020-03-07 09:00"} for day in (3, 4, 5, 6)]

    answer = entity_silence(counts(on_time + made_up), region(), NOW, days("2020-03-02", "2020-03-07"))

    assert [value_of(answer, "C1", f"2020-03-{day:02d}") for day in range(2, 8)] == [0, 1, 2, 3, 4, 0]
