"""What a forecast says of its own error is believed as far as the past errors of its panel bear it out."""

import numpy as np
import pytest

from forecasting.clues import TOLD, clues_of, expected_sizes
from forecasting.smoothing import Fit

DISAGREEMENT = TOLD.index("disagreement")
QUIET = dict.fromkeys(TOLD, 0.0)


def clues(rng, origins=6, series=200, horizon=4):
    shape = (origins, series, horizon)
    told = {name: np.zeros(shape) for name in TOLD}
    told["disagreement"] = np.broadcast_to(rng.normal(0, 1, (origins, series, 1)), shape)
    told["known"] = np.broadcast_to(np.log(np.linspace(40, 160, origins))[:, None, None], shape)
    for name in ("spread", "lately", "level"):
        told[name] = np.broadcast_to(rng.normal(0, 0.4, (origins, series, 1)), shape)
    return np.stack(list(told.values()), axis=1)


def now(**told):
    return np.stack([np.full((1, 4), value) for value in (QUIET | {"known": 5.0} | told).values()])


def times(errors, then, name, by):
    """How many times the error is expected that one would expect were the clue nought."""
    with_it, without = (expected_sizes(errors, then, now(**{name: value}))[1] for value in (by, 0.0))
    return (with_it / without)[0, 0]


def test_errors_that_follow_disagreement_are_expected_where_methods_disagree():
    rng = np.random.default_rng(1)
    then = clues(rng)
    errors = np.exp(0.6 * then[:, DISAGREEMENT]) * rng.normal(0, 1, (6, 200, 4))

    assert times(errors, then, "disagreement", 2.0) == pytest.approx(3.3, abs=0.5)  # e to the power 0.6 times 2


def test_errors_that_have_nothing_to_do_with_disagreement_teach_to_overlook_it():
    rng = np.random.default_rng(2)
    then = clues(rng)
    errors = rng.normal(0, 1, (6, 200, 4))

    assert times(errors, then, "disagreement", 2.0) == pytest.approx(1.0, abs=0.12)


def test_a_longer_past_is_never_expected_to_err_more():
    rng = np.random.default_rng(3)
    then = clues(rng)
    errors = np.exp(0.5 * then[:, TOLD.index("known")]) * rng.normal(0, 1, (6, 200, 4))

    short, long = (expected_sizes(errors, then, now(known=np.log(n)))[1] for n in (40, 160))

    assert (long < short).all()


def test_errors_that_grow_with_the_level_are_expected_where_the_forecast_is_high():
    rng = np.random.default_rng(4)
    then = clues(rng)
    errors = np.exp(then[:, TOLD.index("level")]) * rng.normal(0, 1, (6, 200, 4))

    assert times(errors, then, "level", 1.0) == pytest.approx(2.5, abs=0.3)  # e, less what the usual power still says


def test_a_spread_that_tells_less_than_all_of_the_error_counts_less():
    rng = np.random.default_rng(6)
    then = clues(rng)
    errors = np.exp(0.8 * then[:, TOLD.index("spread")]) * rng.normal(0, 1, (6, 200, 4))

    assert times(errors, then, "spread", 1.0) == pytest.approx(2.3, abs=0.2)  # e to 0.8, and what the usual 1 says


def test_what_was_true_of_one_origins_days_only_is_believed_less_than_what_all_show():
    rng = np.random.default_rng(5)
    then, noise = clues(rng), rng.normal(0, 1, (6, 200, 4))
    lately = then[:, TOLD.index("lately")]
    one_shock = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 4.2])[:, None, None]

    shared = times(np.exp(0.7 * lately) * noise, then, "lately", 1.0)
    shock = times(np.exp(one_shock * lately) * noise, then, "lately", 1.0)

    assert shared == pytest.approx(2.0, abs=0.2)
    assert shock < 1.6


def test_methods_that_all_agree_on_a_constant_still_leave_a_size_to_expect():
    still = Fit(mean=np.full((1, 3), 7.0), spread=np.zeros(1), growth=np.ones((1, 3)), lately=np.zeros(1))

    told = clues_of({"theta": still, "damped": still}, np.full((1, 40), 7.0))

    assert np.isfinite(told).all()
