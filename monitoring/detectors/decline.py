"""The detector of falling series: expectation -> surprise -> less what is common -> two memories -> score -> flag."""

import numpy as np
import pandas as pd

from monitoring.detectors.commons import without_common, without_outages
from monitoring.detectors.expectation import surprises
from monitoring.detectors.grid import Panel, panels_of
from monitoring.detectors.memory import FAST, SLOW, remembered, supported
from monitoring.detectors.seasons import design

FLAG_AT = 3.0
STAYS_ABOVE = 2.0
LEAST_FALL = 0.05  # share of the level below which nobody acts


def detect(frame: pd.DataFrame, *, events: pd.DataFrame | None = None, flag_at: float = FLAG_AT) -> pd.DataFrame:
    """Score how likely each series is falling at each of its rows, from rows of that day or earlier only.

    frame: `series_id, date, value`, daily, weekly or monthly (inferred), in any order. What follows the first `|`
    of a series_id names its family: series of a family are one another's reference for holidays and outages.
    events: optional `name, date` of days known to be unusual beside the Spring Festival, which is built in.
    flag_at: the score from which a fall is flagged, the false-alarm budget.

    Returns `series_id, date, score, flag`, one row per input row, in its order and with its index. score: higher
    means more likely falling, about 0 in ordinary times and comparable between series; NaN cannot be said (no value,
    fewer than eight periods of history, a second day in the same period). flag: true from the period that an episode is
    noticed until it is over.
    """
    score, flag = np.full(len(frame), np.nan), np.zeros(len(frame), dtype=bool)
    for panel in panels_of(frame):
        scores = _scores(panel, events)
        score[panel.rows] = scores[panel.at]
        flag[panel.rows] = _flags(scores, flag_at)[panel.at]
    return frame[["series_id", "date"]].assign(score=score, flag=flag)


def _scores(panel: Panel, events: pd.DataFrame | None) -> np.ndarray:
    """(periods, series) scores of one panel."""
    effects, prior = design(panel.step, panel.first_day, panel.last_day, events)
    values = without_outages(panel.values, panel.families)
    surprise = surprises(values, effects, prior, panel.step)
    own = supported(without_common(surprise.u, panel.families), surprise.signed)
    fast = -remembered(own, FAST[panel.step])
    slow = -remembered(own, SLOW[panel.step])
    score = 0.6 * np.maximum(fast, slow) + 0.2 * (fast + slow)
    low_now = np.clip(-own, 0, 2) / 2
    score = np.where(score > 0, score * (0.5 + 0.5 * low_now), score)
    gate = np.clip(-surprise.relative / LEAST_FALL, 0, 1)
    return np.where(score > 0, score * gate, score)


def _flags(scores: np.ndarray, flag_at: float) -> np.ndarray:
    """On at the threshold, off below the lower one: a fall that wavers is one episode."""
    flags, on = np.zeros(scores.shape, dtype=bool), np.zeros(scores.shape[1], dtype=bool)
    for t, row in enumerate(scores):
        on = np.where(np.isnan(row), on, (row >= flag_at) | (on & (row >= STAYS_ABOVE)))
        flags[t] = on & np.isfinite(row)
    return flags
