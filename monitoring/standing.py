"""How any value stands: one word for a value, a subject and a day, by the line that ruled that day."""

import numpy as np
import pandas as pd

from monitoring.config import Config
from monitoring.grading import grade
from monitoring.severity import SEVERITIES

NORMAL, UNJUDGED = "normal", "unjudged"
LEVELS = (*SEVERITIES, NORMAL, UNJUDGED, "missing", "not_due", "not_applicable", "not_assessable")


def status_frame(values: pd.DataFrame, config: Config) -> pd.DataFrame:
    """The values with ``level`` and ``bound``, the number that was reached.

    level: a severity, ``normal`` where a line rules and is not reached, ``unjudged`` where none rules; a value
    that is not there keeps its state as its level. By size alone: persistence is the signals' business.
    """
    graded = grade(values, config.thresholds)
    words = np.array([NORMAL, *SEVERITIES], dtype=object)
    numbered = graded["state"].isin(["ok", "provisional"]).to_numpy()
    level = np.where(graded["line"] < 0, UNJUDGED, words[np.nan_to_num(graded["rank"].to_numpy()).astype(int)])
    level = np.where(numbered, level, graded["state"].to_numpy(dtype=object))
    return values.reset_index(drop=True).assign(level=pd.Series(level, dtype="str"), bound=graded["bound"])
