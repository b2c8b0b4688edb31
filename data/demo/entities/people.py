"""Who the entities are: section, township, size and opening day of each, drawn at once for a whole cell."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from data.demo.entities.flows import Flows
from data.demo.entities.rates import SIZE_SHARE, SIZES, section_shares, township_weights
from data.demo.scene import Scene

MEAN_AGE_YEARS, OLDEST_YEARS = 4.5, 22.0


@dataclass(kw_only=True)
class People:
    """One element an entity, in order of birth: first those living at the start, cell by cell, then the openings.

    ``cell`` and ``township`` are those of the beginning. Only ``end`` changes anything.
    """

    cell: list[int] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    township: list[str] = field(default_factory=list)
    size: list[str] = field(default_factory=list)
    opened: list[dt.date] = field(default_factory=list)
    closed: list[dt.date | None] = field(default_factory=list)
    ended_by: list[str | None] = field(default_factory=list)
    first: dict[int, range] = field(default_factory=dict)  # cell -> those living at the start
    births: dict[tuple[int, int], range] = field(default_factory=dict)  # cell, day -> those opened that day
    seats: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cell)

    def first_of(self, cell: int) -> list[int]:
        """The cell's entities at the start."""
        return list(self.first[cell])

    def opened_on(self, cell: int, day: int) -> range:
        """The entities a cell opened on a day."""
        return self.births[cell, day]

    def seat(self, county: str) -> str:
        """The township newcomers from elsewhere are booked in."""
        return self.seats[county]

    def end(self, entity: int, day: dt.date, ended_by: str) -> None:
        """An entity ends."""
        self.closed[entity], self.ended_by[entity] = day, ended_by


def settle(scene: Scene, flows: Flows, opening: np.ndarray) -> People:
    """Everybody who lives at the start or opens later."""
    people = People(seats={county: next(iter(township_weights(scene, county))) for county in scene.counties})
    rng = scene.rng("people")
    for cell, count in enumerate(opening):
        people.first[cell] = _add(people, scene, flows.cells, cell, _ages(scene, rng, int(count)), rng)
    for cell in range(len(flows.cells)):
        days = np.repeat(np.arange(len(scene.days)), flows.entries[cell])
        everyone = _add(people, scene, flows.cells, cell, [scene.days[day] for day in days], rng)
        edges = everyone.start + np.concatenate([[0], flows.entries[cell].cumsum()])
        for day in range(len(scene.days)):
            people.births[cell, day] = range(int(edges[day]), int(edges[day + 1]))
    return people


def _ages(scene: Scene, rng: np.random.Generator, count: int) -> list[dt.date]:
    """Opening days before the first, on weekdays, the oldest first."""
    years = rng.exponential(MEAN_AGE_YEARS, count)
    years = np.where(years > OLDEST_YEARS, rng.uniform(0, OLDEST_YEARS, count), years)
    days = [scene.since - dt.timedelta(days=1 + int(age * 365.25)) for age in np.sort(years)[::-1]]
    return [day - dt.timedelta(days=max(day.weekday() - 4, 0)) for day in days]


def _add(people: People, scene: Scene, cells: list, cell: int, opened: list[dt.date], rng) -> range:
    county, kind = cells[cell]
    count, start = len(opened), len(people)
    weights = township_weights(scene, county)
    people.cell += [cell] * count
    people.section += _sections(scene, kind, opened, rng)
    people.township += rng.choice(np.array(list(weights), dtype=object), size=count, p=list(weights.values())).tolist()
    people.size += rng.choice(np.array(SIZES, dtype=object), size=count, p=SIZE_SHARE[kind]).tolist()
    people.opened += opened
    people.closed += [None] * count
    people.ended_by += [None] * count
    return range(start, start + count)


def _sections(scene: Scene, kind: str, opened: list[dt.date], rng) -> list[str]:
    late = sum(day.year >= 2020 for day in opened)  # they come in order
    drawn: list[str] = []
    for year, count in ((2019, len(opened) - late), (2020, late)):
        sections, shares = section_shares(scene, kind, year=year)
        drawn += rng.choice(np.array(sections, dtype=object), size=count, p=shares).tolist()
    return drawn
