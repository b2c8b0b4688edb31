"""Reports as a day x series table: what was said on each day, and what still stands."""

import numpy as np
import pandas as pd


class Panel:
    """Rows of a tidy frame laid out by day and series; a day without a report is NaN."""

    def __init__(
        self, frame: pd.DataFrame, names: list[str], days: pd.DatetimeIndex, keys: pd.DataFrame | None = None
    ) -> None:
        """``keys`` are the series wanted, in order; left out, those of the rows within ``days``."""
        inside = frame[(frame["date"] >= days[0]) & (frame["date"] <= days[-1])] if len(days) else frame.iloc[:0]
        if keys is None:
            keys = inside[names].drop_duplicates().sort_values(names).reset_index(drop=True)
        series = _positions(keys[names], inside[names])
        wanted = series >= 0
        self.days = days
        self.keys = keys
        self._frame = inside[wanted]
        self._tables: dict[str, np.ndarray] = {}
        self._series = series[wanted]
        self._day = (self._frame["date"] - days[0]).dt.days.to_numpy() if len(days) else np.empty(0, dtype=int)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.days), len(self.keys)

    def of(self, column: str) -> np.ndarray:
        """A column as day x series numbers; the table is shared, so look and do not touch."""
        if column not in self._tables:
            table = np.full(self.shape, np.nan)
            table[self._day, self._series] = self._frame[column].to_numpy(dtype="float64")
            table.flags.writeable = False
            self._tables[column] = table
        return self._tables[column]

    def told(self) -> np.ndarray:
        """Whether anything was reported: day x series."""
        table = np.zeros(self.shape, dtype=bool)
        table[self._day, self._series] = True
        return table

    def moments(self, column: str) -> np.ndarray:
        """A column of aware moments as UTC, day x series; NaT where nothing was reported."""
        table = np.full(self.shape, np.datetime64("NaT", "us"))
        moments = self._frame[column].dt.tz_convert("UTC").dt.tz_localize(None)
        table[self._day, self._series] = moments.to_numpy().astype("datetime64[us]")
        return table


def _positions(keys: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    if not len(keys) or not len(rows):
        return np.full(len(rows), -1)
    return pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(rows))


def last_told(told: np.ndarray) -> np.ndarray:
    """The position of the last report not after each day; -1 before the first."""
    positions = np.where(told, np.arange(len(told))[:, None], -1)
    return np.maximum.accumulate(positions, axis=0) if len(told) else positions


def carried(table: np.ndarray, last: np.ndarray, *, at_most: int) -> np.ndarray:
    """The last reported number, standing for at most so many days."""
    if not len(table):
        return table
    age = np.arange(len(table))[:, None] - last
    standing = np.take_along_axis(table, np.maximum(last, 0), axis=0)
    return np.where((last >= 0) & (age <= at_most), standing, np.nan)


def trailing_sum(table: np.ndarray, length: int) -> np.ndarray:
    """The sum over each day and the days before it, ``length`` in all; days before the table count nothing."""
    sums = np.cumsum(table, axis=0)
    sums[length:] = sums[length:] - sums[:-length].copy()
    return sums


def days_before(window: pd.DatetimeIndex, count: int) -> pd.DatetimeIndex:
    """The window with so many days before it."""
    return pd.date_range(window[0] - pd.Timedelta(days=count), window[-1], unit="us")
