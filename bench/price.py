"""python -m bench.price [--quick] [--seed N]: how often the price rules speak without cause, and what they catch."""

import argparse
import datetime as dt
import platform
import secrets
from pathlib import Path

import numpy as np

from bench.forecast.panels import m1_monthly
from data.reference.region import load_region
from data.settings import load_settings
from monitoring.config import load_config
from monitoring.price_warning import emergency, seasonal

REPORT = Path(__file__).resolve().parents[1] / "docs" / "bench" / "price.md"
YEARS, BOUNDS, SPIKES = (3, 4, 5, 7, 10), (1.0, 2.0, 3.0), (0.1, 0.2, 0.4)
LEAST = 40  # months of a public series before it is scored
FIRMS, COUNTIES, DAYS = 3, 8, 365  # of one category
STEPS = (0.006, 0.015, 0.03)


def main() -> None:
    """Score generated and public series by the rules in force, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer series, nothing written")
    parser.add_argument("--seed", type=int, default=None, help="default: a fresh one")
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else secrets.randbelow(10**6)
    rules = load_config(load_settings().config, load_region(load_settings().region)).price_rules
    rng, count = np.random.default_rng(seed), 200 if asked.quick else 4000
    text = _head(seed) + _seasonal(rng, rules.seasonal[-1], count) + _public(rules.seasonal[-1])
    text += _emergency(rng, rules.emergency[-1], 20 if asked.quick else 300)
    print(text)
    if not asked.quick:
        REPORT.write_text(text, encoding="utf-8")


def _head(seed: int) -> str:
    when = dt.datetime.now(dt.UTC).date()
    return (
        "# The price rules: false warnings and power\n\n"
        f"`python -m bench.price`, {when}, seed {seed} (fresh), Python {platform.python_version()}.\n"
        "Shares of months in %. `published` is FAO's formula as printed, its spread from few years.\n\n"
    )


def usual(rng, months: int, count: int, kind: str) -> np.ndarray:
    """In-control log prices (month x series): a season, 0.3 % inflation a month, chance that stays or fades."""
    step = rng.normal(0, 0.03, (months, count))
    course = np.cumsum(step, axis=0)
    if kind == "fading":
        course = step.copy()
        for month in range(1, months):
            course[month] += 0.7 * course[month - 1]
    season = 0.12 * np.sin(2 * np.pi * (np.arange(months)[:, None] / 12 + rng.random(count)))
    return course + season + 0.003 * np.arange(months)[:, None] + rng.normal(0, 0.01, (months, count))


def published(level: np.ndarray, weight: float) -> np.ndarray:
    """The score of the last month by FAO's formula, the month itself left out of its baseline."""

    def deviation(growth: np.ndarray) -> np.ndarray:
        own = growth[len(growth) - 13 :: -12][::-1]
        own = own[np.isfinite(own).all(axis=1)]
        rank = np.arange(1, len(own) + 1)[:, None] / (len(own) * (len(own) + 1) / 2)
        middle = (rank * own).sum(axis=0)
        spread = np.sqrt((rank * (own - middle) ** 2).sum(axis=0))
        return (growth[-1] - middle) / np.where(spread > 0, spread, np.nan)

    quarter, year = (deviation(seasonal.growth(level, span)) for span in (3, 12))
    return weight * quarter + (1 - weight) * year


def _shares(scores: np.ndarray) -> list[str]:
    return [f"{100 * np.mean(scores >= bound):.1f}" for bound in BOUNDS]


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n\n"


def _seasonal(rng, rule, count: int) -> str:
    quiet, caught = [], []
    for kind in ("staying", "fading"):
        for years in YEARS:
            level = usual(rng, 12 * years + 1, count, kind)
            last = len(level) - 1
            plain = published(level, rule.quarter_weight)
            scored = seasonal.told(level, last, rule).score
            quiet.append([kind, str(years), *_shares(scored), *_shares(plain)])
            for spike in SPIKES:
                higher = level.copy()
                higher[-1] += np.log1p(spike)
                caught.append(
                    [kind, str(years), f"+{100 * spike:.0f}%", *_shares(seasonal.told(higher, last, rule).score)]
                )
    ours, theirs = [f"≥ {bound:g}" for bound in BOUNDS], [f"published ≥ {bound:g}" for bound in BOUNDS]
    return (
        f"## Seasonal score: false warnings in control ({count} series each)\n\n"
        + _table(["chance", "years", *ours, *theirs], quiet)
        + "## Seasonal score: a price that jumps in the month judged\n\n"
        + _table(["chance", "years", "jump", *ours], caught)
    )


def _public(rule) -> str:
    competition = m1_monthly()
    if competition is None:
        return "## Public series\n\nThe public file is not on this machine (REAL_DATA).\n\n"
    scores, plain = [], []
    for past in competition.past:
        level = np.log(np.where(past > 0, past, np.nan))[:, None]
        for last in range(LEAST, len(level)):
            known = level[: last + 1]
            score = seasonal.told(known, last, rule).score[0]
            if np.isfinite(score):
                scores.append(score)
                plain.append(float(published(known, rule.quarter_weight)[0]) if np.isfinite(known).all() else np.nan)
    rows = [["this score", *_shares(np.array(scores))], ["published", *_shares(np.array(plain))]]
    return (
        f"## Public series: M1 monthly, {len(competition.past)} series, {len(scores)} months scored\n\n"
        "Business series with real breaks: not in control, so these are rates of speaking, not of error.\n\n"
        + _table(["", *[f"≥ {bound:g}" for bound in BOUNDS]], rows)
    )


def _emergency(rng, rule, years: int) -> str:
    quiet = [[f"{100 * step:.1f}%", *_speaks(rng, rule, step, years)] for step in STEPS]
    caught = [
        [f"+{100 * jump:.0f}%", str(counties), *_catches(rng, rule, jump, counties, years)]
        for jump in (0.25, 0.35, 0.6, 1.2)
        for counties in (1, 3)
    ]
    return (
        f"## Emergency rule: one category, {COUNTIES} counties of {FIRMS} firms\n\n"
        f"{years} years of daily reports, 4 % missing. `step`: a firm's daily change by chance. Episodes a year:\n\n"
        + _table(["step", "IV", "III"], quiet)
        + "A jump in one firm of some counties (step 0.6 %): share that reached the right level, days until it did.\n\n"
        + _table(["jump", "counties", "right level %", "days"], caught)
    )


def _week(rng, step: float, days: int, years: int) -> np.ndarray:
    course = np.zeros((days, years * COUNTIES * FIRMS))
    for day in range(1, days):
        course[day] = 0.92 * course[day - 1] + rng.normal(0, step, course.shape[1])
    return course


def _reached(rng, rule, course: np.ndarray, years: int) -> np.ndarray:
    """Counties reached by day and year."""
    change = np.full(course.shape, np.nan)
    change[7:] = 100 * np.expm1(course[7:] - course[:-7])
    out, told = np.zeros(course.shape), rng.random(course.shape) > 0.04
    said = emergency.degree(change, out, rise=rule.rise, stockout=rule.stockout)
    stand = emergency.standing(said, change, out, told, np.arange(len(course)))
    return (stand.degree.reshape(len(course), years, COUNTIES, FIRMS) > 0).any(axis=3).sum(axis=2)


def _speaks(rng, rule, step: float, years: int) -> list[str]:
    counties = _reached(rng, rule, _week(rng, step, DAYS, years), years)
    told = []
    for least in (1, rule.wide):
        begun = np.diff((counties >= least).astype(int), axis=0) > 0
        told.append(f"{begun.sum() / years:.2f}")
    return told


def _catches(rng, rule, jump: float, where: int, years: int) -> list[str]:
    course = _week(rng, STEPS[0], 40, years)
    at = 20
    hit = np.zeros((years, COUNTIES, FIRMS), dtype=bool)
    hit[:, :where, 0] = True
    course[at:] += np.log1p(jump) * hit.ravel()
    counties = _reached(rng, rule, course, years)[at : at + 5]
    right = counties >= (1 if where < rule.wide else rule.wide)
    found = right.any(axis=0)
    days = f"{np.argmax(right, axis=0)[found].mean():.1f}" if found.any() else "–"
    return [f"{100 * found.mean():.0f}", days]


if __name__ == "__main__":
    main()
