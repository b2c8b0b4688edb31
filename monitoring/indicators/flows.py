"""Flows of market entities over four weeks: entries, exits, net, and exits against entries."""

import datetime as dt

import numpy as np

from monitoring.indicators.entities import HISTORY, OWNER, SUBJECTS, Counts, counts
from monitoring.indicators.panel import trailing_sum
from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.states import MISSING, NOT_ASSESSABLE, NOT_DUE, OK, answer
from monitoring.indicators.totals import states_of_share

TOPIC = "entities"
FOUR_WEEKS = 28
SINCE = dt.date(2019, 1, 1)


def entries(laid: Counts) -> np.ndarray:
    """Newly registered, day x series."""
    return laid.panel.of("entries")


def exits(laid: Counts) -> np.ndarray:
    """Deregistered and revoked, day x series."""
    return laid.panel.of("deregistrations") + laid.panel.of("revocations")


def net(laid: Counts) -> np.ndarray:
    """Entries and moves in, less exits and moves out; a change of definition is not a flow."""
    return entries(laid) - exits(laid) + laid.panel.of("moves_in") - laid.panel.of("moves_out")


def four_weeks(laid: Counts, flow: np.ndarray, parameters: dict, now: dt.datetime) -> tuple[np.ndarray, np.ndarray]:
    """The sum over 28 days by day and subject, made up for unreported days, and its state."""
    due = np.broadcast_to(laid.schedule.due[:, None], laid.told.shape) & (laid.last >= 0)
    expected = laid.totals.of(trailing_sum((due | laid.told).astype("float64"), FOUR_WEEKS))
    heard = laid.totals.of(trailing_sum(laid.told.astype("float64"), FOUR_WEEKS))
    total = laid.totals.of(trailing_sum(np.nan_to_num(flow), FOUR_WEEKS))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = heard / expected
        value = total / share
    silent = np.where(laid.schedule.overdue(now), MISSING, NOT_DUE)[:, None]
    today = laid.totals.of(laid.fresh) > 0
    states = states_of_share(
        np.where(today, share, 0), silent, complete=parameters["complete_share"], usable=parameters["usable_share"]
    )
    states = np.where(_too_short(laid)[:, None] & (states <= MISSING), NOT_ASSESSABLE, states)
    return value[laid.positions], states[laid.positions]


def _too_short(laid: Counts) -> np.ndarray:
    """Days that have less than four weeks behind them since anybody first reported."""
    anyone = np.flatnonzero(laid.told.any(axis=1))
    first = anyone[0] if len(anyone) else len(laid.told)
    rhythm = np.diff(anyone)
    step = int(np.median(rhythm)) if len(rhythm) else 1
    return np.arange(len(laid.told)) < first + FOUR_WEEKS - step


@indicator(
    title="近四周新设",
    unit="户",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    decimals=0,
    since=SINCE,
    looks_back=HISTORY,
    measure="22",
)
def entries_28d(entity_counts, region, now, parameters, window):
    """近28日新设登记户数。个别日未报的按已报日均推算补足,已报不足九成的标为“初步”。"""
    laid = counts(entity_counts, region, window)
    return answer(window, laid.totals.subjects, *four_weeks(laid, entries(laid), parameters, now))


@indicator(
    title="近四周退出",
    unit="户",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    decimals=0,
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def exits_28d(entity_counts, region, now, parameters, window):
    """近28日注销与吊销户数之和。个别日未报的按已报日均推算补足。"""
    laid = counts(entity_counts, region, window)
    return answer(window, laid.totals.subjects, *four_weeks(laid, exits(laid), parameters, now))


@indicator(
    title="近四周净增",
    unit="户",
    worse=Worse.LOW,
    owner=OWNER,
    subjects=SUBJECTS,
    decimals=0,
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def net_28d(entity_counts, region, now, parameters, window):
    """近28日净增:新设+迁入−注销−吊销−迁出;口径调整不计入净增。"""
    laid = counts(entity_counts, region, window)
    return answer(window, laid.totals.subjects, *four_weeks(laid, net(laid), parameters, now))


@indicator(
    title="注销注册比",
    unit="%",
    worse=Worse.HIGH,
    owner=OWNER,
    subjects=SUBJECTS,
    since=SINCE,
    looks_back=HISTORY,
    measure="2",
)
def deregistration_ratio(entity_counts, region, now, parameters, window):
    """近28日注销户数与新设户数之比。批量吊销不计入;新设不足最小户数的不评价。"""
    laid = counts(entity_counts, region, window)
    left, states = four_weeks(laid, laid.panel.of("deregistrations"), parameters, now)
    came, _ = four_weeks(laid, entries(laid), parameters, now)
    enough = came >= parameters["smallest_flow"]
    ratio = np.divide(left * 100, came, out=np.full(left.shape, np.nan), where=enough)
    return answer(window, laid.totals.subjects, ratio, np.where((states <= OK + 1) & ~enough, NOT_ASSESSABLE, states))
