"""What a smoothing method makes of a rise, of a bend and of its own newest errors."""

import numpy as np
import pytest

from forecasting.season import Adjusted
from forecasting.smoothing import theta


def without_season(*rows):
    values = np.stack(rows)
    return Adjusted(values=values, indices=np.zeros((len(values), 12)))


def test_a_steady_rise_is_followed_whole_and_a_level_is_left_level():
    rng = np.random.default_rng(22)
    noise = rng.normal(0, 0.1, (2, 120))

    made = theta(without_season(5 + 0.05 * np.arange(120) + noise[0], 5 + noise[1]), 12).mean[:, -1]

    assert made == pytest.approx([11.55, 5.0], abs=0.15)  # half of every line, as it was before, ends at 11.13


def test_a_rise_that_ended_long_ago_is_not_followed():
    rng = np.random.default_rng(23)
    bent = np.r_[np.linspace(0, 10, 100), np.full(110, 10.0)] + rng.normal(0, 0.1, 210)

    made = theta(without_season(bent), 24).mean[0]

    assert made == pytest.approx(np.full(24, 10.0), abs=0.25)


def test_errors_that_grew_lately_are_seen_beside_the_usual_ones():
    rng = np.random.default_rng(24)
    calm, restless = rng.normal(0, 0.1, (2, 200))
    restless[160:] *= 4

    fit = theta(without_season(calm, restless), 6)

    assert fit.lately[0] / fit.spread[0] == pytest.approx(1.0, abs=0.35)
    assert fit.lately[1] / fit.spread[1] > 1.5
