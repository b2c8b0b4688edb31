"""Values against their dated thresholds: how bad each one is by size alone."""

import numpy as np
import pandas as pd

from monitoring.severity import RANK
from monitoring.thresholds import Threshold, Thresholds


def grade(values: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Add to each value what its threshold says.

    rank       0 none to 4 red; NaN where there is no number or no threshold
    holds      not beyond a line, but not yet past the one that lets go
    bound      the number of the level reached, NaN where none is
    clears_at  the number at which nothing is reached any more
    line       position of the ruling threshold in ``thresholds.entries``; -1 where none rules
    depth      the size the threshold's second indicator measured, NaN where it has none
    """
    graded = _ungraded(len(values))
    positions = {id(entry): i for i, entry in enumerate(thresholds.entries)}
    number = values["value"].to_numpy(dtype="float64")
    days = values["date"].to_numpy().astype("datetime64[D]")
    for (indicator, grain, category), rows in _kinds(values, thresholds).items():
        for lines in thresholds.ruling(indicator, grain, category).values():
            for line, until in zip(lines, [*lines[1:], None]):
                mine = rows[days[rows] >= np.datetime64(line.since)]
                mine = mine if until is None else mine[days[mine] < np.datetime64(until.since)]
                _judge(graded, mine, number[mine], line, positions[id(line)])
    _deepen(graded, values, thresholds)
    return pd.concat([values.reset_index(drop=True), pd.DataFrame(graded)], axis=1)


def _ungraded(count: int) -> dict[str, np.ndarray]:
    return {
        "rank": np.full(count, np.nan),
        "holds": np.zeros(count, dtype=bool),
        "bound": np.full(count, np.nan),
        "clears_at": np.full(count, np.nan),
        "line": np.full(count, -1),
        "depth": np.full(count, np.nan),
    }


def _kinds(values: pd.DataFrame, thresholds: Thresholds) -> dict[tuple, np.ndarray]:
    """The rows of each indicator, grain and category."""
    indicator, indicators = pd.factorize(values["indicator"])
    subject, subjects = pd.factorize(values["subject"])
    indicators, subjects = indicators.to_numpy(dtype=object), subjects.to_numpy(dtype=object)
    pairs, pair = np.unique(indicator * len(subjects) + subject, return_inverse=True)
    kinds: dict[tuple, int] = {}
    kind_of = np.empty(len(pairs), dtype=int)
    for number, (one, other) in enumerate(zip(*divmod(pairs, max(len(subjects), 1)))):
        kind = (indicators[one], *thresholds.grain(indicators[one], subjects[other]))
        kind_of[number] = kinds.setdefault(kind, len(kinds))
    of_row = kind_of[pair] if len(pairs) else np.empty(0, dtype=int)
    order = np.argsort(of_row, kind="stable")
    bounds = np.searchsorted(of_row[order], np.arange(len(kinds) + 1))
    return {kind: order[bounds[n] : bounds[n + 1]] for kind, n in kinds.items()}


def _judge(graded: dict, rows: np.ndarray, number: np.ndarray, line: Threshold, position: int) -> None:
    """One line over its rows. Of two sides the one that reaches further speaks."""
    low = line.worse == "low"
    rank, bound = np.where(np.isnan(number), np.nan, 0.0), np.full(len(rows), np.nan)
    for severity, level in line.levels.items():
        beyond = number < level if low else number >= level
        rank = np.where(beyond, RANK[severity], rank)
        bound = np.where(beyond, level, bound)
    holds = (rank == 0) & (number < line.clears_at if low else number >= line.clears_at)
    speaks = np.isnan(graded["rank"][rows]) | (rank > graded["rank"][rows]) | (holds & (graded["rank"][rows] == 0))
    mine = rows[speaks]
    graded["rank"][mine] = rank[speaks]
    graded["bound"][mine] = bound[speaks]
    graded["holds"][mine] = holds[speaks]
    graded["clears_at"][mine] = line.clears_at
    graded["line"][mine] = position


def _deepen(graded: dict, values: pd.DataFrame, thresholds: Thresholds) -> None:
    """Where a second indicator measures the depth, it may make a reached level severer, never start one."""
    deep = [i for i, entry in enumerate(thresholds.entries) if entry.depth is not None]
    rows = np.flatnonzero(np.isin(graded["line"], deep) & ((graded["rank"] > 0) | graded["holds"]))
    if not len(rows):
        return
    wanted = {thresholds.entries[i].depth.indicator for i in deep}
    beside = values[values["indicator"].isin(wanted)]
    keys = zip(beside["indicator"], beside["subject"], beside["date"])
    sizes = dict(zip(keys, beside["value"]))
    subjects, days = values["subject"].take(rows), values["date"].take(rows)
    for row, subject, day in zip(rows, subjects, days):
        depth = thresholds.entries[graded["line"][row]].depth
        size = sizes.get((depth.indicator, subject, day), np.nan)
        graded["depth"][row] = size
        if graded["rank"][row] > 0:
            graded["rank"][row] = max(graded["rank"][row], RANK[depth.severity(size)])
