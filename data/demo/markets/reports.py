"""The markets' register and their weekly status reports."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.demo.markets.places import market_list
from data.demo.markets.plan import THIN_SHARE, MarketPlan, market_plan
from data.demo.scene import Scene
from data.demo.sending import Parcel, gathered

REASONS = ("疫情防控要求暂不开放", "经营户未返岗", "场地消杀整改", "客流不足,经营户推迟开业")
NORMAL_DAY, EPIDEMIC_DAY = dt.date(2020, 1, 10), dt.date(2020, 2, 7)
LATE_SHARE = 0.02
WEEKS_TO_FILL = 5  # from the first stalls to the usual occupancy


def list_parcels(scene: Scene) -> Iterator[Parcel]:
    """The register, once."""
    moment = scene.moment(scene.since + dt.timedelta(days=1), "09:00")
    yield Parcel(moment=moment, name="农贸市场名录", rows=market_list(scene))


def status_parcels(scene: Scene) -> Iterator[Parcel]:
    """One report before the epidemic, one in it, then every Friday; a few markets report on Saturday."""
    days = report_days(scene)
    if not days:
        return
    rows = pd.concat([_report(scene, day) for day in days], ignore_index=True)
    late = scene.rng("market delivery").random(len(rows)) < LATE_SHARE
    moments = [
        scene.moment(day + dt.timedelta(days=1), "10:20") if slow else scene.moment(day, "16:30")
        for day, slow in zip(rows["valid_for"], late)
    ]
    names = [f"农贸市场复市情况_{day:%Y%m%d}{'_迟报' if slow else ''}" for day, slow in zip(rows["valid_for"], late)]
    yield from gathered(rows.assign(moment=moments, file=names, sender=""))


def report_days(scene: Scene) -> list[dt.date]:
    """The days reports speak of."""
    start = scene.baseline["markets"]["reopening_from"]
    fridays = [day for day in scene.days if day >= start and day.isoweekday() == 5]
    return [day for day in (NORMAL_DAY, EPIDEMIC_DAY) if scene.since <= day <= scene.until] + fridays


def _report(scene: Scene, day: dt.date) -> pd.DataFrame:
    markets, plan = market_list(scene), market_plan(scene)
    rows = [
        {"market": market.market, "valid_for": day, **_status(scene, plan, market, day)}
        for market in markets.itertuples()
        if not (market.market == plan.silent and day >= plan.silent_from)
    ]
    return pd.DataFrame(rows)


def _status(scene: Scene, plan: MarketPlan, market, day: dt.date) -> dict:
    share, reason = _share_open(scene, plan, market, day)
    stalls = round(market.stalls_total * share)
    if stalls == 0:
        return {"status": "closed", "stalls_open": 0, "integrated": False, "reason": reason}
    full = share >= 0.5 or market.market == plan.thin
    integrated = lasting_share(scene, market.market) < 0.15 + 0.5 * _progress(scene, day)
    return {"status": "open" if full else "partial", "stalls_open": stalls, "integrated": integrated, "reason": None}


def _share_open(scene: Scene, plan: MarketPlan, market, day: dt.date) -> tuple[float, str | None]:
    """Which share of its stalls trades, and why none does."""
    draw = scene.rng(f"market {market.market}")
    usual, reason = float(draw.uniform(0.72, 0.97)), str(draw.choice(REASONS))
    opens = _opening_day(scene, market.market)
    if market.market in plan.waiting or (market.market == plan.started and day < plan.started_on):
        return 0.0, "项目尚未启动运营"
    if market.market == plan.started:
        return usual * min(0.3 + 0.1 * ((day - plan.started_on).days // 7), 1.0), None
    if day < EPIDEMIC_DAY:
        return usual, None
    if market.market == plan.stuck:
        return 0.0, plan.stuck_reason
    if day < opens:
        return 0.0, reason
    if market.market == plan.thin:
        return THIN_SHARE, None
    weeks = (day - opens).days / 7
    week_to_week = scene.rng(f"market {market.market} {day}").uniform(-0.04, 0.04)
    return float(np.clip(usual * min(0.45 + 0.55 * weeks / WEEKS_TO_FILL, 1.0) + week_to_week, 0.05, 1.0)), None


def _opening_day(scene: Scene, market: str) -> dt.date:
    """When a market reopens: its place in the queue read off the reopening curve."""
    curve = scene.baseline["markets"]["reopening"]
    queue = _queue(scene)
    place = (queue[market] + 0.5) / len(queue)
    ordinals = [day.toordinal() for day, _ in curve]
    shares = [share for _, share in curve]
    return dt.date.fromordinal(int(np.ceil(np.interp(place, shares, ordinals))))


def _queue(scene: Scene) -> dict[str, int]:
    names = list(market_list(scene)["market"])
    return {names[place]: n for n, place in enumerate(scene.rng("market queue").permutation(len(names)))}


def _progress(scene: Scene, day: dt.date) -> float:
    start = scene.baseline["markets"]["reopening_from"]
    return float(np.clip((day - start).days / 200, 0, 1))


def lasting_share(scene: Scene, name: str) -> float:
    """A number between nought and one that stays with a market."""
    return float(scene.rng(f"share {name}").random())
