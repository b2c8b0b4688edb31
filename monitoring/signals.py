"""From graded values to signals: who is at which level on which day, since when, and by which line."""

import numpy as np
import pandas as pd

from monitoring.levels import Patience, levels
from monitoring.severity import RANK, SEVERITIES, named
from monitoring.thresholds import Threshold, Thresholds

PAIR = ["indicator", "subject"]
COLUMNS = ["indicator", "subject", "county", "enterprise", "date", "severity", "value", "threshold", "evidence"]


def signals(
    graded: pd.DataFrame, *, before: pd.DataFrame, thresholds: Thresholds, patience: Patience, since: pd.Timestamp
) -> pd.DataFrame:
    """The signals of every day from ``since`` on, in the columns the store keeps.

    graded: values of those days and of ``memory_days`` before them, as ``grade`` returns them.
    before: the signals of the day before ``since``. A level that only silence keeps is a signal
    too: its value is missing and its evidence says so.
    """
    judged = graded[graded["line"] >= 0].reset_index(drop=True)
    days = pd.DatetimeIndex(sorted(judged["date"].unique()))
    days = days if len(days) else pd.DatetimeIndex([since])
    pairs = _pairs(judged, before)
    if not len(pairs) or days[-1] < since:
        return pd.DataFrame(columns=COLUMNS)
    at = np.full((len(days), len(pairs)), -1)  # which row of judged tells of a day and pair
    column = pd.MultiIndex.from_frame(pairs[PAIR]).get_indexer(pd.MultiIndex.from_frame(judged[PAIR]))
    at[days.get_indexer(judged["date"]), column] = np.arange(len(judged))
    first = int(days.searchsorted(since))
    line = _ruling_line(_told(judged["line"], at, -1))
    newest = line[-1]
    level = levels(
        _told(judged["rank"], at, np.nan),
        holds=_told(judged["holds"], at, False),
        firm=_told(judged["state"] == "ok", at, False),
        persistence=np.array([thresholds.entries[i].persistence if i >= 0 else 1 for i in newest]),
        mildest=np.array([_mildest(thresholds.entries[i]) if i >= 0 else 1 for i in newest]),
        before=pairs["before"].to_numpy(),
        patience=patience,
        first=first,
        lower_after=np.array([_lower_after(thresholds, i, patience) for i in newest]),
    )
    begun = _begun(level, days[first:], pairs)
    return _rows(level, begun, days[first:], pairs, judged, at[first:], line[first:], thresholds)


def _pairs(judged: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Every indicator and subject that is told of or was at a level: with its county, enterprise and that level."""
    places = [*PAIR, "county", "enterprise"]
    known = pd.concat([judged[places], before[places]], ignore_index=True).drop_duplicates(PAIR)
    was = before[PAIR].assign(
        before=before["severity"].map(RANK).astype("int64"),
        begun=[evidence["since"] for evidence in before["evidence"]],
    )
    return known.merge(was, on=PAIR, how="left").fillna({"before": 0}).reset_index(drop=True)


def _told(column: pd.Series, at: np.ndarray, blank) -> np.ndarray:
    values = np.append(column.to_numpy(), [blank])  # position -1 is the blank
    return values[at]


def _ruling_line(line: np.ndarray) -> np.ndarray:
    """The line of each day, and on silent days the last one told."""
    line = line.astype(int)
    last = np.maximum.accumulate(np.where(line >= 0, np.arange(len(line))[:, None], 0), axis=0)
    return np.take_along_axis(line, last, axis=0)


def _lower_after(thresholds: Thresholds, line: int, patience: Patience) -> int:
    own = thresholds.entries[line].lower_after if line >= 0 else None
    return patience.lower_after if own is None else own


def _mildest(line: Threshold) -> int:
    return min(RANK[severity] for severity in line.levels)


def _begun(level: np.ndarray, days: pd.DatetimeIndex, pairs: pd.DataFrame) -> list[list[str | None]]:
    """Since which day, without a break, each pair has been at a level (ISO text)."""
    running = [None if pd.isna(day) else day for day in pairs["begun"]]
    table = []
    for day, row in zip(days.strftime("%Y-%m-%d"), level):
        running = [(begun or day) if high else None for begun, high in zip(running, row)]
        table.append(running)
    return table


def _rows(level, begun, days, pairs, judged, at, line, thresholds: Thresholds) -> pd.DataFrame:
    when, who = np.nonzero(level)
    told = at[when, who]
    value = _told(judged["value"], told, np.nan)
    state = _told(judged["state"].astype(object), told, "missing")
    rank, depth = _told(judged["rank"], told, np.nan), _told(judged["depth"], told, np.nan)
    lines = [thresholds.entries[i] if i >= 0 else None for i in line[when, who]]
    severity = [named(int(rank)) for rank in level[when, who]]
    chosen = pairs.take(who).reset_index(drop=True)
    return pd.DataFrame(
        {
            **{name: chosen[name] for name in (*PAIR, "county", "enterprise")},
            "date": days[when],
            "severity": severity,
            "value": value,
            "threshold": [bound_of(line, word) for line, word in zip(lines, severity)],
            "evidence": [
                _evidence(begun[d][p], s, r, deep, line, word)
                for d, p, s, r, deep, line, word in zip(when, who, state, rank, depth, lines, severity)
            ],
        }
    )[COLUMNS]


def bound_of(line: Threshold | None, severity: str) -> float:
    """The number of a severity on a line, or of the severest milder one it has."""
    if line is None:
        return np.nan
    milder = [line.levels[s] for s in SEVERITIES[: RANK[severity]] if s in line.levels]
    return milder[-1] if milder else next(iter(line.levels.values()))


def _evidence(since: str, state: str, rank: float, depth: float, line: Threshold | None, severity: str) -> dict:
    """What is needed to say why: since when, what today's value says by itself, how deep it goes, whose line it is."""
    told = {"since": since, "state": state, "today": None if np.isnan(rank) else named(int(rank))}
    if line is None:
        return told
    if line.depth is not None and not np.isnan(depth):
        told["depth"] = {"indicator": line.depth.indicator, "value": float(depth)}
    drawn = {"worse": line.worse, "clears_at": line.clears_at, "source": line.source, "mark": line.mark}
    if line.lower_after is not None:
        drawn["lower_after"] = line.lower_after
    graver = next(((s, line.levels[s]) for s in SEVERITIES[RANK[severity] :] if s in line.levels), None)
    if graver is not None and line.depth is None:
        told["graver"] = {"severity": graver[0], "bound": graver[1]}
    return {**told, **drawn, "line_from": line.since.isoformat()}
