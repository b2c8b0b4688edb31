"""From evidence to a score that means the same for every series, and from scores to one flag per episode."""

import numpy as np

from monitoring.detectors.expectation import Surprise
from monitoring.detectors.memory import FAST, SLOW, changed, remembered, supported, wandering
from monitoring.detectors.odds import odds

# The line, and about how many false alarms a series and year it costs on series without falls (bench/detect).
LINES = {"daily": (2.7, 2.0), "weekly": (1.95, 0.6), "monthly": (3.05, 0.06)}
STEEPNESS = 1.7  # a line higher by one costs e**1.7 times fewer
STAYS_ABOVE = 0.7  # share of the line below which an episode is over
FULL_EFFECT = 0.5  # share of the expected value that must be missing for the evidence to count in full
DEEPEST_EFFECT = 0.5  # share up to which a deeper fall counts for more
TRUST = {"daily": 0.3, "weekly": 0.65, "monthly": 0.3}  # what the odds count for beside the memories, in full
HALF_TRUST = 25  # periods of history at which they count for half of that
ODDS_OF_CALM, ODDS_A_STEP = -5.0, 3.5  # the log odds that count as no evidence; how many more as one deviation
EMPTY_FROM = -2.5  # from here on a zero may be a report not sent; above it, it is one of the counts that occur
SCALE = 1.5  # brings the lines to about two
BURST = 0.7  # what the newest period counts for by itself, beside the memories


def score_of(surprise: Surprise, gap: np.ndarray, step: str) -> np.ndarray:
    """(periods, series) evidence of a fall in deviations, weighed by how large and how present the fall is.

    gap: the surprises less what is common to the family. A series that keeps to its expectation is judged by its
    memories and, as it grows older, more by the odds of a fall; one that wanders by its changes.
    """
    empty = (surprise.relative <= -0.999) & np.isfinite(surprise.relative) & ~surprise.signed
    own = supported(gap, surprise.signed, empty & (gap < EMPTY_FROM))
    fast, slow = -remembered(own, FAST[step]), -remembered(own, SLOW[step])
    newest = -remembered(own, 0.8)
    memory = np.maximum(0.6 * np.maximum(fast, slow) + 0.2 * (fast + slow), BURST * newest)
    wander = wandering(gap)
    age = np.cumsum(np.isfinite(gap), axis=0)
    trust = TRUST[step] * age / (age + HALF_TRUST)
    likely = (odds(gap, surprise.signed, empty) - ODDS_OF_CALM) / ODDS_A_STEP
    evidence = SCALE * ((1 - wander) * (trust * likely + (1 - trust) * memory) - wander * changed(own))
    present = 0.5 + 0.25 * np.clip(newest, 0, 2)
    missing = np.where(np.isneginf(surprise.relative), FULL_EFFECT, -surprise.relative)
    effect = np.sqrt(np.clip(missing, 0, DEEPEST_EFFECT) / FULL_EFFECT)
    return np.where(evidence > 0, evidence * present * effect, evidence)


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
