"""Arrears owed to small firms: what is cleared, what the plan wanted by now, what is left."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.states import NOT_APPLICABLE, OK, answer, nothing, subject_frame

OWNER = "州工信局"
SINCE = dt.date(2019, 1, 1)
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Items by day: what of each is undisputed and known by then, and what has been paid on it."""

    items: pd.DataFrame
    owed: np.ndarray  # day x item: undisputed, 0 before it was formed
    paid: np.ndarray  # day x item, never more than what is undisputed
    areas: pd.DataFrame
    adds: np.ndarray  # item x area (counties, then the region)


@remembered
def ledger(arrears_items, arrears_payments, region, window: pd.DatetimeIndex) -> Ledger:
    """Lay the ledger out over the window."""
    items = arrears_items.sort_values("item").reset_index(drop=True)
    formed = items["formed"].to_numpy() <= window.to_numpy()[:, None]
    owed = formed * items["undisputed"].to_numpy(dtype="float64")
    paid = running(arrears_payments, "date", "paid", items["item"], window)
    county = items["county"].to_numpy()
    names = sorted(set(county))
    adds = np.column_stack([county == one for one in names] + [np.ones(len(county), dtype=bool)]).astype("float64")
    areas = subject_frame([*names, region.code], [*names, region.code])
    return Ledger(items=items, owed=owed, paid=np.minimum(paid, owed), areas=areas, adds=adds)


def running(rows: pd.DataFrame, day: str, amount: str, items: pd.Series, window: pd.DatetimeIndex) -> np.ndarray:
    """The amounts up to and with each day: day x item."""
    column = pd.Index(items).get_indexer(rows["item"])
    first = np.searchsorted(window.to_numpy(), rows[day].to_numpy(), side="left")  # the first day that includes it
    counts = (column >= 0) & (first < len(window))
    table = np.zeros((len(window), len(items)))
    np.add.at(table, (first[counts], column[counts]), rows[amount].to_numpy(dtype="float64")[counts])
    return np.cumsum(table, axis=0)


def _areas(laid: Ledger, window: pd.DatetimeIndex, values: np.ndarray) -> pd.DataFrame:
    owing = laid.owed @ laid.adds > 0
    return answer(window, laid.areas, values, np.where(owing, OK, NOT_APPLICABLE))


def _percent(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return part / np.where(whole > 0, whole, np.nan) * 100


@indicator(
    title="无分歧欠款清偿率",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects="county, region",
    since=SINCE,
    measure="9",
)
def arrears_clearance_rate(arrears_items, arrears_payments, region, window):
    """累计已清偿÷台账无分歧欠款(含基期后新增)。单笔清偿超出无分歧部分的,超出额不计。"""
    if arrears_items.empty:
        return nothing()
    laid = ledger(arrears_items, arrears_payments, region, window)
    return _areas(laid, window, _percent(laid.paid @ laid.adds, laid.owed @ laid.adds))


@indicator(
    title="清欠序时进度",
    unit="%",
    worse=Worse.LOW,
    owner=OWNER,
    subjects="county, region",
    since=SINCE,
    measure="8",
)
def arrears_plan_progress(arrears_items, arrears_plan, arrears_payments, region, window):
    """本计划期内累计已清偿÷截至上一个足月末累计应清偿(月度还款计划)。月末当日计入当月;无计划的不评价。

    计划期自台账最早一个计划月起算,此前的清偿不计入。
    """
    if arrears_items.empty or arrears_plan.empty:
        return nothing()
    laid = ledger(arrears_items, arrears_payments, region, window)
    begins = arrears_plan["month"].min()
    month_end = arrears_plan.assign(falls_due=arrears_plan["month"] + pd.offsets.MonthEnd(0))
    planned = running(month_end, "falls_due", "planned", laid.items["item"], window)
    since_plan = arrears_payments[arrears_payments["date"] >= begins]
    paid = np.minimum(running(since_plan, "date", "paid", laid.items["item"], window), laid.owed)
    return _areas(laid, window, _percent(paid @ laid.adds, planned @ laid.adds))


@indicator(
    title="本年净清偿",
    unit="万元",
    worse=Worse.LOW,
    owner=OWNER,
    subjects="county, region",
    since=SINCE,
    measure="9",
)
def arrears_net_clearance(arrears_items, arrears_payments, region, window):
    """本年累计清偿−本年新增拖欠(基期后新形成的无分歧欠款)。小于0即“边清边欠”。"""
    if arrears_items.empty:
        return nothing()
    laid = ledger(arrears_items, arrears_payments, region, window)
    opening = pd.DatetimeIndex(sorted({pd.Timestamp(day.year - 1, 12, 31) for day in window}), dtype="datetime64[us]")
    before = ledger(arrears_items, arrears_payments, region, opening)
    at = opening.year.get_indexer(window.year - 1) if len(opening) else np.empty(0, dtype=int)
    fresh = laid.items["new_arrears"].to_numpy(dtype=bool)
    cleared = laid.paid - before.paid[at]
    arisen = (laid.owed - before.owed[at]) * fresh
    return _areas(laid, window, (cleared - arisen) @ laid.adds)


@indicator(
    title="无分歧欠款余额",
    unit="万元",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects="debtor, county, region",
    since=SINCE,
    decimals=2,
    measure="10",
)
def arrears_outstanding(arrears_items, arrears_payments, region, window):
    """台账无分歧欠款减累计已清偿的余额。欠款主体余额达到挂牌督办线(工作方案第10条)的列入督办。"""
    if arrears_items.empty:
        return nothing()
    laid = ledger(arrears_items, arrears_payments, region, window)
    left = laid.owed - laid.paid
    who = (laid.items["county"] + ":" + laid.items["debtor"]).to_numpy()
    names = sorted(set(who))
    debts = np.column_stack([left[:, who == one].sum(axis=1) for one in names])
    ever = np.column_stack([laid.owed[:, who == one].sum(axis=1) > 0 for one in names])
    debtors = subject_frame(names, [name.partition(":")[0] for name in names])
    subjects = pd.concat([laid.areas, debtors], ignore_index=True)
    known = np.hstack([laid.owed @ laid.adds > 0, ever])
    values = np.hstack([left @ laid.adds, debts])
    return answer(window, subjects, np.maximum(values, 0), np.where(known, OK, NOT_APPLICABLE))


@indicator(
    title="逾期一年以上余额",
    unit="万元",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects="county, region",
    since=SINCE,
    decimals=2,
    measure="9",
)
def arrears_overdue_year(arrears_items, arrears_payments, region, window):
    """应付日已过一年仍未清偿的无分歧欠款余额(账龄以应付日起算)。"""
    if arrears_items.empty:
        return nothing()
    laid = ledger(arrears_items, arrears_payments, region, window)
    year_on = (laid.items["due"] + pd.DateOffset(years=1)).to_numpy()
    old = year_on < window.to_numpy()[:, None]
    return _areas(laid, window, np.maximum((laid.owed - laid.paid) * old, 0) @ laid.adds)
