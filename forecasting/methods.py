"""The methods that compete, each (values, horizon, season) -> Fit; seasonal naive is always among them."""

import numpy as np

from forecasting.autoregression import autoregression
from forecasting.season import ahead, position, seasonal_indices
from forecasting.smoothing import Fit, damped, holt_winters, level, theta

NAIVE = "seasonal_naive"


def seasonal_naive(values: np.ndarray, horizon: int, season: int) -> Fit:
    """The same place of the last season; the last value where there is no whole season."""
    filled = _carried(values)
    periods = filled.shape[1]
    columns = [periods - 1 - (-(k + 1)) % season if season > 1 else periods - 1 for k in range(horizon)]
    columns = np.clip(columns, 0, periods - 1)
    last = filled[:, [-1]]
    mean = np.where(np.isfinite(filled[:, columns]), filled[:, columns], last)
    apart = filled[:, season:] - filled[:, :-season] if periods > season else np.full((len(values), 1), np.nan)
    return Fit(mean=mean, spread=_root_mean_square(apart))


def drift(values: np.ndarray, horizon: int, season: int) -> Fit:
    """The line from the first to the last value, on seasonally adjusted values."""
    indices = seasonal_indices(values, season)
    adjusted = _carried(values - indices[:, position(values.shape[1], season)])
    begin = np.isfinite(adjusted).argmax(1)
    first = np.take_along_axis(adjusted, begin[:, None], 1)
    slope = (adjusted[:, [-1]] - first) / np.maximum(adjusted.shape[1] - 1 - begin, 1)[:, None]
    mean = adjusted[:, [-1]] + slope * np.arange(1, horizon + 1) + indices[:, ahead(horizon, season)]
    return Fit(mean=mean, spread=_root_mean_square(np.diff(adjusted, axis=1)))


def in_proportion(method):
    """The same method where seasons and steps are shares of the level: on logarithms of the model's scale."""

    def proportional(values: np.ndarray, horizon: int, season: int) -> Fit:
        fit = method(np.log(np.maximum(values, SMALLEST)), horizon, season)
        highest = np.log(np.nanmax(np.maximum(values, SMALLEST), axis=1, keepdims=True)) + np.log(MOST_TIMES)
        return Fit(mean=np.exp(np.minimum(fit.mean, highest)), spread=fit.spread)

    return proportional


SMALLEST = 0.05  # of a series' usual root: zeros have no logarithm
MOST_TIMES = 3.0  # a share that grows on its own growth must end somewhere: the highest root seen, times this

METHODS = {
    NAIVE: seasonal_naive,
    "drift": drift,
    "level": level,
    "damped": damped,
    "theta": theta,
    "holt_winters": holt_winters,
    "autoregression": autoregression,
    "level_in_proportion": in_proportion(level),
    "damped_in_proportion": in_proportion(damped),
    "theta_in_proportion": in_proportion(theta),
    "holt_winters_in_proportion": in_proportion(holt_winters),
    "autoregression_in_proportion": in_proportion(autoregression),
}


def _carried(values: np.ndarray) -> np.ndarray:
    """Gaps filled with the last value before them (only forecasts' own starting points need it)."""
    if np.isfinite(values[:, -1]).all() and not np.isnan(values).any():
        return values
    seen = np.where(np.isfinite(values), np.arange(values.shape[1]), 0)
    newest = np.maximum.accumulate(seen, axis=1)
    return np.take_along_axis(values, newest, axis=1)


def _root_mean_square(errors: np.ndarray) -> np.ndarray:
    seen = np.isfinite(errors)
    count = np.maximum(seen.sum(1), 1)
    return np.sqrt((np.where(seen, errors, 0.0) ** 2).sum(1) / count)
