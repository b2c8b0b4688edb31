"""How often entities open and end, of which section, where and how large: the stationary part of the simulation."""

from functools import cache

import numpy as np

from data.demo.scene import Scene

# a year, of the stock: entries 13-16 %, exits 6-8 % (net per entry 0.5-0.6 in 2019, 0.7 in 2020)
ENTRY_RATE = {"individual": 0.150, "enterprise": 0.140, "cooperative": 0.060, "family_farm": 0.090}
EXIT_RATE = {"individual": 0.072, "enterprise": 0.055, "cooperative": 0.025, "family_farm": 0.020}
EXITS_2020 = 0.85
HAZARD = {"H": 1.5, "F": 1.1, "O": 1.1, "R": 1.2, "A": 0.8}  # who ends more often than others
SIZES = ("large", "medium", "small", "micro")
SIZE_SHARE = {
    "individual": (0.0, 0.0, 0.03, 0.97),
    "enterprise": (0.004, 0.035, 0.161, 0.80),
    "cooperative": (0.0, 0.01, 0.14, 0.85),
    "family_farm": (0.0, 0.0, 0.02, 0.98),
}


@cache
def township_weights(scene: Scene, county: str) -> dict[str, float]:
    """Which share of a county's entities is in which township: the seat first, towns before townships."""
    frame = scene.region.townships
    own = frame[frame["county"] == county]
    base = np.array([{"subdistrict": 2.5, "town": 1.6}.get(kind, 0.8) for kind in own["kind"]])
    base[0] *= 2.2  # the first town-level division by code is the county's seat
    weights = base * scene.rng(f"townships {county}").lognormal(0.0, 0.25, len(base))
    return dict(zip(own["township"], weights / weights.sum()))


def section_shares(scene: Scene, kind: str, *, year: int) -> tuple[list[str], np.ndarray]:
    """Sections and their shares among the openings of a year."""
    baseline = scene.baseline["entities"]
    shares = dict(baseline["sections"][kind])
    if year >= 2020:
        for section, factor in baseline["section_shift_2020"].get(kind, {}).items():
            shares[section] *= factor
    values = np.array(list(shares.values()), dtype=float)
    return list(shares), values / values.sum()


def county_temper(scene: Scene) -> np.ndarray:
    """How much livelier or quieter each county is than the prefecture, within a tenth."""
    return scene.rng("temper").uniform(0.92, 1.08, len(scene.counties))
