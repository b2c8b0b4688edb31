"""The farmers' markets of a prefecture: invented ones by county, and the special ones the plan names."""

from functools import cache

import numpy as np
import pandas as pd

from data.demo.entities.rates import township_weights
from data.demo.scene import Scene

STALLS = {"urban": (80, 260), "township": (30, 120), "wholesale": (150, 400), "specialised": (120, 300)}
SPREAD_DEGREES = {"urban": 0.015, "township": 0.12, "wholesale": 0.03, "specialised": 0.08}


@cache
def market_list(scene: Scene) -> pd.DataFrame:
    """market, name, county, township, kind, special, stalls_total, lon, lat: as many as the plan says."""
    rows = [row for county in scene.counties for row in _of_county(scene, county)]
    return pd.DataFrame([{"market": f"M{number:03d}", **row} for number, row in enumerate(rows, 1)])


def _of_county(scene: Scene, county: str) -> list[dict]:
    rng = scene.rng(f"markets {county}")
    specials = [special for special in scene.baseline["markets"]["special"] if special["county"] == county]
    count = scene.baseline["markets"]["counties"][county] - len(specials)
    townships = _townships(scene, county, count)
    rows = [
        _market(
            scene, rng, county, townships[n], _kind(n, count), f"演示{scene.short[county]}{townships[n]}{n + 1}号市场"
        )
        for n in range(count)
    ]
    rows += [_market(scene, rng, county, s["township"], "specialised", s["name"], special=True) for s in specials]
    return rows


def _townships(scene: Scene, county: str, count: int) -> list[str]:
    """The heaviest townships get a market each; where they run out the seat gets more."""
    weights = township_weights(scene, county)
    ranked = sorted(weights, key=weights.get, reverse=True)
    return [ranked[n % len(ranked)] for n in range(count)]


def _kind(number: int, count: int) -> str:
    if number == 1:
        return "wholesale"
    return "urban" if number < max(count // 4, 2) else "township"


def _market(scene: Scene, rng: np.random.Generator, county, township, kind, name, *, special=False) -> dict:
    seat = scene.region.counties.set_index("county").loc[county]
    spread = SPREAD_DEGREES[kind]
    low, high = STALLS[kind]
    return {
        "name": name,
        "county": county,
        "township": township,
        "kind": kind,
        "special": special,
        "stalls_total": int(rng.integers(low, high)),
        "lon": round(float(seat["lon"] + rng.uniform(-spread, spread)), 4),
        "lat": round(float(seat["lat"] + rng.uniform(-spread, spread)), 4),
    }
