"""What a forecast says of its own error: how much one step missed, how far the methods disagree, how long the past is.

How much each clue tells is learned from the panel's own past errors, and believed no further than they support.
"""

import numpy as np

from forecasting.smoothing import Fit

GROWTH_TRUST = 0.75  # of the growth that each series' smoothing implies; what is left the panel's errors say
APART = ("seasonal_naive", "drift")  # plain on purpose: that they disagree with the others tells nothing
FLOOR = 0.05  # of the spread: an error or a disagreement below it is as good as none
USUAL = np.array([0.3, -0.1])  # powers of disagreement and length before the panel's errors have spoken
BOUNDS = np.array([[0.0, 1.0], [-0.5, -0.05]])  # disagreement makes no error smaller, a longer past none larger
BELIEF = 20  # past paths that the usual powers weigh


def clues_of(fits: dict[str, Fit], lengths: np.ndarray) -> np.ndarray:
    """(3, series, horizon) logarithms: the spread ahead, the disagreement over it, the number of values known.

    One panel holds levels that return (their error hardly grows) and walks (whose error does): one growth for all makes
    the first too wide and the second too narrow far ahead, so the spread grows as each series' own smoothing says.
    """
    spread = np.maximum(fits["theta"].spread[:, None] * fits["damped"].growth ** GROWTH_TRUST, 1e-9)
    means = np.stack([fit.mean for name, fit in fits.items() if name not in APART])
    disagreement = np.maximum(means.std(0) / spread, FLOOR)
    known = np.broadcast_to(np.maximum(lengths, 1)[:, None], spread.shape)
    return np.log(np.stack([spread, disagreement, known]))


def expected_sizes(errors: np.ndarray, then: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sizes of error to expect, of past forecasts (origins, series, horizon) and of today's (series, horizon).

    ``errors`` are the past's, ``then`` (origins, 3, series, horizon) and ``now`` (3, series, horizon) their clues.
    """
    powers = np.r_[1.0, _powers(errors, then)]
    return np.exp(np.einsum("k,oksh->osh", powers, then)), np.exp(np.einsum("k,ksh->sh", powers, now))


def _powers(errors: np.ndarray, then: np.ndarray) -> np.ndarray:
    """Powers of disagreement and length: least squares on the logarithms of past errors, each horizon by itself."""
    seen = np.isfinite(errors) & np.isfinite(then).all(1)
    size = np.where(seen, np.log(np.maximum(np.abs(errors) / np.exp(then[:, 0]), FLOOR)), 0.0)
    told = _from_mean(size, seen)
    causes = np.stack([_from_mean(np.where(seen, then[:, k], 0.0), seen) for k in (1, 2)])
    gram = np.einsum("kosh,josh->kj", causes, causes)
    spread = np.maximum(np.diag(gram) / max(seen.sum(), 1), 1e-3)
    belief = np.diag(BELIEF * errors.shape[2] * spread)
    powers = np.linalg.solve(gram + belief, np.einsum("kosh,osh->k", causes, told) + belief @ USUAL)
    return np.clip(powers, *BOUNDS.T)


def _from_mean(values: np.ndarray, seen: np.ndarray) -> np.ndarray:
    mean = np.where(seen, values, 0.0).sum((0, 1)) / np.maximum(seen.sum((0, 1)), 1)
    return np.where(seen, values - mean, 0.0)
