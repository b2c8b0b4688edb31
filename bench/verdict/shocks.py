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


def run(one: tuple) -> list[dict]:
    """What was said of each county of one shock."""
    registry, shock, own = planted(*one)
    return judged(one, shock, own, told(registry, [shock.first]))


def judged(one: tuple, shock: Shock, own: Planted | None, found: pd.DataFrame) -> list[dict]:
    """depth, breadth, flow, county, role (hit, spared, own); of the county and its individuals ``signals``,
    ``first_true`` (days to the first called true) and ``calls``; ``any_true``: one of any of its kinds is."""
    _, _, depth, breadth, flow = one
    until = shock.first + pd.Timedelta(days=FOUND_WITHIN)
    within = found[(found["begun"] >= shock.first) & (found["date"] <= until)]
    rows = []
    for county in COUNTIES:
        of_county = within[within["county"] == county]
        signals = of_county[of_county["subject"].isin([county, f"{county}:individual"])]
        true = signals.loc[signals["call"] == "true", "date"]
        role = "own" if own and county == own.county else "hit" if county in shock.counties else "spared"
        rows.append(
            {
                "depth": depth, "breadth": breadth, "flow": flow, "county": county, "role": role,
                "signals": len(signals), "of_any_kind": len(of_county),
                "first_true": (true.min() - shock.first).days if len(true) else np.nan,
                "any_true": bool((of_county["call"] == "true").any()),
                "calls": signals["call"].value_counts().to_dict(),
            }
        )  # fmt: skip
    return rows


def words(told_of: pd.DataFrame) -> list[str]:
    """The tables: by depth, breadth and flow, and the falls beneath."""
    hit = told_of[(told_of["role"] == "hit") & (told_of["signals"] > 0)]
    lines = [
        "Depth: entries fall by so much, deregistrations rise by twice that, each county's 0.7 to 1.3 times as far.",
        "",
        "| shocks | signalled counties | called its own | mostly called common | any kind of it called its own |",
        "|---|---|---|---|---|",
    ]
    named = {"depth": "{:.0%}", "breadth": "{} of 8 counties", "flow": "{}"}
    lines += [
        _line(form.format(value), rows) for key, form in named.items() for value, rows in hit.groupby(key, sort=False)
    ]
    own, spared = (told_of[told_of["role"] == role] for role in ("own", "spared"))
    spared = spared[spared["of_any_kind"] > 0]
    return [
        *lines,
        _line("all", hit),
        "",
        f"A county's own closures of {OWN_SIZE:.0%} a month beneath such a shock were called `true` within 61 days in "
        f"{own['first_true'].notna().mean():.0%} of {len(own)}, after {own['first_true'].median():.0f} days in the "
        f"middle. Of {len(spared)} spared counties with a signal {int(spared['any_true'].sum())} were called falling.",
    ]


def _line(name: str, rows: pd.DataFrame) -> str:
    mostly = [max(calls, key=calls.get) == "common" for calls in rows["calls"]]
    return (
        f"| {name} | {len(rows)} | {rows['first_true'].notna().mean():.1%} | {np.mean(mostly):.0%} | "
        f"{rows['any_true'].mean():.1%} |"
    )
