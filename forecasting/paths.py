"""Joint futures of a panel: many equally likely paths, whose sums are sums and whose ends answer "how likely".

A series' level drifts as simple smoothing says and its surprises are drawn from its own past in blocks, the same days
for every series: what moved together moves together again. The draws are seeded: the same past gives the same paths.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RATES = (0.02, 0.05, 0.1, 0.2, 0.35)
DRAWS = 400
WARM = 8  # periods before a surprise counts as one
HALF_TRUST = 20  # past checks from which the stretch is believed in half


@dataclass(frozen=True, kw_only=True)
class Record:
    """How the 80 % bands of past sums did: ``coverage`` in percent of ``checks``; ``stretch`` makes them true."""

    coverage: float
    checks: int
    stretch: float


def paths(values: np.ndarray, horizon: int, *, block: int, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """(draws, series, horizon) futures of (series, periods) values; missing ones are passed over.

    A series needs at least two values. Nothing is clipped: who forecasts counts does so.
    """
    level, rate, surprise = _smoothed(values)
    first = min(WARM, max(values.shape[1] - block - 1, 0))
    pool = surprise[:, first:]
    taken = blocks(pool.shape[1], horizon, block=block, draws=draws, seed=seed)
    shocks = pool[:, taken].transpose(1, 0, 2)
    drift = np.cumsum(shocks * rate[:, None], axis=2)
    before = np.concatenate([np.zeros_like(drift[:, :, :1]), drift[:, :, :-1]], axis=2)
    return level[:, None] + before + shocks


def blocks(length: int, horizon: int, *, block: int, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """(draws, horizon) places in a past of ``length``, in runs of ``block`` neighbours."""
    rng = np.random.default_rng(seed)
    block = max(1, min(block, length))
    starts = rng.integers(0, length - block + 1, (draws, -(-horizon // block)))
    return (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :horizon]


def miss(made: np.ndarray, told: np.ndarray) -> np.ndarray:
    """How far the truth lay from the mean of the draws (first axis), in half widths of the 80 % band: 1 is its edge."""
    low, high = quantiles(made, (0.1, 0.9))
    middle = made.mean(axis=0)
    half = np.where(told > middle, high - middle, middle - low)
    off = np.abs(told - middle)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((half <= 0) & (off < 1e-9), 0.0, off / np.maximum(half, 1e-12))


def quantiles(draws: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """np.quantile over the first axis, bit for bit, in a third of the time: one sort along memory instead of a
    partition across it.
    """
    last = len(draws) - 1
    ordered = np.sort(draws.reshape(last + 1, -1).T, axis=1)
    places = np.asarray(shares) * last
    below = np.minimum(places.astype(int), max(last - 1, 0))
    low, high, part = ordered[:, below], ordered[:, np.minimum(below + 1, last)], places - below
    # From the nearer of the two neighbours, as numpy does: the last bit is the same.
    between = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part))
    between[np.isnan(ordered[:, -1])] = np.nan
    return between.T.reshape(-1, *draws.shape[1:])


def record_of(misses: list[np.ndarray]) -> Record:
    """The record of past checks, an array an origin (all of one length)."""
    rows = np.array(misses)
    seen = np.isfinite(rows)
    if not seen.any():
        return Record(coverage=float("nan"), checks=0, stretch=1.0)
    inside = 0
    for number in range(len(rows)):
        rest = np.delete(rows, number, axis=0)
        inside += int((rows[number][seen[number]] <= _stretch(rest[np.isfinite(rest)])).sum())
    checks = int(seen.sum())
    return Record(coverage=100 * inside / checks, checks=checks, stretch=_stretch(rows[seen]))


def stretched(made: np.ndarray, by: float) -> np.ndarray:
    """Paths pulled away from (or towards) their mean, draw by draw: what adds up goes on adding up."""
    middle = made.mean(axis=0)
    return middle + by * (made - middle)


def _stretch(misses: np.ndarray) -> float:
    if not len(misses):
        return 1.0
    asked = float(np.quantile(misses, 0.8))
    trust = len(misses) / (len(misses) + HALF_TRUST)
    return float(np.clip(1 + trust * (asked - 1), 0.6, 4.0))


def _smoothed(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Level now, rate and surprises (0 where missing) of every series, each at the rate that surprised least."""
    seen = np.isfinite(values)
    begin = np.where(seen, values, 0.0)[:, : 2 * WARM].sum(1) / np.maximum(seen[:, : 2 * WARM].sum(1), 1)
    rates = np.array(RATES)[:, None]  # all rates at once: a step is a few numbers, and calling numpy is what it costs
    now, errors = np.tile(begin, (len(RATES), 1)), np.zeros((len(RATES), *values.shape))
    for period in range(values.shape[1]):
        error = np.where(seen[:, period], values[:, period] - now, 0.0)
        errors[:, :, period] = error
        now = now + rates * error
    judged = errors[:, :, WARM:] if values.shape[1] > WARM else errors
    best, every = (judged**2).sum(2).argmin(0), np.arange(len(values))  # of equals the first
    return now[best, every], np.array(RATES)[best], errors[best, every]
