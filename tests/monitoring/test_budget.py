"""A budget of false alarms becomes a line; a dearer line is a lower one."""

import datetime as dt

import pytest

from monitoring import budget as module
from monitoring.budget import BadBudget, line_of, read_budget, series_of, threshold_of
from tests.monitoring.literal import region

ENTRY = {"indicator": "decline_in_net", "from": dt.date(2020, 1, 1), "blue": 9, "yellow": 0.9, "source": "a paper",
         "mark": "E"}  # fmt: skip
MEASURED = {"decline_in_net": [(1.0, 1.0), (2.0, 0.1), (3.0, 0.01)]}


@pytest.fixture
def measured(monkeypatch):
    monkeypatch.setattr(module, "curves", lambda: MEASURED)


@pytest.mark.parametrize(("a_year", "line"), [(9, 1.0), (0.9, 2.0), (0.09, 3.0), (2.846, 1.5), (0.009, 4.0), (90, 0.0)])
def test_the_line_follows_from_what_was_measured(measured, a_year, line):
    assert line_of("decline_in_net", a_year, 9) == line


def test_a_budget_is_of_the_whole_region_and_its_line_depends_on_how_many_series_there_are(measured):
    assert series_of(region()) == 9
    assert line_of("decline_in_net", 9, 90) == 2.0


def test_a_budget_becomes_a_threshold_that_lets_go_well_below_its_line(measured):
    budget = read_budget(ENTRY)

    table = threshold_of(budget, ENTRY, region())

    assert (table["blue"], table["yellow"], table["release"], table["worse"]) == (1.0, 2.0, 0.7, "high")
    assert (table["source"], table["from"]) == ("a paper", dt.date(2020, 1, 1))


@pytest.mark.parametrize("wrong", [{"source": ""}, {"blue": 0.5}, {"yellow": 0}, {"from": "2020"}])
def test_a_budget_that_says_too_little_or_runs_the_wrong_way_is_named(wrong):
    with pytest.raises(BadBudget, match="decline_in_net"):
        read_budget(ENTRY | wrong)


def test_the_measured_costs_fall_with_the_line():
    for points in module.curves().values():
        costs = [cost for _, cost in points]
        assert costs == sorted(costs, reverse=True)
        assert min(costs) > 0
