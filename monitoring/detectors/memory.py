"""What the last periods say together: two memories of surprises and their short-lived change, by their own past."""

import numpy as np
import pandas as pd

FAST = {"daily": 0.45, "weekly": 0.45, "monthly": 0.6}  # weight of the newest period
SLOW = {"daily": 0.12, "weekly": 0.15, "monthly": 0.3}
NEW, OLD = 0.7, 0.15  # the two averages whose difference is the change of a series that wanders
HIGHEST = 2.0  # one good period cannot pay for several bad ones
LOWEST = -4.5  # nothing is lower than this
LONE = 4.5  # how far below the second lowest of three periods one period counts
LONE_SIGNED, PAIR_SIGNED = 0.5, 1.0  # the same where batches occur, and two below the third lowest of five
LONE_ZERO = 0.5  # the same for a zero where none was expected: a report not sent, until it happens again
WANDER_FROM, WANDER_TO = 0.25, 0.6  # correlation of neighbouring surprises: none or little; a wandering series


def supported(gap: np.ndarray, signed: np.ndarray, empty: np.ndarray) -> np.ndarray:
    """Surprises in which a period counts only as far as the ones before it bear it out; all (periods, series).

    A batch day in a net figure is one deep hole between ordinary periods, a clean-up two or three; a fall stays.
    Where `signed` (one day can book any number of exits) little is left of them. A count cannot be lower than zero,
    and there a lone hole is news, unless it is `empty`: a zero where none was expected.
    """
    filled = pd.DataFrame(gap).ffill().fillna(0).to_numpy()
    back = np.stack([filled, *(_shifted(filled, k) for k in range(1, 5))])
    second = np.minimum(np.sort(back[:3], axis=0)[1], 0)
    third = np.minimum(np.sort(back, axis=0)[2], 0)
    batch = np.maximum(second - LONE_SIGNED, third - PAIR_SIGNED)
    return np.maximum(gap, np.where(signed, batch, second - np.where(empty, LONE_ZERO, LONE)))


def _shifted(rows: np.ndarray, by: int) -> np.ndarray:
    return np.vstack([np.zeros((min(by, len(rows)), rows.shape[1])), rows[:-by]])


def remembered(gap: np.ndarray, weight: float) -> np.ndarray:
    """Exponentially weighted mean of clipped surprises, in deviations of its own past."""
    mean, _ = _averages(np.clip(gap, LOWEST, HIGHEST), weight, grow=False)
    age = np.cumsum(np.isfinite(gap), axis=0)
    certain = np.maximum(np.sqrt(1 - (1 - weight) ** (2 * age)), weight)  # a young mean is shorter
    return _by_own_past(mean / certain, weight / (2 - weight))


def changed(gap: np.ndarray) -> np.ndarray:
    """Newest average less the older one of the period before, in deviations of its own past."""
    wide = np.clip(gap, -8, 8)
    new, _ = _averages(wide, NEW)
    old, age = _averages(wide, OLD)
    before = _shifted(np.nan_to_num(old * age / (age + 4)), 1)
    return _by_own_past(new - before, NEW / (2 - NEW) + OLD / (2 - OLD))


def wandering(gap: np.ndarray) -> np.ndarray:
    """0 to 1: how much a series strays from its expectation for long, so that only its changes tell a fall."""
    cross, square, last = np.zeros(gap.shape[1]), np.full(gap.shape[1], 12.0), np.zeros(gap.shape[1])
    out, decay = np.zeros(gap.shape), 0.985
    for t, row in enumerate(gap):
        out[t] = cross / square
        there = np.isfinite(row)
        now = np.clip(np.where(there, row, 0), -2, 2)
        cross = np.where(there, decay * cross + last * now, cross)
        square = np.where(there, decay * square + (now**2 + last**2) / 2 + (1 - decay) * 12, square)
        last = np.where(there, now, last)
    return np.clip((out - WANDER_FROM) / (WANDER_TO - WANDER_FROM), 0, 1)


def _averages(rows: np.ndarray, weight: float, *, grow: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Exponentially weighted mean of each column and its age; with `grow` it starts as a plain mean."""
    out, ages = np.full(rows.shape, np.nan), np.zeros(rows.shape)
    mean, age = np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    for t, row in enumerate(rows):
        there = np.isfinite(row)
        age = age + there
        share = np.maximum(weight, 1 / np.maximum(age, 1)) if grow else weight
        mean = np.where(there, mean + share * (row - mean), mean)
        out[t], ages[t] = np.where(there, mean, np.nan), age
    return out, ages


def _by_own_past(rows: np.ndarray, first_variance: float) -> np.ndarray:
    """Each value over the deviation that the column had before it; its own extremes teach it little."""
    out = np.full(rows.shape, np.nan)
    variance, age = np.full(rows.shape[1], first_variance), np.zeros(rows.shape[1])
    for t, row in enumerate(rows):
        there = np.isfinite(row)
        now = np.where(there, row, 0)
        out[t] = np.where(there, now / np.sqrt(variance), np.nan)
        age = age + there
        learnt = variance + (1.1 * np.minimum(now**2, 6.25 * variance) - variance) / np.minimum(age + 26, 80)
        variance = np.where(there, np.maximum(learnt, 1e-6), variance)
    return out
