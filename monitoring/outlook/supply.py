"""Daily necessities: days until a firm or a county runs out of a category, and what the next festival asks for.

Demand is outflow on days that were not stockouts (on those, what was asked for is not what went out).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecasting.joint import joint_paths
from forecasting.paths import Record, blocks
from monitoring.indicators.remember import remembered
from monitoring.indicators.supply import STANDS_FOR_DAYS, must_report
from monitoring.outlook import answers
from monitoring.outlook.festivals import DRAWS, Uplift

OUTLOOK = "days_to_stockout"
PAST, AHEAD, SHOWN, LEAST = 84, 60, 28, 14
SOON, LIKELY_OUT = 14, 0.1  # days told of with inflow; of the futures: what must be there is told by the worst tenth
WEEK, SPANS = 7, (7, 14)


@dataclass(frozen=True, kw_only=True)
class Stocks:
    """``keys`` (enterprise, county, category), and by key and day: demand, inflow (NaN where unknown); stock now."""

    keys: pd.DataFrame
    demand: np.ndarray
    inflow: np.ndarray
    on_hand: np.ndarray
    whole: np.ndarray  # whether there is enough to judge by


def stocks_of(enterprise_list: pd.DataFrame, supply_daily: pd.DataFrame, on: dt.date) -> Stocks:
    """Twelve weeks of every firm and category it answers for."""
    keys = must_report(enterprise_list)
    days = pd.date_range(end=pd.Timestamp(on), periods=PAST)
    told = supply_daily[supply_daily["date"].between(days[0], days[-1])]
    names = ["enterprise", "category"]
    row = pd.MultiIndex.from_frame(keys[names]).get_indexer(pd.MultiIndex.from_frame(told[names]))
    column, listed = days.get_indexer(told["date"]), row >= 0
    wide = {name: np.full((len(keys), PAST), np.nan) for name in ("outflow", "inflow", "on_hand", "stockout")}
    for name, laid in wide.items():
        laid[row[listed], column[listed]] = told[name].to_numpy(float)[listed]
    demand = np.where(wide["stockout"] > 0, np.nan, wide["outflow"])
    stand = wide["on_hand"][:, -STANDS_FOR_DAYS:]
    seen = np.isfinite(stand)
    last = np.where(seen.any(1), stand.shape[1] - 1 - seen[:, ::-1].argmax(1), 0)
    on_hand = np.where(seen.any(1), stand[np.arange(len(keys)), last] if len(keys) else np.nan, np.nan)
    asked = np.where(np.isfinite(demand), demand, 0).sum(1)
    whole = (np.isfinite(demand).sum(1) >= LEAST) & np.isfinite(on_hand) & (asked > 0)
    return Stocks(keys=keys, demand=demand, inflow=wide["inflow"], on_hand=on_hand, whole=whole)


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A scenario: a firm's stock is out of reach from a day to another (None: to the end); its customers ask others."""

    enterprise: str
    since: dt.date
    until: dt.date | None = None

    def inside(self, on: dt.date) -> np.ndarray:
        """Of the days ahead: those on which the firm is out."""
        days = np.arange(1, AHEAD + 1)
        last = AHEAD if self.until is None else (self.until - on).days
        return (days >= (self.since - on).days) & (days <= last)


@dataclass(frozen=True, kw_only=True)
class Futures:
    """The keys that can be judged, what they hold, what is asked of them day by day, and the keys that cannot."""

    keys: pd.DataFrame  # enterprise, county, category
    stock: np.ndarray
    inflow: np.ndarray
    usual: np.ndarray
    asked: np.ndarray  # (draws, keys, days ahead), a day
    record: Record
    silent: pd.DataFrame


def futures(
    enterprise_list: pd.DataFrame, supply_daily: pd.DataFrame, on: dt.date, *, uplift: Uplift | None, seed: int = 0
) -> Futures:
    """What is asked for in the days to come, of every key that can be judged."""
    told = _usual_futures(enterprise_list, supply_daily, on, seed)
    if uplift is None or told.keys.empty:
        return told
    return replace(told, asked=told.asked * uplift.factors(told.keys["category"], on, AHEAD))


@remembered
def _usual_futures(enterprise_list: pd.DataFrame, supply_daily: pd.DataFrame, on: dt.date, seed: int) -> Futures:
    """What is asked for with no festival in sight: days to stockout, festival demand and a card begin with the same."""
    held = stocks_of(enterprise_list, supply_daily, on)
    keys, demand = held.keys[held.whole].reset_index(drop=True), held.demand[held.whole]
    silent = held.keys[~held.whole]
    if keys.empty:
        nothing = np.empty(0)
        return Futures(keys=keys, stock=nothing, inflow=nothing, usual=nothing, asked=nothing, silent=silent,
                       record=Record(coverage=np.nan, checks=0, stretch=1.0))  # fmt: skip
    asked, record = joint_paths(demand, AHEAD, season=WEEK, block=WEEK, spans=SPANS, draws=DRAWS, seed=seed)
    asked = np.maximum(asked, 0.05 * np.nanmean(demand, axis=1)[:, None])
    lately = np.isfinite(demand[:, -7:])
    usual = np.where(lately, demand[:, -7:], 0).sum(axis=1) / np.maximum(lately.sum(axis=1), 1)
    inflow = filled(held.inflow[held.whole], seed=2 + seed)
    return Futures(keys=keys, stock=held.on_hand[held.whole], inflow=inflow, usual=usual, asked=asked, record=record,
                   silent=silent)  # fmt: skip


def filled(inflow: np.ndarray, *, seed: int) -> np.ndarray:
    """A day nobody reported brought what one of the key's reported days did, not nothing; NaN where those are few."""
    rng, made = np.random.default_rng(seed), inflow.copy()
    for number, days in enumerate(inflow):
        told, missing = days[np.isfinite(days)], ~np.isfinite(days)
        made[number, missing] = rng.choice(told, missing.sum()) if len(told) >= LEAST else np.nan
    return made


def days_to_stockout(
    enterprise_list: pd.DataFrame, supply_daily: pd.DataFrame, region, on: dt.date, *, uplift: Uplift | None = None,
    out: Outage | None = None, moved: Mapping[tuple[str, str], float] | None = None, seed: int = 0,
) -> list[dict]:  # fmt: skip
    """A row a firm and category, a county and category, the region and category.

    ``days`` is without any further inflow: how long what is there lasts. ``chance_14`` is the chance of an empty store
    within two weeks if inflow goes on as it did (None where too little of it is known), ``lacks`` the tonnes that would
    leave one future in ten empty, ``by`` the day on which they must be there. ``uplift`` raises demand around
    a festival; ``out`` takes a firm out, ``moved`` brings tonnes into a county's category (scenarios).
    """
    if enterprise_list.empty or supply_daily.empty:
        return []
    told = futures(enterprise_list, supply_daily, on, uplift=uplift, seed=seed)
    keys, stock, usual = told.keys, told.stock, told.usual
    rows = [_not(key, on) for key in told.silent.itertuples()]
    if keys.empty:
        return rows
    asked = np.cumsum(told.asked, axis=2)
    with_inflow = left_with_inflow(told, seed=seed)
    away = _away(told, asked, out, on)
    there = (keys["enterprise"] != (out.enterprise if out else None)).to_numpy()
    for number, key in enumerate(keys.itertuples()):
        if there[number]:
            subject = f"{key.enterprise}:{key.category}"
            answer = _lasts(stock[number], asked[:, number], usual[number], told.record)
            answer |= _soon(with_inflow[:, number], on)
            rows.append(answers.row(OUTLOOK, subject, key.county, on, answers.OK, answer, enterprise=key.enterprise))
    counties = list(region.counties["county"])
    for category, part in keys.groupby("category"):
        lasting = {}

        def together(own, more: float = 0.0) -> dict:
            held_back = away[:, own].sum(axis=1) - more
            answer = _lasts(stock[own].sum(), asked[:, own].sum(axis=1), usual[own].sum(), told.record, held_back)
            left = with_inflow[:, own].sum(axis=1) - held_back[:, :SHOWN]
            return answer | {"firms": int(there[own].sum())} | _soon(left, on)

        for county in [c for c in counties if (part["county"] == c).any()]:
            answer = together(part.index[part["county"] == county], (moved or {}).get((county, category), 0.0))
            lasting[county] = answer["days"]["middle"]
            rows.append(answers.row(OUTLOOK, f"{county}:{category}", county, on, answers.OK, answer))
        answer = together(part.index)
        answer |= {"first_county": min(lasting, key=lasting.get), "first_days": min(lasting.values())}
        rows.append(answers.row(OUTLOOK, f"{region.code}:{category}", region.code, on, answers.OK, answer))
    return rows


def left_with_inflow(told: Futures, *, seed: int) -> np.ndarray:
    """(draws, keys, days) of stock if inflow goes on as in the weeks past; below nought is what lacks, NaN unknown."""
    days = blocks(PAST, SHOWN, block=WEEK, draws=DRAWS, seed=1 + seed)
    arriving = np.cumsum(told.inflow[:, days].transpose(1, 0, 2), axis=2)
    return told.stock[:, None] + arriving - np.cumsum(told.asked, axis=2)[:, :, :SHOWN]


def _away(told: Futures, asked: np.ndarray, out: Outage | None, on: dt.date) -> np.ndarray:
    """(draws, keys, days ahead) of stock that is there but out of reach: what an outage found in the firm's store."""
    away = np.zeros_like(asked)
    inside = np.zeros(AHEAD, bool) if out is None else out.inside(on)
    if inside.any():
        first = int(inside.argmax())
        for number in np.flatnonzero(told.keys["enterprise"] == out.enterprise):
            sold = asked[:, number, first - 1] if first else 0.0
            away[:, number, :] = np.maximum(told.stock[number] - sold, 0)[..., None] * inside
    return away


def _lasts(stock: float, asked: np.ndarray, usual: float, record: Record, away: float | np.ndarray = 0.0) -> dict:
    """Of (draws, days) of cumulated demand: how many days the stock lasts, and how it goes down."""
    usable = np.broadcast_to(stock - away, asked.shape)
    gone = asked >= usable
    days = np.where(gone.any(axis=1), gone.argmax(axis=1) + 1.0, AHEAD) * (usable[:, 0] > 0)
    left = np.maximum(usable - asked, 0)[:, :SHOWN]
    found = answers.band(days)
    return {
        "on_hand": stock,
        "days": {name: float(value) for name, value in found.items()},
        "beyond": bool(found["middle"] >= AHEAD),
        "naive_days": min(stock / usual, AHEAD) if usual > 0 else None,
        "ahead": {**answers.band(left), "naive": np.maximum(stock - usual * np.arange(1, SHOWN + 1), 0)},
        "record": answers.record(record),
    }


def _soon(left: np.ndarray, on: dt.date) -> dict:
    """Of (draws, days) of what is left with inflow: how likely the store is soon empty, and what would avert it."""
    if not np.isfinite(left).all():
        return {"chance_14": None, "lacks": None, "by": None}
    empty = np.maximum.accumulate(left[:, :SOON] <= 0, axis=1)
    lacking = np.quantile(np.maximum(-left[:, :SOON].min(axis=1), 0), 1 - LIKELY_OUT)
    soon = np.flatnonzero(empty.mean(axis=0) >= LIKELY_OUT)
    by = on + dt.timedelta(days=max(int(soon[0]), 1)) if len(soon) else None
    return {"chance_14": 100 * empty[:, -1].mean(), "lacks": float(lacking), "by": by}


def _not(key, on: dt.date) -> dict:
    subject = f"{key.enterprise}:{key.category}"
    told = {"needs": LEAST}
    return answers.row(OUTLOOK, subject, key.county, on, answers.NOT_ASSESSABLE, told, enterprise=key.enterprise)
