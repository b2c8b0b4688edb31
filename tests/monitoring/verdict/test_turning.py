"""The stated turning points are exact to one entity."""

import pytest

from monitoring.alerts.sentence_reason import turns
from monitoring.verdict.turning import change, turning
from tests.monitoring.rules import line, thresholds

RULES = thresholds(line("stock_vs_year_end", worse="low", yellow=0, orange=-1, red=-3)).entries[0]


@pytest.mark.parametrize(("stock", "base"), [(12340, 12400), (9941, 10140), (60, 61), (7274, 7420), (99, 100)])
def test_one_entity_either_side_of_a_stated_bound_flips_the_state(stock, base):
    severity = RULES.severity(change(stock, base))

    told = turning(stock, base, severity, RULES)

    assert RULES.severity(change(told["clears_at"], base)) is None
    assert RULES.severity(change(told["clears_at"] - 1, base)) is not None
    graver = told["graver"]
    assert RULES.severity(change(graver["stock"], base)) == graver["severity"]
    assert RULES.severity(change(graver["stock"] + 1, base)) != graver["severity"]
    assert stock - graver["fewer"] == graver["stock"]


def test_the_gravest_level_and_one_already_passed_name_no_graver_one():
    assert "graver" not in turning(9000, 10000, "red", RULES)
    assert "graver" not in turning(9000, 10000, "orange", RULES)


def test_the_words_carry_the_same_numbers():
    told = turning(12340, 12345, "yellow", RULES)

    assert turns(told) == "再少119户升橙,回到12,345户解除"
    assert turns({"clears_at": 12450}) == "回到12,450户解除"
