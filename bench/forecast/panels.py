"""The panels both sides are given: public competition data where it is at hand, and generated ones with fresh seeds."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

BESIDE = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, kw_only=True)
class Task:
    """``past`` and ``truth`` are lists of arrays, one a series; ``groups`` names each series' group.

    ``calendar`` holds days that move.
    """

    name: str
    freq: str
    season: int
    past: list[np.ndarray]
    truth: np.ndarray
    groups: np.ndarray
    calendar: pd.DataFrame | None = None


def m1_monthly() -> Task | None:
    """The 617 monthly series of the M1 competition, where the file is on this machine (REAL_DATA or beside)."""
    places = [Path(os.environ.get("REAL_DATA", "nowhere")), *sorted(BESIDE.glob("*/real"))]
    found = next((p / "m1_monthly.csv.gz" for p in places if (p / "m1_monthly.csv.gz").is_file()), None)
    if found is None:
        return None
    rows = pd.read_csv(found)
    past = {k: g["y"].to_numpy() for k, g in rows[rows["part"] == "train"].groupby("id")}
    truth = {k: g["y"].to_numpy() for k, g in rows[rows["part"] == "test"].groupby("id")}
    return Task(
        name="M1 monthly", freq="MS", season=12, past=list(past.values()), groups=np.array([k[:3] for k in past]),
        truth=np.stack([truth[k] for k in past]),
    )  # fmt: skip


def generated_monthly(seed: int, series: int = 200) -> Task:
    """Counts like a county's registrations: level walks, trends that bend, seasons that drift, a break in some."""
    rng = np.random.default_rng(seed)
    past, truth, groups = [], [], []
    for number in range(series):
        length, horizon = int(rng.integers(40, 140)), 18
        total = length + horizon
        walk = rng.normal(0, rng.choice([0.01, 0.03, 0.06]), total).cumsum()
        slope = rng.normal(0, 0.004, total).cumsum() * rng.choice([0, 0.3])
        shape = rng.normal(0, rng.choice([0.02, 0.1, 0.3]), 12)
        season = shape[np.arange(total) % 12] * (1 + 0.1 * rng.normal(size=total).cumsum() / np.sqrt(total))
        mean = rng.choice([15, 120, 2000]) * np.exp(walk + slope + season)
        if rng.random() < 0.2:
            mean[int(total * 0.5) :] *= rng.uniform(0.6, 1.4)
        values = rng.negative_binomial(20, 20 / (20 + mean)).astype(float) if rng.random() < 0.5 else mean
        past.append(values[:length])
        truth.append(values[length:])
        groups.append(("small", "middle", "large")[number % 3])
    return Task(
        name=f"generated monthly (seed {seed})", freq="MS", season=12, past=past, truth=np.stack(truth),
        groups=np.array(groups),
    )  # fmt: skip


def generated_weekly(seed: int, series: int = 60) -> Task:
    """Weekly counts over three to eight years with a yearly season and bursts."""
    rng = np.random.default_rng(seed)
    past, truth = [], []
    for _ in range(series):
        length, horizon = int(rng.integers(150, 420)), 13
        total = length + horizon
        walk = rng.normal(0, 0.02, total).cumsum()
        season = rng.uniform(0, 0.4) * np.sin(2 * np.pi * (np.arange(total) / 52.18 + rng.random()))
        values = rng.poisson(rng.choice([40, 400]) * np.exp(walk + season)).astype(float)
        past.append(values[:length])
        truth.append(values[length:])
    return Task(
        name=f"generated weekly (seed {seed})", freq="W-SUN", season=52, past=past, truth=np.stack(truth),
        groups=np.full(series, "weekly"),
    )  # fmt: skip
