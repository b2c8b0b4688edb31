"""The dispatch proposal of a day: for every category who sends what to whom, what stays short, and since when.

A county lacks what it needs to reach the category's target days, goods on the way counted. It may spare what lies on
hand above that target, and each firm in it what lies above its own. Between counties first; then, inside a county that
lacks nothing as a whole, to a firm below the yellow line from its neighbours. A firm that has not reported neither
sends nor receives. A line carries a load at least; what a county lacks beyond the loads it gets is told.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.dispatch.distance import WITHIN_KM, distances
from monitoring.dispatch.holdings import Aim, Holdings, aim, holdings
from monitoring.dispatch.reason import Reasons
from monitoring.dispatch.solver import DUST, Problem, Solution, solve

LINES = ["category", "sender", "from_county", "receiver", "to_county", "kind", "date", "tonnes", "km", "sender_before",
         "sender_after", "receiver_before", "receiver_after", "target_days", "reason"]  # fmt: skip
BALANCE = ["category", "county", "date", "state", "firms", "heard", "on_hand", "in_transit", "demand", "target_days",
           "need", "spare", "sent", "received", "unmet", "short_since", "reason"]  # fmt: skip
SHARES = ("firms", "heard", "on_hand", "in_transit", "demand", "need", "spare", "sent", "received", "unmet")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """``lines`` is what to send; ``balance`` says of every category and county (and the region) how it stands."""

    lines: pd.DataFrame
    balance: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One category by day: what each county needs (by tier), and may spare; and each firm."""

    held: Holdings
    goal: Aim
    load: float  # tonnes from which on a line is worth sending
    codes: list[str]
    place: np.ndarray
    gives: np.ndarray
    takes: np.ndarray
    spare: np.ndarray
    needs: np.ndarray  # day x county x tier
    sums: dict[str, np.ndarray]  # day x county

    @property
    def short(self) -> np.ndarray:
        """By day: tonnes the whole region lacks after everything that can be spared was sent."""
        return np.maximum(self.needs.sum(axis=(1, 2)) - self.spare.sum(axis=1), 0)


def propose(
    *, enterprise_list, supply_daily, region, config, window: pd.DatetimeIndex, closed: tuple[str, str] | None = None
) -> Proposal:
    """The proposal for the window's last day; nothing goes between two counties whose road is ``closed``."""
    day = window[-1].date()
    lines, balance = [], []
    if not enterprise_list.empty:
        laid = holdings(enterprise_list, supply_daily, region, window[-1:])
        codes, km = distances(region)
        shut = np.isin(codes, closed or ())
        load = float(config.dispatch["least_load"])
        reasons = Reasons(region, enterprise_list, load)
        for category in [c for c in region.categories["category"] if (laid.keys["category"] == c).any()]:
            goal = aim(config, region, category, day)
            if goal is not None:
                stand = stand_of(laid.of(category), goal, codes, load)
                found = solve(problem_of(stand, km, closed=np.outer(shut, shut)))
                lines += _lines(stand, found, km, category, day, reasons)
                balance += _balance(stand, found, category, day, region.code, reasons)
    return Proposal(lines=pd.DataFrame(lines, columns=LINES), balance=pd.DataFrame(balance, columns=BALANCE))


def stand_of(held: Holdings, goal: Aim, codes: list[str], load: float) -> Stand:
    """Add the firms up to counties."""
    place = np.array([codes.index(county) for county in held.keys["county"]], dtype=int)
    adds = (place[:, None] == np.arange(len(codes))).astype("float64")
    heard = np.isfinite(held.on_hand)
    stock, coming, demand = (np.nan_to_num(a) for a in (held.on_hand, held.in_transit, held.demand))
    sums = {
        "firms": np.ones_like(stock) @ adds,
        "heard": heard.astype("float64") @ adds,
        "on_hand": stock @ adds,
        "in_transit": coming @ adds,
        "demand": demand @ adds,
    }
    lacks = [np.maximum(d * sums["demand"] - sums["on_hand"] - sums["in_transit"], 0) for d in goal.levels]
    needs = np.diff(np.stack(lacks, axis=2), axis=2, prepend=0)
    gives = np.where(demand > 0, np.maximum(stock - goal.target * demand, 0), 0)
    above = np.maximum(sums["on_hand"] - goal.target * sums["demand"], 0)
    lacking = needs.sum(axis=2) > DUST
    return Stand(
        held=held,
        goal=goal,
        load=load,
        codes=codes,
        place=place,
        gives=gives,
        takes=np.maximum(goal.target * demand - stock - coming, 0),
        spare=np.where(lacking, 0, np.minimum(above, gives @ adds)),
        needs=np.where(lacking[:, :, None], needs, 0),
        sums=sums,
    )


def problem_of(stand: Stand, km: np.ndarray, *, closed: np.ndarray | None = None) -> Problem:
    """The last day between counties."""
    return Problem(
        place=stand.place,
        gives=stand.gives[-1],
        takes=stand.takes[-1],
        spare=stand.spare[-1],
        needs=stand.needs[-1],
        cost=km,
        load=stand.load,
        closed=closed,
    )


def within(stand: Stand, between: Solution) -> list[np.ndarray]:
    """What firms of one county hand each other: store x store, for each county that lacks nothing as a whole."""
    left = stand.gives[-1] - between.sent.sum(axis=1)
    lines = stand.goal.levels
    urgent = lines[-2] if len(lines) > 1 else stand.goal.target
    stock = np.nan_to_num(stand.held.on_hand[-1] + stand.held.in_transit[-1])
    lacks = np.where(stock < urgent * np.nan_to_num(stand.held.demand[-1]), stand.takes[-1], 0)
    found = []
    for county in range(len(stand.codes)):
        here = np.flatnonzero(stand.place == county)
        if stand.needs[-1, county].sum() > DUST or not (lacks[here] > DUST).any():
            continue
        gives = np.where(lacks[here] > DUST, 0, np.maximum(left[here], 0))
        solved = solve(
            Problem(
                place=np.arange(len(here)),
                gives=gives,
                takes=lacks[here],
                spare=gives,
                needs=lacks[here][:, None],
                cost=np.full((len(here), len(here)), WITHIN_KM),
                load=stand.load,
            )
        )
        sent = np.zeros_like(between.sent)
        sent[np.ix_(here, here)] = solved.sent
        found.append(sent)
    return found


def _lines(stand: Stand, found: Solution, km, category: str, day: dt.date, reasons: Reasons) -> list[dict]:
    moved = [("between", found.sent), *[("within", sent) for sent in within(stand, found)]]
    out = sum(sent.sum(axis=1) for _, sent in moved)
    into = sum(sent.sum(axis=0) for _, sent in moved)
    stock, coming, demand = (np.nan_to_num(a[-1]) for a in (stand.held.on_hand, stand.held.in_transit,
                                                            stand.held.demand))  # fmt: skip
    before = _days(stock, demand), _days(stock + coming, demand)
    after = _days(stock - out, demand), _days(stock + coming + into, demand)
    firms, counties = stand.held.keys["enterprise"].tolist(), stand.held.keys["county"].tolist()
    rows = []
    for kind, sent in moved:
        for i, j in zip(*np.nonzero(sent > DUST)):
            rows.append(
                {
                    "category": category, "sender": firms[i], "from_county": counties[i], "receiver": firms[j],
                    "to_county": counties[j], "kind": kind, "date": pd.Timestamp(day), "tonnes": float(sent[i, j]),
                    "km": float(km[stand.place[i], stand.place[j]]), "sender_before": before[0][i],
                    "sender_after": after[0][i], "receiver_before": before[1][j], "receiver_after": after[1][j],
                    "target_days": stand.goal.target,
                }
            )  # fmt: skip
    counted = _county_days(stand)
    return [{**row, "reason": reasons.line(row, counted)} for row in rows]


def _county_days(stand: Stand) -> dict[str, float]:
    """Days of cover of each county, goods on the way counted."""
    held = stand.sums["on_hand"][-1] + stand.sums["in_transit"][-1]
    return dict(zip(stand.codes, _days(held, stand.sums["demand"][-1])))


def _days(tonnes: np.ndarray, demand: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(demand > 0, tonnes / demand, np.nan)


def _balance(stand: Stand, found: Solution, category, day, region: str, reasons: Reasons) -> list[dict]:
    into, out = found.sent.sum(axis=0), found.sent.sum(axis=1)
    table = {name: values[-1] for name, values in stand.sums.items()} | {
        "need": stand.needs[-1].sum(axis=1),
        "spare": stand.spare[-1],
        "sent": np.bincount(stand.place, out, len(stand.codes)),
        "received": np.bincount(stand.place, into, len(stand.codes)),
        "unmet": found.unmet.sum(axis=1),
    }
    frame = pd.DataFrame(table).assign(county=stand.codes)
    whole = {name: frame[name].sum() for name in SHARES} | {"county": region}
    rows = frame[frame["firms"] > 0].to_dict("records")
    since = _since(stand.short, stand.held.days)
    same = {"category": category, "date": pd.Timestamp(day), "target_days": stand.goal.target}
    full = [{**same, "short_since": pd.NaT, **row} for row in rows]
    full.append({**same, "short_since": since, **whole})
    scarce = stand.short[-1] > DUST
    for row in full:
        row["state"] = _state(row, scarce=scarce)
        row["reason"] = reasons.balance(row, whole_since=row["short_since"] if row["county"] == region else None)
        row["firms"], row["heard"] = int(row["firms"]), int(row["heard"])
    return full


def _state(row: dict, *, scarce: bool) -> str:
    """``scarce``: the region has too little; else what stays unmet is too little for a load."""
    if row["heard"] == 0:
        return "unknown"
    if row["need"] <= DUST:
        return "enough"
    if row["unmet"] <= DUST:
        return "filled"
    return "short" if scarce else "small"


def _since(short: np.ndarray, days: pd.DatetimeIndex) -> pd.Timestamp:
    """The first day of the run of short days that ends on the last; NaT when the last is not short."""
    enough = np.flatnonzero(short <= DUST)
    if len(enough) and enough[-1] == len(short) - 1:
        return pd.NaT
    return days[enough[-1] + 1] if len(enough) else days[0]
