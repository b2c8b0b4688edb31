"""Methods are mixed as would have served the whole panel, and then as served each series."""

import numpy as np
import pytest

from forecasting.combination import weights
from forecasting.origins import Past


def past(errors):
    """A past of six origins that share no day, eight periods apart."""
    shape = next(iter(errors.values())).shape
    return Past(errors=errors, clues=np.zeros((shape[0], 1, *shape[1:])), back=(8, 16, 24, 32, 40, 48))


def noise(rng, size=1.0):
    return rng.normal(0, size, (6, 150, 8))


def test_two_methods_that_err_alike_share_one_place():
    rng = np.random.default_rng(1)
    twin, other = noise(rng), noise(rng)

    weight = weights(past({"a": twin, "its twin": twin, "other": other}), 150)

    assert weight["other"].mean() == pytest.approx(0.46, abs=0.04)  # a third, were kinship overlooked; a half at most
    assert weight["a"].mean() == pytest.approx(weight["its twin"].mean())


def test_a_method_that_errs_more_is_kept_for_the_series_it_serves():
    rng = np.random.default_rng(2)
    good, worse = noise(rng), noise(rng)
    worse[:, 10:] *= 1.5

    weight = weights(past({"good": good, "worse": worse}), 150)

    assert weight["worse"][10:].mean() < 0.1
    assert weight["worse"][:10].mean() > 0.2


def test_one_broken_series_does_not_set_the_mix_of_all():
    rng = np.random.default_rng(3)
    errors = {"a": noise(rng), "b": noise(rng)}
    broken = {name: made.copy() for name, made in errors.items()}
    broken["b"][:, 0] *= 1e6

    apart = weights(past(broken), 150)["b"][1:] - weights(past(errors), 150)["b"][1:]

    assert np.abs(apart).max() < 0.05


def test_the_weights_sum_to_one_where_nothing_is_known():
    errors = {name: np.full((6, 3, 8), np.nan) for name in ("a", "b", "c")}

    weight = weights(past(errors), 3)

    assert sum(weight.values()) == pytest.approx(np.ones(3))
    assert weight["a"] == pytest.approx(np.full(3, 1 / 3))
