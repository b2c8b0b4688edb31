"""Farmers' markets: how many have reopened, how full they are, who says nothing."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from monitoring.indicators.panel import carried, days_before
from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.schedule import Schedule, schedule
from monitoring.indicators.silence import heard_by_deadline, overdue_days
from monitoring.indicators.states import MISSING, NOT_DUE, OK, answer, nothing, subject_frame
from monitoring.indicators.totals import states_of_share

OWNER = "州商务局"
SINCE = dt.date(2020, 1, 1)
STANDS_FOR_DAYS = 60
CLOSED, PARTIAL, OPEN = range(3)
CODES = {"closed": CLOSED, "partial": PARTIAL, "open": OPEN}


@dataclass(frozen=True, kw_only=True)
class Trading:
    """Every market of the register by day: its last reported state, which stands until the next report."""

    markets: pd.DataFrame
    schedule: Schedule
    last: np.ndarray
    status: np.ndarray  # NaN where never reported
    stalls: np.ndarray
    first_known: np.ndarray
    positions: np.ndarray

    @cached_property
    def fresh(self) -> np.ndarray:
        """Whether the report current on each day has come."""
        return (self.last >= self.schedule.current[:, None]) & (self.last >= 0)


@remembered
def trading(market_list: pd.DataFrame, market_status: pd.DataFrame, region, window: pd.DatetimeIndex) -> Trading:
    """Lay the status reports out, one column a market of the register (those that never reported too)."""
    days = days_before(window, STANDS_FOR_DAYS)
    markets = market_list.sort_values("market").reset_index(drop=True)
    told = np.zeros((len(days), len(markets)), dtype=bool)
    status, stalls = np.full(told.shape, np.nan), np.full(told.shape, np.nan)
    column = pd.Index(markets["market"]).get_indexer(market_status["market"])
    day = (market_status["date"] - days[0]).dt.days.to_numpy()
    inside = (column >= 0) & (day >= 0) & (day < len(days))
    at = day[inside], column[inside]
    told[at] = True
    status[at] = market_status["status"].map(CODES).to_numpy(dtype="float64")[inside]
    stalls[at] = market_status["stalls_open"].to_numpy(dtype="float64")[inside]
    first_known = np.full(told.shape, np.datetime64("NaT", "us"))
    first_known[at] = market_status["first_known_at"].dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()[inside]
    last = np.maximum.accumulate(np.where(told, np.arange(len(days))[:, None], -1), axis=0)
    return Trading(
        markets=markets,
        schedule=schedule(region, "market_status", days, market_status["date"]),
        last=last,
        status=carried(status, last, at_most=STANDS_FOR_DAYS),
        stalls=carried(stalls, last, at_most=STANDS_FOR_DAYS),
        first_known=first_known,
        positions=days.get_indexer(window),
    )


def _areas(laid: Trading, region) -> tuple[pd.DataFrame, np.ndarray]:
    county = laid.markets["county"].to_numpy()
    names = sorted(set(county))
    adds = np.column_stack([county == one for one in names] + [np.ones(len(county), dtype=bool)]).astype("float64")
    return subject_frame([*names, region.code], [*names, region.code]), adds


def _area_states(laid: Trading, adds: np.ndarray, now, parameters: dict) -> np.ndarray:
    silent = np.where(laid.schedule.overdue(now), MISSING, NOT_DUE)[:, None]
    share = (laid.fresh @ adds) / adds.sum(axis=0)
    known = np.isfinite(laid.status) @ adds > 0
    states = states_of_share(share, silent, complete=parameters["complete_share"], usable=0)
    return np.where(known, states, silent)


@indicator(
    title="农贸市场复市数",
    unit="个",
    worse=Worse.LOW,
    owner=OWNER,
    subjects="county, region",
    decimals=0,
    since=SINCE,
    looks_back=STANDS_FOR_DAYS,
    measure="1",
)
def markets_open(market_list, market_status, region, now, parameters, window):
    """最近一次上报为“全面复市”的农贸市场个数。部分复市、未复市和从未上报的不计。

    市场未按期再报的,沿用其最近一次状态(60日内),按期上报的市场不足九成时标为“初步”。
    """
    if market_list.empty:
        return nothing()
    laid = trading(market_list, market_status, region, window)
    subjects, adds = _areas(laid, region)
    value = ((laid.status == OPEN) @ adds)[laid.positions]
    return answer(window, subjects, value, _area_states(laid, adds, now, parameters)[laid.positions])


@indicator(
    title="农贸市场复市率",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects="county, region",
    since=SINCE,
    looks_back=STANDS_FOR_DAYS,
    measure="1",
)
def market_reopening_rate(market_list, market_status, region, now, parameters, window):
    """全面复市的农贸市场数占应复市总数的比重。

    全州以工作方案确定的总数为分母,县(市)以台账所列市场数为分母;从未上报的市场留在分母中。
    """
    if market_list.empty:
        return nothing()
    laid = trading(market_list, market_status, region, window)
    subjects, adds = _areas(laid, region)
    total = adds.sum(axis=0)
    total[-1] = region.targets.get("markets_total", total[-1])
    value = ((laid.status == OPEN) @ adds)[laid.positions] / total * 100
    return answer(window, subjects, value, _area_states(laid, adds, now, parameters)[laid.positions])


@indicator(
    title="摊位开业率",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects="market, county, region",
    since=SINCE,
    looks_back=STANDS_FOR_DAYS,
    measure="1",
)
def stall_occupancy(market_list, market_status, region, now, parameters, window):
    """开业摊位占摊位总数的比重。市场“已开门”但摊位寥寥,由此看出。合计只计状态已知的市场。"""
    if market_list.empty:
        return nothing()
    laid = trading(market_list, market_status, region, window)
    areas, adds = _areas(laid, region)
    total = laid.markets["stalls_total"].to_numpy(dtype="float64")
    known = np.isfinite(laid.stalls) * np.where(total > 0, total, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = laid.stalls / np.where(total > 0, total, np.nan) * 100
        area = np.nan_to_num(laid.stalls) @ adds / (known @ adds) * 100
    silent = np.where(laid.schedule.overdue(now), MISSING, NOT_DUE)[:, None]
    states = np.hstack([np.where(laid.fresh, OK, silent), _area_states(laid, adds, now, parameters)])
    markets = subject_frame(list(laid.markets["market"]), list(laid.markets["county"]))
    subjects = pd.concat([markets, areas], ignore_index=True)
    return answer(window, subjects, np.hstack([own, area])[laid.positions], states[laid.positions])


@indicator(
    title="市场未报天数",
    unit="天",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects="market",
    decimals=0,
    since=SINCE,
    looks_back=STANDS_FOR_DAYS,
    measure="1",
)
def market_silence(market_list, market_status, region, now, window):
    """农贸市场应报未报的天数:自应报日逾期起算,当期已报的为0;60天封顶。事后补报不抹去此前的欠报。"""
    if market_list.empty:
        return nothing()
    laid = trading(market_list, market_status, region, window)
    value, states = overdue_days(heard_by_deadline(laid.first_known, laid.schedule), laid.schedule, now)
    subjects = subject_frame(list(laid.markets["market"]), list(laid.markets["county"]))
    return answer(window, subjects, value[laid.positions], states[laid.positions])
