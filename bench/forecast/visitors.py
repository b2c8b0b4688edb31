"""Generated panels of two more kinds: growing strongly seasonal visitors, and long weekly series of three sorts."""

import numpy as np

from bench.forecast.panels import Task


def visitors(seed: int, series: int = 90) -> Task:
    """Monthly, 24 ahead: a season in proportion to a growing level, slowly changing; a sudden loss in some."""
    rng = np.random.default_rng(seed + 1)
    past, truth = [], []
    for _ in range(series):
        length, horizon = int(rng.integers(90, 310)), 24
        total = length + horizon
        slope = rng.normal(0.003, 0.003) + rng.normal(0, 0.0006, total).cumsum()
        level = 0.6 * rng.normal(0, rng.choice([0.02, 0.04, 0.08]), total).cumsum() + slope.cumsum()
        if rng.random() < 0.3:
            lost = int(rng.integers(20, total - 6))
            level[lost : lost + 6] -= rng.uniform(0.1, 0.6) * np.exp(-np.arange(6) / 3)
        shape = rng.normal(0, rng.choice([0.15, 0.3, 0.6]), 12)
        changes = rng.normal(0, rng.choice([0.003, 0.01, 0.03]), (total // 12 + 1, 12)).cumsum(0)
        months = np.arange(total)
        season = (shape + changes)[months // 12, months % 12]
        values = rng.choice([80, 900, 20000]) * np.exp(level + season + rng.normal(0, rng.choice([0.03, 0.1]), total))
        past.append(np.round(values[:length]))
        truth.append(np.round(values[length:]))
    return Task(
        name=f"generated visitors (seed {seed})", freq="MS", season=12, past=past, truth=np.stack(truth),
        groups=np.full(series, "visitors"),
    )  # fmt: skip


def long_weekly(seed: int, series: int = 90) -> Task:
    """Weekly, 13 ahead, 93 to 1,000 weeks: prices with momentum, counts with a yearly season, output with holidays."""
    rng = np.random.default_rng(seed + 2)
    past, truth, groups = [], [], []
    for number in range(series):
        length, horizon = int(rng.choice([93, 300, 600, 1000])), 13
        total = length + horizon
        week = np.arange(total)
        season = np.sin(2 * np.pi * (week / 52.18 + rng.random()))
        sort = ("prices", "counts", "output")[number % 3]
        if sort == "prices":
            swings = np.clip(np.exp(0.3 * rng.normal(0, 0.1, total).cumsum()), 0.3, 3)
            steps = _with_memory(rng.normal(0, 0.015, total) * swings, rng.uniform(-0.1, 0.4))
            values = 1000 * np.exp(steps.cumsum())
        elif sort == "counts":
            around = _with_memory(rng.normal(0, 0.03, total), 0.6) + rng.normal(0, 0.003, total).cumsum()
            values = rng.poisson(rng.choice([200, 2000]) * np.exp(rng.uniform(0.05, 0.4) * season + around)).astype(
                float
            )
        else:
            holiday = np.where(week % 52 == 50, -rng.uniform(0, 0.3), 0)
            walk = rng.normal(0, 0.02, total).cumsum() + rng.normal(0, 0.03, total)
            values = 500 * np.exp(rng.uniform(0, 0.2) * season + holiday + walk)
        past.append(values[:length])
        truth.append(values[length:])
        groups.append(sort)
    return Task(
        name=f"generated long weekly (seed {seed})", freq="W-SUN", season=52, past=past, truth=np.stack(truth),
        groups=np.array(groups),
    )  # fmt: skip


def _with_memory(shocks: np.ndarray, share: float) -> np.ndarray:
    kept = shocks.copy()
    for k in range(1, len(kept)):
        kept[k] += share * kept[k - 1]
    return kept
