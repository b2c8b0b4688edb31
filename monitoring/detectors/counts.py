"""What counts say of a fall by their own chance: the negative binomial law, whole or thinned, lately and for long.

A fall keeps a share of what would have been counted, and a thinned negative binomial count is one again, of the same
size parameter. On the stabilised scale a small count's low values all look alike; here two zeros where one was expected
say what they say.
"""

import numpy as np

from monitoring.detectors.chain import HOLE, HOLE_EXPECTED, forward
from monitoring.detectors.scale import DISPERSION, restore, stabilise

KEPT = np.array([0.8, 0.6, 0.4, 0.2, 0.05])[:, None]  # shares that a fall may leave, each as likely as the next
FURTHEST = 6.0  # one period says no more than this, in log likelihood
UNSENT = 1.0  # how much a lone zero says that may be a report not sent
ALONE = 0.25  # chance that a fall of lately began with the newest period; otherwise with the one before
CALM, STEP = -5.0, 3.5  # the log odds that count as no evidence; how many more as one deviation
CALM_LATELY, STEP_LATELY = -1.0, 2.0  # the same of the last two periods' log likelihood
LEAST_MEAN, LEAST_EXCESS = 0.02, 0.02  # below, a mean or what the noise has beyond Poisson's cannot be told from none


def evidence(count: np.ndarray, gap: np.ndarray, deviation: np.ndarray, unsent: np.ndarray) -> np.ndarray:
    """(periods, series) in deviations, NaN without a count: the odds of a long fall and of one begun just now, halved.

    Long falls are found by all their periods together; such odds stay high long after an accident, so that they
    alone would miss what lasts two or three periods. unsent: zeros that may be reports not sent.
    """
    mean, size = law(count, gap, deviation)
    lasting = (odds(count, mean, size, unsent) - CALM) / STEP
    recent = (lately(count, mean, size, unsent) - CALM_LATELY) / STEP_LATELY
    return (lasting + recent) / 2


def law(count: np.ndarray, gap: np.ndarray, deviation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean and the size parameter expected of each count, from its surprise on the stabilised scale.

    Second-order terms of the scale's inverse; the mean's correction is drawn to zero below one, where it is too large.
    """
    expected = np.maximum(restore(np.maximum(stabilise(count) - gap * deviation, 0)), LEAST_MEAN)
    variance = deviation**2
    mean = expected + variance / 4 * (1 + 2 * DISPERSION * expected) * expected / (expected + 0.375)
    excess = variance * (1 + DISPERSION * expected) - 1
    return mean, mean / np.maximum(excess, LEAST_EXCESS)


def odds(count: np.ndarray, mean: np.ndarray, size: np.ndarray, unsent: np.ndarray) -> np.ndarray:
    """(periods, series) log odds of being in a fall, given all counts so far; NaN without a count."""
    there = np.isfinite(count) & np.isfinite(mean)

    def fits(t: int) -> tuple[np.ndarray, ...]:
        fallen = np.exp(_likelihood(count[t], mean[t], size[t]))
        any_depth = fallen.mean(axis=0)
        return np.ones_like(any_depth), any_depth, any_depth, fallen

    return forward(there, np.where(unsent, HOLE_EXPECTED, HOLE), len(KEPT), fits)


def lately(count: np.ndarray, mean: np.ndarray, size: np.ndarray, unsent: np.ndarray) -> np.ndarray:
    """(periods, series) log likelihood of a fall begun in the newest period or the one before, against none.

    A lone zero that may be a report not sent says little, two in a row say all they say.
    """
    out = np.full(count.shape, np.nan)
    before, silent = np.zeros((len(KEPT), count.shape[1])), np.zeros(count.shape[1], dtype=bool)
    for t in range(len(count)):
        there = np.isfinite(count[t]) & np.isfinite(mean[t])
        now = np.where(there, _likelihood(count[t], mean[t], size[t]), 0)
        careful = np.where(unsent[t], np.minimum(now, UNSENT), now)
        earlier = np.where(silent & ~unsent[t], np.minimum(before, UNSENT), before)
        both = np.where(silent, now, careful) + earlier
        fall = ALONE * np.exp(careful).mean(axis=0) + (1 - ALONE) * np.exp(both).mean(axis=0)
        out[t] = np.where(there, np.log(fall), np.nan)
        before, silent = now, unsent[t]
    return out


def _likelihood(count: np.ndarray, mean: np.ndarray, size: np.ndarray) -> np.ndarray:
    """(shares kept, series) log likelihood of a thinned count against a whole one, clipped."""
    thinned = count * np.log(KEPT) - (count + size) * np.log((KEPT * mean + size) / (mean + size))
    return np.clip(np.nan_to_num(thinned), -FURTHEST, FURTHEST)
