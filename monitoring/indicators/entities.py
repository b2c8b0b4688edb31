"""Stocks of market entities: how many there are, against the levels the plan names."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from monitoring.indicators.panel import Panel, carried, days_before, last_told
from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.schedule import Schedule, schedule
from monitoring.indicators.states import NOT_ASSESSABLE, PROVISIONAL, answer
from monitoring.indicators.totals import Totals, county_totals, states_of_stock

SUBJECTS = "county:kind, county, region:kind, region"
OWNER = "州市场监管局"
STANDS_FOR_DAYS = 31
HISTORY = 4 * 366
"""Days of history read: enough for the first of January three years back."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The daily counts laid out: what each series reported, when it is due, and how series add up."""

    panel: Panel
    schedule: Schedule
    totals: Totals
    told: np.ndarray
    last: np.ndarray
    positions: np.ndarray  # of the window's days

    @cached_property
    def fresh(self) -> np.ndarray:
        """Whether the report current on each day has come."""
        return (self.last >= self.schedule.current[:, None]) & (self.last >= 0)

    @cached_property
    def begun(self) -> np.ndarray:
        """Whether the series has ever reported by each day."""
        return self.last >= 0


@remembered
def counts(entity_counts: pd.DataFrame, region, window: pd.DatetimeIndex) -> Counts:
    """Lay the daily counts out from the first of January three years back: a fixed start, so that what is learnt from
    the past of a week does not depend on the day it is asked for."""
    first = pd.Timestamp(window[0].year - 3, 1, 1)
    first = max(first, entity_counts["date"].min()) if len(entity_counts) else window[0]
    days = days_before(window, max((window[0] - first).days, 0))
    panel = Panel(entity_counts, ["county", "kind"], days)
    told = panel.told()
    return Counts(
        panel=panel,
        schedule=schedule(region, "entity_counts", days, entity_counts["date"]),
        totals=county_totals(panel.keys, region, "kind"),
        told=told,
        last=last_told(told),
        positions=days.get_indexer(window),
    )


@remembered
def _stock(laid: Counts, now: dt.datetime) -> tuple[np.ndarray, np.ndarray]:
    """Closing stock and its state by day and subject, over all days laid out."""
    standing = carried(laid.panel.of("closing"), laid.last, at_most=STANDS_FOR_DAYS)
    states = states_of_stock(
        laid.totals,
        fresh=laid.fresh,
        standing=np.isfinite(standing),
        begun=laid.begun,
        overdue=np.broadcast_to(laid.schedule.overdue(now)[:, None], laid.told.shape),
    )
    return laid.totals.of(standing), states


def _change(laid: Counts, now: dt.datetime, base_days: pd.DatetimeIndex, smallest: int):
    """Percent change of the stock from each base day, by the definition of today: what was reclassified in between is
    added to the base. Too small or unknown bases are not assessable."""
    stock, states = _stock(laid, now)
    redefined = np.cumsum(laid.totals.of(laid.panel.of("reclassified")), axis=0)
    at = laid.panel.days.get_indexer(base_days)
    here = np.maximum(at, 0)
    base = stock[here] + redefined[laid.positions] - redefined[here]
    known = (at >= 0)[:, None] & (states[here] <= PROVISIONAL) & (stock[here] >= smallest) & (base > 0)
    value = (stock[laid.positions] / np.where(known, base, np.nan) - 1) * 100
    state = states[laid.positions]
    return value, np.where((state <= PROVISIONAL) & ~known, NOT_ASSESSABLE, state)


@indicator(
    title="期末实有",
    unit="户",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    decimals=0,
    since=dt.date(2019, 1, 1),
    looks_back=HISTORY,
    measure="2",
)
def closing_stock(entity_counts, region, now, window):
    """当日终了已登记、未注销、未吊销的市场主体户数(吊销未注销的不计)。

    合计中个别单位当日未报的,以其最近一次上报数(31日内)暂代,标为“初步”。
    """
    laid = counts(entity_counts, region, window)
    stock, states = _stock(laid, now)
    return answer(window, laid.totals.subjects, stock[laid.positions], states[laid.positions])


@indicator(
    title="较上年末增减",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    decimals=2,
    since=dt.date(2019, 1, 1),
    looks_back=HISTORY,
    measure="2",
)
def stock_vs_year_end(entity_counts, region, now, parameters, window):
    """期末实有较上年12月31日的增减幅度。工作方案目标为“市场主体总数较上年不减”,即不低于0。

    按可比口径:其间的口径调整(如类型重新归类)计入基数,不算增减。基数不足最小户数的只列示、不评价。
    """
    laid = counts(entity_counts, region, window)
    base = pd.DatetimeIndex([pd.Timestamp(day.year - 1, 12, 31) for day in window])
    value, states = _change(laid, now, base, parameters["smallest_cell"])
    return answer(window, laid.totals.subjects, value, states)


@indicator(
    title="同比增减",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    decimals=2,
    since=dt.date(2019, 1, 1),
    looks_back=HISTORY,
    measure="2",
)
def stock_vs_last_year(entity_counts, region, now, parameters, window):
    """期末实有较上年同日的增减幅度(2月29日比上年2月28日),按可比口径;基数不足最小户数的不评价。"""
    laid = counts(entity_counts, region, window)
    base = pd.DatetimeIndex([day - pd.DateOffset(years=1) for day in window])
    value, states = _change(laid, now, base, parameters["smallest_cell"])
    return answer(window, laid.totals.subjects, value, states)


@indicator(
    title="环比增减",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    decimals=2,
    since=dt.date(2019, 1, 1),
    looks_back=HISTORY,
    measure="2",
)
def stock_vs_last_month(entity_counts, region, now, parameters, window):
    """期末实有较上月同日的增减幅度(上月无此日的比上月末),按可比口径;基数不足最小户数的不评价。"""
    laid = counts(entity_counts, region, window)
    base = pd.DatetimeIndex([day - pd.DateOffset(months=1) for day in window])
    value, states = _change(laid, now, base, parameters["smallest_cell"])
    return answer(window, laid.totals.subjects, value, states)
