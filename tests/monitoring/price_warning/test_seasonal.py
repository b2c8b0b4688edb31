"""The seasonal score: hand-worked examples, eligibility and from when, and how it moves with the price."""

import math
from itertools import pairwise

import numpy as np
import pytest

from monitoring.price_warning.eligibility import eligible, months_until
from monitoring.price_warning.seasonal import as_normal, fall_to, growth, standardised, told
from tests.monitoring.literal import price_rules

RULE = price_rules().seasonal[0]


def walk(months: int, subjects: int = 1, seed: int = 1) -> np.ndarray:
    """Log prices with a season, a slow rise and chance."""
    rng = np.random.default_rng(seed)
    season = 0.1 * np.sin(2 * np.pi * np.arange(months) / 12)
    return np.cumsum(rng.normal(0.002, 0.03, (months, subjects)), axis=0) + season[:, None]


def test_growth_is_the_monthly_compound_rate():
    level = np.log(np.array([[100.0], [101.0], [102.0], [133.1]]))

    assert growth(level, 3)[3, 0] == pytest.approx(math.log(1.1))
    assert np.isnan(growth(level, 3)[:3]).all()


def test_a_deviation_against_three_years_by_hand():
    past = np.zeros(37)
    past[[0, 12, 24, 36]] = 0.01, 0.04, 0.02, 0.08  # January of three years, and this one; all other months never move

    found = standardised(past[:, None])[0]

    middle = (1 * 0.01 + 2 * 0.04 + 3 * 0.02) / 6  # 0.025
    squares = (0.01 - 7 / 300) ** 2 + (0.04 - 7 / 300) ** 2 + (0.02 - 7 / 300) ** 2  # 4.667e-4
    spread = math.sqrt((squares + 6 * squares / 24) / 8)  # 2 degrees of its own, 6 lent of the 24 in all months
    ratio = (0.08 - middle) / (spread * math.sqrt(1 + 14 / 36))
    assert found == pytest.approx(as_normal(ratio, 8))
    assert 3 < found < 4


@pytest.mark.parametrize(
    ("t", "freedom", "normal"), [(1.0, 3, 0.86), (2.353, 3, 1.645), (1.86, 8, 1.645), (-2.0, 5, -1.64)]
)
def test_a_student_deviation_as_a_normal_one(t, freedom, normal):
    assert as_normal(t, freedom) == pytest.approx(normal, abs=0.03)


def test_the_score_weighs_quarter_and_year():
    found = told(walk(60), 59, RULE)

    assert found.score[0] == pytest.approx(0.4 * found.quarter[0] + 0.6 * found.year[0])


def test_the_same_level_of_prices_in_another_currency_scores_the_same():
    level = walk(60, 5)

    assert told(level + 3.0, 59, RULE).score == pytest.approx(told(level, 59, RULE).score)


def test_the_score_rises_with_the_price_and_never_looks_ahead():
    level = walk(72, 30)
    higher = level.copy()
    higher[60] += 0.05
    changed_later = level.copy()
    changed_later[61:] += 1.0

    assert (told(higher, 60, RULE).score > told(level, 60, RULE).score).all()
    assert told(changed_later, 60, RULE).score == pytest.approx(told(level, 60, RULE).score)


def test_the_fall_that_would_clear_it_clears_it():
    level = walk(60)
    level[-1] += 0.5

    fall = fall_to(level[:, 0], 59, RULE, 2.0)

    after, short = level.copy(), level.copy()
    after[-1] += math.log(1 - (fall + 0.01) / 100)
    short[-1] += math.log(1 - (fall - 0.01) / 100)
    assert told(after, 59, RULE).score[0] < 2.0 <= told(short, 59, RULE).score[0]
    assert fall_to(walk(60)[:, 0], 59, RULE, 20.0) is None


def seen(text: str) -> np.ndarray:
    """x a month with a price, . one without; groups of twelve may be parted by blanks."""
    return np.array([c == "x" for c in text.replace(" ", "")])


FULL = "x" * 12


@pytest.mark.parametrize(
    ("text", "reason", "wait"),
    [
        (FULL * 3 + "x", None, 0),
        (FULL * 3, "history", 1),
        ("x" * 21, "history", 16),
        ("." * 40, "nothing", None),
        (FULL * 3 + "x" + "." * 6, "recency", 4),
        (FULL * 3 + "xxx.", "silent", 1),
        ("x" + "..x" * 16, "coverage", 21),
        (FULL + "." + FULL * 2, "gaps", 1),
    ],
)
def test_who_may_be_scored_why_not_and_from_when(text, reason, wait):
    months = seen(text)

    assert eligible(months, len(months) - 1, RULE).reason == reason
    assert months_until(months, len(months) - 1, RULE) == wait


def test_whoever_is_not_eligible_gets_no_score_and_whoever_is_gets_one():
    rng = np.random.default_rng(3)
    level = walk(61, 200)
    level[rng.random(level.shape) < rng.uniform(0, 0.6, 200)] = np.nan
    level[:30, 100:150] = np.nan

    found = told(level, 60, RULE)

    given = np.array([verdict.reason is None for verdict in found.verdicts])
    assert 10 < given.sum() < 190
    assert (np.isfinite(found.score) == given).all()


def test_more_history_never_takes_eligibility_away_while_everything_is_told():
    reasons = [eligible(seen("x" * n), n - 1, RULE).reason for n in range(1, 80)]

    assert [a is None and b is not None for a, b in pairwise(reasons)] == [False] * 78
