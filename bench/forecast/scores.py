"""How a set of forecasts did: scaled error, coverage and scaled interval score."""

from dataclasses import dataclass

import numpy as np

from bench.forecast.panels import Task

LEVELS = (80, 95)


@dataclass(frozen=True, kw_only=True)
class Forecasts:
    """One contender's answer: ``mean`` (series, horizon), ``low`` and ``high`` by level, and its processor seconds."""

    name: str
    mean: np.ndarray
    low: dict[int, np.ndarray]
    high: dict[int, np.ndarray]
    seconds: float


def scored(task: Task, made: Forecasts) -> dict[str, float]:
    """MASE, coverage by level (whole, and the worst group × horizon third), MSIS by level, seconds."""
    season = task.season
    unit = np.array([_naive_step(past, season) for past in task.past])[:, None]
    row = {"contender": made.name, "MASE": float(np.mean(np.abs(made.mean - task.truth) / unit))}
    for level in LEVELS:
        low, high, tail = made.low[level], made.high[level], 1 - level / 100
        inside = (low <= task.truth) & (task.truth <= high)
        missed = np.maximum(low - task.truth, 0) + np.maximum(task.truth - high, 0)
        row[f"cover {level}"] = 100 * float(inside.mean())
        row[f"worst {level}"] = _worst(task, inside, level)
        row[f"MSIS {level}"] = float(np.mean((high - low + 2 / tail * missed) / unit))
    return row | {"CPU s": made.seconds}


def _worst(task: Task, inside: np.ndarray, level: int) -> float:
    thirds = np.array_split(np.arange(inside.shape[1]), 3)
    groups = [g for g in np.unique(task.groups) if (task.groups == g).sum() >= 30]
    cells = [100 * float(inside[task.groups == g][:, third].mean()) for g in groups for third in thirds]
    return max(cells, key=lambda cell: abs(cell - level), default=float("nan"))


def _naive_step(past: np.ndarray, season: int) -> float:
    apart = np.abs(past[season:] - past[:-season]) if len(past) > season else np.abs(np.diff(past))
    return float(apart.mean()) or 1.0
