"""What counts say by their own chance, each by a small example worked out by hand."""

import numpy as np
import pytest

from monitoring.detectors.counts import evidence, lately, law, odds
from monitoring.detectors.scale import stabilise

POISSON = 1e9  # a size parameter so large that the law is Poisson's


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def told(rule, *counts: float, mean: float, size: float = POISSON, unsent: tuple[int, ...] = ()) -> np.ndarray:
    """What a rule says of one series that is always expected to be the same; unsent: periods perhaps not reported."""
    rows = column(*counts)
    silent = np.isin(np.arange(len(rows)), unsent)[:, None]
    return rule(rows, np.full(rows.shape, mean), np.full(rows.shape, size), silent)[:, 0]


def test_the_law_is_read_off_the_stabilised_scale():
    rng = np.random.default_rng(0)
    drawn = rng.negative_binomial(10, 10 / (10 + 20), 200_000).astype(float)  # mean 20, variance 60, size 10
    z = stabilise(drawn)
    gap, deviation = (z - z.mean()) / z.std(), np.full(drawn.shape, z.std())

    mean, size = law(drawn[:1, None], gap[:1, None], deviation[:1, None])

    assert mean[0, 0] == pytest.approx(20, abs=0.3)
    assert size[0, 0] == pytest.approx(10, abs=1.5)


def test_a_deviation_no_larger_than_poissons_makes_the_law_poissons():
    _, size = law(column(20), column(0), column(0.8))

    assert size[0, 0] > 500


def test_the_newest_week_says_by_how_much_likelier_a_fall_is():
    """Nothing of a mean of two: e**(2 * lost) for the five depths, a quarter of it without the week before."""
    depths = np.exp(2 * np.array([0.2, 0.4, 0.6, 0.8, 0.95]))
    first = told(lately, 0, mean=2)[0]
    second = told(lately, 0, 0, mean=2)[1]

    assert first == pytest.approx(np.log(depths.mean()), abs=1e-6)
    assert second == pytest.approx(np.log(0.25 * depths.mean() + 0.75 * (depths**2).mean()), abs=1e-6)


def test_one_zero_where_one_was_expected_says_little_and_five_in_a_row_much():
    said = told(odds, 1, 0, 2, 1, 0, 0, 0, 0, 0, mean=1.0)

    assert said[:4].max() < -3
    assert said[-1] > said[4] + 2


def test_the_same_shortfall_says_less_of_a_noisy_series():
    quiet, noisy = (told(odds, 20, 20, 10, 10, mean=20, size=size)[-1] for size in (POISSON, 4))

    assert quiet > noisy + 3


def test_a_lone_zero_that_may_be_a_report_not_sent_says_little_and_two_in_a_row_all_they_say():
    sent, unsent = told(lately, 20, 0, mean=20), told(lately, 20, 0, mean=20, unsent=(1,))
    again = told(lately, 20, 0, 0, mean=20, unsent=(1, 2))

    assert sent[1] > 4 > 1 >= unsent[1]
    assert again[2] > 8


def test_a_lone_zero_is_not_remembered_against_the_week_after():
    assert told(lately, 20, 0, 20, mean=20, unsent=(1,))[2] < 0


def test_a_small_fall_adds_up_over_the_weeks_in_the_odds_of_a_long_fall_only():
    counts = (20, 20, 20, 14, 14, 14, 14, 14, 20)

    recent, lasting = told(lately, *counts, mean=20), told(odds, *counts, mean=20)

    assert recent[4:8] == pytest.approx([0.68] * 4, abs=0.01)
    assert (np.diff(lasting[2:8]) > 0.5).all()
    assert recent[8] < -1 > lasting[8] > lasting[3]


def test_no_count_is_no_evidence_and_does_not_disturb_the_next():
    full, gap = column(20, 9, 20, 9), column(20, 9, np.nan, 9)
    flat = np.zeros(full.shape)
    unsent = np.zeros(full.shape, dtype=bool)

    said = evidence(gap, np.where(np.isnan(gap), np.nan, flat), flat + 1, unsent)[:, 0]

    assert np.isfinite(said).tolist() == [True, True, False, True]
