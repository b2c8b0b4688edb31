"""A region pack as one object: what its counties, kinds, categories, calendar and targets are."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from data.reference.pack import BadPack, read_pack

__all__ = ["BadPack", "Region", "load_region"]

PACKS = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, eq=False)
class Region:
    """Everything the rest of the system may know of a place. Frames are shared: do not change them.

    Absent optional files give empty frames with the same columns (``boundary``: None, ``targets``: what is
    there). ``aliases`` are the names of the region itself, ``county_aliases`` map every accepted spelling of a
    county (its code too) to its code. ``reporting`` says from which day a topic is due
    daily, weekly or monthly, ``approval`` from which day it must be reviewed and issued.
    """

    folder: Path
    id: str
    code: str
    name: str
    short: str
    timezone: str
    population: int | None
    demo: bool
    map_source: str
    aliases: tuple[str, ...]
    targets: dict
    reporting: tuple[dict, ...]
    approval: tuple[dict, ...]
    counties: pd.DataFrame  # county, name, short, aliases, population, lon, lat, source, mark
    county_aliases: dict[str, str]
    townships: pd.DataFrame  # county, township, kind, code, source, mark
    kinds: pd.DataFrame  # kind, name, short, code_prefix, note
    categories: pd.DataFrame  # category, name, kg_per_head_year, shelf_life_days, perishable, source, mark
    distances: pd.DataFrame  # origin, destination (counties), km, source, mark; both ways alike
    sections: pd.DataFrame  # section, name, short, divisions
    calendar: pd.DataFrame  # date, kind (holiday or makeup), festival, source, mark
    festivals: pd.DataFrame  # festival, name, date, source, mark
    measures: pd.DataFrame  # measure, kind, group, title, leads, responsible, target, deadline, deadline_text, source
    measure_targets: pd.DataFrame  # measure, target, value, unit, deadline, title, way, reporter, indicator, note
    measure_plan: pd.DataFrame  # target, date, planned (cumulative), county (blank: each county alike), source, mark
    thresholds: list[dict]
    boundary: dict | None  # GeoJSON, properties.code; outer rings clockwise
    _day_kinds: dict = field(default_factory=dict, repr=False)

    @cached_property
    def target_of(self) -> dict[str, tuple]:
        """Each target of the plan (a named row of ``measure_targets``) by its id."""
        return {one.target: one for one in self.measure_targets.itertuples(index=False)}

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work that day: Monday to Friday, but for holidays and make-up days."""
        kind = self._day_kinds.get(day.date() if isinstance(day, dt.datetime) else day)
        return kind == "makeup" or (kind is None and day.isoweekday() <= 5)

    def reporting_on(self, topic: str, day: dt.date) -> dict | None:
        """The reporting rule (cadence, due, weekday) of a topic that rules on a day; None where none does."""
        ruling = [r for r in self.reporting if r["topic"] == topic and r["from"] <= day]
        return max(ruling, key=lambda r: r["from"], default=None)

    def approval_on(self, topic: str, day: dt.date) -> dict | None:
        """The rule that asks for approval of a topic received on a day; None where it counts at once."""
        ruling = [r for r in self.approval if r["topic"] == topic and r["from"] <= day]
        newest = max(ruling, key=lambda r: r["from"], default=None)
        return newest if newest is not None and newest.get("needed", True) else None


def load_region(pack: str | Path) -> Region:
    """The region of a shipped pack's id, or of a folder that holds a pack; BadPack names everything wrong."""
    folder = PACKS / pack if isinstance(pack, str) and (PACKS / pack).is_dir() else Path(pack)
    content = read_pack(folder, national=PACKS)
    days = content["calendar"]
    return Region(folder=folder, _day_kinds=dict(zip((one.date() for one in days["date"]), days["kind"])), **content)
