"""Festival demand: how much more is asked for in the week before a festival, learned from the festivals seen.

What one festival asked for of one category is part what any festival asks for, part this festival's and this
category's own, part that year's luck. How large each part is nobody knows beforehand: all sizes on a small grid are
weighed by what was seen. Where little was seen of a festival its ratio is drawn to the others', and its band is as wide
as they differ.
"""

import datetime as dt
import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.indicators.remember import remembered

BEFORE, AFTER, AROUND, LEAST_AROUND = 7, 7, 28, 21  # days; of those around at least so many must be reported
DRAWS = 200
YEAR_AHEAD = 366
MARKET_DAYS = ("spring_festival", "eid_al_fitr", "eid_al_adha", "mid_autumn", "national_day")
ANY = 0.3  # log ratio: how far what festivals ask for may lie from nothing more
SIZES = tuple(itertools.product((0.03, 0.1, 0.25), (0.03, 0.08, 0.16), (0.03, 0.08, 0.16), (0.03, 0.08), (0.02, 0.06)))
"""Of a festival, a category, the two together, a year, and a category's year: how much they may differ (log ratio)."""
LEAST_NOISE, USUAL_NOISE, LEAST_WEEKS = 0.01, 0.05, 4


@dataclass(frozen=True, kw_only=True)
class Uplift:
    """``more`` by festival: (draws, ``categories``), 1.2 a fifth more than usual; ``coming``: (id, name, day)."""

    categories: tuple[str, ...]
    more: dict[str, np.ndarray]
    coming: tuple[tuple[str, str, dt.date], ...]
    planned: tuple[tuple[dt.date, str | None, float], ...] = ()
    """A scenario's own: in the week before a day, a category's (None: every one's) demand by this factor instead."""

    def factors(self, categories: pd.Series, on: dt.date, ahead: int) -> np.ndarray:
        """(draws, keys, days ahead) by which demand is multiplied."""
        made = np.ones((DRAWS, len(categories), ahead))
        known = categories.isin(self.categories).to_numpy()
        place = [self.categories.index(category) for category in categories[known]]
        for festival, _, day in self.coming:
            if festival in self.more and (days := _days_before(day, on, ahead)).stop:
                made[:, known, days] = self.more[festival][:, place, None]
        for day, category, factor in self.planned:
            made[:, (categories == (category or categories)).to_numpy(), _days_before(day, on, ahead)] = factor
        return made


def _days_before(day: dt.date, on: dt.date, ahead: int) -> slice:
    """Of the days ahead, counted from 0: the week before a day."""
    last = (day - on).days - 1
    return slice(min(max(last - BEFORE, 0), ahead), min(max(last, 0), ahead))


def uplift(supply_daily: pd.DataFrame, festivals: pd.DataFrame, on: dt.date, *, seed: int = 5) -> Uplift:
    """What the week before each coming festival will ask for, of every category that was seen before a festival."""
    return _learned(supply_daily, festivals, on, seed)


@remembered
def _learned(supply_daily: pd.DataFrame, festivals: pd.DataFrame, on: dt.date, seed: int) -> Uplift:
    dates = market_days(festivals)
    seen = occurrences(supply_daily, dates, on)
    coming = next_days(dates, on)
    categories = tuple(sorted(seen["category"].unique()))
    more = {
        festival: ratios(seen, festival, categories, seed=seed + number)
        for number, (festival, _, _) in enumerate(coming)
        if categories
    }
    return Uplift(categories=categories, more=more, coming=coming)


def market_days(festivals: pd.DataFrame) -> pd.DataFrame:
    """festival, name, date of the days people buy for, in order; two on one day are one, by the later one's id."""
    dates = festivals[festivals["festival"].isin(MARKET_DAYS)]
    if dates.empty:
        return pd.DataFrame({"festival": [], "name": [], "date": pd.to_datetime([])})
    dates = dates.assign(date=pd.to_datetime(dates["date"]), order=dates["festival"].map(MARKET_DAYS.index))
    told = dates.sort_values(["date", "order"]).groupby("date", as_index=False)
    return told.agg(festival=("festival", "last"), name=("name", "、".join))[["festival", "name", "date"]]


def next_days(dates: pd.DataFrame, on: dt.date) -> tuple[tuple[str, str, dt.date], ...]:
    """(id, name, day) of each festival's next day within a year, in order."""
    today = pd.Timestamp(on)
    told = dates[(dates["date"] > today) & (dates["date"] <= today + pd.Timedelta(days=YEAR_AHEAD))]
    told = told.drop_duplicates("festival")
    return tuple((f, n, d.date()) for f, n, d in zip(told["festival"], told["name"], told["date"]))


def occurrences(supply_daily: pd.DataFrame, dates: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """festival, date, category, log (ratio of the week before to the weeks around), noise (what any week may show).

    Days of stockout are left out. A festival counts where daily reports surround it; weeks near another one do not.
    """
    daily = _daily_share(supply_daily, on)
    shares, days, feasts = daily.to_numpy(), _numbered(daily.columns), _numbered(dates["date"])
    found = [_against_around(shares, days, day, feasts) for day in feasts]
    rows = [
        pd.DataFrame({"festival": festival, "date": date, "category": daily.index, "log": told})
        for festival, date, told in zip(dates["festival"], dates["date"], found)
        if told is not None
    ]
    names = ["festival", "date", "category", "log", "noise"]
    if not rows:
        return pd.DataFrame({name: [] for name in names})
    noise = dict(zip(daily.index, _noise(shares, days, feasts)))
    seen = pd.concat(rows, ignore_index=True)
    return seen.assign(noise=seen["category"].map(noise))[np.isfinite(seen["log"])][names].reset_index(drop=True)


def _numbered(dates) -> np.ndarray:
    """Days as whole numbers."""
    return np.asarray(dates, dtype="datetime64[D]").astype(int)


def _daily_share(supply_daily: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """Category by day: what went out against each firm's own mean, averaged over firms."""
    selling = supply_daily[~supply_daily["stockout"].astype(bool) & (supply_daily["date"] <= pd.Timestamp(on))]
    usual = selling.groupby(["enterprise", "category"])["outflow"].transform("mean")
    daily = selling.assign(share=selling["outflow"] / usual.where(usual > 0))
    return daily.groupby(["category", "date"])["share"].mean().unstack("date")


def _against_around(shares: np.ndarray, days: np.ndarray, day: int, feasts: np.ndarray) -> np.ndarray | None:
    """Log ratio by category of the week before a day to the weeks around it; None where too few days are reported."""
    before = (days >= day - BEFORE) & (days < day)
    around = np.abs(days - day) <= AROUND
    for other in {day, *feasts[np.abs(feasts - day) <= 2 * AROUND].tolist()}:
        around &= (days < other - 2 * BEFORE) | (days > other + AFTER)
    if before.sum() < BEFORE or around.sum() < LEAST_AROUND:
        return None
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.log(_mean(shares[:, before]) / _mean(shares[:, around]))


def _mean(shares: np.ndarray) -> np.ndarray:
    """By row, of what is known; NaN where nothing is."""
    seen = np.isfinite(shares)
    return np.where(seen, shares, 0.0).sum(axis=1) / seen.sum(axis=1)


def _noise(shares: np.ndarray, days: np.ndarray, feasts: np.ndarray) -> np.ndarray:
    """How far a week with no festival near lies from those around it, by category."""
    quiet = [day for day in days[::BEFORE] if not (np.abs(feasts - day) <= 2 * BEFORE).any()]
    found = [_against_around(shares, days, day, feasts) for day in quiet]
    told = np.array([one for one in found if one is not None])
    if len(told) < LEAST_WEEKS:
        return np.full(len(shares), USUAL_NOISE)
    seen = np.isfinite(told)
    off = np.where(seen, told, 0.0)
    off = np.where(seen, told - off.sum(axis=0) / np.maximum(seen.sum(axis=0), 1), 0.0)
    spread = np.sqrt((off**2).sum(axis=0) / np.maximum(seen.sum(axis=0), 1))
    return np.where(seen.sum(axis=0) >= LEAST_WEEKS, np.maximum(spread, LEAST_NOISE), USUAL_NOISE)


def ratios(
    seen: pd.DataFrame, festival: str, categories: tuple[str, ...], *, draws: int = DRAWS, seed: int, as_told=False
) -> np.ndarray:
    """(draws, categories) of a coming festival's ratio; ``as_told`` with the noise a report of it would have."""
    new = pd.DataFrame({"festival": festival, "date": pd.NaT, "category": list(categories)})
    own = seen.groupby("category")["noise"].first().reindex(list(categories)).fillna(USUAL_NOISE).to_numpy()
    to_new, of_new = _alike(new, seen), _alike(new, new)
    weights, means, roots = [], [], []
    for sizes, (root, half, weight) in zip(SIZES, _weighed(seen)):
        across = np.linalg.solve(root, _spread(to_new, sizes).T)
        own_luck = np.full(len(categories), sizes[-1] ** 2 + 1e-9) + (own**2 if as_told else 0.0)
        left = _spread(of_new, sizes) + np.diag(own_luck) - across.T @ across
        weights.append(weight)
        means.append(across.T @ half)
        roots.append(np.linalg.cholesky(left))
    rng = np.random.default_rng(seed)
    chance = np.exp(np.array(weights) - max(weights))
    taken = rng.choice(len(SIZES), draws, p=chance / chance.sum())
    luck = rng.normal(size=(draws, len(categories)))
    return np.exp(np.array(means)[taken] + np.einsum("dij,dj->di", np.array(roots)[taken], luck))


@remembered
def _weighed(seen: pd.DataFrame) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """What was seen under each of SIZES: the covariance's root, what was told in its terms, and how likely that is.

    The same for every festival to come, and most of the work.
    """
    told, noise, like = seen["log"].to_numpy(float), seen["noise"].to_numpy(float), _alike(seen, seen)
    found = []
    for sizes in SIZES:
        root = np.linalg.cholesky(_spread(like, sizes) + np.diag(noise**2 + sizes[-1] ** 2))
        half = np.linalg.solve(root, told)
        found.append((root, half, -0.5 * half @ half - np.log(np.diag(root)).sum()))
    return found


def _alike(one: pd.DataFrame, other: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Who shares the festival, the category, both, the very same occurrence (a coming one is another's in no case)."""
    festival, category, date = (
        one[name].to_numpy()[:, None] == other[name].to_numpy()[None, :] for name in ("festival", "category", "date")
    )
    if one is other and one["date"].isna().all():
        date = np.ones_like(date)
    return festival, category, festival & category, festival & date


def _spread(alike: tuple[np.ndarray, ...], sizes: tuple[float, ...]) -> np.ndarray:
    """The covariance of what is alike where the parts have these sizes."""
    return ANY**2 + sum(size**2 * same for size, same in zip(sizes, alike))
