"""Daily necessities: days of cover, price changes, stockouts, and who reported in time."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from monitoring.indicators.panel import Panel, carried, days_before, last_told, trailing_sum
from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.schedule import Schedule, schedule
from monitoring.indicators.states import MISSING, NOT_DUE, OK, answer, nothing, subject_frame
from monitoring.indicators.totals import Totals, county_totals, states_of_share

SUBJECTS = "enterprise:category, county:category, region:category"
OWNER = "州商务局"
SINCE = dt.date(2019, 1, 1)
WEEK = 7
STANDS_FOR_DAYS = 14
HISTORY = 60


@dataclass(frozen=True, kw_only=True)
class Stocks:
    """Supply reports by day and enterprise x category, one column for each that must report."""

    panel: Panel
    keys: pd.DataFrame  # enterprise, county, category
    schedule: Schedule
    told: np.ndarray
    last: np.ndarray
    totals: Totals  # county:category and region:category
    positions: np.ndarray

    @cached_property
    def fresh(self) -> np.ndarray:
        """Whether the report current on each day has come."""
        return (self.last >= self.schedule.current[:, None]) & (self.last >= 0)

    def silent(self, now: dt.datetime) -> np.ndarray:
        """The state of who has not reported, by day."""
        return np.where(self.schedule.overdue(now), MISSING, NOT_DUE)[:, None]


@remembered
def must_report(enterprise_list: pd.DataFrame) -> pd.DataFrame:
    """One row an enterprise and category it answers for: enterprise, county, category, in order."""
    rows = enterprise_list.assign(category=enterprise_list["categories"].str.split(",")).explode("category")
    rows = rows.assign(category=rows["category"].str.strip())
    rows = rows[rows["category"].fillna("") != ""]
    return rows[["enterprise", "county", "category"]].sort_values(["enterprise", "category"]).reset_index(drop=True)


@remembered
def stocks(enterprise_list, supply_daily, region, window: pd.DatetimeIndex) -> Stocks:
    """Lay the supply reports out; a row nobody was to send is kept out."""
    days = days_before(window, HISTORY)
    keys = must_report(enterprise_list)
    panel = Panel(supply_daily, ["enterprise", "category"], days, keys)
    told = panel.told()
    totals = county_totals(keys, region, "category")
    by_category = totals.subjects["subject"].str.contains(":").to_numpy()
    return Stocks(
        panel=panel,
        keys=keys,
        schedule=schedule(region, "supply", days, supply_daily["date"]),
        told=told,
        last=last_told(told),
        totals=Totals(subjects=totals.subjects[by_category].reset_index(drop=True), adds=totals.adds[:, by_category]),
        positions=days.get_indexer(window),
    )


def _firms(laid: Stocks) -> pd.DataFrame:
    keys = laid.keys
    return subject_frame(
        list(keys["enterprise"] + ":" + keys["category"]), list(keys["county"]), list(keys["enterprise"])
    )


def daily_demand(laid: Stocks) -> np.ndarray:
    """Mean outflow of the last seven days' reports, those of stockout days left out; NaN without any."""
    selling = laid.told & (laid.panel.of("stockout") == 0)
    sold = trailing_sum(np.where(selling, np.nan_to_num(laid.panel.of("outflow")), 0), WEEK)
    count = trailing_sum(selling.astype("float64"), WEEK)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, sold / count, np.nan)


@indicator(
    title="可供天数",
    unit="天",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    since=SINCE,
    looks_back=HISTORY,
    measure="1",
)
def days_of_cover(enterprise_list, supply_daily, region, now, parameters, window):
    """现有库存÷近七日日均出库量(剔除断供日)。七日无出库的不评价;断供且无库存的为0天。

    县(市)、全州按品类合计已报企业;全州的日均出库不低于“保供企业应承担的居民日消费量”,以免少报销量而虚高。
    未报不等于零:未报企业不计入,已报企业不足九成时标为“初步”,不足半数时标为“未报”。
    """
    if enterprise_list.empty:
        return nothing()
    laid = stocks(enterprise_list, supply_daily, region, window)
    on_hand = carried(laid.panel.of("on_hand"), laid.last, at_most=STANDS_FOR_DAYS)
    empty = carried(laid.panel.of("stockout"), laid.last, at_most=STANDS_FOR_DAYS) * (on_hand == 0) > 0
    demand = daily_demand(laid)
    with np.errstate(invalid="ignore", divide="ignore"):
        firm = np.where(empty, 0, on_hand / np.where(demand > 0, demand, np.nan))
        area = _area_cover(laid, on_hand, demand, region, parameters)
    states = np.hstack([np.where(laid.fresh, OK, laid.silent(now)), _area_states(laid, now, parameters)])
    subjects = pd.concat([_firms(laid), laid.totals.subjects], ignore_index=True)
    return answer(window, subjects, np.hstack([firm, area])[laid.positions], states[laid.positions])


def _area_cover(laid: Stocks, on_hand, demand, region, parameters: dict) -> np.ndarray:
    counted = laid.fresh & np.isfinite(demand)
    stock = laid.totals.of(np.where(laid.fresh, on_hand, 0))
    sold = laid.totals.of(np.where(counted, demand, 0))
    heard = laid.totals.of(laid.fresh) / laid.totals.parts
    floor = _resident_demand(laid.totals.subjects["subject"], region) * parameters["demand_share"] * heard
    demand = np.maximum(sold, floor)
    return stock / np.where(demand > 0, demand, np.nan)


def _resident_demand(subjects: pd.Series, region) -> np.ndarray:
    """Tonnes a day the whole region eats of a category; nothing for a county, whose firms serve its neighbours."""
    a_head = dict(zip(region.categories["category"], region.categories["kg_per_head_year"]))
    place, category = subjects.str.split(":", n=1).str[0], subjects.str.split(":", n=1).str[1]
    tonnes = category.map(a_head).astype("float64") * (region.population or 0) / 365 / 1000
    return np.nan_to_num(tonnes.where(place == region.code, 0).to_numpy())


def _area_states(laid: Stocks, now, parameters: dict) -> np.ndarray:
    share = laid.totals.of(laid.fresh) / laid.totals.parts
    return states_of_share(
        share, laid.silent(now), complete=parameters["complete_share"], usable=parameters["usable_share"]
    )


@indicator(
    title="七日价格涨跌",
    unit="%",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    since=SINCE,
    looks_back=HISTORY,
    measure="1",
)
def price_change_7d(enterprise_list, supply_daily, region, now, parameters, window):
    """零售价(未报零售价的用批发价)较七日前的涨跌幅。七日前未报的比前推三日内最近一次。

    县(市)、全州按品类取两期均已报价企业涨跌幅的几何平均(同一批企业比)。
    """
    if enterprise_list.empty:
        return nothing()
    laid = stocks(enterprise_list, supply_daily, region, window)
    change = np.where(laid.fresh, week_change(laid), np.nan)
    matched = np.isfinite(change)
    with np.errstate(invalid="ignore", divide="ignore"):
        area = laid.totals.of(np.where(matched, change, 0)) / laid.totals.of(matched)
    values = (np.exp(np.hstack([change, area])) - 1) * 100
    states = np.hstack([np.where(laid.fresh, OK, laid.silent(now)), _area_states(laid, now, parameters)])
    subjects = pd.concat([_firms(laid), laid.totals.subjects], ignore_index=True)
    return answer(window, subjects, values[laid.positions], states[laid.positions])


def week_change(laid: Stocks) -> np.ndarray:
    """Log change of each line's price in seven days: the retail price, of who told none the wholesale price."""
    change = _log_change(laid, "retail_price")
    return np.where(np.isfinite(change), change, _log_change(laid, "wholesale_price"))


def _log_change(laid: Stocks, column: str) -> np.ndarray:
    price = laid.panel.of(column)
    told = np.isfinite(price) & (price > 0)
    latest = carried(price, last_told(told), at_most=WEEK - 1)
    earlier = carried(price, last_told(told), at_most=3)
    before = np.vstack([np.full((WEEK, price.shape[1]), np.nan), earlier[:-WEEK]])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.log(latest / before)


@indicator(
    title="断供天数",
    unit="天",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects="enterprise:category",
    decimals=0,
    since=SINCE,
    looks_back=HISTORY,
    measure="1",
)
def stockout_run(enterprise_list, supply_daily, region, now, window):
    """截至当日连续断供的天数。其间未报的日子不中断、照计日历天数;报有货即归零;60天封顶。"""
    if enterprise_list.empty:
        return nothing()
    laid = stocks(enterprise_list, supply_daily, region, window)
    states = np.where(laid.fresh, OK, laid.silent(now))
    return answer(window, _firms(laid), days_out(laid)[laid.positions], states[laid.positions])


def days_out(laid: Stocks) -> np.ndarray:
    """Calendar days each line has been out of stock by each day; days without a report do not break the row."""
    out = laid.told & (laid.panel.of("stockout") > 0)
    supplied = laid.told & ~out
    day = np.arange(len(out))[:, None]
    last_supplied = last_told(supplied)
    first_out = np.full(out.shape, len(out))
    for i in range(len(out)):  # the first stockout after the last day with goods
        running = first_out[i - 1] if i else first_out[0]
        first_out[i] = np.where(supplied[i], len(out), np.where(out[i], np.minimum(running, i), running))
    return np.where(last_supplied == day, 0, np.maximum(day - first_out + 1, 0)).astype("float64")
