"""What a forecast says of its own error is believed as far as the past errors of its panel bear it out."""

import numpy as np
import pytest

from forecasting.clues import clues_of, expected_sizes
from forecasting.smoothing import Fit


def clues(rng, origins=6, series=200, horizon=4):
    spread = np.zeros((origins, series, horizon))
    disagreement = np.broadcast_to(rng.normal(0, 1, (origins, series, 1)), spread.shape)
    known = np.broadcast_to(np.log(np.linspace(40, 160, origins))[:, None, None], spread.shape)
    return np.stack([spread, disagreement, known], axis=1)


def test_errors_that_follow_disagreement_are_expected_where_methods_disagree():
    rng = np.random.default_rng(1)
    then = clues(rng)
    errors = np.exp(0.6 * then[:, 1]) * rng.normal(0, 1, (6, 200, 4))
    at_odds = np.stack([np.zeros((1, 4)), np.full((1, 4), 2.0), np.full((1, 4), 5.0)])
    agreed = at_odds * np.array([1, 0, 1])[:, None, None]

    times = expected_sizes(errors, then, at_odds)[1] / expected_sizes(errors, then, agreed)[1]

    assert times == pytest.approx(3.3, abs=0.5)  # e to the power 0.6 times 2


def test_errors_that_have_nothing_to_do_with_disagreement_teach_to_overlook_it():
    rng = np.random.default_rng(2)
    then = clues(rng)
    errors = rng.normal(0, 1, (6, 200, 4))
    at_odds = np.stack([np.zeros((1, 4)), np.full((1, 4), 2.0), np.full((1, 4), 5.0)])
    agreed = at_odds * np.array([1, 0, 1])[:, None, None]

    times = expected_sizes(errors, then, at_odds)[1] / expected_sizes(errors, then, agreed)[1]

    assert times == pytest.approx(1.0, abs=0.12)


def test_a_longer_past_is_never_expected_to_err_more():
    rng = np.random.default_rng(3)
    then = clues(rng)
    errors = np.exp(0.5 * then[:, 2]) * rng.normal(0, 1, (6, 200, 4))
    short, long = (np.stack([np.zeros((1, 4)), np.zeros((1, 4)), np.full((1, 4), np.log(n))]) for n in (40, 160))

    assert (expected_sizes(errors, then, long)[1] < expected_sizes(errors, then, short)[1]).all()


def test_methods_that_all_agree_on_a_constant_still_leave_a_size_to_expect():
    still = Fit(mean=np.full((1, 3), 7.0), spread=np.zeros(1), growth=np.ones((1, 3)))

    told = clues_of({"theta": still, "damped": still}, np.array([40]))

    assert np.isfinite(told).all()
