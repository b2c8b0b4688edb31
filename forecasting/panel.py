"""A panel of series as one matrix: every row ends at its own last observation, missing is NaN."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

COLUMNS = ("series_id", "date", "value")


class BadFrame(ValueError):
    """The frame must have series_id, date, value, with one row a series and period; what is asked must make sense."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """How far apart observations are. ``season`` is the number of steps in the season that matters."""

    name: str
    season: int

    def after(self, last: pd.Timestamp, count: int) -> pd.DatetimeIndex:
        """The ``count`` dates that follow ``last``; a month's end stays a month's end."""
        if self.name in ("daily", "weekly"):
            days = 1 if self.name == "daily" else 7
            return pd.DatetimeIndex([last + pd.Timedelta(days=days * k) for k in range(1, count + 1)])
        months = MONTHS[self.name]
        at_end = last.is_month_end and last.day >= 28
        ahead = [last + pd.DateOffset(months=months * k) for k in range(1, count + 1)]
        return pd.DatetimeIndex([d + pd.offsets.MonthEnd(0) if at_end else d for d in ahead])

    def index(self, dates: pd.Series) -> np.ndarray:
        """The number of each date's step, counted from an arbitrary origin."""
        if self.name == "daily":
            return dates.to_numpy("datetime64[D]").astype(int)
        if self.name == "weekly":
            return (dates.to_numpy("datetime64[D]").astype(int) + 3) // 7  # weeks begin on Monday
        return (dates.dt.year * 12 + dates.dt.month - 1).to_numpy() // MONTHS[self.name]


TELLING = 8  # distances between dates before a series' own step is known
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
STEPS = (
    (1.5, Step(name="daily", season=7)),
    (10.0, Step(name="weekly", season=52)),
    (45.0, Step(name="monthly", season=12)),
    (200.0, Step(name="quarterly", season=4)),
    (np.inf, Step(name="yearly", season=1)),
)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``values`` is (series, periods), right-aligned; ``last`` each series' last date."""

    ids: np.ndarray
    values: np.ndarray
    last: pd.DatetimeIndex
    step: Step

    def until(self, ending: int) -> np.ndarray:
        """The matrix without its ``ending`` newest periods."""
        return self.values[:, : self.values.shape[1] - ending]


def read_panel(frame: pd.DataFrame, step: str | None = None) -> Panel:
    """The frame as a Panel. Rows without a value are dropped; BadFrame where it has not the promised shape.

    Dates with a time zone are taken as its wall clock shows them.
    """
    missing = [c for c in COLUMNS if c not in frame]
    if missing:
        raise BadFrame(f"columns missing: {missing}")
    if frame["series_id"].isna().any():
        raise BadFrame("rows without a series_id")
    rows = pd.DataFrame(
        {
            "series_id": frame["series_id"].to_numpy(),
            "date": read_dates(frame["date"]),
            "value": _numbers(frame["value"]),
        }
    )
    rows = rows[rows["value"].notna()]
    if rows["date"].isna().any():
        raise BadFrame("values without a date")
    if rows["series_id"].map(type).nunique() > 1:
        raise BadFrame("series_id is text in some rows and a number in others")
    found = _named(step) if step else infer_step(rows)
    rows = rows.assign(k=found.index(rows["date"]))
    again = rows[rows.duplicated(["series_id", "k"])]
    if len(again):
        first = again.iloc[0]
        raise BadFrame(
            f"two rows for one series and period ({len(again)} times at a {found.name} step; "
            f"first: series {first['series_id']!r}, {first['date']:%Y-%m-%d})"
        )
    rows = rows.sort_values(["series_id", "k"], kind="stable")
    ids, row = np.unique(rows["series_id"].to_numpy(), return_inverse=True)
    back = rows.groupby("series_id")["k"].transform("max").to_numpy() - rows["k"].to_numpy()
    width = int(back.max()) + 1 if len(rows) else 0
    values = np.full((len(ids), width), np.nan)
    values[row, width - 1 - back] = rows["value"].to_numpy()
    last = rows.groupby("series_id")["date"].max().reindex(ids)
    return Panel(ids=ids, values=values, last=pd.DatetimeIndex(last), step=found)


def infer_step(rows: pd.DataFrame) -> Step:
    """The step from the usual distance between a series' neighbouring dates; monthly where none can be seen.

    BadFrame where a series of some length is never as dense as the others: it needs a forecast of its own.
    """
    days = rows["date"].to_numpy("datetime64[D]").astype(int)
    ordered = rows.assign(day=days).sort_values(["series_id", "day"])
    apart = ordered.groupby("series_id")["day"].diff()
    apart = apart[apart > 0]
    found = _step_of(float(apart.median()) if len(apart) else 30.0)
    series = apart.groupby(ordered.loc[apart.index, "series_id"])
    least = series.min()[series.size() >= TELLING]
    sparse = [name for name, least_days in least.items() if _step_of(least_days) not in _up_to(found)]
    if sparse:
        raise BadFrame(f"most series are {found.name}, but not series {sparse[0]!r}: ask for each step apart")
    return found


def read_dates(dates: pd.Series) -> np.ndarray:
    """Dates as numpy has them, without a zone; BadFrame where they are neither dates nor written as 2026-05-01."""
    try:
        read = pd.to_datetime(dates, format="ISO8601")
        return read.dt.tz_localize(None).to_numpy("datetime64[ns]")
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadFrame(f"dates that cannot be read: {error}") from error


def _numbers(values: pd.Series) -> np.ndarray:
    try:
        numbers = pd.to_numeric(values).to_numpy(float, na_value=np.nan)
    except (ValueError, TypeError) as error:
        raise BadFrame(f"values that are no numbers: {error}") from error
    if np.isinf(numbers).any():
        raise BadFrame("values must be finite; leave unknown ones empty")
    return numbers


def _up_to(found: Step) -> list[Step]:
    steps = [step for _, step in STEPS]
    return steps[: steps.index(found) + 1]


def _step_of(days: float) -> Step:
    return next(step for limit, step in STEPS if days <= limit)


def _named(name: str) -> Step:
    known = {step.name: step for _, step in STEPS}
    if name not in known:
        raise BadFrame(f"step {name!r} is none of {sorted(known)}")
    return known[name]
