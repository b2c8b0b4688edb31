"""What each series was expected to be: one slow filter with a shared gain, robust to what it is meant to find."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.detectors.grid import WARM_UP

DISPERSION = 0.01  # of counts around their mean beyond Poisson; above 1/DISPERSION the scale is logarithmic
LEVEL_MEMORY = {"daily": 91, "weekly": 26, "monthly": 6}  # periods the level looks back over
STOCK_FROM = 200  # the size from which whole numbers that hardly move are taken for a stock
CLIP = 2.25  # a surprise beyond this many deviations teaches no more than this many
SCALE_MEMORY = 208  # periods the deviation looks back over


@dataclass(frozen=True, kw_only=True)
class Surprise:
    """What each value was, compared with what was expected of it; every field is (periods, series).

    gap: in deviations of its own past, negative when lower than expected. relative: as a share of the expected
    value, -inf where a share means nothing (both signs occur). signed: a value below zero has been seen.
    """

    gap: np.ndarray
    relative: np.ndarray
    signed: np.ndarray


def stabilise(values: np.ndarray) -> np.ndarray:
    """An odd scale on which counts of any size, over-dispersed ones too, vary about equally: root, then log."""
    root = 2 / np.sqrt(DISPERSION) * np.arcsinh(np.sqrt(DISPERSION * (np.abs(values) + 0.375)))
    zero = 2 / np.sqrt(DISPERSION) * np.arcsinh(np.sqrt(DISPERSION * 0.375))
    return np.sign(values) * (root - zero)


def restore(z: np.ndarray) -> np.ndarray:
    """The value a stabilised one stands for."""
    zero = 2 / np.sqrt(DISPERSION) * np.arcsinh(np.sqrt(DISPERSION * 0.375))
    inner = np.sinh((np.abs(z) + zero) * np.sqrt(DISPERSION) / 2)
    return np.sign(z) * (inner**2 / DISPERSION - 0.375)


def surprises(values: np.ndarray, effects: np.ndarray, prior: np.ndarray, step: str) -> Surprise:
    """Compare every series with its own past, strictly forwards.

    A series is treated as a count (stabilised) until both signs have been seen, from then on as a net figure
    on its plain scale; both are run, and spliced at that day, so that what was said before stays said.
    """
    net = _both_signs_seen(values)
    mixed = net[-1]
    count = values.shape[1]
    lanes = np.hstack([stabilise(values), values[:, mixed]])
    plain = np.arange(lanes.shape[1]) >= count
    whole = _whole_so_far(values)
    gap, expected = _filter(lanes, effects, prior, step, np.hstack([whole, whole[:, mixed]]), plain)
    level = restore(expected[:, :count])
    relative = (values - level) / np.maximum(np.abs(level), 1e-9)
    relative[net] = -np.inf
    relative[np.isnan(values)] = np.nan
    own = gap[:, :count]
    own[:, mixed] = np.where(net[:, mixed], gap[:, plain], own[:, mixed])
    return Surprise(gap=own, relative=relative, signed=np.logical_or.accumulate(values < 0))


def changes(values: np.ndarray, effects: np.ndarray, prior: np.ndarray, step: str) -> Surprise:
    """The same for what a stock gains or loses from one period to the next."""
    change = np.vstack([np.full((1, values.shape[1]), np.nan), np.diff(values, axis=0)])
    plain = np.ones(values.shape[1], dtype=bool)
    gap, _ = _filter(change, effects, prior, step, _whole_so_far(values), plain)
    none = np.where(np.isfinite(gap), -np.inf, np.nan)
    return Surprise(gap=gap, relative=none, signed=np.ones(values.shape, dtype=bool))


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


def _filter(
    z: np.ndarray, effects: np.ndarray, prior: np.ndarray, step: str, whole: np.ndarray, plain: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Kalman filter of level + effects. Gains depend on the calendar and on a series' age only, so one gain serves
    all series that start together; what a series may teach in one step is clipped.

    z: (periods, series). Returns standardised surprises and expectations, both (periods, series).
    """
    periods, count = z.shape
    seen = np.cumsum(np.isfinite(z), axis=0)
    birth = np.argmax(seen >= WARM_UP, axis=0)
    birth[seen[-1] < WARM_UP] = periods
    births, cohort = np.unique(birth, return_inverse=True)
    width = effects.shape[1] + 1
    state, scale = np.zeros((width, count)), np.ones(count)
    drift = np.zeros(width)
    drift[0] = 1 / LEVEL_MEMORY[step] ** 2
    covariance = np.zeros((len(births), width, width))
    design = np.column_stack([np.ones(periods), effects])
    u, expected = np.full(z.shape, np.nan), np.full(z.shape, np.nan)
    for t in range(periods):
        x = design[t]
        alive = birth < t
        if alive.any():
            px = covariance @ x
            spread = px @ x + 1
            gain = px / spread[:, None]
            active = (births < t) & np.bincount(cohort, weights=np.isfinite(z[t]), minlength=len(births)).astype(bool)
            covariance -= np.where(active, 1 / spread, 0)[:, None, None] * px[:, :, None] * px[:, None, :]
            covariance[:, 0, 0] += np.where(births < t, drift[0], 0)
            expected[t] = np.where(alive, x @ state, np.nan)
            gap = z[t] - expected[t]
            deviation = scale * np.sqrt(spread[cohort])
            u[t] = gap / deviation
            most = CLIP * scale * spread[cohort]  # where an effect is still unknown a large surprise is its measure
            lesson = np.where(np.isfinite(gap), np.clip(gap, -most, most), 0)
            state += gain[cohort].T * lesson
            memory = np.clip(seen[t], WARM_UP, SCALE_MEMORY)
            moved = np.clip(u[t], -CLIP, CLIP) ** 2 * 1.05 - 1
            learnt = scale * np.sqrt(1 + moved / memory)
            floor = _least(state[0], whole[t], plain)
            scale = np.where(np.isfinite(gap), np.maximum(learnt, floor), scale)
        born = birth == t
        if born.any():
            level, scale[born] = _first_look(z[: t + 1, born], whole[t, born], plain[born])
            group = np.searchsorted(births, t)
            first = design[max(t + 1 - WARM_UP, 0) : t + 1]
            covariance[group] = np.linalg.inv(np.diag(np.r_[1e-4, 1 / prior]) + first.T @ first)
            off = np.nan_to_num(z[t + 1 - len(first) : t + 1, born] - level)
            state[:, born] = covariance[group] @ first.T @ np.clip(off, -2 * scale[born], 2 * scale[born])
            state[0, born] += level
    return u, expected


def _first_look(z: np.ndarray, whole: np.ndarray, plain: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Level and deviation from the first eight values: median, and mean distance widened for so few values."""
    level = np.nanmedian(z, axis=0)
    spread = 1.4 * np.nanmean(np.abs(z - level), axis=0)
    if not plain.all():  # counts share a scale, so those born together lend one another their deviation
        spread = np.where(plain, spread, np.sqrt(spread**2 / 4 + np.median(spread[~plain]) ** 2 * 3 / 4))
    return level, np.maximum(spread, _least(level, whole, plain))


def _least(level: np.ndarray, whole: np.ndarray, plain: np.ndarray) -> np.ndarray:
    """The least deviation believed: of whole numbers nearly Poisson's, otherwise a thousandth of the level."""
    poisson = 0.8 / np.sqrt(1 + DISPERSION * np.abs(restore(np.where(plain, 0, level))))
    return np.where(whole, poisson, 1e-3 * np.abs(level) + 1e-9)
