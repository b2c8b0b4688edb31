"""Intervals that are true: quantiles of the combination's own past errors, on a scale each series sets for itself."""

from statistics import NormalDist

import numpy as np

from forecasting.clues import expected_sizes
from forecasting.origins import Past

TRUSTS = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)  # past paths the panel's scale may weigh against a series' own
FEW = 200  # errors below which the two sides are not told apart


def intervals(errors, past: Past, clues_now: np.ndarray, levels, *, horizon: int) -> dict[float, tuple]:
    """By level (low, high), each (series, horizon), to be added to the forecast on the model's scale.

    ``errors`` (origins, series, horizon) are the combination's; ``clues_now`` (3, series, horizon) as ``past.clues`` at
    each origin. An error is divided by the size its clues let expect, by the horizon's usual size and by the series'
    own factor (of the origins that share no day with its own); the quantiles of what remains serve all.
    """
    if not np.isfinite(errors).any():
        return {level: _by_random_walk(np.exp(clues_now[0]), horizon, level) for level in levels}
    then, now = expected_sizes(errors, past.clues, clues_now)
    scaled = errors / then
    seen = np.isfinite(scaled)
    usual = _usual_size(scaled, seen)
    size = np.where(seen, np.abs(scaled) / usual, 0.0).sum(2)
    count = seen.sum(2)
    trust = _trust_that_served(size, count, past, horizon)
    factor_then = _factors_then(size, count, past, horizon, trust)
    factor_now = _factor(size.sum(0), count.sum(0), horizon, trust)
    left = [(scaled / usual / f)[seen] for f in (factor_then[..., None], factor_now[:, None])]
    reach = factor_now[:, None] * now * usual
    ends = {}
    for level in levels:
        # Factors that know less than today's leave the tails too long, those that know the error itself too short.
        low, high = np.mean([_quantiles(one, level) for one in left], axis=0)
        ends[level] = low * reach, high * reach
    return ends


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


def _factor(size: np.ndarray, count: np.ndarray, horizon: int, trust: float) -> np.ndarray:
    own = np.where(count > 0, size / np.maximum(count, 1), 1.0)
    worth = count / horizon * 1.5  # errors of one path move together: a path is worth little more than one error
    return (worth * own + trust) / (worth + trust)


def _factors_then(size: np.ndarray, count: np.ndarray, past: Past, horizon: int, trust: float) -> np.ndarray:
    apart = [past.apart_from(number) for number in range(len(size))]
    return np.stack([_factor(size[rest].sum(0), count[rest].sum(0), horizon, trust) for rest in apart])


def _trust_that_served(size: np.ndarray, count: np.ndarray, past: Past, horizon: int) -> float:
    """The trust whose factors made the past errors likeliest (as of a double exponential)."""

    def surprise(trust: float) -> float:
        factor = _factors_then(size, count, past, horizon, trust)
        return float((count * np.log(factor) + size / factor).sum())

    return min(TRUSTS, key=surprise)


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
