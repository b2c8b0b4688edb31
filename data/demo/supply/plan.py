"""Which firm runs short of what, whose prices jump, and who stops reporting."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from data.demo.scene import Scene
from data.demo.supply.firms import lines


@dataclass(frozen=True, kw_only=True)
class Squeeze:
    """The stock of some lines led down to ``cover`` days of usual sales by ``reached``, held until ``last``."""

    name: str
    enterprise: str | None  # None: every firm of the county
    county: str
    category: str
    first: dt.date
    reached: dt.date
    last: dt.date
    cover: float


@dataclass(frozen=True, kw_only=True)
class Jump:
    """A price that moves by ``change`` (0.5 is half again) in two days and stays there until ``last``."""

    name: str
    enterprise: str | None  # None: every firm of the region
    county: str
    category: str
    day: dt.date
    last: dt.date
    change: float


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A firm that sends nothing from ``first`` to ``last``."""

    enterprise: str
    county: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, kw_only=True)
class SupplyPlan:
    """Everything planted among the guarantee enterprises."""

    squeezes: tuple[Squeeze, ...]
    jumps: tuple[Jump, ...]
    silent: Silence  # from nothing wrong to nothing heard
    silent_when_short: Silence  # its last report was an alarming one
    lapsed: Silence  # some days missed, then back
    tardy: tuple[str, ...]  # firms that send most reports after the deadline

    def squeeze(self, name: str) -> Squeeze:
        """The shortage of that name."""
        return next(s for s in self.squeezes if s.name == name)

    def jump(self, name: str) -> Jump:
        """The price movement of that name."""
        return next(j for j in self.jumps if j.name == name)


@cache
def supply_plan(scene: Scene) -> SupplyPlan:
    """The plan of this seed. Each trouble has a firm of its own, so that none hides another."""
    pick = _Picker(scene)
    before, until = scene.before, scene.until
    county = scene.role(6)
    muffled = pick.squeeze("short_then_silent", "slaughter", "meat", first=26, reached=13, last=0, cover=1.1)
    squeezes = (
        pick.squeeze("red", "grain_and_oil", "flour", first=30, reached=6, last=0, cover=2.0),
        pick.squeeze("orange", "poultry", "eggs", first=16, reached=6, last=0, cover=2.0),
        pick.squeeze("stockout", "dairy", "dairy", first=22, reached=8, last=0, cover=0.0),
        pick.squeeze("brief_stockout", "grain_and_oil", "rice", first=64, reached=40, last=37, cover=0.0),
        muffled,
        Squeeze(name="county_vegetables", enterprise=None, county=county, category="vegetables", first=before(12),
                reached=before(5), last=until, cover=1.25),
    )  # fmt: skip
    pick.used |= set(_firms_of(scene, county, "vegetables"))
    jumps = (
        pick.jump("mild", "poultry", "eggs", day=4, change=0.41),
        pick.jump("strong", "wholesaler", "vegetables", day=4, change=0.63),
        pick.jump("extreme", "grain_and_oil", "rice", day=3, change=1.25),
        pick.jump("glut", "wholesaler", "vegetables", day=3, change=-0.38),
        Jump(name="panic", enterprise=None, county=scene.region.code, category="vegetables", day=dt.date(2020, 1, 26),
             last=dt.date(2020, 2, 12), change=0.36),
    )  # fmt: skip
    return SupplyPlan(
        squeezes=squeezes,
        jumps=jumps,
        silent=pick.silence("supermarket", first=9, last=0),
        silent_when_short=Silence(enterprise=muffled.enterprise, county=muffled.county, first=before(6), last=until),
        lapsed=pick.silence("supermarket", first=48, last=43),
        tardy=(pick.firm("supermarket", None), pick.firm("slaughter", None)),
    )


class _Picker:
    """Hands out firms nobody else has."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.rng, self.used = scene, scene.rng("supply plan"), set()

    def firm(self, kind: str, category: str | None) -> str:
        """A free firm of a kind that carries a category."""
        rows = lines(self.scene)
        fits = rows[(rows["kind"] == kind) & ~rows["enterprise"].isin(self.used)]
        if category:
            fits = fits[fits["category"] == category]
        fits = fits[fits["county"] != self.scene.role(6)]  # that county's vegetables run short as a whole
        chosen = str(self.rng.choice(sorted(set(fits["enterprise"]))))
        self.used.add(chosen)
        return chosen

    def squeeze(self, name, kind, category, *, first, reached, last, cover) -> Squeeze:
        enterprise, before = self.firm(kind, category), self.scene.before
        return Squeeze(name=name, enterprise=enterprise, county=self._county(enterprise), category=category,
                       first=before(first), reached=before(reached), last=before(last), cover=cover)  # fmt: skip

    def jump(self, name, kind, category, *, day, change) -> Jump:
        enterprise = self.firm(kind, category)
        return Jump(name=name, enterprise=enterprise, county=self._county(enterprise), category=category,
                    day=self.scene.before(day), last=self.scene.until, change=change)  # fmt: skip

    def silence(self, kind, *, first, last) -> Silence:
        enterprise = self.firm(kind, None)
        return Silence(enterprise=enterprise, county=self._county(enterprise), first=self.scene.before(first),
                       last=self.scene.before(last))  # fmt: skip

    def _county(self, enterprise: str) -> str:
        rows = lines(self.scene)
        return str(rows.loc[rows["enterprise"] == enterprise, "county"].iloc[0])


def _firms_of(scene: Scene, county: str, category: str) -> list[str]:
    rows = lines(scene)
    return list(rows.loc[(rows["county"] == county) & (rows["category"] == category), "enterprise"])
