"""Reporting itself: who owed a report, who sent it, and whether it came in time."""

import datetime as dt

import numpy as np

from monitoring.indicators.panel import Panel, days_before, last_told
from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.schedule import Schedule, schedule
from monitoring.indicators.silence import heard_by_deadline, overdue_days
from monitoring.indicators.states import NOT_APPLICABLE, NOT_DUE, OK, answer, nothing, subject_frame
from monitoring.indicators.supply import HISTORY, stocks

SINCE = dt.date(2019, 1, 1)


def _rates(counted: np.ndarray, county: np.ndarray, plan: Schedule, now: dt.datetime, region, window, positions):
    """The share of owed series that ``counted`` marks, by county and for the region."""
    names = sorted(set(county))
    adds = np.column_stack([county == one for one in names] + [np.ones(len(county), dtype=bool)]).astype("float64")
    value = counted @ adds / adds.sum(axis=0) * 100
    begun = plan.current[:, None] >= 0
    due = plan.overdue(now)[:, None]
    # Before the deadline the rate is not due, unless all have already reported.
    states = np.where(~begun, NOT_APPLICABLE, np.where(due | (value >= 100), OK, NOT_DUE))
    subjects = subject_frame([*names, region.code], [*names, region.code])
    return answer(window, subjects, value[positions], states[positions])


@indicator(
    title="保供报送率",
    unit="%",
    worse=Worse.LOW,
    owner="州商务局",
    subjects="county, region",
    since=SINCE,
    looks_back=HISTORY,
    measure="1",
)
def supply_reporting_rate(enterprise_list, supply_daily, region, now, window):
    """当期已报的“企业×品类”数占应报数的比重。应报数取企业台账所列应报品类;截报时点前未满的记“未到期”。"""
    if enterprise_list.empty:
        return nothing()
    laid = stocks(enterprise_list, supply_daily, region, window)
    county = laid.keys["county"].to_numpy()
    return _rates(laid.fresh.astype("float64"), county, laid.schedule, now, region, window, laid.positions)


@indicator(
    title="保供及时率",
    unit="%",
    worse=Worse.LOW,
    owner="州商务局",
    subjects="county, region",
    since=SINCE,
    looks_back=HISTORY,
    measure="1",
)
def supply_on_time_rate(enterprise_list, supply_daily, region, now, window):
    """当期在截报时点(一般为12时)前报到的“企业×品类”数占应报数的比重。补报的计入报送率,不计入及时率。

    以首次报到的时刻为准,其后的更正不影响及时率。
    """
    if enterprise_list.empty:
        return nothing()
    laid = stocks(enterprise_list, supply_daily, region, window)
    came = laid.panel.moments("first_known_at")
    at = np.maximum(laid.last, 0)
    in_time = (
        np.take_along_axis(came, at, axis=0) <= laid.schedule.deadline[np.maximum(laid.schedule.current, 0)][:, None]
    )
    county = laid.keys["county"].to_numpy()
    counted = (laid.fresh & in_time).astype("float64")
    return _rates(counted, county, laid.schedule, now, region, window, laid.positions)


@indicator(
    title="企业未报天数",
    unit="天",
    worse=Worse.HIGH,
    owner="州商务局",
    subjects="enterprise",
    decimals=0,
    since=SINCE,
    looks_back=HISTORY,
    measure="1",
)
def supply_silence(enterprise_list, supply_daily, region, now, window):
    """保供企业应报未报的天数:任一应报品类欠报即算,自最早一期欠报日起算,全部报到的为0;60天封顶。

    以各日截报时点已收到的为准:事后补报不抹去此前的欠报。"""
    if enterprise_list.empty:
        return nothing()
    laid = stocks(enterprise_list, supply_daily, region, window)
    heard = heard_by_deadline(laid.panel.moments("first_known_at"), laid.schedule)
    value, states = overdue_days(heard, laid.schedule, now)
    firms = laid.keys.drop_duplicates("enterprise").sort_values("enterprise")
    names = firms["enterprise"].to_numpy()
    member = laid.keys["enterprise"].to_numpy()[:, None] == names
    worst = np.column_stack([value[:, member[:, i]].max(axis=1) for i in range(len(names))])
    subjects = subject_frame(list(names), list(firms["county"]), list(names))
    return answer(window, subjects, worst[laid.positions], states[:, : len(names)][laid.positions])


@remembered
def _counties(entity_counts, region, window):
    days = days_before(window, HISTORY)
    keys = region.counties[["county"]].merge(region.kinds[["kind"]], how="cross")
    seen = entity_counts[["county", "kind"]].drop_duplicates()
    keys = keys.merge(seen, on=["county", "kind"]).sort_values(["county", "kind"]).reset_index(drop=True)
    panel = Panel(entity_counts, ["county", "kind"], days, keys)
    plan = schedule(region, "entity_counts", days, entity_counts["date"])
    return keys, panel, plan, last_told(panel.told()), days.get_indexer(window)


@indicator(
    title="户数报送率",
    unit="%",
    worse=Worse.LOW,
    owner="州市场监管局",
    subjects="county, region",
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def entity_reporting_rate(entity_counts, region, now, window):
    """当期已报的“县(市)×主体类型”数占应报数的比重;截报时点前未满的记“未到期”。"""
    keys, _, plan, last, positions = _counties(entity_counts, region, window)
    if keys.empty:
        return nothing()
    fresh = (last >= plan.current[:, None]) & (last >= 0)
    return _rates(fresh.astype("float64"), keys["county"].to_numpy(), plan, now, region, window, positions)


@indicator(
    title="户数未报天数",
    unit="天",
    worse=Worse.HIGH,
    owner="州市场监管局",
    subjects="county",
    decimals=0,
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def entity_silence(entity_counts, region, now, window):
    """县(市)市场主体户数应报未报的天数:任一类型欠报即算,自最早一期欠报日起算,全部报到的为0;60天封顶。

    以各日截报时点已收到的为准:事后补报不抹去此前的欠报。"""
    keys, panel, plan, _, positions = _counties(entity_counts, region, window)
    if keys.empty:
        return nothing()
    value, states = overdue_days(heard_by_deadline(panel.moments("first_known_at"), plan), plan, now)
    names = sorted(keys["county"].unique())
    worst = np.column_stack([value[:, (keys["county"] == one).to_numpy()].max(axis=1) for one in names])
    return answer(window, subject_frame(names, names), worst[positions], states[:, : len(names)][positions])
