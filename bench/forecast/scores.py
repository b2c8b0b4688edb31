"""How a set of forecasts did: scaled error, coverage and scaled interval score."""

from dataclasses import dataclass

import numpy as np

from bench.forecast.panels import Task

LEVELS = (80, 95)
ALLOWED = {80: 2.0, 95: 1.5}  # points a cell may lie off its level
FEWEST = 15  # series a group needs to be a cell


@dataclass(frozen=True, kw_only=True)
class Forecasts:
    """One contender's answer: ``mean`` (series, horizon), ``low`` and ``high`` by level, and its processor seconds."""

    name: str
    mean: np.ndarray
    low: dict[int, np.ndarray]
    high: dict[int, np.ndarray]
    seconds: float


def scored(task: Task, made: Forecasts) -> dict[str, float]:
    """MASE, by level coverage (whole, worst cell, its z, share of cells in their band) and MSIS, seconds.

    A cell is a group × horizon third. Its noise is that of as many coin tosses as it has series (the horizons of one
    series err together); its band is the allowed deviation and 1.96 such noises.
    """
    season = task.season
    unit = np.array([_naive_step(past, season) for past in task.past])[:, None]
    row = {"contender": made.name, "MASE": float(np.mean(np.abs(made.mean - task.truth) / unit))}
    for level in LEVELS:
        low, high, tail = made.low[level], made.high[level], 1 - level / 100
        inside = (low <= task.truth) & (task.truth <= high)
        missed = np.maximum(low - task.truth, 0) + np.maximum(task.truth - high, 0)
        row[f"cover {level}"] = 100 * float(inside.mean())
        row |= _cells(task, inside, level)
        row[f"MSIS {level}"] = float(np.mean((high - low + 2 / tail * missed) / unit))
    return row | {"CPU s": made.seconds}


def _cells(task: Task, inside: np.ndarray, level: int) -> dict[str, float]:
    thirds = np.array_split(np.arange(inside.shape[1]), 3)
    groups = [g for g in np.unique(task.groups) if (task.groups == g).sum() >= FEWEST]
    noise = {g: 100 * np.sqrt(level / 100 * (1 - level / 100) / (task.groups == g).sum()) for g in groups}
    off = [
        (100 * float(inside[task.groups == g][:, third].mean()) - level, noise[g]) for g in groups for third in thirds
    ]
    if not off:
        return {f"worst {level}": float("nan"), f"z {level}": float("nan"), f"in band {level}": float("nan")}
    worst, by = max(off, key=lambda cell: abs(cell[0] / cell[1]))
    within = [abs(apart) <= ALLOWED[level] + 1.96 * one for apart, one in off]
    return {
        f"worst {level}": level + worst,
        f"z {level}": worst / by,
        f"in band {level}": 100 * sum(within) / len(within),
    }


def _naive_step(past: np.ndarray, season: int) -> float:
    apart = np.abs(past[season:] - past[:-season]) if len(past) > season else np.abs(np.diff(past))
    return float(apart.mean()) or 1.0
