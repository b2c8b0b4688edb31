"""The shape every outlook has: one row a subject, its numbers in a document with plain, rounded values."""

import datetime as dt
import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from forecasting.paths import Record, quantiles

COLUMNS = ("outlook", "subject", "county", "enterprise", "date", "state", "answer")
OK, REACHED, NOT_ASSESSABLE = "ok", "reached", "not_assessable"
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
LIKELY, DOUBTFUL = 80, 50  # percent: from here a goal is called likely, doubtful, below it unlikely
NARROW, WIDE = 70, 92  # percent of past checks inside an 80 % band


def row(outlook: str, subject: str, county: str, on: dt.date, state: str, answer: dict, enterprise=None) -> dict:
    """One outlook."""
    told = {name: plain(value) for name, value in answer.items()}
    return dict(zip(COLUMNS, (outlook, subject, county, enterprise, pd.Timestamp(on), state, told)))


def frame(rows: Iterable[dict]) -> pd.DataFrame:
    """outlook, subject, county, enterprise, date, state, answer."""
    made = pd.DataFrame(list(rows), columns=list(COLUMNS))
    return made.assign(date=pd.to_datetime(made["date"]).astype("datetime64[us]"))


def plain(value):
    """Numbers with two decimals, missing as None, days as text: what a document can hold and compare."""
    if type(value) is float:  # most of an answer, asked first
        return round(value, 2) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim == 1:
        return [round(one, 2) if math.isfinite(one) else None for one in value.tolist()]
    if isinstance(value, list | tuple | np.ndarray | pd.Series | pd.DatetimeIndex):
        return [plain(inner) for inner in value]
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | np.number):
        return round(float(value), 2) if np.isfinite(value) else None
    return value


def band(made: np.ndarray) -> dict[str, np.ndarray]:
    """low, middle, high of draws (first axis): the 80 % band and its middle."""
    low, middle, high = quantiles(made, (LOW, MIDDLE, HIGH))
    return {"low": low, "middle": middle, "high": high}


def record(found: Record) -> dict:
    """The record a chart prints: share of past checks inside the 80 % band, and how many there were."""
    return told_record(found.coverage, found.checks)


def told_record(coverage: float, checks: int, *, strictly: float | None = None) -> dict:
    """coverage, checks, and whether the band has been too narrow, too wide or true.

    A band of whole numbers holds more than 80 % with its edges and less without them (``strictly``) when it is true.
    """
    least = coverage if strictly is None else strictly
    fit = "narrow" if coverage < NARROW else "wide" if least > WIDE else "true"
    return {"coverage": coverage, "checks": checks, "fit": fit}


def prospect(chance: float) -> str:
    """A probability in a word: likely, doubtful, unlikely."""
    return "likely" if chance >= LIKELY else "doubtful" if chance >= DOUBTFUL else "unlikely"
