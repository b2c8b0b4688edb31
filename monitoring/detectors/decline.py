"""The detector of falling series: expectation -> surprise -> less what is common -> memory -> score -> flag."""

import numpy as np
import pandas as pd

from monitoring.detectors.commons import at_each_moment, without_common, without_outages
from monitoring.detectors.decision import flags_of, line_for, score_of
from monitoring.detectors.expectation import changes, is_stock, surprises
from monitoring.detectors.grid import Panel, panels_of
from monitoring.detectors.seasons import design
from monitoring.detectors.siblings import with_siblings


def detect(
    frame: pd.DataFrame, *, events: pd.DataFrame | None = None, false_alarms: float | None = None
) -> pd.DataFrame:
    """Score how likely each series is falling at each of its rows, from rows of that day or earlier only.

    frame: `series_id, date, value`, daily, weekly or monthly (inferred), in any order. What follows the first `|`
    of a series_id names its family: series of a family are one another's reference for holidays and outages.
    Where series differ only in the words entries, exits (negated), net or stock, the latter two are judged together
    with the former: `c1|net:shops` with `c1|entries:shops` and `c1|exits:shops`.
    events: optional `name, date` of days known to be unusual beside the Spring Festival, which is built in.
    false_alarms: the budget, about so many a series and year; left out, a line that 1 % of ordinary periods pass.

    Returns `series_id, date, score, flag`, one row per input row, in its order and with its index. score: higher
    means more likely falling, about 0 in ordinary times and comparable between series; NaN cannot be said (no value,
    fewer than eight periods of history, a second day in the same period). flag: true from the period that an episode is
    noticed until it is over.
    """
    score, flag = np.full(len(frame), np.nan), np.zeros(len(frame), dtype=bool)
    for panel in panels_of(frame):
        scores = _scores(panel, events)
        score[panel.rows] = scores[panel.at]
        flag[panel.rows] = flags_of(scores, line_for(false_alarms, panel.step))[panel.at]
    return frame[["series_id", "date"]].assign(score=score, flag=flag)


def _scores(panel: Panel, events: pd.DataFrame | None) -> np.ndarray:
    """(periods, series) scores of one panel; a stock is judged by its size and by its changes, whichever is worse."""
    effects, prior = design(panel.step, panel.first_day, panel.last_day, events)
    values = at_each_moment(without_outages, panel.values, panel.families, panel.moments)
    stock = is_stock(values)
    surprise = surprises(values, effects, prior, panel.step, stock)
    own = at_each_moment(without_common, surprise.gap, panel.families, panel.moments)
    scores = score_of(surprise, own, panel.step)
    held = stock.any(axis=0)
    if held.any():
        change = changes(values[:, held], effects, prior, panel.step)
        known = np.where(stock[:, held], change.gap, np.nan)
        moments = None if panel.moments is None else panel.moments[:, held]
        own = at_each_moment(without_common, known, panel.families[held], moments)
        lost = score_of(change, own, panel.step)
        scores[:, held] = np.fmax(scores[:, held], np.where(np.isnan(scores[:, held]), np.nan, lost))
    return with_siblings(scores, values, stock, panel.names, panel.moments)
