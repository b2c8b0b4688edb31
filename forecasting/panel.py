"""A panel of series as one matrix: every row ends at its own last observation, missing is NaN."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

COLUMNS = ("series_id", "date", "value")


class BadFrame(ValueError):
    """The frame must have series_id, date, value, with one row a series and date."""


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
    """The frame as a Panel. Rows without a value are dropped; BadFrame where it has not the promised shape."""
    missing = [c for c in COLUMNS if c not in frame]
    if missing:
        raise BadFrame(f"columns missing: {missing}")
    rows = pd.DataFrame(
        {
            "series_id": frame["series_id"].to_numpy(),
            "date": pd.to_datetime(frame["date"]).to_numpy("datetime64[ns]"),
            "value": pd.to_numeric(frame["value"], errors="coerce").to_numpy(float),
        }
    )
    rows = rows[np.isfinite(rows["value"])]
    found = _named(step) if step else infer_step(rows)
    rows = rows.assign(k=found.index(rows["date"]))
    if rows.duplicated(["series_id", "k"]).any():
        raise BadFrame("two rows for one series and period")
    rows = rows.sort_values(["series_id", "k"], kind="stable")
    ids, row = np.unique(rows["series_id"].to_numpy(), return_inverse=True)
    back = rows.groupby("series_id")["k"].transform("max").to_numpy() - rows["k"].to_numpy()
    width = int(back.max()) + 1 if len(rows) else 0
    values = np.full((len(ids), width), np.nan)
    values[row, width - 1 - back] = rows["value"].to_numpy()
    last = rows.groupby("series_id")["date"].max().reindex(ids)
    return Panel(ids=ids, values=values, last=pd.DatetimeIndex(last), step=found)


def infer_step(rows: pd.DataFrame) -> Step:
    """The step from the usual distance between a series' neighbouring dates; monthly where none can be seen."""
    ordered = rows.sort_values(["series_id", "date"])
    apart = ordered.groupby("series_id")["date"].diff().dt.days.dropna()
    apart = apart[apart > 0]
    usual = float(apart.median()) if len(apart) else 30.0
    return next(step for limit, step in STEPS if usual <= limit)


def _named(name: str) -> Step:
    known = {step.name: step for _, step in STEPS}
    if name not in known:
        raise BadFrame(f"step {name!r} is none of {sorted(known)}")
    return known[name]
