"""The six states of a value, and the one shape every indicator answers in."""

import numpy as np
import pandas as pd

OK, PROVISIONAL, MISSING, NOT_DUE, NOT_APPLICABLE, NOT_ASSESSABLE = range(6)
WORDS = np.array(["ok", "provisional", "missing", "not_due", "not_applicable", "not_assessable"], dtype=object)
_AS_TEXT = pd.array(WORDS, dtype="str")
COLUMNS = ["subject", "county", "enterprise", "date", "value", "state"]


def subject_frame(
    subjects: list[str], counties: list[str], enterprises: list[str | None] | None = None
) -> pd.DataFrame:
    """The subjects of an answer, in its column order: subject, county, enterprise."""
    enterprises = enterprises if enterprises is not None else [None] * len(subjects)
    return pd.DataFrame(
        {
            "subject": pd.Series(subjects, dtype="str"),
            "county": pd.Series(counties, dtype="str"),
            "enterprise": pd.Series(enterprises, dtype="str"),
        }
    )


def answer(window: pd.DatetimeIndex, subjects: pd.DataFrame, values: np.ndarray, states: np.ndarray) -> pd.DataFrame:
    """Turn day x subject arrays into rows; only ``ok`` and ``provisional`` keep a number.

    A number that cannot be had (division by nothing, no history) arrives as NaN under ``ok``
    and becomes ``not_assessable``: never 0, and never a blank without its reason.
    """
    states = np.asarray(states)
    values = np.asarray(values, dtype="float64")
    assert values.shape == states.shape == (len(window), len(subjects))
    numbered = states <= PROVISIONAL
    states = np.where(numbered & ~np.isfinite(values), NOT_ASSESSABLE, states)
    values = np.where(states <= PROVISIONAL, values, np.nan)
    rows = np.tile(np.arange(len(subjects)), len(window))
    # Column by column into one frame: taken, numbered anew and added to step by step it costs twice as much.
    told = {name: subjects[name].array.take(rows) for name in COLUMNS[:3]}
    told["date"] = np.repeat(window.to_numpy().astype("datetime64[us]"), len(subjects))
    return pd.DataFrame(told | {"value": values.ravel(), "state": _AS_TEXT.take(states.ravel())}, copy=False)


def nothing() -> pd.DataFrame:
    """An answer without subjects."""
    return answer(pd.DatetimeIndex([]), subject_frame([], []), np.empty((0, 0)), np.empty((0, 0), dtype=int))
