"""Every cause, size and county once: is the true fall found and the artefact named?"""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from bench.verdict.registry import CAUSES, COUNTIES, REGION, SIZES, Planted, Registry, festivals_of
from monitoring.config import load_config
from monitoring.detectors.decline import detect
from monitoring.grading import grade
from monitoring.indicators.catalog import CATALOG
from monitoring.levels import Patience
from monitoring.signals import COLUMNS, signals
from monitoring.verdict.call import MOVED_BY
from monitoring.verdict.explain import explained

DAYS = pd.date_range("2022-01-01", "2023-12-31", unit="us")
JUDGED = pd.date_range("2023-01-01", "2023-12-31", unit="us")
NOW = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
FOUND_WITHIN = 61
CONFIG = load_config(Path("config.toml"), REGION)


def told(registry: Registry, firsts: list[pd.Timestamp]) -> pd.DataFrame:
    """The signals begun within two months of any of these days, with their verdicts, by the daily run's own functions.

    A verdict knows its own signal alone, so those that nobody judges need none.
    """
    inputs = {
        "entity_counts": registry.counts(), "region": REGION, "calendar": REGION.calendar, "now": NOW,
        "parameters": CONFIG.parameters, "detect": detect, "window": JUDGED,
    }  # fmt: skip
    beside = ("entries_against_usual", "exits_against_usual")
    values = pd.concat(
        [CATALOG[name].answer(inputs).assign(indicator=name) for name in (*MOVED_BY, *beside)], ignore_index=True
    )
    found = signals(
        grade(values, CONFIG.thresholds),
        before=pd.DataFrame(columns=COLUMNS),
        thresholds=CONFIG.thresholds,
        patience=Patience(lower_after=2, memory_days=14),
        since=JUDGED[0],
    )
    found["begun"] = pd.to_datetime([evidence["since"] for evidence in found["evidence"]])
    near = [(found["begun"] >= first) & (found["date"] <= first + pd.Timedelta(days=FOUND_WITHIN)) for first in firsts]
    found = explained(found[np.any(near, axis=0)].reset_index(drop=True), inputs, JUDGED, CONFIG.thresholds)
    return found.assign(call=[evidence["verdict"]["call"] for evidence in found["evidence"]])


def run(seed: int, rounds: int) -> pd.DataFrame:
    """cause, size, county, true, signals, first_true (days to the first signal called true), calls."""
    rows = []
    for turn in range(rounds * len(CAUSES) * len(SIZES)):
        rng = np.random.default_rng([seed, turn])
        registry = Registry(rng, DAYS)
        planted = []
        for place, county in enumerate(COUNTIES):
            cause = CAUSES[(place + turn) % len(CAUSES)]
            size = SIZES[(turn // len(CAUSES) + place) % len(SIZES)]
            first = pd.Timestamp("2023-02-20") + pd.Timedelta(days=int(rng.integers(0, 200)))
            while not REGION.is_workday(first.date()):
                first += pd.Timedelta(days=1)
            planted.append(Planted(cause=cause, size=size, county=county, first=first))
            registry.plant(planted[-1])
        found = told(registry, [one.first for one in planted])
        rows += [_judged(one, found) for one in planted]
    return pd.DataFrame(rows)


def seasons(seed: int) -> pd.DataFrame:
    """The same of festivals that empty every county's offices more than the calendar's, one registry a size."""
    rows = []
    for turn, size in enumerate(SIZES):
        registry = Registry(np.random.default_rng([seed, 98, turn]), DAYS)
        registry.season(size)
        festivals = list(festivals_of(JUDGED))
        found = told(registry, festivals)
        rows += [
            _judged(Planted(cause="season", size=size, county=county, first=first), found)
            for first in festivals
            for county in COUNTIES
        ]
    return pd.DataFrame(rows)


def _judged(planted: Planted, found: pd.DataFrame) -> dict:
    subjects = [planted.county, f"{planted.county}:individual"]
    until = planted.first + pd.Timedelta(days=FOUND_WITHIN)
    own = found[found["subject"].isin(subjects) & (found["begun"] >= planted.first) & (found["date"] <= until)]
    true = own.loc[own["call"] == "true", "date"]
    return {
        "cause": planted.cause,
        "size": planted.size,
        "county": planted.county,
        "true": planted.true,
        "signals": len(own),
        "first_true": (true.min() - planted.first).days if len(true) else np.nan,
        "calls": own["call"].value_counts().to_dict(),
    }
