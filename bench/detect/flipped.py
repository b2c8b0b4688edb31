"""Track (b): the scenario families of Noufaily 2013 / Bedubourg 2017 and of Noufaily 2019, with the sign flipped."""

from itertools import product

import numpy as np
import pandas as pd

from bench.detect.track import Track, negative_binomial, shape_of, thin

# The 42 scenarios as printed in Noufaily et al. 2013, table I (doi:10.1002/sim.5595): theta, trend per week, the waves'
# two weights, dispersion; each without and with the trend, and with no, one and two seasonal waves of 52 weeks.
FAMILIES = (
    (0.1, 0.0025, 0.6, 0.6, 1.5), (-2.0, 0.005, 0.1, 0.3, 2.0), (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0), (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1), (5.0, 0.0001, 0.05, 0.01, 1.2),
)  # fmt: skip
WEEKS, JUDGED = 624, 49


def weekly(rng: np.random.Generator, *, copies: int) -> Track:
    """Counts of 12 years; in the last 49 weeks a fall removes k baseline deviations' worth of cases, spread
    log-normally over the following weeks as the outbreaks of the papers are.

    What the papers add, a fall can only take away from what is there: where it found not a single case, nothing fell.
    """
    week = np.arange(WEEKS)
    means, disps = [], []
    for theta, pace, a, b, dispersion in FAMILIES:
        for trend, waves in product((0.0, pace), range(3)):
            angle = 2 * np.pi * week / 52
            season = sum(a * np.cos(j * angle) + b * np.sin(j * angle) for j in range(1, waves + 1))
            means.append(np.exp(theta + trend * week + season))
            disps.append(dispersion)
    mean = np.tile(np.array(means).T, copies)
    excess = np.tile(np.array(disps), copies)
    values = negative_binomial(rng, mean, excess[None, :])
    episode = np.zeros(values.shape, dtype=int)
    for s in range(values.shape[1]):
        start = WEEKS - JUDGED + int(rng.integers(0, JUDGED - 8))
        removed = rng.poisson(rng.uniform(2, 10) * np.sqrt(mean[start, s] * excess[s]))
        weeks = np.bincount(np.floor(rng.lognormal(0, 0.5, removed)).astype(int))[: WEEKS - start]
        span = slice(start, start + len(weeks))
        left = np.maximum(values[span, s] - weeks, 0)
        if (left < values[span, s]).any():
            values[span, s], episode[span, s] = left, s + 1
    judged = np.zeros(values.shape, dtype=bool)
    judged[-JUDGED:] = True
    truth = {"mean": mean, "sd": np.sqrt(mean * excess)}
    ids = [f"s{n}|scenario{n}" for n in range(values.shape[1])]
    dates = pd.date_range("2006-01-01", periods=WEEKS, freq="W")
    return Track(
        name="flipped 42 (weekly)",
        dates=dates,
        ids=ids,
        values=values,
        episode=episode,
        judged=judged,
        notes=truth,
    )


def daily(rng: np.random.Generator, *, copies: int) -> Track:
    """Sixteen daily signals, three years, with weekday and year; falls of 7-14 days must be found within 3 days."""
    days, judged_days = 1095, 182
    day = np.arange(days)
    dates = pd.date_range("2016-01-01", periods=days)
    means, disps = [], []
    for n in range(16):
        theta = (2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5)[n % 8]
        weekend = (0.0, -0.7)[n // 8] + rng.normal(0, 0.1)
        wave = rng.uniform(0, 0.4) * np.cos(2 * np.pi * (day / 365.25 + rng.random()))
        rhythm = np.where(dates.day_of_week >= 5, weekend, 0) + np.where(dates.day_of_week == 0, 0.15, 0)
        means.append(np.exp(theta + rng.normal(0, 0.0003) * day + wave + rhythm))
        disps.append((1.1, 2.0)[n % 2])
    mean, excess = np.tile(np.array(means).T, copies), np.tile(np.array(disps), copies)
    values = negative_binomial(rng, mean, excess[None, :])
    episode = np.zeros(values.shape, dtype=int)
    for s in range(values.shape[1]):
        start = days - judged_days + int(rng.integers(0, judged_days - 20))
        length = int(rng.integers(7, 15))
        span = slice(start, start + length)
        values[span, s] = thin(rng, values[span, s], 1 - shape_of(rng, "step", length, rng.uniform(0.5, 0.9)))
        episode[span, s] = s + 1
    judged = np.zeros(values.shape, dtype=bool)
    judged[-judged_days:] = True
    truth = {"mean": mean, "sd": np.sqrt(mean * excess)}
    ids = [f"d{n}|signal{n}" for n in range(values.shape[1])]
    return Track(
        name="daily signals",
        dates=dates,
        ids=ids,
        values=values,
        episode=episode,
        judged=judged,
        within=3,
        per_year=365,
        notes=truth,
    )


def cold_start(rng: np.random.Generator, *, copies: int) -> Track:
    """Eight weeks of history, then half of the counties lose 40-70 per cent: to be seen in that very week."""
    count = 60 * copies
    mean = np.exp(rng.uniform(np.log(30), np.log(400), count))
    excess = 1 + mean * 0.01
    values = negative_binomial(rng, np.tile(mean, (9, 1)), excess[None, :])
    episode = np.zeros(values.shape, dtype=int)
    hit = np.arange(count) % 6 == 0
    values[8, hit] = thin(rng, values[8, hit], 1 - rng.uniform(0.4, 0.7, hit.sum()))
    episode[8, hit] = np.flatnonzero(hit) + 1
    judged = np.zeros(values.shape, dtype=bool)
    judged[8] = True
    truth = {"mean": np.tile(mean, (9, 1)), "sd": np.sqrt(mean * excess)[None, :]}
    ids = [f"c{n}|shops" for n in range(count)]
    dates = pd.date_range("2020-01-05", periods=9, freq="W")
    return Track(
        name="cold start",
        dates=dates,
        ids=ids,
        values=values,
        episode=episode,
        judged=judged,
        within=1,
        notes=truth,
    )
