"""The plan's measures: how far each target is against its dated plan, how late, and who has not reported."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.indicators.panel import Panel, carried, days_before, last_told
from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.schedule import Schedule, schedule
from monitoring.indicators.silence import heard_by_deadline, overdue_days
from monitoring.indicators.states import (
    MISSING,
    NOT_APPLICABLE,
    NOT_DUE,
    OK,
    PROVISIONAL,
    answer,
    nothing,
    subject_frame,
)

SINCE = dt.date(2020, 1, 1)
STANDS_FOR_DAYS = 62
OFFICE = "州促进中小企业发展领导小组办公室"
REPORTED = ("count", "share", "most", "work")


@dataclass(frozen=True, kw_only=True)
class Reported:
    """Every target somebody must report, by day: what was last told of it, and what was planned by then."""

    tracks: pd.DataFrame  # county, target, way, goal, deadline
    schedule: Schedule
    panel: Panel
    last: np.ndarray
    done: np.ndarray  # the last told, standing for at most 62 days
    total: np.ndarray
    positions: np.ndarray

    @property
    def fresh(self) -> np.ndarray:
        """Whether the report current on each day has come."""
        return (self.last >= self.schedule.current[:, None]) & (self.last >= 0) & self.begun

    @property
    def begun(self) -> np.ndarray:
        """Whether a report has fallen due by each day."""
        return self.schedule.current[:, None] >= 0

    def states(self, now: dt.datetime) -> np.ndarray:
        """The state of each track: fresh, owed, or not yet due."""
        silent = np.where(self.schedule.overdue(now), MISSING, NOT_DUE)[:, None]
        return np.where(self.begun, np.where(self.fresh, OK, silent), NOT_APPLICABLE)


@remembered
def tracks_of(region) -> pd.DataFrame:
    """Who reports which target: a row a place and target, with its goal there and its deadline."""
    told = region.measure_targets[region.measure_targets["way"].isin(REPORTED)]
    highest = region.measure_plan.groupby(["target", "county"])["planned"].max().to_dict()
    rows = []
    for one in told.itertuples(index=False):
        places = region.counties["county"] if one.reporter == "counties" else [region.code]
        for place in places:
            own = [highest[key] for key in ((one.target, place), (one.target, "")) if key in highest]
            rows.append((place, one.target, one.way, max(own, default=one.value), one.deadline))
    return pd.DataFrame(rows, columns=["county", "target", "way", "goal", "deadline"])


def planned(tracks: pd.DataFrame, plan: pd.DataFrame, days: pd.DatetimeIndex) -> np.ndarray:
    """What each track should have reached by each day: the last point of its dated plan; NaN before the first."""
    targets, places = plan["target"].to_numpy(object), plan["county"].to_numpy(object)
    dates, points = plan["date"].to_numpy(), plan["planned"].to_numpy()
    table = np.full((len(days), len(tracks)), np.nan)
    for column, (place, target) in enumerate(zip(tracks["county"], tracks["target"])):
        own = np.flatnonzero((targets == target) & ((places == place) | (places == "")))
        own = own[dates[own].argsort(kind="stable")]
        at = np.searchsorted(dates[own], days.to_numpy(), side="right") - 1
        table[at >= 0, column] = points[own][at[at >= 0]]
    return table


@remembered
def reported(measure_progress: pd.DataFrame, region, window: pd.DatetimeIndex) -> Reported:
    """Lay the reports out, one column a place and target."""
    days = days_before(window, STANDS_FOR_DAYS)
    tracks = tracks_of(region)
    panel = Panel(measure_progress, ["county", "target"], days, tracks)
    last = last_told(panel.told())
    return Reported(
        tracks=tracks,
        schedule=schedule(region, "measure_progress", days, measure_progress["date"]),
        panel=panel,
        last=last,
        done=carried(panel.of("done"), last, at_most=STANDS_FOR_DAYS),
        total=carried(panel.of("total"), last, at_most=STANDS_FOR_DAYS),
        positions=days.get_indexer(window),
    )


@dataclass(frozen=True, kw_only=True)
class Paced:
    """Targets with a dated plan, by day: what was achieved, what was planned by the last due day, in their unit."""

    subjects: pd.DataFrame
    achieved: np.ndarray
    planned: np.ndarray
    goal: np.ndarray
    deadline: np.ndarray
    states: np.ndarray


@remembered
def paced(measure_progress: pd.DataFrame, region, now: dt.datetime, window: pd.DatetimeIndex) -> Paced:
    """Counties and the region for what counties report, the region alone for what its departments report."""
    laid = reported(measure_progress, region, window)
    keep = laid.tracks["way"].isin(("count", "share")).to_numpy()
    tracks = laid.tracks[keep].reset_index(drop=True)
    due = np.maximum(laid.schedule.current, 0)
    wanted = planned(tracks, region.measure_plan, laid.panel.days)[due]
    share = (tracks["way"] == "share").to_numpy()
    done, total = laid.done[:, keep], laid.total[:, keep]
    states = np.where(np.isnan(wanted) & (laid.states(now)[:, keep] == OK), NOT_APPLICABLE, laid.states(now)[:, keep])
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.where(share, done / np.where(total > 0, total, np.nan) * 100, done)
    sums = [_region_wide(tracks, target, done, total, wanted, states) for target in _of_counties(tracks, region)]
    names = [f"{c}:{t}" for c, t in zip(tracks["county"], tracks["target"])]
    subjects = subject_frame(
        names + [f"{region.code}:{one[0]}" for one in sums], list(tracks["county"]) + [region.code] * len(sums)
    )
    deadlines = [*tracks["deadline"], *(one[5] for one in sums)]
    at = laid.positions
    return Paced(
        subjects=subjects,
        achieved=np.column_stack([own, *(one[1] for one in sums)])[at],
        planned=np.column_stack([wanted, *(one[2] for one in sums)])[at],
        goal=np.array([*tracks["goal"], *(one[3] for one in sums)], dtype="float64"),
        deadline=pd.to_datetime(pd.Series(deadlines)).to_numpy().astype("datetime64[us]"),
        states=np.column_stack([states, *(one[4] for one in sums)])[at],
    )


def _of_counties(tracks: pd.DataFrame, region) -> list[str]:
    return list(dict.fromkeys(tracks.loc[tracks["county"] != region.code, "target"]))


def _region_wide(tracks, target: str, done, total, wanted, states) -> tuple:
    """One target of the counties together: a silent county stands in with its last number, provisionally."""
    mine = (tracks["target"] == target).to_numpy()
    first = tracks[mine].iloc[0]
    told = np.isfinite(done[:, mine])
    if first["way"] == "share":
        with np.errstate(invalid="ignore", divide="ignore"):
            achieved = np.nansum(done[:, mine], axis=1) / np.nansum(total[:, mine], axis=1) * 100
        plan, goal = wanted[:, mine][:, 0], first["goal"]
    else:
        achieved, plan = np.nansum(done[:, mine], axis=1), wanted[:, mine].sum(axis=1)
        goal = tracks.loc[mine, "goal"].sum()
    ours = states[:, mine]
    silent = np.where(
        (ours == MISSING).any(axis=1), MISSING, np.where((ours == NOT_DUE).any(axis=1), NOT_DUE, ours[:, 0])
    )
    heard = (ours == OK).sum(axis=1)
    some = np.where((heard > 0) & told.all(axis=1), PROVISIONAL, silent)
    return target, achieved, plan, goal, np.where(heard == mine.sum(), OK, some), first["deadline"]


@indicator(
    title="任务序时进度",
    unit="%",
    worse=Worse.LOW,
    owner=OFFICE,
    subjects="county:target, region:target",
    since=SINCE,
    cadence="monthly",
    looks_back=STANDS_FOR_DAYS,
)
def measure_pace(measure_progress, region, now, window):
    """累计完成数÷截至最近一个应报日的计划数(按计划节点,不按日均摊)。比例类指标先换算成完成比例再与计划比例相比。

    计划节点见地区资料包 measure_plan.csv,方案未分解到县(市)的为默认值。逾期未报的不评价,不沿用上期结果转绿。
    """
    if measure_progress.empty or region.measure_plan.empty:
        return nothing()
    laid = paced(measure_progress, region, now, window)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = laid.achieved / np.where(laid.planned > 0, laid.planned, np.nan) * 100
    return answer(window, laid.subjects, value, laid.states)


@indicator(
    title="任务超期天数",
    unit="天",
    worse=Worse.HIGH,
    owner=OFFICE,
    subjects="county:target, region:target",
    since=SINCE,
    cadence="monthly",
    decimals=0,
    looks_back=STANDS_FOR_DAYS,
)
def measure_overdue(measure_progress, region, now, window):
    """方案时限已过而未达目标的天数;已达目标的为0。时限未到的不适用。"""
    if measure_progress.empty or region.measure_plan.empty:
        return nothing()
    laid = paced(measure_progress, region, now, window)
    late = (window.to_numpy()[:, None] - laid.deadline) / np.timedelta64(1, "D")
    value = np.where(laid.achieved >= laid.goal - 1e-9, 0.0, late)
    value = np.where(np.isfinite(laid.achieved), value, np.nan)
    return answer(window, laid.subjects, value, np.where(late > 0, laid.states, NOT_APPLICABLE))


@indicator(
    title="任务进展未报天数",
    unit="天",
    worse=Worse.HIGH,
    owner=OFFICE,
    subjects="county, region",
    since=SINCE,
    decimals=0,
    looks_back=STANDS_FOR_DAYS,
    measure="机制4",
)
def measure_silence(measure_progress, region, now, window):
    """任务进展应报未报的天数:任一应报任务欠报即算,自最早一期欠报日起算;60天左右封顶。全州一行指州级牵头部门应报的任务。

    以各应报日截报时点已收到的为准:事后补报不抹去此前的欠报。"""
    if measure_progress.empty:
        return nothing()
    laid = reported(measure_progress, region, window)
    heard = heard_by_deadline(laid.panel.moments("first_known_at"), laid.schedule)
    value, states = overdue_days(heard, laid.schedule, now)
    county = laid.tracks["county"].to_numpy()
    names = sorted(set(county))
    worst = np.column_stack([value[:, county == one].max(axis=1) for one in names])
    return answer(window, subject_frame(names, names), worst[laid.positions], states[:, : len(names)][laid.positions])


def _level(target: str, measure_progress, region, now, window) -> pd.DataFrame:
    """A level each county reports (a rate, a number of days); the region's is the highest of its counties'."""
    if measure_progress.empty:
        return nothing()
    laid = reported(measure_progress, region, window)
    mine = (laid.tracks["target"] == target).to_numpy()
    if not mine.any():
        return nothing()
    done, states = laid.done[:, mine], laid.states(now)[:, mine]
    counties = list(laid.tracks.loc[mine, "county"])
    told = np.isfinite(done)
    highest = np.where(told.any(axis=1), np.where(told, done, -np.inf).max(axis=1), np.nan)
    every = np.where((states == OK).all(axis=1), OK, np.where((states == OK).any(axis=1), PROVISIONAL, states[:, 0]))
    subjects = subject_frame([*counties, region.code], [*counties, region.code])
    at = laid.positions
    return answer(window, subjects, np.column_stack([done, highest])[at], np.column_stack([states, every])[at])


@indicator(title="企业开办用时(中位数)", unit="个工作日", worse=Worse.HIGH, owner="州市场监管局",
           subjects="county, region", since=SINCE, cadence="monthly", decimals=2,
           looks_back=STANDS_FOR_DAYS, measure="22")  # fmt: skip
def opening_days(measure_progress, region, now, window):
    """当月办结的企业开办从受理到领照用时的中位数,由县(市)上报;全州取各县(市)最高值,不作平均。"""
    return _level("opening_workdays", measure_progress, region, now, window)


@indicator(title="企业开办用时(第95百分位)", unit="个工作日", worse=Worse.HIGH, owner="州市场监管局",
           subjects="county, region", since=SINCE, cadence="monthly", decimals=2, looks_back=STANDS_FOR_DAYS,
           measure="22")  # fmt: skip
def opening_days_p95(measure_progress, region, now, window):
    """当月办结的企业开办用时从短到长排在95%处的值,由县(市)上报;中位数达标而它不达标,说明少数企业等得久。"""
    return _level("opening_workdays_p95", measure_progress, region, now, window)


@indicator(title="融资担保平均费率", unit="%", worse=Worse.HIGH, owner="州政府金融办", subjects="county, region",
           since=SINCE, cadence="monthly", decimals=2, looks_back=STANDS_FOR_DAYS, measure="6(3)")  # fmt: skip
def guarantee_fee_rate(measure_progress, region, now, window):
    """政府性融资担保机构当月新增业务的平均年化担保费率,由县(市)上报;全州取各县(市)最高值。"""
    return _level("guarantee_fee_rate", measure_progress, region, now, window)


@indicator(title="到户电价执行比例", unit="%", worse=Worse.HIGH, owner="国网临夏供电公司", subjects="county, region",
           since=SINCE, cadence="monthly", looks_back=STANDS_FOR_DAYS, measure="7(2)")  # fmt: skip
def power_price_share(measure_progress, region, now, window):
    """一般工商业和大工业用户(不含高耗能)实际结算电价占原到户电价的比例,由县(市)供电公司上报;全州取最高值。"""
    return _level("power_price_share", measure_progress, region, now, window)
