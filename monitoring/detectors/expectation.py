"""What each series was expected to be, as a count, a net figure or a stock, and how far it fell short."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.detectors.filter import follow
from monitoring.detectors.grid import WARM_UP
from monitoring.detectors.scale import restore, stabilise

LEVEL_MEMORY = {"daily": 91, "weekly": 26, "monthly": 6}  # periods the level looks back over
STOCK_FROM = 200  # the size from which whole numbers that hardly move are taken for a stock


@dataclass(frozen=True, kw_only=True)
class Surprise:
    """What each value was, compared with what was expected of it; every field is (periods, series).

    gap: in deviations of its own past, negative when lower than expected. relative: as a share of the expected
    value, -inf where a share means nothing (both signs occur). signed: a value below zero has been seen.
    count: the value where the series has only counted so far, NaN elsewhere; deviation: of it, on the stabilised scale.
    """

    gap: np.ndarray
    relative: np.ndarray
    signed: np.ndarray
    count: np.ndarray
    deviation: np.ndarray


def surprises(values: np.ndarray, effects: np.ndarray, prior: np.ndarray, step: str, stock: np.ndarray) -> Surprise:
    """Compare every series with its own past, strictly forwards.

    A series is treated as a count (stabilised) until both signs have been seen, from then on as a net figure
    on its plain scale; both are run, and spliced at that day, so that what was said before stays said.
    stock: (periods, series) see is_stock; what is held is whole and never negative, and no count of chance events.
    """
    net = _both_signs_seen(values)
    mixed = net[-1]
    count = values.shape[1]
    lanes = np.hstack([stabilise(values), values[:, mixed]])
    plain = np.arange(lanes.shape[1]) >= count
    whole = _whole_so_far(values)
    gap, expected, deviation = follow(
        lanes, effects, prior, LEVEL_MEMORY[step], np.hstack([whole, whole[:, mixed]]), plain
    )
    level = restore(expected[:, :count])
    relative = (values - level) / np.maximum(np.abs(level), 1e-9)
    relative[net] = -np.inf
    relative[np.isnan(values)] = np.nan
    own = gap[:, :count]
    own[:, mixed] = np.where(net[:, mixed], gap[:, plain], own[:, mixed])
    signed = np.logical_or.accumulate(values < 0)
    counted = np.where(whole & ~signed & ~stock, values, np.nan)
    return Surprise(gap=own, relative=relative, signed=signed, count=counted, deviation=deviation[:, :count])


def changes(values: np.ndarray, effects: np.ndarray, prior: np.ndarray, step: str) -> Surprise:
    """The same for what a stock gains or loses from one period to the next."""
    change = np.vstack([np.full((1, values.shape[1]), np.nan), np.diff(values, axis=0)])
    plain = np.ones(values.shape[1], dtype=bool)
    gap, _, deviation = follow(change, effects, prior, LEVEL_MEMORY[step], _whole_so_far(values), plain)
    none = np.where(np.isfinite(gap), -np.inf, np.nan)
    uncounted, signed = np.full(values.shape, np.nan), np.ones(values.shape, dtype=bool)
    return Surprise(gap=gap, relative=none, signed=signed, count=uncounted, deviation=deviation)


def is_stock(values: np.ndarray) -> np.ndarray:
    """(periods, series): whole numbers, never negative, that so far moved less than chance would move a count of that
    size. What is held moves by what comes and goes, and that is judged too."""
    never_negative = ~np.logical_or.accumulate(values < 0)
    fits = _whole_so_far(values) & never_negative & np.logical_or.accumulate(values >= STOCK_FROM)
    some = fits.any(axis=0)
    if not some.any():
        return fits
    seen = pd.DataFrame(values[:, some])
    known = seen.ffill()
    moved = known.diff().abs().where(seen.notna()).ewm(halflife=26, min_periods=WARM_UP - 1, ignore_na=True).mean()
    size = known.ewm(halflife=26).mean()
    fits[:, some] &= ((moved < 0.5 * np.sqrt(size.clip(lower=0))) & (size >= STOCK_FROM)).to_numpy()
    return fits


def _both_signs_seen(values: np.ndarray) -> np.ndarray:
    return np.logical_or.accumulate(values > 0) & np.logical_or.accumulate(values < 0)


def _whole_so_far(values: np.ndarray) -> np.ndarray:
    """True while every value so far was a whole number: then Poisson noise is the least noise possible."""
    broken = np.isfinite(values) & (values != np.round(values))
    return ~np.logical_or.accumulate(broken)
