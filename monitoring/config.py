"""What officials may change, read once: config.toml joined with the region pack's own thresholds."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from data.reference.region import Region
from monitoring.detectors.decision import STAYS_ABOVE, line_for
from monitoring.indicators.catalog import CATALOG
from monitoring.thresholds import BadThreshold, Thresholds, read_threshold


@dataclass(frozen=True, kw_only=True)
class Config:
    """The rules in force; ``hash`` names them in the record of a run."""

    region: Region
    thresholds: Thresholds
    parameters: dict
    evaluation: dict
    due_workdays: dict
    detector: dict
    unjudged: frozenset[str]
    hash: str


def load_config(path: Path, region: Region) -> Config:
    """Read the configuration for a region; raises BadThreshold naming the line that cannot be used."""
    content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    raw = content["threshold"] + list(region.thresholds)
    named = region.targets | _detector_lines(content["detector"])
    read = (read_threshold(e, targets=named, persistence=content["persistence"]) for e in raw)
    entries = tuple(entry for entry in read if entry is not None)
    unknown = {e.indicator for e in entries} | {e.depth.indicator for e in entries if e.depth}
    unknown = sorted((unknown | set(content["unjudged"]["indicators"]) | set(content["persistence"])) - set(CATALOG))
    if unknown:
        raise BadThreshold(f"no such indicator: {', '.join(unknown)}")
    rules = json.dumps([content, list(region.thresholds), region.targets], sort_keys=True, default=str)
    return Config(
        region=region,
        thresholds=Thresholds(entries=entries, region=region, catalog=CATALOG),
        parameters=content["parameters"],
        evaluation=content["evaluation"],
        due_workdays=content["due_workdays"],
        detector=content["detector"],
        unjudged=frozenset(content["unjudged"]["indicators"]),
        hash=hashlib.sha256(rules.encode()).hexdigest()[:16],
    )


def _detector_lines(detector: dict) -> dict[str, float]:
    """The numbers thresholds may name: the detector's line for the budget of false alarms, and what follows from it."""
    line = round(float(line_for(detector["false_alarms_per_series_year"], "weekly")), 2)
    release = round(line * STAYS_ABOVE, 2)
    sure, certain = round(line + 1, 2), round(line + 2, 2)
    return {"detector_line": line, "detector_release": release, "detector_sure": sure, "detector_certain": certain}
