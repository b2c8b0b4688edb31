"""Where and when entity numbers truly fall, and what only looks like it. Drawn before anything is simulated."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from data.demo.entities.rates import EXIT_RATE, township_weights
from data.demo.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Spell:
    """Entries and exits of one cell multiplied from day to day; ``kind`` None means every kind."""

    county: str
    kind: str | None
    first: dt.date
    last: dt.date
    entries: float = 1.0
    exits: float = 1.0
    creeping: bool = False  # grows from nothing to its full size over the spell


@dataclass(frozen=True, kw_only=True)
class Wave:
    """So many closures of one section in one township, spread over some days."""

    county: str
    kind: str
    township: str
    section: str
    first: dt.date
    last: dt.date
    count: int


@dataclass(frozen=True, kw_only=True)
class Batch:
    """So many endings booked on one day: a clearing of files, not a day of closures."""

    county: str
    kind: str
    day: dt.date
    count: int
    ended_by: str


@dataclass(frozen=True, kw_only=True)
class Shift:
    """So many entities booked over to another county or another kind on some days."""

    county: str
    kind: str
    to_county: str
    to_kind: str
    first: dt.date
    last: dt.date
    count: int  # a day


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A county's counts for some days that arrive only on a later one."""

    county: str
    first: dt.date
    last: dt.date
    sent_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Slip:
    """Deregistrations a county forgot on one day and restates ``after`` days later."""

    county: str
    kind: str
    day: dt.date
    count: int
    after: int


@dataclass(frozen=True, kw_only=True)
class EntityPlan:
    """Everything planted among the entities of one prefecture."""

    freeze: Spell
    slow_decline: Spell
    exit_wave: Spell
    shrinking: tuple[Spell, ...]
    wave: Wave
    batch_day: Batch
    cleanups: tuple[Batch, ...]
    old_batches: tuple[Batch, ...]
    definition: Shift
    transfer: Shift
    missing_week: Gap
    late: tuple[Gap, ...]
    slips: tuple[Slip, ...]

    @property
    def spells(self) -> tuple[Spell, ...]:
        return (self.freeze, self.slow_decline, self.exit_wave, *self.shrinking)

    @property
    def batches(self) -> tuple[Batch, ...]:
        return (self.batch_day, *self.cleanups, *self.old_batches)


@cache
def entity_plan(scene: Scene) -> EntityPlan:
    """The plan of this seed. Roles go to the counties in the seed's own order."""
    role, before, rng = scene.role, scene.before, scene.rng("entity plan")
    shrinking_from = max(dt.date(2020, 3, 5), scene.since + dt.timedelta(days=30))
    return EntityPlan(
        freeze=Spell(county=role(0), kind="individual", first=before(41), last=scene.until, entries=0.08),
        wave=_catering_wave(scene, role(1)),
        slow_decline=Spell(county=role(2), kind="cooperative", first=max(before(200), scene.since), last=scene.until,
                           entries=0.12, exits=11.0, creeping=True),
        exit_wave=Spell(county=role(3), kind="enterprise", first=before(34), last=scene.until, exits=6.0),
        shrinking=tuple(
            Spell(county=role(n), kind=None, first=shrinking_from, last=scene.until, entries=0.55, exits=2.3)
            for n in (4, 5)
        ),
        batch_day=_batch(scene, role(6), _workday(scene, before(17)), 0.022, "deregistered"),
        cleanups=tuple(
            _batch(scene, role(n), day, float(rng.uniform(0.02, 0.035)), "revoked")
            for n, day in ((1, dt.date(2019, 5, 22)), (6, dt.date(2019, 9, 18)), (7, dt.date(2019, 11, 20)))
            if scene.since <= day <= scene.until
        ),
        old_batches=tuple(
            _batch(scene, role(n), day, float(rng.uniform(0.010, 0.018)), "deregistered")
            for n, day in ((0, dt.date(2019, 6, 26)), (3, dt.date(2019, 12, 18)), (2, dt.date(2020, 6, 17)))
            if scene.since <= day <= scene.until
        ),
        definition=_shift(scene, role(7), "cooperative", role(7), "enterprise", before(91), 1, 0.08),
        transfer=_shift(scene, role(6), "individual", role(7), "individual", before(77), 3, 0.012),
        missing_week=Gap(county=role(7), first=before(50), last=before(44), sent_on=before(41)),
        late=_late_days(scene, rng),
        slips=_slips(scene, rng),
    )  # fmt: skip


def _stock(scene: Scene, county: str, kind: str) -> float:
    return scene.baseline["entities"]["stock"][county][kind] * scene.size.share


def _workday(scene: Scene, day: dt.date) -> dt.date:
    while not scene.region.is_workday(day):
        day -= dt.timedelta(days=1)
    return day


def _catering_wave(scene: Scene, county: str) -> Wave:
    """Twice what the whole county usually loses in four weeks, from one township."""
    weights = township_weights(scene, county)
    township = sorted(weights, key=weights.get)[-2]
    stock = _stock(scene, county, "individual")
    sections = scene.baseline["entities"]["sections"]["individual"]
    there = stock * weights[township] * sections["H"] / sum(sections.values())
    usual = stock * EXIT_RATE["individual"] / 13
    count = int(min(0.7 * there, max(2.0 * usual, 25)))
    return Wave(county=county, kind="individual", township=township, section="H", first=scene.before(24),
                last=scene.before(4), count=count)  # fmt: skip


def _batch(scene: Scene, county: str, day: dt.date, share: float, ended_by: str) -> Batch:
    count = int(_stock(scene, county, "individual") * share)
    return Batch(county=county, kind="individual", day=day, count=count, ended_by=ended_by)


def _shift(scene, county, kind, to_county, to_kind, day, days, share) -> Shift:
    first = _workday(scene, day)
    return Shift(county=county, kind=kind, to_county=to_county, to_kind=to_kind, first=first,
                 last=first + dt.timedelta(days=days - 1), count=int(_stock(scene, county, kind) * share))  # fmt: skip


def _late_days(scene: Scene, rng: np.random.Generator) -> tuple[Gap, ...]:
    """Five reports of one county that come two or three days late."""
    starts = sorted(rng.choice(np.arange(56, 84, 5), size=5, replace=False))
    return tuple(
        Gap(county=scene.role(6), first=day, last=day, sent_on=day + dt.timedelta(days=int(rng.integers(3, 5))))
        for day in (scene.before(int(start)) for start in reversed(starts))
    )


def _slips(scene: Scene, rng: np.random.Generator) -> tuple[Slip, ...]:
    """Miscounted days that a later file corrects."""
    days = sorted(int(d) for d in rng.choice(np.arange(60, 110, 7), size=4, replace=False))
    return tuple(
        Slip(county=scene.role(n), kind="individual", day=_workday(scene, scene.before(day)), count=1, after=3)
        for n, day in zip((0, 1, 3, 4), days)
    )
