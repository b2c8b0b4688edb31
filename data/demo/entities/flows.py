"""How many entities open and end a day in each cell (county and kind): seasons, the epidemic and what was planted."""

from dataclasses import dataclass

import numpy as np

from data.demo.entities.plan import Spell, entity_plan
from data.demo.entities.rates import ENTRY_RATE, EXIT_RATE, EXITS_2020, county_temper
from data.demo.scene import Scene
from data.demo.season import EPIDEMIC_ENTRIES, EPIDEMIC_EXITS, along, working_rhythm, yearly_rhythm


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Counts by cell (row) and day (column). Revocations and waves come on top, from the plan itself."""

    cells: list[tuple[str, str]]
    entries: np.ndarray
    deregistrations: np.ndarray


def cells_of(scene: Scene) -> list[tuple[str, str]]:
    """County and kind of every cell, in the pack's order."""
    return [(county, kind) for county in scene.counties for kind in scene.region.kinds["kind"]]


def draw_flows(scene: Scene) -> Flows:
    """The day's openings and ordinary deregistrations, drawn with more spread than Poisson."""
    cells = cells_of(scene)
    expected_entries, expected_exits = expected_flows(scene, cells)
    rng = scene.rng("flows")
    return Flows(
        cells=cells,
        entries=rng.poisson(expected_entries * _unrest(rng, expected_entries.shape)),
        deregistrations=rng.poisson(expected_exits * _unrest(rng, expected_exits.shape)),
    )


def expected_flows(scene: Scene, cells: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Expected entries and deregistrations by cell and day, planted spells included."""
    stock = scene.baseline["entities"]["stock"]
    temper = dict(zip(scene.counties, county_temper(scene)))
    base = np.array([stock[county][kind] * temper[county] for county, kind in cells]) * scene.size.share / 365
    busy = working_rhythm(scene.region, scene.days) * yearly_rhythm(scene.region, scene.days)
    year_2020 = np.array([EXITS_2020 if day.year >= 2020 else 1.0 for day in scene.days])
    entries = np.outer(base * [ENTRY_RATE[kind] for _, kind in cells], busy * along(scene.days, EPIDEMIC_ENTRIES))
    exits = np.outer(
        base * [EXIT_RATE[kind] for _, kind in cells], busy * along(scene.days, EPIDEMIC_EXITS) * year_2020
    )
    for spell in entity_plan(scene).spells:
        _apply(scene, spell, cells, entries, exits)
    return entries, exits


def _apply(scene: Scene, spell: Spell, cells: list, entries: np.ndarray, exits: np.ndarray) -> None:
    rows = [n for n, (county, kind) in enumerate(cells) if county == spell.county and spell.kind in (None, kind)]
    first, last = max(scene.index(spell.first), 0), scene.index(spell.last)
    grown = np.linspace(0.25, 1.0, last - first + 1) if spell.creeping else np.ones(last - first + 1)
    for row in rows:
        entries[row, first : last + 1] *= 1 + (spell.entries - 1) * grown
        exits[row, first : last + 1] *= 1 + (spell.exits - 1) * grown


def _unrest(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Busy and quiet weeks and days: gamma factors of mean one."""
    rows, days = shape
    weeks = rng.gamma(90, 1 / 90, size=(rows, days // 7 + 1)).repeat(7, axis=1)[:, :days]
    return weeks * rng.gamma(12, 1 / 12, size=shape)
