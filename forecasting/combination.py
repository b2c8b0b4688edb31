"""One forecast out of several: the mix that would have served the whole panel, bent to what served each series."""

import numpy as np

from forecasting.origins import Past
from forecasting.smoothing import Fit

OWN_TRUST = 1.0  # origins: how much of its own past a series needs before the panel's weighs less

POWER = 10.0  # several of the methods are near kin: a soft choice among them does better than a mean of all
EQUAL = 0.1  # belief that methods mix best in equal shares, beside what the panel's errors say
CALM = 3.0  # an error beyond so many usual ones counts as that many
ROUNDS = 300


def weights(past: Past, series: int) -> dict[str, np.ndarray]:
    """(series,) weights by method that sum to one."""
    names = list(past.errors)
    if not past.back:
        return dict.fromkeys(names, np.full(series, 1 / len(names)))
    size = np.stack([_mean_size(past.errors[name]) for name in names])  # method, origin, series
    usual = size.mean(0)
    with np.errstate(invalid="ignore"):
        relative = np.where(usual > 0, size / usual, 1.0)
    seen = np.isfinite(relative)
    own_count = seen.sum(1)
    own = np.where(seen, relative, 0.0).sum(1) / np.maximum(own_count, 1)
    panel = np.where(seen, relative, 0.0).sum((1, 2)) / np.maximum(seen.sum((1, 2)), 1)
    panel = np.where(panel > 0, panel, 1.0)
    shrunk = (own_count * own + OWN_TRUST * panel[:, None]) / (own_count + OWN_TRUST)
    inverse = np.maximum(shrunk, 0.05) ** -POWER * _mix(past)[:, None]
    return dict(zip(names, inverse / inverse.sum(0)))


def _mix(past: Past) -> np.ndarray:
    """(methods,) shares, the same for all series, whose mixture would have erred least over the panel.

    Two methods that err alike share one place and one that errs otherwise is worth keeping, which no method's own error
    can say. Squared errors under shares that are never negative, by multiplicative steps, shrunk to equal shares.
    """
    errors = np.stack(list(past.errors.values()))
    size, seen = np.abs(errors), np.isfinite(errors)
    usual = np.where(seen, size, 0.0).sum((0, 1, 3)) / np.maximum(seen.sum((0, 1, 3)), 1)
    scaled = errors / np.maximum(usual, 1e-9)[:, None]
    known = np.clip(scaled[:, seen.all(0)], -CALM, CALM)
    together = known @ known.T
    together /= max(np.trace(together) / len(errors), 1e-9)
    shares = np.full(len(errors), 1 / len(errors))
    for _ in range(ROUNDS):
        steeper = together @ shares + EQUAL * (len(errors) * shares - 1)
        shares = shares * np.exp(2 * (shares @ steeper - steeper))
        shares /= shares.sum()
    return shares


def combined(means: dict[str, np.ndarray], weight: dict[str, np.ndarray]) -> np.ndarray:
    """The weighted mean of (…, series, horizon) arrays."""
    return sum(weight[name][:, None] * mean for name, mean in means.items())


def honest_errors(past: Past, series: int) -> np.ndarray:
    """The combination's past errors (origins, series, horizon), each with weights of the others only.

    Weights that have seen an error make it look smaller than the next one will be.
    """
    made = []
    for number in range(len(past.back)):
        rest = weights(past.without(number), series)
        made.append(combined({name: errors[number] for name, errors in past.errors.items()}, rest))
    return np.stack(made) if made else np.empty((0, series, 0))


def means_of(fits: dict[str, Fit]) -> dict[str, np.ndarray]:
    """Only the central forecasts."""
    return {name: fit.mean for name, fit in fits.items()}


def _mean_size(errors: np.ndarray) -> np.ndarray:
    seen = np.isfinite(errors)
    total = np.where(seen, np.abs(errors), 0.0).sum(2)
    count = seen.sum(2)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
