"""Intervals that are true: quantiles of the combination's own past errors, on a scale each series sets for itself."""

from statistics import NormalDist

import numpy as np

from forecasting.origins import Past

OWN_TRUST = 6.0  # past horizons: weight of the panel's scale against a series' own
FEW = 200  # errors below which the two sides are not told apart


def interval(errors, past: Past, spread_now: np.ndarray, level: float, *, horizon: int) -> tuple:
    """(low, high), each (series, horizon), to be added to the forecast on the model's scale.

    ``errors`` (origins, series, horizon) are the combination's; ``spread_now`` (series, horizon) is the size expected
    today, as ``past.spread`` at each origin. An error is divided by the spread, by the horizon's usual size and by the
    series' own factor (of the origins that share no day with its own); the quantiles of what remains serve all.
    """
    if not errors.shape[0]:
        return _by_random_walk(spread_now, horizon, level)
    scaled = errors / np.maximum(past.spread, 1e-9)
    seen = np.isfinite(scaled)
    if not seen.any():
        return _by_random_walk(spread_now, horizon, level)
    usual = _usual_size(scaled, seen)
    size = np.where(seen, np.abs(scaled) / usual, 0.0).sum(2)
    count = seen.sum(2)
    apart = [past.apart_from(number) for number in range(len(errors))]
    factor_then = np.stack([_factor(size[rest].sum(0), count[rest].sum(0), horizon) for rest in apart])
    factor_now = _factor(size.sum(0), count.sum(0), horizon)
    # Factors that know less than today's leave the tails too long, those that know the error itself too short.
    ends = [_quantiles((scaled / usual / f)[seen], level) for f in (factor_then[..., None], factor_now[:, None])]
    low, high = np.mean(ends, axis=0)
    reach = factor_now[:, None] * np.maximum(spread_now, 1e-9) * usual
    return low * reach, high * reach


def _usual_size(scaled: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Mean absolute error by horizon, smoothed and never shrinking with distance."""
    count = seen.sum((0, 1))
    mean = np.where(seen, np.abs(scaled), 0.0).sum((0, 1)) / np.maximum(count, 1)
    mean = np.where(count > 0, mean, np.nan)
    last = np.flatnonzero(np.isfinite(mean))[-1]
    mean[last + 1 :] = mean[last]
    padded = np.r_[mean[0], mean, mean[-1]]
    smooth = (padded[:-2] + 2 * mean + padded[2:]) / 4
    return np.maximum(np.maximum.accumulate(smooth), 1e-9)


def _factor(size: np.ndarray, count: np.ndarray, horizon: int) -> np.ndarray:
    own = np.where(count > 0, size / np.maximum(count, 1), 1.0)
    worth = count / horizon * 1.5  # errors of one path move together: a path is worth little more than one error
    return (worth * own + OWN_TRUST) / (worth + OWN_TRUST)


def _quantiles(left: np.ndarray, level: float) -> tuple[float, float]:
    tail = (1 - level / 100) / 2
    if len(left) < FEW:
        asked = np.ceil((len(left) + 1) * (1 - 2 * tail)) / len(left)
        reach = float(np.quantile(np.abs(left), min(1.0, asked)))
        if asked > 1:  # so few errors cannot reach so far: their largest stands for the level it does reach
            reach *= _normal(level) / _normal(100 * len(left) / (len(left) + 1))
        return -reach, reach
    return float(np.quantile(left, tail)), float(np.quantile(left, 1 - tail))


def _by_random_walk(spread: np.ndarray, horizon: int, level: float) -> tuple:
    reach = _normal(level) * np.maximum(spread[:, [0]], 1e-9) * np.sqrt(np.arange(1, horizon + 1))
    return -reach, reach


def _normal(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 200)
