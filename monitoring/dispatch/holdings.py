"""What each firm holds and sells of each category, day by day, as the dispatch proposal counts it."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.indicators.panel import carried, trailing_sum
from monitoring.indicators.supply import STANDS_FOR_DAYS, daily_demand, stocks

USUAL_DAYS = 28
LEVELS = ("red", "yellow")
"""The lines below the target that make a lack more urgent, the most urgent first."""


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """Day x firm-and-category tonnes; NaN where the firm's current report has not come."""

    days: pd.DatetimeIndex
    keys: pd.DataFrame  # enterprise, county, category
    on_hand: np.ndarray
    in_transit: np.ndarray
    demand: np.ndarray

    def of(self, category: str) -> "Holdings":
        """The columns of one category."""
        chosen = (self.keys["category"] == category).to_numpy()
        return Holdings(
            days=self.days,
            keys=self.keys[chosen].reset_index(drop=True),
            on_hand=self.on_hand[:, chosen],
            in_transit=self.in_transit[:, chosen],
            demand=self.demand[:, chosen],
        )


def holdings(enterprise_list, supply_daily, region, window: pd.DatetimeIndex) -> Holdings:
    """Lay the reports out over the window and the days before it."""
    laid = stocks(enterprise_list, supply_daily, region, window)
    fresh = laid.fresh
    on_hand = carried(laid.panel.of("on_hand"), laid.last, at_most=STANDS_FOR_DAYS)
    coming = carried(np.nan_to_num(laid.panel.of("in_transit")), laid.last, at_most=STANDS_FOR_DAYS)
    return Holdings(
        days=laid.panel.days,
        keys=laid.keys,
        on_hand=np.where(fresh, on_hand, np.nan),
        in_transit=np.where(fresh, coming, np.nan),
        demand=np.where(fresh, _usual(laid), np.nan),
    )


def _usual(laid) -> np.ndarray:
    """Daily sales of the last week with goods; of four weeks for who has been out of stock for a week."""
    week = daily_demand(laid)
    selling = laid.told & (laid.panel.of("stockout") == 0)
    sold = trailing_sum(np.where(selling, np.nan_to_num(laid.panel.of("outflow")), 0), USUAL_DAYS)
    count = trailing_sum(selling.astype("float64"), USUAL_DAYS)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.isfinite(week), week, np.where(count > 0, sold / count, np.nan))


@dataclass(frozen=True, kw_only=True)
class Aim:
    """The days of cover to reach and keep, and the more urgent lines below them, all within the shelf life."""

    target: float
    levels: tuple[float, ...]  # the most urgent first, the target last


def aim(config, region, category: str, day: dt.date) -> Aim | None:
    """The target that rules a category on a day; None where no line names one."""
    line = config.thresholds.on("days_of_cover", f"{region.code}:{category}", day)
    if line is None or line.target is None:
        return None
    row = region.categories[region.categories["category"] == category].iloc[0]
    most = float(row["shelf_life_days"]) if row["perishable"] and row["shelf_life_days"] else np.inf
    target = min(float(line.target), most)
    below = sorted({min(line.levels[name], target) for name in LEVELS if name in line.levels})
    return Aim(target=target, levels=(*[level for level in below if level < target], target))
