"""What a forecast says of its own error: one step's miss, the methods' disagreement, how calm it was lately, the level.

How much each clue tells is learned from the panel's own past errors, and believed no further than they support.
"""

import numpy as np

from forecasting.smoothing import Fit

APART = ("seasonal_naive", "drift")  # plain on purpose: that they disagree with the others tells nothing
FLOOR = 0.05  # of the spread: an error or a disagreement below it is as good as none
TOLD = ("spread", "growth", "disagreement", "known", "lately", "level", "moving")
USUAL = np.array([1.0, 0.75, 0.3, -0.1, 0.3, 0.3, 1.0])  # their powers before the panel's errors have spoken
BOUNDS = np.array([[0.6, 1.2], [0.0, 1.0], [0.0, 1.0], [-0.5, -0.05], [0.0, 0.8], [0.0, 1.0], [1.0, 1.0]])
BELIEF = 20  # past paths that the usual powers weigh
APART_FROM_USUAL = 0.1  # how far from the usual a power may well be; origins that differ by more weigh less
FARTHEST = 4.0  # times the usual, or a fourth of it: what lies beyond counts as that much


def clues_of(fits: dict[str, Fit], values: np.ndarray) -> np.ndarray:
    """(clues, series, horizon) logarithms of what ``TOLD`` names.

    ``spread``: of one step's errors (below the power of 1: what was noisy was partly luck, what was smooth bends);
    ``growth``: of the error with distance, as each series' own smoothing says it (one panel holds levels that return
    and walks); ``disagreement`` of the methods over the error ahead; ``known``: values so far; ``lately``: the newest
    errors over all; ``level``: the forecast over the usual value (where errors are shares, a high month errs more);
    ``moving``: the error of a day that moves over another day's (no past need hold one: its power is given).
    """
    spread, growth = np.maximum(fits["theta"].spread, 1e-9)[:, None], fits["damped"].growth
    means = np.stack([fit.mean for name, fit in fits.items() if name not in APART])
    disagreement = np.maximum(means.std(0) / (spread * growth), FLOOR)
    seen = np.isfinite(values)
    known, told = np.maximum(seen.sum(1), 1)[:, None], np.where(seen, values, 0.0)
    lately = _near_one(fits["theta"].lately[:, None] / spread)
    level = _near_one(np.median(means, axis=0) / np.maximum(told.sum(1)[:, None] / known, 1e-9))
    level = np.where((told < 0).any(1)[:, None], 1.0, level)
    doubt = fits["theta"].doubt
    moving = np.ones_like(growth) if doubt is None else np.sqrt(1 + (doubt / (spread * growth)) ** 2)
    told = np.broadcast_arrays(spread, growth, disagreement, known, lately, level, moving)
    return np.log(np.stack(told))


def _near_one(times: np.ndarray) -> np.ndarray:
    return np.clip(times, 1 / FARTHEST, FARTHEST)


def expected_sizes(errors: np.ndarray, then: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sizes of error to expect, of past forecasts (origins, series, horizon) and of today's (series, horizon).

    ``errors`` are the past's, ``then`` (origins, clues, series, horizon) and ``now`` (clues, series, horizon) theirs.
    """
    powers = _powers(errors, then)
    return np.exp(np.einsum("k,oksh->osh", powers, then)), np.exp(np.einsum("k,ksh->sh", powers, now))


def _powers(errors: np.ndarray, then: np.ndarray) -> np.ndarray:
    """Powers of the clues: least squares on the logarithms of past errors, each horizon by itself.

    What the origins do not agree on was true of their days only (one shock shared by many series): it is believed less.
    """
    seen = np.isfinite(errors) & np.isfinite(then).all(1)
    size = np.where(seen, np.log(np.maximum(np.abs(errors), FLOOR * np.exp(then[:, 0]))), 0.0)
    told = _from_mean(size, seen)
    causes = np.stack([_from_mean(np.where(seen, then[:, k], 0.0), seen) for k in range(then.shape[1])])
    gram = np.einsum("kosh,josh->okj", causes, causes, optimize=True)
    met = np.einsum("kosh,osh->ok", causes, told)
    spread = np.maximum(np.diag(gram.sum(0)) / max(seen.sum(), 1), 1e-3)
    belief = np.diag(BELIEF * errors.shape[2] * spread)
    powers = np.linalg.solve(gram.sum(0) + belief, met.sum(0) + belief @ USUAL)
    each = np.linalg.solve(gram + belief, (met + belief @ USUAL)[..., None])[..., 0]
    doubt = each.var(0) / max(len(each), 1)
    return np.clip(USUAL + (powers - USUAL) * APART_FROM_USUAL**2 / (APART_FROM_USUAL**2 + doubt), *BOUNDS.T)


def _from_mean(values: np.ndarray, seen: np.ndarray) -> np.ndarray:
    mean = np.where(seen, values, 0.0).sum((0, 1)) / np.maximum(seen.sum((0, 1)), 1)
    return np.where(seen, values - mean, 0.0)
