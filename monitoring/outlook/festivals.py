"""Festival demand: how much more is asked for in the days before a festival, learned from the festivals seen."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

BEFORE, AROUND = 7, 28
WORTH = 3.0  # festivals' worth of belief that a festival asks for nothing more
MARKET_DAYS = ("spring_festival", "eid_al_fitr", "eid_al_adha", "mid_autumn", "national_day")


@dataclass(frozen=True, kw_only=True)
class Uplift:
    """``more`` by category (1.2: a fifth more than usual), from ``seen`` festivals; ``coming``: (id, name, day)."""

    more: dict[str, float]
    seen: int
    coming: tuple[tuple[str, str, dt.date], ...]
    planned: tuple[tuple[dt.date, str | None, float], ...] = ()
    """A scenario's own: in the week before a day, a category's (None: every one's) demand by this factor instead."""

    def factors(self, categories: pd.Series, on: dt.date, ahead: int) -> np.ndarray:
        """(keys, days ahead) by which demand is multiplied."""
        made = np.ones((len(categories), ahead))
        more = categories.map(self.more).fillna(1.0).to_numpy()
        for _, _, day in self.coming:
            first, last = (day - on).days - BEFORE, (day - on).days
            inside = slice(max(first - 1, 0), max(last - 1, 0))
            made[:, inside] = more[:, None]
        for day, category, factor in self.planned:
            last = (day - on).days - 1
            made[(categories == (category or categories)).to_numpy(), max(last - BEFORE, 0) : max(last, 0)] = factor
        return made


def uplift(supply_daily: pd.DataFrame, festivals: pd.DataFrame, on: dt.date, *, ahead: int = 90) -> Uplift:
    """What the week before a festival asked for against the four weeks around it, shrunk by how few were seen.

    Days of stockout are left out. A festival counts where daily reports surround it.
    """
    dates = festivals.assign(date=pd.to_datetime(festivals["date"]))
    dates = dates[dates["festival"].isin(MARKET_DAYS)]
    today = pd.Timestamp(on)
    coming = dates[(dates["date"] > today) & (dates["date"] <= today + pd.Timedelta(days=ahead))].sort_values("date")
    selling = supply_daily[~supply_daily["stockout"].astype(bool) & (supply_daily["date"] <= today)]
    usual = selling.groupby(["enterprise", "category"])["outflow"].transform("mean")
    daily = selling.assign(share=selling["outflow"] / usual.where(usual > 0))
    daily = daily.groupby(["category", "date"])["share"].mean().unstack("date")
    ratios = {category: [] for category in daily.index}
    for day in dates["date"]:
        before = daily.loc[:, (daily.columns >= day - pd.Timedelta(days=BEFORE)) & (daily.columns < day)]
        near = (daily.columns >= day - pd.Timedelta(days=AROUND)) & (daily.columns <= day + pd.Timedelta(days=AROUND))
        far = near & (
            (daily.columns < day - pd.Timedelta(days=2 * BEFORE)) | (daily.columns > day + pd.Timedelta(days=BEFORE))
        )
        around = daily.loc[:, far]
        if before.shape[1] < BEFORE or around.shape[1] < AROUND:
            continue
        found = before.mean(axis=1) / around.mean(axis=1)
        for category, ratio in found.items():
            if np.isfinite(ratio):
                ratios[category].append(float(ratio))
    more = {c: 1 + (len(r) * (np.mean(r) - 1) if r else 0) / (len(r) + WORTH) for c, r in ratios.items()}
    told = tuple((f, n, d.date()) for f, n, d in zip(coming["festival"], coming["name"], coming["date"]))
    return Uplift(more=more, seen=max(map(len, ratios.values()), default=0), coming=told)
