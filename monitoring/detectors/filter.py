"""One slow Kalman filter over all series at once, robust to what it is meant to find.

Gains depend on the calendar and on a series' age only (noise is measured in each series' own deviations), so one gain
serves all series that start together, and a step costs one small matrix per start and one product over the series.
"""

import numpy as np

from monitoring.detectors.grid import WARM_UP
from monitoring.detectors.scale import least_deviation

CLIP = 2.25  # a surprise beyond this many deviations teaches no more than this many
CHANCE_OF_FIRST = 0.09  # variance of the logarithm of a deviation measured on the first eight values
SCALE_MEMORY = 208  # periods the deviation looks back over


def follow(
    z: np.ndarray, effects: np.ndarray, prior: np.ndarray, memory: int, whole: np.ndarray, plain: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Standardised surprises, expectations and deviations, all (periods, series), each from earlier periods only.

    z, whole: (periods, series). effects: (periods, effects), prior: their variances in units of the noise's.
    memory: periods the level looks back over. plain: (series,) columns that are not stabilised counts.
    """
    design = np.column_stack([np.ones(len(z)), effects])
    seen = np.cumsum(np.isfinite(z), axis=0)
    birth = np.where(seen[-1] < WARM_UP, len(z), np.argmax(seen >= WARM_UP, axis=0))
    gains = _Gains(birth, prior, 1 / memory**2)
    state, scale = np.zeros((design.shape[1], z.shape[1])), np.ones(z.shape[1])
    surprise, expected, deviation = (np.full(z.shape, np.nan) for _ in range(3))
    for t, (x, values) in enumerate(zip(design, z)):
        there = np.isfinite(values) & (birth < t)
        if there.any():
            spread, gain = gains.at(x)
            expected[t] = np.where(birth < t, x @ state, np.nan)
            deviation[t] = np.where(birth < t, scale * np.sqrt(spread), np.nan)
            surprise[t] = np.where(there, (values - expected[t]) / deviation[t], np.nan)
            gains.learn(x, there)
            state += gain * _lesson(values - expected[t], scale * spread)
            scale = np.where(there, _learnt(scale, surprise[t], seen[t], state[0], whole[t], plain), scale)
        gains.age(t)
        born = birth == t
        if born.any():
            level, scale[born] = _first_look(z[: t + 1, born], whole[t, born], plain[born])
            first = design[max(t + 1 - WARM_UP, 0) : t + 1]
            away = np.nan_to_num(z[t + 1 - len(first) : t + 1, born] - level)
            state[:, born] = gains.start(t, first) @ np.clip(away, -2 * scale[born], 2 * scale[born])
            state[0, born] += level
    return surprise, expected, deviation


class _Gains:
    """What is not known yet about the state of the series born in the same period, in units of their noise."""

    def __init__(self, birth: np.ndarray, prior: np.ndarray, drift: float):
        self.births, self.cohort = np.unique(birth, return_inverse=True)
        self.doubt = np.zeros((len(self.births), len(prior) + 1, len(prior) + 1))
        self.precision = np.diag(np.r_[1e-4, 1 / prior])
        self.drift = drift

    def at(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(series,) variance of the next value, and (state, series) what a surprise of one teaches."""
        toward = self.doubt @ x
        spread = toward @ x + 1
        return spread[self.cohort], (toward / spread[:, None])[self.cohort].T

    def learn(self, x: np.ndarray, there: np.ndarray) -> None:
        """Doubt less after a period that any series of the cohort reported."""
        toward = self.doubt @ x
        share = np.bincount(self.cohort, weights=there, minlength=len(self.births)).astype(bool) / (toward @ x + 1)
        self.doubt -= share[:, None, None] * toward[:, :, None] * toward[:, None, :]

    def age(self, t: int) -> None:
        """Doubt the level of those already followed a little more."""
        self.doubt[:, 0, 0] += np.where(self.births < t, self.drift, 0)

    def start(self, t: int, first: np.ndarray) -> np.ndarray:
        """(state, first periods): what the first periods' distances from their median say of the state."""
        doubt = np.linalg.inv(self.precision + first.T @ first)
        self.doubt[np.searchsorted(self.births, t)] = doubt
        return doubt @ first.T


def _lesson(gap: np.ndarray, doubt: np.ndarray) -> np.ndarray:
    """The gap, clipped. The clip widens with the doubt: a large surprise measures an effect that is still unknown."""
    return np.where(np.isfinite(gap), np.clip(gap, -CLIP * doubt, CLIP * doubt), 0)


def _learnt(scale, surprise, seen, level, whole, plain) -> np.ndarray:
    """(series,) the deviation after one more surprise, whose square counts up to the clip."""
    share = (np.clip(surprise, -CLIP, CLIP) ** 2 * 1.05 - 1) / np.clip(seen, WARM_UP, SCALE_MEMORY)
    return np.maximum(scale * np.sqrt(1 + share), least_deviation(level, whole, plain))


def _first_look(z: np.ndarray, whole: np.ndarray, plain: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Level and deviation from the first eight values: median, and mean distance widened for so few values."""
    level = np.nanmedian(z, axis=0)
    spread = 1.4 * np.nanmean(np.abs(z - level), axis=0)
    if not plain.all():  # counts share a scale, so those born together lend one another their deviation
        spread = np.where(plain, spread, drawn_together(spread, ~plain))
    return level, np.maximum(spread, least_deviation(level, whole, plain))


def drawn_together(spread: np.ndarray, alike: np.ndarray) -> np.ndarray:
    """Each first deviation drawn to the middle of its like, the more the less they differ beyond chance."""
    size = np.log(np.maximum(spread, 1e-9))
    middle = np.median(size[alike])
    beyond = (1.4826 * np.median(np.abs(size[alike] - middle))) ** 2 - CHANCE_OF_FIRST
    trust = np.clip(beyond / (beyond + CHANCE_OF_FIRST), 0.05, 0.5) if beyond > 0 else 0.05
    return np.exp(middle + trust * (size - middle))
