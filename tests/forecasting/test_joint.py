"""Joint futures about the library's forecast: seasons foretold, sums that are sums, and the width that held before."""

import numpy as np

from forecasting.joint import joint_paths
from forecasting.paths import paths


def walks(seed: int, series: int, periods: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return 20 + rng.normal(0, 1, (series, periods)).cumsum(axis=1) * 0.3 + rng.normal(0, 5, (series, periods))


def market_days(seed: int, *, series: int = 12, days: int = 84) -> np.ndarray:
    """Sales a day that double on every seventh."""
    rng = np.random.default_rng(seed)
    return 10 * np.where(np.arange(days) % 7 == 6, 2.0, 1.0) * rng.lognormal(0, 0.1, (series, days))


def test_the_same_past_gives_the_same_futures():
    past = walks(1, 3, 60)
    asked = {"season": 1, "block": 4, "spans": (4, 8)}

    assert (joint_paths(past, 8, **asked)[0] == joint_paths(past, 8, **asked)[0]).all()


def test_a_market_day_is_expected_on_its_day_and_is_no_surprise_on_the_others():
    past = market_days(2)

    made, _ = joint_paths(past, 14, season=7, block=7, spans=(7, 14))
    blind = paths(past, 14, block=7)

    middle, width = made.mean(axis=0), np.ptp(np.quantile(made, (0.1, 0.9), axis=0), axis=0)
    assert (middle[:, [6, 13]] > 1.7 * middle[:, [5, 12]]).all()
    assert width[:, :6].mean() < 0.7 * np.ptp(np.quantile(blind, (0.1, 0.9), axis=0), axis=0)[:, :6].mean()


def test_what_comes_and_what_goes_each_have_their_season():
    rng, weeks = np.random.default_rng(3), np.arange(176)
    wave = 1 + 0.5 * np.sin(2 * np.pi * weeks / 52)
    came, went = rng.poisson(100 * wave, (4, 176)).astype(float), rng.poisson(100, (4, 176)).astype(float)

    made, _ = joint_paths(came[:, :150], 26, season=52, block=4, spans=(4, 8, 13), less=went[:, :150])

    truth = 100 * (wave[150:] - 1)  # falls below nought at first, then rises far above it
    assert np.abs(made.mean(axis=(0, 1)) - truth).mean() < 8
    assert np.abs(truth).mean() > 30


def test_what_moved_together_moves_together_again_and_the_record_counts_the_sum():
    common = np.random.default_rng(4).normal(20, 5, 80)
    made, record = joint_paths(np.stack([common, common]), 10, season=1, block=4, spans=(4, 8))
    ends = made.sum(axis=2)

    assert np.corrcoef(ends[:, 0], ends[:, 1])[0, 1] > 0.99
    assert record.checks == 6 * (2 + 1) * 2  # origins, two series and their sum, spans


def test_a_past_too_short_to_check_says_so():
    made, record = joint_paths(walks(5, 2, 10), 3, season=7, block=4, spans=(4, 8))

    assert record.checks == 0
    assert record.stretch == 1.0
    assert np.isfinite(made).all()


def test_a_day_nobody_reported_is_passed_over():
    past = market_days(6)
    past[:, [10, 40, 83]] = np.nan
    past[0, :60] = np.nan

    made, record = joint_paths(past, 7, season=7, block=7, spans=(7, 14))

    assert np.isfinite(made).all()
    assert record.checks > 0


def test_sums_of_unseen_futures_lie_in_the_band_eight_times_out_of_ten():
    past = walks(6, 120, 92)
    known, told = past[:, :80], past[:, 80:].sum(axis=1)

    made, record = joint_paths(known, 12, season=1, block=4, spans=(4, 8, 12))

    low, high = np.quantile(made.sum(axis=2), (0.1, 0.9), axis=0)
    assert 0.72 <= ((low <= told) & (told <= high)).mean() <= 0.88
    assert 75 <= record.coverage <= 85
