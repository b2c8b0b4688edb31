"""Daily necessities: days until a firm or a county runs out of a category, and what the next festival asks for.

Demand is outflow on days that were not stockouts (on those, what was asked for is not what went out).
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.paths import Record, blocks, paths, record_of_sums, stretched
from monitoring.indicators.supply import STANDS_FOR_DAYS, must_report
from monitoring.outlook import answers
from monitoring.outlook.festivals import Uplift

OUTLOOK = "days_to_stockout"
DRAWS, PAST, AHEAD, SHOWN, LEAST = 200, 84, 60, 28, 14
BLOCK, SPANS, APART, ORIGINS = 7, (7, 14), 7, 6


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
    index = pd.MultiIndex.from_frame(keys[["enterprise", "category"]])
    wide = {
        name: told.pivot_table(index=["enterprise", "category"], columns="date", values=name, aggfunc="last")
        .reindex(index=index, columns=days).to_numpy(float)
        for name in ("outflow", "inflow", "on_hand", "stockout")
    }  # fmt: skip
    demand = np.where(wide["stockout"] > 0, np.nan, wide["outflow"])
    stand = wide["on_hand"][:, -STANDS_FOR_DAYS:]
    seen = np.isfinite(stand)
    last = np.where(seen.any(1), stand.shape[1] - 1 - seen[:, ::-1].argmax(1), 0)
    on_hand = np.where(seen.any(1), stand[np.arange(len(keys)), last] if len(keys) else np.nan, np.nan)
    asked = np.where(np.isfinite(demand), demand, 0).sum(1)
    whole = (np.isfinite(demand).sum(1) >= LEAST) & np.isfinite(on_hand) & (asked > 0)
    return Stocks(keys=keys, demand=demand, inflow=wide["inflow"], on_hand=on_hand, whole=whole)


def days_to_stockout(
    enterprise_list: pd.DataFrame, supply_daily: pd.DataFrame, region, on: dt.date, *,
    uplift: Uplift | None = None, without: frozenset[str] = frozenset(),
) -> list[dict]:  # fmt: skip
    """A row a firm and category, a county and category, the region and category.

    ``days`` is without any further inflow: how long what is there lasts. ``chance_14`` is the chance of an empty store
    within two weeks if inflow goes on as it did. ``uplift`` raises demand around a festival; ``without`` takes firms
    out (a scenario).
    """
    kept = enterprise_list[~enterprise_list["enterprise"].isin(without)]
    if kept.empty or supply_daily.empty:
        return []
    held = stocks_of(kept, supply_daily, on)
    keys, demand = held.keys[held.whole].reset_index(drop=True), held.demand[held.whole]
    rows = [_not(key, on) for key in held.keys[~held.whole].itertuples()]
    if keys.empty:
        return rows
    inflow, stock = np.nan_to_num(held.inflow[held.whole]), held.on_hand[held.whole]
    record = record_of_sums(demand, SPANS, block=BLOCK, apart=APART, origins=ORIGINS)
    ahead = paths(demand, AHEAD, block=BLOCK, draws=DRAWS)
    ahead = np.maximum(stretched(ahead, record.stretch), 0.05 * np.nanmean(demand, axis=1)[:, None])
    if uplift is not None:
        ahead = ahead * uplift.factors(keys["category"], on, AHEAD)
    asked = np.cumsum(ahead, axis=2)
    arriving = np.cumsum(inflow[:, blocks(PAST, SHOWN, block=BLOCK, draws=DRAWS, seed=1)].transpose(1, 0, 2), axis=2)
    with_inflow = stock[:, None] + arriving - asked[:, :, :SHOWN]
    lately = np.isfinite(demand[:, -7:])
    usual = np.where(lately, demand[:, -7:], 0).sum(axis=1) / np.maximum(lately.sum(axis=1), 1)
    for number, key in enumerate(keys.itertuples()):
        subject = f"{key.enterprise}:{key.category}"
        answer = _lasts(stock[number], asked[:, number], usual[number], record)
        answer["chance_14"] = 100 * np.mean((with_inflow[:, number, :14] <= 0).any(axis=1))
        rows.append(answers.row(OUTLOOK, subject, key.county, on, answers.OK, answer, enterprise=key.enterprise))
    counties = list(region.counties["county"])
    for category, part in keys.groupby("category"):
        lasting = {}
        for county in [c for c in counties if (part["county"] == c).any()]:
            own = part.index[part["county"] == county]
            answer = _lasts(stock[own].sum(), asked[:, own].sum(axis=1), usual[own].sum(), record)
            answer["firms"] = len(own)
            lasting[county] = answer["days"]["middle"]
            rows.append(answers.row(OUTLOOK, f"{county}:{category}", county, on, answers.OK, answer))
        own = part.index
        answer = _lasts(stock[own].sum(), asked[:, own].sum(axis=1), usual[own].sum(), record)
        answer |= {
            "firms": len(own),
            "first_county": min(lasting, key=lasting.get),
            "first_days": min(lasting.values()),
        }
        rows.append(answers.row(OUTLOOK, f"{region.code}:{category}", region.code, on, answers.OK, answer))
    return rows


def _lasts(stock: float, asked: np.ndarray, usual: float, record: Record) -> dict:
    """Of (draws, days) of cumulated demand: how many days the stock lasts, and how it goes down."""
    gone = asked >= stock
    days = np.where(gone.any(axis=1), gone.argmax(axis=1) + 1.0, AHEAD) * (stock > 0)
    left = np.maximum(stock - asked[:, :SHOWN], 0)
    found = answers.band(days)
    return {
        "on_hand": stock,
        "days": {name: float(value) for name, value in found.items()},
        "beyond": bool(found["middle"] >= AHEAD),
        "naive_days": min(stock / usual, AHEAD) if usual > 0 else None,
        "ahead": {**answers.band(left), "naive": np.maximum(stock - usual * np.arange(1, SHOWN + 1), 0)},
        "record": answers.record(record),
    }


def _not(key, on: dt.date) -> dict:
    subject = f"{key.enterprise}:{key.category}"
    told = {"needs": LEAST}
    return answers.row(OUTLOOK, subject, key.county, on, answers.NOT_ASSESSABLE, told, enterprise=key.enterprise)
