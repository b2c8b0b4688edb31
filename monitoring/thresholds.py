"""Dated thresholds: which line ruled which subject on which day, and who drew it."""

import datetime as dt
import math
from dataclasses import dataclass
from functools import cached_property

from monitoring.indicators.passport import Indicator
from monitoring.severity import SEVERITIES


class BadThreshold(ValueError):
    """A threshold of the configuration cannot be used; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One line for one indicator from one day on.

    ``levels`` maps severities to numbers: a low one is reached below its number, a high one at or above.
    ``release`` is the milder number to be passed before a reached level may be given up; ``depth`` names a
    second indicator whose size decides how severe a reached level is.
    """

    indicator: str
    since: dt.date
    worse: str
    levels: dict[str, float]
    source: str
    mark: str
    subjects: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    target: float | None = None
    release: float | None = None
    depth: "Threshold | None" = None
    persistence: int = 1
    lower_after: int | None = None  # None: as many as everywhere

    def reaches(self, value: float, bound: float) -> bool:
        """Whether a value is beyond a bound of this line."""
        return value < bound if self.worse == "low" else value >= bound

    def severity(self, value: float) -> str | None:
        """The severest level a value reaches."""
        if math.isnan(value):
            return None
        reached = [s for s in SEVERITIES if s in self.levels and self.reaches(value, self.levels[s])]
        return reached[-1] if reached else None

    @property
    def clears_at(self) -> float:
        """The number at which the mildest level is left."""
        mildest = next(self.levels[s] for s in SEVERITIES if s in self.levels)
        return mildest if self.release is None else self.release

    def rules(self, grain: str, category: str | None) -> bool:
        """Whether it speaks of subjects of this grain and category."""
        return (not self.subjects or grain in self.subjects) and (not self.categories or category in self.categories)

    @property
    def specific(self) -> int:
        """How narrowly it speaks: the narrower line wins."""
        return bool(self.subjects) + 2 * bool(self.categories)


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Every line there is."""

    entries: tuple[Threshold, ...]
    region: object
    catalog: dict[str, Indicator]

    def ruling(self, indicator: str, grain: str, category: str | None) -> dict[str, list[Threshold]]:
        """The lines of each side ("low", "high") for a grain and category, in order of their first day."""
        sides: dict[str, list[Threshold]] = {}
        fitting = [t for t in self.entries if t.indicator == indicator and t.rules(grain, category)]
        for side in ("low", "high"):
            mine = [t for t in fitting if t.worse == side]
            narrowest = max((t.specific for t in mine), default=0)
            chosen = [t for t in mine if t.specific == narrowest]
            if chosen:
                sides[side] = sorted(chosen, key=lambda t: t.since)
        return sides

    def grain(self, indicator: str, subject: str) -> tuple[str, str | None]:
        """What kind of subject it is ("county:kind", "market", "debtor", ...) and its category, if it has one."""
        head, colon, tail = subject.partition(":")
        place = "region" if head == self.region.code else "county" if head in self._counties else None
        if place is None:
            own = [s for s in self.catalog[indicator].subjects if s.partition(":")[0] not in ("region", "county")]
            place = own[0].partition(":")[0] if own else "unknown"
        if not colon:
            return place, None
        if tail in self._categories:
            return f"{place}:category", tail
        if tail in self._targets:
            return f"{place}:target", tail
        return (f"{place}:kind", None) if tail in self._kinds else ("debtor", None)

    @cached_property
    def _counties(self) -> frozenset[str]:
        return frozenset(self.region.counties["county"])

    @cached_property
    def _categories(self) -> frozenset[str]:
        return frozenset(self.region.categories["category"])

    @cached_property
    def _targets(self) -> frozenset[str]:
        return frozenset(self.region.measure_targets["target"])

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(self.region.kinds["kind"])

    def both(self, indicator: str, subject: str, day: dt.date) -> tuple[Threshold, ...]:
        """The lines that rule a subject on a day, the worse side's first."""
        grain, category = self.grain(indicator, subject)
        found = []
        for lines in self.ruling(indicator, grain, category).values():
            begun = [t for t in lines if t.since <= day]
            found += begun[-1:]
        return tuple(sorted(found, key=lambda t: t.worse != self.catalog[indicator].worse))

    def on(self, indicator: str, subject: str, day: dt.date) -> Threshold | None:
        """The line on the side that is worse for the indicator; None where nothing rules."""
        return next(iter(self.both(indicator, subject, day)), None)


def read_threshold(entry: dict, *, targets: dict, persistence: dict, lowering: dict | None = None) -> Threshold | None:
    """A threshold from its table; None where it stands on a target the region does not have."""
    levels = {s: entry[s] for s in SEVERITIES if s in entry}
    if any(isinstance(bound, str) and bound not in targets for bound in levels.values()):
        return None
    levels = {s: float(targets[b] if isinstance(b, str) else b) for s, b in levels.items()}
    named = f"threshold of {entry.get('indicator')} from {entry.get('from')}"
    if not levels or not entry.get("source") or not entry.get("mark") or not isinstance(entry.get("from"), dt.date):
        raise BadThreshold(f"{named} needs a level, a first day, a source and a mark")
    if list(levels.values()) != sorted(levels.values(), reverse=entry["worse"] == "low"):
        raise BadThreshold(f"{named}: its levels do not run from mild to severe")
    return Threshold(
        indicator=entry["indicator"],
        since=entry["from"],
        worse=entry["worse"],
        levels=levels,
        source=entry["source"],
        mark=entry["mark"],
        subjects=tuple(entry.get("subjects", ())),
        categories=tuple(c for c in entry.get("categories", ()) if c != "*"),
        target=entry.get("target"),
        release=_number(entry.get("release"), targets),
        depth=_depth(entry, targets),
        persistence=persistence.get(entry["indicator"], 1),
        lower_after=(lowering or {}).get(entry["indicator"]),
    )


def _depth(entry: dict, targets: dict) -> Threshold | None:
    if "depth" not in entry:
        return None
    shared = {key: entry[key] for key in ("from", "source", "mark")}
    return read_threshold({**shared, **entry["depth"]}, targets=targets, persistence={})


def _number(bound: float | str | None, targets: dict) -> float | None:
    return targets[bound] if isinstance(bound, str) else bound
