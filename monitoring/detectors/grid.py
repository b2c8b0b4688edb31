"""Lay a long frame of series out as matrices (periods x series), one per step, and put scores back on its rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

WARM_UP = 8  # periods of history before the first score; also what the step is inferred from
DAYS = {"daily": 1, "weekly": 7, "monthly": 30}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Series of one step that are reported on the same day of their period.

    values: (periods, series), NaN where nothing was reported. first_day, last_day: (periods,) what each spans.
    families: (series,) number of the family, the series that are one another's reference. names: (series,) their ids.
    moments: (periods, series) rank of the day on which each value was reported, -1 where none was; None when everyone
    always reports on one day. Within a period, a series may only be compared with those of the same day.
    rows: which rows of the frame lie in the panel; at: their period and series.
    """

    step: str
    values: np.ndarray
    first_day: np.ndarray
    last_day: np.ndarray
    families: np.ndarray
    names: np.ndarray
    moments: np.ndarray | None
    rows: np.ndarray
    at: tuple[np.ndarray, np.ndarray]


def panels_of(frame: pd.DataFrame) -> Iterator[Panel]:
    """Split the frame by step and by day of the period; series with fewer than eight dates are left out.

    The step is read off a series' first eight dates only, so later rows cannot change what was said before.
    Two days in one period: the first stands, the later row is not scored. The same day twice: their mean.
    """
    series, names = pd.factorize(frame["series_id"])
    days = _days(frame["date"])
    values = frame["value"].to_numpy(dtype=float, na_value=np.nan)
    usable = np.flatnonzero((series >= 0) & ~np.isnat(days))
    order = usable[np.lexsort((days[usable], series[usable]))]
    if not len(order):
        return
    steps, phases = _rhythm(series[order], days[order], len(names))
    families = pd.factorize(pd.Index(names.astype(str)).str.partition("|").get_level_values(-1))[0]
    for step in DAYS:
        for phase in np.unique(phases[steps == step]):
            chosen = (steps == step) & (phases == phase)
            yield _panel(step, order[chosen[series[order]]], series, days, values, families, names)


def _days(dates: pd.Series) -> np.ndarray:
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]")


def _rhythm(series: np.ndarray, days: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The step and the phase (weekday, or day of the month) of each series; no step when it is too short."""
    steps, phases = np.full(count, "", dtype="U7"), np.zeros(count, dtype=int)
    fresh = np.r_[True, (np.diff(series) != 0) | (np.diff(days).astype(int) != 0)]
    series, days = series[fresh], days[fresh]
    starts, sizes = np.unique(series, return_index=True, return_counts=True)[1:]
    long = sizes >= WARM_UP
    which = series[starts[long]]
    first = days[starts[long][:, None] + np.arange(WARM_UP)]
    gaps = np.median(np.diff(first, axis=1).astype(int), axis=1)
    steps[which] = np.select([gaps <= 3, gaps <= 14], ["daily", "weekly"], "monthly")
    day_of_month = np.minimum((first[:, 0] - first[:, 0].astype("datetime64[M]")).astype(int), 27)
    weekday = (first[:, 0].astype(int) + 3) % 7
    phases[which] = np.select([gaps <= 3, gaps <= 14], [0, weekday], day_of_month)
    return steps, phases


def _panel(step, order, series, days, values, families, names) -> Panel:
    anchor = days[order[0]]
    period = _period(days[order], step, anchor)
    first_period = period.min()
    columns, column = np.unique(series[order], return_inverse=True)
    opens = np.r_[True, (np.diff(period) != 0) | (np.diff(column) != 0)]
    counted = days[order] == days[order][opens][np.cumsum(opens) - 1]
    order, period, column = order[counted], period[counted] - first_period, column[counted]
    shape = (int(period.max()) + 1, len(columns))
    first_day, last_day = _spans(np.arange(shape[0]) + first_period, step, anchor)
    return Panel(
        step=step,
        values=_mean_by_cell(period * shape[1] + column, values[order], shape),
        first_day=first_day,
        last_day=last_day,
        families=families[columns],
        names=names.astype(str)[columns],
        moments=_moments(period, days[order], column, shape),
        rows=order,
        at=(period, column),
    )


def _period(days: np.ndarray, step: str, anchor: np.datetime64) -> np.ndarray:
    """The number of the period a day lies in; a week ends on the weekday of the anchor."""
    if step == "monthly":
        return days.astype("datetime64[M]").astype(int)
    return -((anchor - days).astype(int) // DAYS[step])


def _spans(periods: np.ndarray, step: str, anchor: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each numbered period."""
    if step == "monthly":
        months = periods.astype("datetime64[M]")
        return months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]") - 1
    last = anchor + periods * DAYS[step]
    return last - (DAYS[step] - 1), last


def _moments(period: np.ndarray, days: np.ndarray, column: np.ndarray, shape: tuple[int, int]) -> np.ndarray | None:
    """A period without any report keeps a rank of its own, so that the ranks do not depend on what comes later."""
    day = days.astype(int)
    first, last = np.full(shape[0], np.iinfo(int).max), np.full(shape[0], -1)
    np.minimum.at(first, period, day)
    np.maximum.at(last, period, day)
    if (first >= last).all():
        return None
    key = period * 64 + (day - first[period])  # no period is longer than 64 days
    empty = np.flatnonzero(last < 0) * 64
    ranks = np.full(shape, -1)
    ranks[period, column] = np.searchsorted(np.unique(np.r_[key, empty]), key)
    return ranks


def _mean_by_cell(cell: np.ndarray, values: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    there = np.isfinite(values)
    size = shape[0] * shape[1]
    count = np.bincount(cell[there], minlength=size)
    total = np.bincount(cell[there], weights=values[there], minlength=size)
    return np.divide(total, count, out=np.full(size, np.nan), where=count > 0).reshape(shape)
