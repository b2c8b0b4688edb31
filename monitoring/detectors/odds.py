"""The odds that a fall is going on: calm, fallen to some depth, or only emptied for a period or two, weighed forwards.

A hidden Markov chain over each series' surprises (Rabiner 1989, doi:10.1109/5.18626). Beside the memories it knows that
a fall lasts and keeps its depth, that a clean-up is over soon, and that after either the series is as before.
"""

import numpy as np

DEPTHS = np.array([1.0, 1.75, 2.5, 3.5, 5.0, 7.0, 10.0, 14.0])[:, None]  # deviations; the last stands for any deeper
BEGINS, ENDS = 1 / 80, 1 / 16  # chance of a fall to begin in a period, and to be over
STRAY = 0.01 / 40  # density of a value that has nothing to do with the state
HOLE, HOLE_EXPECTED = 0.005, 0.03  # chance of a hole that is no fall; where batches or reports not sent are usual
HOLE_GOES_ON = 0.4
HOLE_FROM, EMPTY_FROM, BATCH_FROM = -1.5, -2.7, -4.0  # how deep a hole is, a report not sent, a batch
HOLE_WITHIN, SMALL_BATCH, BATCH = 1 / 20, 1 / 8, 1.0  # density of a hole's depth: in a count, and where batches occur
NO_HOLE = np.exp(-6)
UP_TO_ZERO = 0.6  # deviations from a zero to where the next count begins
SURELY_ZERO = 0.65  # a fall, however deep, seldom leaves nothing at all


def odds(gap: np.ndarray, signed: np.ndarray, empty: np.ndarray) -> np.ndarray:
    """(periods, series) log odds of being in a fall, given the surprises so far; about -4 in calm, NaN without a value.

    gap: surprises in deviations. signed: a batch may have been booked. empty: a zero, of a count.
    """
    out = np.full(gap.shape, np.nan)
    calm, hole, fallen = np.ones(gap.shape[1]), np.zeros(gap.shape[1]), np.zeros((len(DEPTHS), gap.shape[1]))
    for t, row in enumerate(gap):
        there = np.isfinite(row)
        u = np.maximum(np.where(there, row, 0), -DEPTHS[-1])
        digs = np.where(signed[t] | empty[t], HOLE_EXPECTED, HOLE)
        falling = fallen.sum(axis=0)
        now_calm = (calm * (1 - BEGINS - digs) + falling * ENDS + hole * (1 - HOLE_GOES_ON)) * _density(u, empty[t])
        first = _of_hole(u, signed[t], empty[t])
        now_hole = calm * digs * first + hole * HOLE_GOES_ON * np.minimum(first, SMALL_BATCH)
        now_fallen = (calm * BEGINS / len(DEPTHS) + fallen * (1 - ENDS)) * _density(u + DEPTHS, empty[t])
        falling = now_fallen.sum(axis=0)
        out[t] = np.where(there, np.log(falling / (now_calm + now_hole)), np.nan)
        whole = now_calm + now_hole + falling
        calm, hole, fallen = (
            np.where(there, now / whole, before)
            for now, before in ((now_calm, calm), (now_hole, hole), (now_fallen, fallen))
        )
    return out


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
