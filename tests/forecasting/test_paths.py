"""Drawn surprises: seeded, wider with distance, and sums are sums."""

import numpy as np
import pytest

from forecasting.paths import paths, quantiles, stretched


def walks(seed: int, series: int, periods: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 20 + rng.normal(0, 1, (series, periods)).cumsum(axis=1) * 0.3 + rng.normal(0, 5, (series, periods))


def test_the_same_past_gives_the_same_paths():
    past = walks(1, 3, 60)

    assert (paths(past, 8, block=4) == paths(past, 8, block=4)).all()


def test_what_moved_together_moves_together_again():
    common = np.random.default_rng(2).normal(0, 5, 80)
    made = paths(np.stack([common, common, -common]), 10, block=4).sum(axis=2)

    assert np.corrcoef(made[:, 0], made[:, 1])[0, 1] > 0.99
    assert np.corrcoef(made[:, 0], made[:, 2])[0, 1] < -0.99


def test_stretching_keeps_sums_sums():
    made = paths(walks(3, 4, 60), 6, block=3)

    np.testing.assert_allclose(stretched(made.sum(axis=1), 1.7), stretched(made, 1.7).sum(axis=1))


def test_a_longer_stretch_of_future_is_less_certain():
    made = np.cumsum(paths(walks(4, 1, 80), 20, block=4), axis=2)[:, 0]
    width = np.diff(np.quantile(made, (0.1, 0.9), axis=0), axis=0)[0]

    assert width[19] > width[9] > width[1]


@pytest.mark.parametrize("draws", [1, 2, 5, 400])
def test_quantiles_are_numpys_to_the_last_bit(draws):
    made = np.random.default_rng(draws).gamma(0.7, 90, (draws, 3, 7))
    shares = (0.0, 0.1, 0.5, 0.9, 1.0)

    assert np.array_equal(quantiles(made, shares), np.quantile(made, shares, axis=0))


def test_a_quantile_lies_between_its_two_neighbours():
    assert quantiles(np.array([4, 1, 2, 3, 10]), (0.1, 0.5, 0.9)).tolist() == pytest.approx([1.4, 3.0, 7.6])


def test_draws_of_which_one_is_missing_have_no_quantile():
    made = np.array([[1.0, 1.0], [np.nan, 3.0]])

    assert quantiles(made, (0.5,)).tolist() == [pytest.approx([np.nan, 2.0], nan_ok=True)]
