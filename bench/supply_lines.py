"""What officials' own lines of supply and price cost in calm years: `python -m bench.supply_lines [--years N]`.

The demo's firms without any shortage, blocked road, jump of prices or silence, reporting daily as the pack asks. How
restless a calm firm is nobody has measured, so three degrees of it are tried. Written to docs/bench/supply-lines.md.
"""

import argparse
import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from data.demo.scene import FULL, Scene
from data.demo.supply import firms, plan, prices, reports, stocks
from data.reference.region import load_region
from monitoring.config import load_config
from monitoring.fixed_lines import alarms, false_alarms
from monitoring.indicators.catalog import CATALOG

ROOT = Path(__file__).resolve().parents[1]
FIRST, LAST = pd.Timestamp("2020-02-01"), pd.Timestamp("2021-12-31")  # daily reports from late January 2020
YEARS_A_SEED = (LAST - FIRST).days / 365.25
SETTING = (
    "The demo's firms without any shortage, blocked road, jump of prices or silence, reporting daily as the pack asks; "
    "how restless a calm firm is nobody has measured, so three degrees of it are tried."
)
STREAMS = ("days_of_cover", "price_change_7d")
NEVER = plan.Silence(enterprise="", county="", first=dt.date(1990, 1, 1), last=dt.date(1990, 1, 1))
CALM = plan.SupplyPlan(squeezes=(), jumps=(), silent=NEVER, silent_when_short=NEVER, lapsed=NEVER, tardy=())


@dataclass(frozen=True, kw_only=True)
class Restless:
    """How far a calm firm's days lie apart: sales (log deviation), failing deliveries, their size, unsent reports."""

    name: str
    sales: float
    fail: float
    spread: float
    unsent: float


DEGREES = (
    Restless(name="as in the demo", sales=0.06, fail=0.03, spread=0.12, unsent=0.008),
    Restless(name="restless", sales=0.15, fail=0.08, spread=0.25, unsent=0.02),
    Restless(name="very restless", sales=0.25, fail=0.15, spread=0.35, unsent=0.02),
)


def calm_values(region, config, seed: int, degree: Restless) -> pd.DataFrame:
    """The two streams' values of nearly two calm years, with their indicator."""
    _make_calm(degree)
    scene = Scene(region=region, seed=seed, until=LAST.date(), size=FULL)
    rows = reports.supply_rows(scene)
    rows = rows[reports._delivery(scene, rows)["sent"]].rename(columns={"valid_for": "date"})
    rows["date"] = pd.to_datetime(rows["date"]).astype("datetime64[us]")
    register = firms.firm_list(scene)
    rows = rows.assign(stockout=rows["stockout"].astype(int)).merge(register[["enterprise", "county"]], on="enterprise")
    now = dt.datetime.combine(LAST.date() + dt.timedelta(days=2), dt.time(12), dt.UTC)
    inputs = {"enterprise_list": register, "supply_daily": rows, "region": region, "now": now}
    inputs |= {"parameters": config.parameters, "window": pd.date_range(FIRST, LAST, unit="us")}
    return pd.concat([CATALOG[name].answer(inputs).assign(indicator=name) for name in STREAMS], ignore_index=True)


def _make_calm(degree: Restless) -> None:
    for module in (stocks, prices, reports):
        module.supply_plan = lambda scene: CALM
    stocks.ROADS = (("2020-01-24", 1.0),)
    stocks.NO_DELIVERY, stocks.DELIVERY_SPREAD, reports.NEVER_SENT = degree.fail, degree.spread, degree.unsent
    stocks._asked = lambda scene: _asked(scene, degree.sales)
    stocks.supply_stocks.cache_clear()


def _asked(scene: Scene, sales: float) -> np.ndarray:
    expected = stocks.expected_sales(scene) * 1000
    return np.maximum(np.round(expected * scene.rng("sales").lognormal(0, sales, expected.shape)), 1)


def measured(region, config, degree: Restless, seeds: range) -> dict[str, tuple[float, ...]]:
    """By stream: tests, alarms, false ones and false ones were a report more asked for, a year in the whole region."""
    sums, slower = {name: np.zeros(4) for name in STREAMS}, slower_than(config)
    for seed in seeds:
        values = calm_values(region, config, seed, degree)
        for name in STREAMS:
            told = values[values["indicator"] == name]
            false = [int(false_alarms(told, told, rules).sum()) for rules in (config, slower)]
            sums[name] += (told["value"].notna().sum(), len(alarms(told, config)), *false)
    return {name: tuple(total / (YEARS_A_SEED * len(seeds))) for name, total in sums.items()}


def slower_than(config):
    """The same rules, but each of the streams asks for one report more before it raises."""
    lines = [
        replace(one, persistence=one.persistence + 1) if one.indicator in STREAMS else one
        for one in config.thresholds.entries
    ]
    return replace(config, thresholds=replace(config.thresholds, entries=tuple(lines)))


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--years", type=int, default=12)
    parser.add_argument("--seed", type=int, default=70919)
    asked = parser.parse_args()
    region = load_region("linxia")
    config = load_config(ROOT / "config.toml", region)
    each = round(asked.years / YEARS_A_SEED)
    lines = [
        "# What the lines of supply and price cost in calm years",
        "",
        f"`python -m bench.supply_lines --years {asked.years} --seed {asked.seed}`. {SETTING}",
        "",
        "| calm firms | stream | tests a year | alarms a year | of these false | false with a report more | budget |",
        "|---|---|---|---|---|---|---|",
    ]
    for n, degree in enumerate(DEGREES):
        seeds = range(asked.seed + 1000 * n, asked.seed + 1000 * n + each)
        for name, (tests, raised, false, slower) in measured(region, config, degree, seeds).items():
            budget = config.budget_on(name, LAST.date()).a_year["blue"]
            told = f"{raised:.1f} | {false:.1f} | {slower:.1f}"
            lines.append(f"| {degree.name} | {name} | {tests:,.0f} | {told} | {budget:g} |")
    lines += ["", "Degrees: " + "; ".join(map(_told, DEGREES)) + ".", "", *READ_BY_HAND]
    (ROOT / "docs/bench/supply-lines.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _told(degree: Restless) -> str:
    return (
        f"{degree.name}: sales off by {degree.sales:.0%}, {degree.fail:.0%} of deliveries fail, "
        f"{degree.unsent:.1%} of reports never come"
    )


READ_BY_HAND = [
    "A line of need is passed when goods run short, not by chance: in calm years it costs next to nothing, and no",
    "number a year could be read off it as off a score. So its budget is a ceiling on what hindsight calls false",
    "(taken back by a later report, or over within three days at the mildest level), not a figure to be spent.",
    "",
    "Not kept: firms as restless as the last ones would pass the ceiling for days of cover. One report more would keep",
    "it, but tell every shortage a day later, where vegetables last three; two reports in a row stand.",
]

if __name__ == "__main__":
    main()
