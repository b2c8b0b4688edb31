"""Shocks that all or most counties share: are they named so, and is a county's own fall still found beneath one?"""

import itertools

import numpy as np
import pandas as pd

from bench.verdict.causes import DAYS, FOUND_WITHIN, told
from bench.verdict.registry import COUNTIES, REGION, Planted, Registry, Shock

DEPTHS = (0.1, 0.2, 0.3, 0.5)
BREADTHS = (8, 7, 6)
FLOWS = {"entries": ("entries",), "exits": ("deregistrations",), "both": ("entries", "deregistrations")}
ROUNDS = 4  # every second with a fall of one county's own beneath the shock
OWN_SIZE = 0.03
OWN_CAUSES = ("closures", "closures_and_freeze")


def plan(seed: int, rounds: int = ROUNDS) -> list[tuple]:
    """depth, breadth, flow and turn of every shock."""
    return [(seed, *one) for one in itertools.product(range(rounds), DEPTHS, BREADTHS, FLOWS)]


def planted(seed: int, turn: int, depth: float, breadth: int, flow: str) -> tuple[Registry, Shock, Planted | None]:
    """A registry with one shock, and in every second turn a county's own fall beneath it."""
    key = [seed, 97, turn, DEPTHS.index(depth), breadth, list(FLOWS).index(flow)]
    rng = np.random.default_rng(key)
    registry = Registry(rng, DAYS)
    hit = tuple(COUNTIES[n] for n in sorted(rng.choice(len(COUNTIES), size=breadth, replace=False)))
    first = pd.Timestamp("2023-02-20") + pd.Timedelta(days=int(rng.integers(0, 220)))
    while not REGION.is_workday(first.date()):
        first += pd.Timedelta(days=1)
    shock = Shock(depth=depth, counties=hit, flows=FLOWS[flow], first=first)
    registry.shock(shock)
    own = None
    if turn % 2:
        cause = OWN_CAUSES[(turn // 2 + DEPTHS.index(depth)) % len(OWN_CAUSES)]
        own = Planted(cause=cause, size=OWN_SIZE, county=hit[int(rng.integers(0, breadth))], first=first)
        registry.plant(own)
    return registry, shock, own


def run_one(one: tuple) -> list[dict]:
    """What was said of each county of one shock."""
    registry, shock, own = planted(*one)
    return judged(one, shock, own, told(registry))


def judged(one: tuple, shock: Shock, own: Planted | None, found: pd.DataFrame) -> list[dict]:
    """depth, breadth, flow, county, role (hit, spared, own), signals, first_true, calls."""
    _, _, depth, breadth, flow = one
    until = shock.first + pd.Timedelta(days=FOUND_WITHIN)
    within = found[(found["begun"] >= shock.first) & (found["date"] <= until)]
    rows = []
    for county in COUNTIES:
        signals = within[within["county"] == county]
        true = signals.loc[signals["call"] == "true", "date"]
        role = "own" if own and county == own.county else "hit" if county in shock.counties else "spared"
        rows.append(
            {
                "depth": depth, "breadth": breadth, "flow": flow, "county": county, "role": role,
                "signals": len(signals),
                "first_true": (true.min() - shock.first).days if len(true) else np.nan,
                "calls": signals["call"].value_counts().to_dict(),
            }
        )  # fmt: skip
    return rows
