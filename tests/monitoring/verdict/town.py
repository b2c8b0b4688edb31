"""A year of counts of five calm counties, and ways to trouble the first of them."""

import datetime as dt

import numpy as np
import pandas as pd

from monitoring.verdict.books import Books, open_books
from tests.monitoring.literal import region

COUNTIES = ("C1", "C2", "C3", "C4", "C5")
FIRST, DAYS = pd.Timestamp("2019-06-03"), 364  # a Monday
LAST = FIRST + pd.Timedelta(days=DAYS - 1)
FLOWS = ("entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified")
STOCK = 4000


def place():
    """Five counties of one kind."""
    counties = pd.DataFrame({"county": COUNTIES, "name": COUNTIES, "short": COUNTIES})
    festivals = pd.DataFrame({"festival": ["spring_festival"], "date": [pd.Timestamp("2020-01-25")]})
    return region(counties=counties, festivals=festivals)


class Town:
    """Counts to be troubled: three openings and two exits a working day in every county."""

    def __init__(self) -> None:
        days = pd.date_range(FIRST, periods=DAYS, unit="us")
        work = (days.day_of_week < 5).astype(int)
        self.days = days
        self.flows = {c: {name: np.zeros(DAYS, dtype=int) for name in FLOWS} for c in COUNTIES}
        self.silent = {c: np.zeros(DAYS, dtype=bool) for c in COUNTIES}
        for flows in self.flows.values():
            flows["entries"] += 3 * work
            flows["deregistrations"] += 2 * work

    def last(self, days: int) -> slice:
        """The last so many days."""
        return slice(DAYS - days, DAYS)

    def counts(self) -> pd.DataFrame:
        """The frame the indicators are handed."""
        rows = []
        for county, flows in self.flows.items():
            gone = flows["deregistrations"] + flows["revocations"] + flows["moves_out"]
            change = flows["entries"] - gone + flows["moves_in"] + flows["reclassified"]
            closing = STOCK + np.cumsum(change)
            frame = pd.DataFrame({"county": county, "kind": "individual", "date": self.days, **flows})
            frame = frame.assign(opening=closing - change, closing=closing)
            rows.append(frame[~self.silent[county]])
        return pd.concat(rows, ignore_index=True)

    def books(self) -> Books:
        return open_books(self.counts(), place(), pd.date_range(LAST - pd.Timedelta(days=13), LAST, unit="us"))


def day_before_end(days: int) -> dt.date:
    return (LAST - pd.Timedelta(days=days)).date()
