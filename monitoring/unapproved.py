"""Values that rest on reports nobody has approved yet are provisional: used, and shown as such."""

import numpy as np
import pandas as pd

from monitoring.indicators.catalog import CATALOG

STANDS_FOR_DAYS = 31
"""A report colours the values of its day and of the month after it."""
ADDS_UP = frozenset({"arrears_payments"})
"""What is summed from the beginning colours every later value, until it is approved."""


def marked(values: pd.DataFrame, unapproved: pd.DataFrame, *, region_code: str) -> pd.DataFrame:
    """The values, with ``ok`` turned to ``provisional`` where an unapproved row of an input speaks of the same county.

    ``unapproved`` has observation, county and date; a region's total is coloured by any of its counties.
    """
    if unapproved.empty or values.empty:
        return values
    coloured = np.zeros(len(values), dtype=bool)
    for observation, rows in unapproved.groupby("observation"):
        resting = [thing.id for thing in CATALOG.values() if observation in thing.observations]
        concerned = values["indicator"].isin(resting) & (values["state"] == "ok")
        for county, days in _by_county(rows, region_code):
            here = concerned & (values["county"] == county)
            coloured |= here.to_numpy() & _covered(values["date"], days, forever=observation in ADDS_UP)
    return values.assign(state=values["state"].mask(coloured, "provisional"))


def _by_county(rows: pd.DataFrame, region_code: str):
    for county, part in rows.groupby("county"):
        yield county, part["date"]
    yield region_code, rows["date"]


def _covered(dates: pd.Series, days: pd.Series, *, forever: bool) -> np.ndarray:
    """Whether a day of ``days`` is the same day or lies within the time before it that counts."""
    told = np.sort(days.unique()).astype("datetime64[D]")
    at = dates.to_numpy().astype("datetime64[D]")
    last = np.searchsorted(told, at, side="right") - 1
    if forever:
        return last >= 0
    return (last >= 0) & (at - told[np.maximum(last, 0)] < np.timedelta64(STANDS_FOR_DAYS, "D"))
