"""After closing, drawn: what was measured of each pair, where a signal stands, and what is said of it."""

import datetime as dt

import pytest

from monitoring.cases.rechecking import outcome

ONE, OTHER = ("stock_vs_year_end", "622921"), ("days_of_cover", "E07:rice")
CLOSED, TODAY = 10, 14  # September; measured counts from the day after


def september(day: int) -> dt.date:
    return dt.date(2020, 9, day)


@pytest.mark.parametrize(
    ("measured", "signalled", "said"),
    [
        ({ONE: 14, OTHER: 13}, {}, "recovered"),
        ({ONE: 14, OTHER: 13}, {ONE: [12]}, "recovered"),  # it was so once more, and is over
        ({ONE: 14, OTHER: 13}, {OTHER: [13]}, "not_recovered"),
        ({ONE: 12}, {ONE: [12]}, "not_recovered"),  # whatever the other one is
        ({ONE: 12}, {ONE: [14]}, "not_recovered"),  # silent since, and the machine still sees it
        ({ONE: 14}, {}, None),  # the other one was not measured
        ({ONE: 14, OTHER: 10}, {}, None),  # nor since it was closed
        ({ONE: 10, OTHER: 10}, {ONE: [10]}, None),
        ({}, {}, None),
    ],
)
def test_every_pair_needs_a_fresh_value_and_none_may_be_seen(measured, signalled, said):
    last = {pair: september(day) for pair, day in measured.items()}
    seen = {pair: {september(day) for day in days} for pair, days in signalled.items()}

    found = outcome([ONE, OTHER], last, seen, since=september(CLOSED + 1), day=september(TODAY))

    assert found == said


def test_a_case_of_false_alarms_alone_or_closed_today_has_no_outcome():
    last = {ONE: september(14)}

    assert outcome([], last, {}, since=september(11), day=september(14)) is None
    assert outcome([ONE], last, {}, since=september(15), day=september(14)) is None
