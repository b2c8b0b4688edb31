"""Literal thresholds and configurations for tests."""

import datetime as dt

from monitoring.config import Config
from monitoring.indicators.catalog import CATALOG
from monitoring.thresholds import Thresholds, read_threshold
from tests.monitoring.literal import PARAMETERS, region

EVALUATION = {"reopen_days": 2, "look_back_days": 30, "lower_after": 2, "memory_days": 14, "settle_days": 7}


def line(indicator, *, since="2020-01-01", persist=1, **more) -> dict:
    """A threshold's table as config.toml writes it."""
    entry = {"indicator": indicator, "from": dt.date.fromisoformat(since), "worse": "low", "source": "a document",
             "mark": "E"}  # fmt: skip
    return entry | more | {"persist": persist}


def thresholds(*lines, place=None, targets=None) -> Thresholds:
    """Thresholds of literal tables."""
    read = (
        read_threshold(entry, targets=targets or {}, persistence={entry["indicator"]: entry.get("persist", 1)})
        for entry in lines
    )
    return Thresholds(entries=tuple(t for t in read if t), region=place or region(), catalog=CATALOG)


def config(*lines, place=None, **evaluation) -> Config:
    """A configuration with these lines and nothing else judged."""
    place = place or region()
    return Config(
        region=place,
        thresholds=thresholds(*lines, place=place),
        parameters=PARAMETERS,
        evaluation=EVALUATION | evaluation,
        due_workdays={"blue": 10, "yellow": 5, "orange": 2, "red": 1},
        cases={"up_after_workdays": {"county": 3, "prefecture": 5}},
        dispatch={"least_load": 0.5},
        burden={"cell_seconds": 6},
        unjudged=frozenset(),
        hash="test",
    )
