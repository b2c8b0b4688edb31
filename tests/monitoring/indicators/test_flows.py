"""Flows over four weeks, worked out by hand."""

import pytest

from monitoring.indicators.flows import deregistration_ratio, entries_28d, exits_28d, net_28d
from tests.monitoring.literal import NOW, PARAMETERS, counts, days, region, series, state_of, value_of


def ask(indicator, frame, day):
    return indicator(frame, region(), NOW, PARAMETERS, days(day))


def test_entries_of_the_last_28_days_are_added_up():
    frame = counts(series("2020-03-01", [100, *[2] * 28], "entries"))

    answer = ask(entries_28d, frame, "2020-03-29")

    assert value_of(answer, "C1", "2020-03-29") == 56
    assert state_of(answer, "C1", "2020-03-29") == "ok"


def test_less_than_four_weeks_of_reports_are_not_assessable():
    frame = counts(series("2020-03-01", [2] * 27, "entries"))

    answer = ask(entries_28d, frame, "2020-03-27")

    assert state_of(answer, "C1", "2020-03-27") == "not_assessable"


def test_unreported_days_are_made_up_and_too_many_of_them_provisional():
    two_missing = counts(series("2020-03-01", [2] * 10 + [None] * 2 + [2] * 16, "entries"))
    seven_missing = counts(series("2020-03-01", [2] * 10 + [None] * 7 + [2] * 11, "entries"))

    few, many = ask(entries_28d, two_missing, "2020-03-28"), ask(entries_28d, seven_missing, "2020-03-28")

    assert value_of(few, "C1", "2020-03-28") == pytest.approx(56)  # 52 in 26 days
    assert state_of(few, "C1", "2020-03-28") == "ok"
    assert value_of(many, "C1", "2020-03-28") == pytest.approx(56)
    assert state_of(many, "C1", "2020-03-28") == "provisional"


def test_a_day_without_a_report_has_no_flow_either():
    frame = counts(series("2020-03-01", [2] * 28, "entries"))

    answer = ask(entries_28d, frame, "2020-03-29")

    assert state_of(answer, "C1", "2020-03-29") == "missing"


def test_exits_are_deregistered_and_revoked():
    frame = counts(series("2020-03-01", [1] * 28, "deregistrations", revocations=3))

    answer = ask(exits_28d, frame, "2020-03-28")

    assert value_of(answer, "C1", "2020-03-28") == 112


def test_net_counts_moves_but_no_change_of_definition():
    day = {"entries": 5, "deregistrations": 1, "revocations": 1, "moves_in": 4, "moves_out": 2, "reclassified": 50}
    frame = counts([{"date": one, **day} for one in days("2020-03-01", "2020-03-28")])

    answer = ask(net_28d, frame, "2020-03-28")

    assert value_of(answer, "C1", "2020-03-28") == 140


def test_the_ratio_leaves_batch_revocations_out():
    day = {"entries": 4, "deregistrations": 3, "revocations": 100}
    frame = counts([{"date": one, **day} for one in days("2020-03-01", "2020-03-28")])

    answer = ask(deregistration_ratio, frame, "2020-03-28")

    assert value_of(answer, "C1", "2020-03-28") == pytest.approx(75.0)


def test_hardly_any_entries_give_no_ratio():
    frame = counts(series("2020-03-01", [0] * 19 + [1] * 9, "entries", deregistrations=1))

    answer = ask(deregistration_ratio, frame, "2020-03-28")

    assert state_of(answer, "C1", "2020-03-28") == "not_assessable"
