"""Which markets are in trouble at the end: nearly empty, stuck, silent, not started."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from data.demo.markets.places import market_list
from data.demo.scene import Scene

THIN_SHARE = 0.10
STARTED_DAYS_AGO = 55


@dataclass(frozen=True, kw_only=True)
class MarketPlan:
    """Market ids and days of what was planted."""

    thin: str  # reports itself open with a tenth of its stalls trading
    stuck: str  # never reopens
    stuck_reason: str
    silent: str  # open, but says nothing since ``silent_from``
    silent_from: dt.date
    started: str  # the special market that has started, on ``started_on``
    started_on: dt.date
    waiting: tuple[str, ...]  # the special markets that have not

    @property
    def planted(self) -> tuple[str, ...]:
        return (self.thin, self.stuck, self.silent, self.started, *self.waiting)


@cache
def market_plan(scene: Scene) -> MarketPlan:
    """The plan of this seed."""
    markets = market_list(scene)
    rng = scene.rng("market plan")
    special = list(rng.permutation(markets.loc[markets["special"], "market"]))

    def ordinary(role: int) -> str:
        own = markets[(markets["county"] == scene.role(role)) & ~markets["special"] & (markets["kind"] == "township")]
        return str(rng.choice(own["market"]))

    return MarketPlan(
        thin=ordinary(0),
        stuck=ordinary(2),
        stuck_reason="场地改造未完工,周边道路封闭施工",
        silent=ordinary(3),
        silent_from=scene.before(24),
        started=str(special[0]),
        started_on=scene.before(STARTED_DAYS_AGO),
        waiting=tuple(str(market) for market in special[1:]),
    )
