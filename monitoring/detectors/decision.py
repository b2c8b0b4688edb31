"""From evidence to a score that means the same for every series, and from scores to one flag per episode."""

from collections.abc import Callable

import numpy as np

from monitoring.detectors import counts
from monitoring.detectors.expectation import Surprise
from monitoring.detectors.memory import FAST, SLOW, changed, remembered, supported, wandering
from monitoring.detectors.odds import odds

# The line, and about how many false alarms a series and year it costs on series without falls (bench/detect).
LINES = {"daily": (2.5, 1.2), "weekly": (1.9, 0.4), "monthly": (3.1, 0.06)}
STEEPNESS = 2.3  # a line higher by one costs e**2.3 times fewer
STAYS_ABOVE = 0.7  # share of the line below which an episode is over
FULL_EFFECT = 0.5  # share of the expected value that must be missing for the evidence to count in full
DEEPEST_EFFECT = 0.5  # share up to which a deeper fall counts for more
EFFECT, EFFECT_OF_COUNT = 0.5, 1 / 3  # how much the share counts, as an exponent; a count's odds know its size
TRUST = {"daily": 0.3, "weekly": 1.0, "monthly": 0.3}  # what the odds count for beside the memories, in full
HALF_TRUST = 25  # periods of history at which they count for half of that
ODDS_OF_CALM, ODDS_A_STEP = -5.0, 3.2  # the log odds that count as no evidence; how many more as one deviation
EMPTY_FROM = -2.5  # from here on a zero may be a report not sent; above it, it is one of the counts that occur
SCALE = 1.5  # brings the lines to about two
PRESENT, NEWEST = 0.6, 0.2  # what all evidence counts for without the newest period, and with each deviation of it
BURST = 0.7  # what the newest period counts for by itself, beside the memories


def score_of(surprise: Surprise, gap: np.ndarray, step: str) -> np.ndarray:
    """(periods, series) evidence of a fall in deviations, weighed by how large and how present the fall is.

    gap: the surprises less what is common to the family. A series that keeps to its expectation is judged by its
    memories and, as it grows older, more by the odds of a fall; a count by the odds of its own chance; one that wanders
    by its changes.
    """
    empty = (surprise.relative <= -0.999) & np.isfinite(surprise.relative) & ~surprise.signed
    unsent = empty & (gap < EMPTY_FROM)
    own = supported(gap, surprise.signed, unsent)
    newest, wander = -remembered(own, 0.8), wandering(gap)
    age = np.cumsum(np.isfinite(gap), axis=0)
    older = age / (age + HALF_TRUST)
    counted, known = np.isfinite(surprise.count), np.isfinite(gap)
    likely = _where(known & ~counted, odds, gap, surprise.signed, empty)
    of_count = _where(known & counted, counts.evidence, surprise.count, gap, surprise.deviation, unsent)
    trust = np.where(counted, older, TRUST[step] * older)
    judged = trust * np.where(counted, of_count, (likely - ODDS_OF_CALM) / ODDS_A_STEP)
    judged += (1 - trust) * _memory(own, newest, step)
    evidence = SCALE * ((1 - wander) * judged - wander * changed(own))
    missing = np.where(np.isneginf(surprise.relative), FULL_EFFECT, -surprise.relative)
    effect = np.clip(missing, 0, DEEPEST_EFFECT) / FULL_EFFECT
    effect **= np.where(counted, EFFECT_OF_COUNT, EFFECT)
    return np.where(evidence > 0, evidence * (PRESENT + NEWEST * np.clip(newest, 0, 2)) * effect, evidence)


def _memory(own: np.ndarray, newest: np.ndarray, step: str) -> np.ndarray:
    """What the two memories, or the newest period by itself, say."""
    fast, slow = -remembered(own, FAST[step]), -remembered(own, SLOW[step])
    return np.maximum(0.6 * np.maximum(fast, slow) + 0.2 * (fast + slow), BURST * newest)


def _where(needed: np.ndarray, rule: Callable[..., np.ndarray], *tables: np.ndarray) -> np.ndarray:
    """A rule of single series, applied only to those in which its answer is needed at all."""
    some = needed.any(axis=0)
    out = np.full(needed.shape, np.nan)
    if some.any():
        out[:, some] = rule(*(table[:, some] for table in tables))
    return out


def line_for(false_alarms: float | None, step: str) -> float:
    """The score to flag from, for about so many false alarms a series and year; None: about 1 % of the periods."""
    line, cost = LINES[step]
    return line if false_alarms is None else line + np.log(cost / false_alarms) / STEEPNESS


def flags_of(scores: np.ndarray, flag_at: float) -> np.ndarray:
    """On at the line, off well below it: a fall that wavers is one episode. A gap in the reports ends nothing."""
    flags, on = np.zeros(scores.shape, dtype=bool), np.zeros(scores.shape[1], dtype=bool)
    for t, row in enumerate(scores):
        on = np.where(np.isnan(row), on, (row >= flag_at) | (on & (row >= STAYS_ABOVE * flag_at)))
        flags[t] = on & np.isfinite(row)
    return flags
