"""The odds that a fall is going on, of surprises in deviations: how well they fit calm, a fall and a hole."""

import numpy as np

from monitoring.detectors.chain import HOLE, HOLE_EXPECTED, forward

DEPTHS = np.array([1.0, 1.75, 2.5, 3.5, 5.0, 7.0, 10.0, 14.0])[:, None]  # deviations; the last stands for any deeper
STRAY = 0.01 / 40  # density of a value that has nothing to do with the state
HOLE_FROM, EMPTY_FROM, BATCH_FROM = -1.5, -2.7, -4.0  # how deep a hole is, a report not sent, a batch
HOLE_WITHIN, SMALL_BATCH, BATCH = 1 / 20, 1 / 8, 1.0  # density of a hole's depth: in a count, and where batches occur
NO_HOLE = np.exp(-6)
UP_TO_ZERO = 0.6  # deviations from a zero to where the next count begins
SURELY_ZERO = 0.65  # a fall, however deep, seldom leaves nothing at all


def odds(gap: np.ndarray, signed: np.ndarray, empty: np.ndarray) -> np.ndarray:
    """(periods, series) log odds of being in a fall, given the surprises so far; about -4 in calm, NaN without a value.

    gap: surprises in deviations. signed: a batch may have been booked. empty: a zero, of a count.
    """
    there = np.isfinite(gap)
    deep = np.maximum(np.where(there, gap, 0), -DEPTHS[-1])

    def fits(t: int) -> tuple[np.ndarray, ...]:
        of_hole = _of_hole(deep[t], signed[t], empty[t])
        of_fall = _density(deep[t] + DEPTHS, empty[t])
        return _density(deep[t], empty[t]), of_hole, np.minimum(of_hole, SMALL_BATCH), of_fall

    return forward(there, np.where(signed | empty, HOLE_EXPECTED, HOLE), len(DEPTHS), fits)


def _density(u: np.ndarray, zero: np.ndarray) -> np.ndarray:
    """How well a surprise fits a state; of a zero, the whole chance of being that low, for no count is lower."""
    normal = np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi)
    if not zero.any():
        return 0.99 * normal + STRAY
    v = np.clip(u + UP_TO_ZERO, -8, 8)
    below = 1 / (1 + np.exp(-1.5976 * v - 0.07056 * v**3))  # the normal distribution, to a thousandth
    return 0.99 * np.where(zero, np.minimum(below, SURELY_ZERO), normal) + STRAY


def _of_hole(u: np.ndarray, signed: np.ndarray, empty: np.ndarray) -> np.ndarray:
    batch = np.where(u < BATCH_FROM, BATCH, SMALL_BATCH)
    deep = np.where(u < HOLE_FROM, np.where(signed, batch, HOLE_WITHIN), NO_HOLE)
    return np.where(empty & (u < EMPTY_FROM), 1.0, deep)
