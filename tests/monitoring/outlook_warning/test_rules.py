"""The conditions of an outlook: which record is trusted, and while what can be done; one to either side is another."""

import datetime as dt

import pytest

from data.settings import ROOT
from monitoring.config import load_config
from monitoring.outlook_warning.foreseen import FORESIGHTS
from monitoring.outlook_warning.rules import BadOutlookRule, read_outlook_rules
from tests.monitoring.literal import outlook_rules

ENTRY = {"outlook": "clearance", "from": dt.date(2020, 1, 1), "least_coverage": 65, "least_checks": 8,
         "least_days": 45, "most_days": 240, "false_a_year": 2, "source": "a plan", "mark": "E"}  # fmt: skip


def test_a_record_is_trusted_from_the_stated_share_and_number_of_checks_on():
    rule = outlook_rules().on("clearance", dt.date(2020, 5, 1))

    assert rule.trusts({"coverage": 60.0, "checks": 10})
    assert not rule.trusts({"coverage": 59.99, "checks": 10})
    assert not rule.trusts({"coverage": 60.0, "checks": 9})
    assert not rule.trusts({"coverage": None, "checks": 0})


def test_something_new_is_raised_between_the_stated_days_before_the_end():
    rule = outlook_rules().on("clearance", dt.date(2020, 5, 1))

    assert [rule.in_time(days) for days in (29, 30, 240, 241)] == [False, True, True, False]


def test_the_newest_rule_that_has_begun_is_in_force():
    rules = read_outlook_rules([ENTRY | {"from": dt.date(2020, 6, 1), "least_days": 10}, ENTRY])

    assert rules.on("clearance", dt.date(2019, 12, 31)) is None
    assert rules.on("clearance", dt.date(2020, 5, 31)).least_days == 45
    assert rules.on("clearance", dt.date(2020, 6, 1)).least_days == 10


@pytest.mark.parametrize("wrong", [{"least_days": 241}, {"surely": 1}])
def test_a_rule_that_cannot_be_used_is_named(wrong):
    with pytest.raises(BadOutlookRule, match="outlook rule clearance from 2020-01-01"):
        read_outlook_rules([ENTRY | wrong])


def test_every_outlook_that_raises_alerts_has_a_rule_with_its_source(region):
    rules = load_config(ROOT / "config.toml", region).outlook_rules

    for foresight in FORESIGHTS.values():
        rule = rules.on(foresight.outlook, dt.date(2020, 9, 30))
        assert rule.source
        assert rule.mark


def test_no_projection_is_ever_red(region):
    thresholds = load_config(ROOT / "config.toml", region).thresholds.entries

    projected = [line for line in thresholds if line.indicator in FORESIGHTS]

    assert projected
    assert not any("red" in line.levels for line in projected)
