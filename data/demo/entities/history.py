"""The life of every entity: the registry's rows and the daily counts come out of the same walk through the days."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data.demo.entities.flows import Flows, draw_flows
from data.demo.entities.people import People, settle
from data.demo.entities.plan import Batch, EntityPlan, Shift, Wave, entity_plan
from data.demo.entities.rates import HAZARD
from data.demo.scene import Scene

FLOWS = ("entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified")
BOLDEST = max(HAZARD.values())


@dataclass(frozen=True, kw_only=True)
class Change:
    """An entity that went over to another cell on a day."""

    day: int
    entity: int
    cell: int
    township: str


@dataclass(frozen=True, kw_only=True)
class History:
    """Who lived when and where (``people`` as they began), who went over, and the counts by cell and day."""

    cells: list[tuple[str, str]]
    people: People
    changes: list[Change]
    counts: dict[str, np.ndarray]
    opening: np.ndarray  # stock of each cell on the morning of the first day

    @property
    def closing(self) -> np.ndarray:
        """Stock by cell at the end of each day."""
        counts = self.counts
        net = (counts["entries"] - counts["deregistrations"] - counts["revocations"]
               + counts["moves_in"] - counts["moves_out"] + counts["reclassified"])  # fmt: skip
        return self.opening[:, None] + net.cumsum(axis=1)


@lru_cache(maxsize=2)
def entity_history(scene: Scene) -> History:
    """Walk through the days once; the same scene always gives the same history."""
    flows, plan = draw_flows(scene), entity_plan(scene)
    people = settle(scene, flows, opening_stock(scene, flows, plan))
    return Walk(scene, flows, plan, people).through()


def opening_stock(scene: Scene, flows: Flows, plan: EntityPlan) -> np.ndarray:
    """The stock the first day must begin with, so that the base day ends with the baseline's exactly."""
    base_day = scene.baseline["entities"]["base_day"]
    stock = scene.baseline["entities"]["stock"]
    target = np.array([round(stock[county][kind] * scene.size.share) for county, kind in flows.cells])
    until_base = max(scene.index(base_day) + 1, 0)
    net = (flows.entries - flows.deregistrations)[:, :until_base].sum(axis=1)
    for batch in plan.batches:
        if scene.since <= batch.day <= base_day:
            net[flows.cells.index((batch.county, batch.kind))] -= batch.count
    return target - net


class Walk:
    """The walk itself: a pool of the living a cell, changed day by day."""

    def __init__(self, scene: Scene, flows: Flows, plan: EntityPlan, people: People) -> None:
        self.scene, self.flows, self.people = scene, flows, people
        self.place = {cell: n for n, cell in enumerate(flows.cells)}
        self.counts = {name: np.zeros(flows.entries.shape, dtype=int) for name in FLOWS}
        self.pools = [people.first_of(cell) for cell in range(len(flows.cells))]
        self.opening = np.array([len(pool) for pool in self.pools])
        self.changes: list[Change] = []
        self.rng = scene.rng("walk")
        self.planned = self._planned(plan)

    def through(self) -> History:
        """Every day: bookings over, planted endings, ordinary endings, openings."""
        for day in range(len(self.scene.days)):
            for step in self.planned[day]:
                step(day)
            for cell, count in enumerate(self.flows.deregistrations[:, day]):
                for _ in range(count):
                    self._end(cell, self._anybody(cell), day, "deregistered")
            for cell, count in enumerate(self.flows.entries[:, day]):
                self.pools[cell] += self.people.opened_on(cell, day)
                self.counts["entries"][cell, day] += count
        return History(cells=self.flows.cells, people=self.people, changes=self.changes, counts=self.counts,
                       opening=self.opening)  # fmt: skip

    def _planned(self, plan: EntityPlan) -> dict[int, list]:
        steps: dict[int, list] = defaultdict(list)
        for shift in (plan.transfer, plan.definition):
            for day in range(self.scene.index(shift.first), self.scene.index(shift.last) + 1):
                steps[day].append(lambda day, shift=shift: self._book_over(shift, day))
        for batch in plan.batches:
            steps[self.scene.index(batch.day)].append(lambda day, batch=batch: self._clear_files(batch, day))
        for day, count in _spread(self.scene, plan.wave).items():
            steps[day].append(lambda day, count=count: self._close_down(plan.wave, count, day))
        return steps

    def _anybody(self, cell: int) -> int:
        """A place in the pool, drawn by its section's hazard."""
        pool = self.pools[cell]
        while True:
            place = int(self.rng.integers(len(pool)))
            if self.rng.random() * BOLDEST < HAZARD.get(self.people.section[pool[place]], 1.0):
                return place

    def _take(self, cell: int, place: int) -> int:
        pool = self.pools[cell]
        pool[place], pool[-1] = pool[-1], pool[place]
        return pool.pop()

    def _end(self, cell: int, place: int, day: int, ended_by: str) -> None:
        entity = self._take(cell, place)
        self.people.end(entity, self.scene.days[day], ended_by)
        self.counts["deregistrations" if ended_by == "deregistered" else "revocations"][cell, day] += 1

    def _clear_files(self, batch: Batch, day: int) -> None:
        cell = self.place[batch.county, batch.kind]
        for _ in range(batch.count):
            self._end(cell, int(self.rng.integers(len(self.pools[cell]))), day, batch.ended_by)

    def _close_down(self, wave: Wave, count: int, day: int) -> None:
        cell = self.place[wave.county, wave.kind]
        township, section = self.people.township, self.people.section
        for _ in range(count):
            struck = [n for n, e in enumerate(self.pools[cell])
                      if township[e] == wave.township and section[e] == wave.section]  # fmt: skip
            self._end(cell, int(self.rng.choice(struck)), day, "deregistered")

    def _book_over(self, shift: Shift, day: int) -> None:
        source, target = self.place[shift.county, shift.kind], self.place[shift.to_county, shift.to_kind]
        moved = shift.county != shift.to_county
        for _ in range(shift.count):
            entity = self._take(source, int(self.rng.integers(len(self.pools[source]))))
            township = self.people.seat(shift.to_county) if moved else self.people.township[entity]
            self.changes.append(Change(day=day, entity=entity, cell=target, township=township))
            self.pools[target].append(entity)
        out, into = ("moves_out", "moves_in") if moved else ("reclassified", "reclassified")
        self.counts[out][source, day] += shift.count if moved else -shift.count
        self.counts[into][target, day] += shift.count


def _spread(scene: Scene, wave: Wave) -> dict[int, int]:
    """A wave's closures over its working days, most of them early."""
    span = [wave.first + dt.timedelta(days=n) for n in range((wave.last - wave.first).days + 1)]
    days = [scene.index(day) for day in span if scene.region.is_workday(day)]
    weights = np.linspace(1.5, 0.5, len(days))
    draws = scene.rng("wave").multinomial(wave.count, weights / weights.sum())
    return {day: int(count) for day, count in zip(days, draws) if count}
