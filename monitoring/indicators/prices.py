"""Price warning as indicators: over how many counties a week's shock reaches, and how unusual a month's price is.

The arithmetic is handed in with ``price_rules`` (monitoring/price_warning): indicators import nobody.
"""

import datetime as dt

import numpy as np
import pandas as pd

from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.states import MISSING, NOT_ASSESSABLE, OK, PROVISIONAL, answer, nothing, subject_frame
from monitoring.indicators.supply import days_out, must_report, stocks, week_change
from monitoring.indicators.totals import county_totals, states_of_share

TOPIC = "supply"
OWNER = "州商务局"
SINCE = dt.date(2019, 1, 1)


@indicator(
    title="价格供应异动县市数",
    unit="个",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects="region:category",
    decimals=0,
    since=SINCE,
    looks_back=60,
    measure="1",
)
def price_reach(enterprise_list, supply_daily, region, now, parameters, price_rules, window):
    """有保供企业七日涨价或连续断供达到应急线的县(市)数:涨30%起为轻度、50%起较大、100%起严重,断供3天起较大、7天起严重。

    每家企业取最近两次可判断报告中较重的一次;未报的保留原有判断,不因沉默解除。一个县(市)为Ⅳ级,两个以上为Ⅲ级。
    """
    if enterprise_list.empty:
        return nothing()
    laid = stocks(enterprise_list, supply_daily, region, window)
    reach = price_rules.reach_of(laid, (np.exp(week_change(laid)) - 1) * 100, days_out(laid), region.code)
    share, silent = reach.heard / laid.totals.parts, laid.silent(now)
    limits = {"complete": parameters["complete_share"], "usable": parameters["usable_share"]}
    states = states_of_share(share, silent, **limits)
    states = np.where((reach.counties > 0) & (states > PROVISIONAL), PROVISIONAL, states)  # an alarm heard is one
    states = np.where((reach.held > 0) & (states == OK), PROVISIONAL, states)
    whole = (laid.totals.subjects["county"] == region.code).to_numpy()
    subjects = laid.totals.subjects[whole].reset_index(drop=True)
    return answer(window, subjects, reach.counties[laid.positions][:, whole], states[laid.positions][:, whole])


@indicator(
    title="价格季节异常度",
    unit="",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects="county:category, region:category",
    decimals=2,
    since=SINCE,
    measure="1",
)
def price_anomaly(enterprise_list, price_months, region, price_rules, window):
    """最近一个整月的价格较三个月前、十二个月前的月均复合增幅,与往年同月相比的标准化偏离,按0.4、0.6加权。1以上为异常偏高。

    价格为同一批企业环比的月均价(名义价格)。历史不足36个月、近三年有价月份不足七成、近半年无价的,不予评价;当月无价为未报。
    """
    if enterprise_list.empty or price_months.empty:
        return nothing() if enterprise_list.empty else _unknown(enterprise_list, region, window)
    subjects, values, states = _scored(enterprise_list, price_months, region, price_rules, window)
    return answer(window, subjects, values, states)


def _unknown(enterprise_list, region, window):
    subjects = price_subjects(must_report(enterprise_list), region)[0]
    shape = len(window), len(subjects)
    return answer(window, subjects, np.full(shape, np.nan), np.full(shape, NOT_ASSESSABLE))


def price_subjects(keys: pd.DataFrame, region) -> tuple[pd.DataFrame, np.ndarray]:
    """Counties and the region by category, and which line (enterprise and category) adds to which."""
    totals = county_totals(keys, region, "category")
    ours = totals.subjects["subject"].str.contains(":").to_numpy()
    chosen = totals.subjects[ours].reset_index(drop=True)
    return subject_frame(list(chosen["subject"]), list(chosen["county"])), totals.adds[:, ours]


def _scored(enterprise_list, price_months, region, price_rules, window):
    keys = must_report(enterprise_list)
    subjects, adds = price_subjects(keys, region)
    ended = (window + pd.Timedelta(days=1)).to_period("M") - 1  # the last whole month of each day
    monthly = price_rules.monthly(price_months, keys, adds, until=ended[-1])
    shape = len(window), len(subjects)
    values, states = np.full(shape, np.nan), np.full(shape, NOT_ASSESSABLE)
    for month in ended.unique():
        told = price_rules.seasonal_in(monthly, month)
        if told is not None:
            mine = np.asarray(ended == month)
            reasons = np.array([verdict.reason or "" for verdict in told.verdicts])
            values[mine] = told.score
            states[mine] = np.select([reasons == "", reasons == "silent"], [OK, MISSING], NOT_ASSESSABLE)
    return subjects, values, states
