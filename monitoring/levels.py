"""The level of a subject from day to day: it must persist to be raised, and fresh values must agree to lower it.

Silence changes nothing: neither a missing report nor one that cannot be assessed raises, lowers or clears.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How many values in a row it takes to lower a level, and how far back (in days) a row may reach."""

    lower_after: int
    memory_days: int


def levels(
    rank: np.ndarray,
    *,
    holds: np.ndarray,
    firm: np.ndarray,
    persistence: np.ndarray,
    before: np.ndarray,
    mildest: np.ndarray,
    patience: Patience,
    first: int,
    lower_after: np.ndarray | None = None,
) -> np.ndarray:
    """The level of each pair on each day from position ``first`` on (days x pairs).

    rank: what the value reaches that day, NaN in silence. holds: not beyond, but not let go. firm: the value
    is final; a provisional one may raise and never lowers. before: the level on the day before ``first``.
    lower_after: by pair, where it is not the same for all.
    """
    out = np.zeros((len(rank) - first, rank.shape[1]), dtype=int)
    level = before.astype(int)
    falling = np.full(len(level), patience.lower_after) if lower_after is None else lower_after
    for day in range(first, len(rank)):
        back = max(day - patience.memory_days + 1, 0)
        recent = slice(back, day + 1)
        up = _agreed(rank[recent], persistence, np.fmin.reduce)
        kept = np.where(holds[recent], np.maximum(rank[recent], mildest), rank[recent])
        kept = np.where(firm[recent] | np.isnan(kept), kept, np.inf)
        down = _agreed(kept, falling, np.fmax.reduce, else_=np.inf)
        fresh = np.isfinite(rank[day])
        raised = np.maximum(level, up)
        lowered = np.minimum(level, down)
        level = np.where(fresh, np.where(raised > level, raised, lowered), level).astype(int)
        out[day - first] = level
    return out


def _agreed(recent: np.ndarray, count: np.ndarray, reduce, else_: float = 0.0) -> np.ndarray:
    """What the last ``count`` values told agree on, pair by pair; ``else_`` where there are fewer."""
    told = ~np.isnan(recent)
    from_last = np.cumsum(told[::-1], axis=0)[::-1]
    wanted = told & (from_last <= count)
    enough = told.sum(axis=0) >= count
    return np.where(enough, reduce(np.where(wanted, recent, np.nan), axis=0), else_)
