"""The methods that compete, each (panel, horizon) -> Fit; seasonal naive is always among them."""

import numpy as np

from forecasting.autoregression import autoregression
from forecasting.season import Adjusted, adjusted
from forecasting.smoothing import Fit, damped, holt_winters, level, theta

NAIVE = "seasonal_naive"


def seasonal_naive(panel: Adjusted, horizon: int) -> Fit:
    """The same place of the last season; the last value where there is no whole season."""
    filled, season = _carried(panel.values), panel.season
    periods = filled.shape[1]
    columns = [periods - 1 - (-(k + 1)) % season if season > 1 else periods - 1 for k in range(horizon)]
    columns = np.clip(columns, 0, periods - 1)
    last = filled[:, [-1]]
    mean = np.where(np.isfinite(filled[:, columns]), filled[:, columns], last)
    apart = filled[:, season:] - filled[:, :-season] if periods > season else np.full((len(filled), 1), np.nan)
    return Fit(mean=mean, spread=_root_mean_square(apart))


def drift(panel: Adjusted, horizon: int) -> Fit:
    """The line from the first to the last value, on seasonally adjusted values."""
    without = _carried(panel.less_season())
    begin = np.isfinite(without).argmax(1)
    first = np.take_along_axis(without, begin[:, None], 1)
    slope = (without[:, [-1]] - first) / np.maximum(without.shape[1] - 1 - begin, 1)[:, None]
    mean = without[:, [-1]] + slope * np.arange(1, horizon + 1) + panel.season_ahead(horizon)
    return Fit(mean=mean, spread=_root_mean_square(np.diff(without, axis=1)))


SMALLEST = 0.05  # of a series' usual root: zeros have no logarithm
MOST_TIMES = 3.0  # a share that grows on its own growth must end somewhere: the highest root seen, times this

AS_IT_IS = {
    NAIVE: seasonal_naive,
    "drift": drift,
    "level": level,
    "damped": damped,
    "theta": theta,
    "holt_winters": holt_winters,
    "autoregression": autoregression,
}
IN_PROPORTION = {
    f"{name}_in_proportion": AS_IT_IS[name] for name in ("level", "damped", "theta", "holt_winters", "autoregression")
}
METHODS = (*AS_IT_IS, *IN_PROPORTION)


def fits_of(values: np.ndarray, horizon: int, season: int) -> dict[str, Fit]:
    """Every method: on the values, and on their logarithms, where seasons and steps are shares of the level."""
    panel = adjusted(values, season)
    shares = adjusted(np.log(np.maximum(values, SMALLEST)), season)
    highest = np.nanmax(shares.values, axis=1, keepdims=True) + np.log(MOST_TIMES)
    fits = {name: method(panel, horizon) for name, method in AS_IT_IS.items()}
    for name, method in IN_PROPORTION.items():
        fit = method(shares, horizon)
        fits[name] = Fit(mean=np.exp(np.minimum(fit.mean, highest)), spread=fit.spread)
    return fits


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
