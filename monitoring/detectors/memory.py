"""Two memories of recent surprises, each measured by its own past."""

import numpy as np
import pandas as pd

FAST = {"daily": 0.45, "weekly": 0.45, "monthly": 0.6}
SLOW = {"daily": 0.12, "weekly": 0.15, "monthly": 0.3}
HIGHEST = 2.0  # one good period cannot pay for several bad ones
LOWEST = -4.5  # nothing is lower than this
ALONE, ALONE_SIGNED = 4.5, 1.5  # how far below the second lowest of three periods one period may count


def supported(u: np.ndarray, signed: np.ndarray) -> np.ndarray:
    """Surprises in which a period counts only as far as the two before it bear it out, (periods, series).

    A batch day in a net figure is one deep hole between ordinary periods; a fall stays. Where `signed` (a figure
    that can be negative, so that one day can book any number of exits) little is left of a lone hole; a count cannot
    be lower than zero, and there a lone hole is news.
    """
    before = pd.DataFrame(u).ffill().fillna(0).to_numpy()
    one, two = np.vstack([before[:1] * 0, before[:-1]]), np.vstack([before[:1] * 0, before[:1] * 0, before[:-2]])
    second = np.sort(np.stack([before, one, two]), axis=0)[1]
    return np.maximum(u, np.minimum(second, 0) - np.where(signed, ALONE_SIGNED, ALONE))


def remembered(u: np.ndarray, weight: float) -> np.ndarray:
    """Exponentially weighted mean of clipped surprises in units of its own past deviation, (periods, series)."""
    out = np.full(u.shape, np.nan)
    mean, variance, age = np.zeros(u.shape[1]), np.full(u.shape[1], weight / (2 - weight)), np.zeros(u.shape[1])
    for t, row in enumerate(u):
        there = np.isfinite(row)
        mean = np.where(there, mean + weight * (np.clip(row, LOWEST, HIGHEST) - mean), mean)
        age += there
        grown = 1 - (1 - weight) ** (2 * age)
        out[t] = np.where(there, mean / np.sqrt(variance * np.maximum(grown, weight**2)), np.nan)
        rate = 1 / np.minimum(age + 26, 130)
        seen = np.minimum(mean**2, 6.25 * variance)
        variance = np.where(there, np.maximum(variance + rate * (1.1 * seen - variance), 1e-6), variance)
    return out
