"""Exponential smoothing of a whole panel at once, over a grid of parameters, averaged by how well each fits.

Estimating one best parameter set a series is slow and, on short series, mostly chases noise. Running every set of a
coarse grid over all series at once costs less and, averaged with Akaike weights, forecasts better.
"""

from dataclasses import dataclass, replace

import numpy as np

from forecasting.season import Adjusted, ahead, position

THETA_RATES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.97)
SHARES = (0.0, 0.5, 1.0)  # of the line that a level may follow
TREND = 8  # seasons whose line it is
KEEPS = 0.98  # of what a past error says about which of them serves, with every period since
FORGETS = 0.05  # of the past errors' size with every period
FIRST = 12  # periods that set the starting level and slope


@dataclass(frozen=True, kw_only=True)
class Fit:
    """``mean`` (series, horizon) and ``spread`` (series,): the root mean square of one-step errors.

    ``growth`` (series, horizon), of the damped trend only: the error so many steps ahead over that of one step, as the
    smoothing rates that fit the series imply it: 1 throughout about a fixed level, the root of the distance on a walk.
    ``doubt`` (series, horizon), where days move: how far what they add may be off.
    """

    mean: np.ndarray
    spread: np.ndarray
    growth: np.ndarray | None = None
    lately: np.ndarray | None = None
    doubt: np.ndarray | None = None


def theta(panel: Adjusted, horizon: int) -> Fit:
    """Simple smoothing around none, half or all of the newest seasons' line, on seasonally adjusted values."""
    adjusted, season_ahead = panel.less_season(), panel.season_ahead(horizon)
    line = -_line(adjusted[:, ::-1], TREND * panel.season if panel.season > 1 else adjusted.shape[1])[1]
    rate, share = (grid.reshape(-1, 1) for grid in np.meshgrid(THETA_RATES, SHARES))
    drift = share * line
    begin = np.isfinite(adjusted).argmax(1)
    level = np.repeat(np.take_along_axis(adjusted, begin[:, None], 1).T, len(rate), axis=0)
    squares, newer, lately = np.zeros_like(level), np.zeros_like(level), np.zeros_like(level)
    for period in range(adjusted.shape[1]):
        error = np.where(period > begin, adjusted[:, period] - level - drift, 0.0)
        seen = np.isfinite(error)
        error = np.where(seen, error, 0.0)
        level = np.where(period > begin, level + drift + rate * error, level)
        squares += error**2
        newer = KEEPS * newer + error**2
        fading = np.maximum(FORGETS, 1 / np.maximum(period - begin + 1, 1))
        lately = np.where(period > begin, lately + fading * (error**2 - lately), lately)
    paths = level[..., None] + drift[..., None] * np.arange(1, horizon + 1)
    lengths = _lengths(adjusted)
    worth = np.maximum((1 - KEEPS**lengths) / (1 - KEEPS), 5)
    weight = akaike_weights(np.maximum(newer, 1e-12) / worth, worth, 3)
    spread = np.sqrt((weight * squares / lengths).sum(0))
    return Fit(
        mean=(weight[..., None] * paths).sum(0) + season_ahead,
        spread=spread,
        lately=np.sqrt((weight * lately).sum(0)),
    )


def level(panel: Adjusted, horizon: int) -> Fit:
    """Simple smoothing without any trend, on seasonally adjusted values."""
    return _holt(panel, horizon, [(a, 0.0, 1.0) for a in LEVEL_RATES], parameters=2)


def damped(panel: Adjusted, horizon: int) -> Fit:
    """A trend that dies out sooner or later, on seasonally adjusted values."""
    grid = [(a, b, p) for a in LEVEL_RATES for b in (0.01, 0.04, 0.15) for p in (0.8, 0.9, 0.97, 0.99)]
    return _holt(panel, horizon, grid, parameters=5)


def holt_winters(panel: Adjusted, horizon: int) -> Fit:
    """Level, damped trend and a season that may change, begun from the shrunk indices."""
    trends = ((0.0, 0.9), (0.05, 0.9), (0.2, 0.9), (0.1, 0.97))
    grid = [(a, b, p, g) for a in (0.05, 0.15, 0.3, 0.5, 0.8) for b, p in trends for g in (0.05, 0.15, 0.3, 0.5)]
    rate, slope_rate, damping, season_rate = np.array(grid).T[..., None]
    values, place = panel.values, position(panel.values.shape[1], panel.season)
    level, slope = _start(panel.less_season(), len(grid), slope_rate > 0)
    turning = np.repeat(panel.indices[None], len(grid), axis=0)
    squares = np.zeros_like(level)
    known, seen, begin = _read(values)
    for period in range(values.shape[1]):
        here, carried = turning[:, :, place[period]], damping * slope
        error = (known[:, period] - (level + carried + here)) * seen[:, period]
        level, slope = _moved(level, slope, carried, rate * error, slope_rate, period, begin)
        turning[:, :, place[period]] = here + season_rate * (1 - rate) * error
        squares += error**2
    steps = np.cumsum(damping[..., None] ** np.arange(1, horizon + 1), axis=-1)
    paths = level[..., None] + steps * slope[..., None] + turning[:, :, ahead(horizon, panel.season)]
    return _averaged(paths, squares, _lengths(values), 6, np.zeros((len(values), horizon)))


LEVEL_RATES = (0.03, 0.08, 0.15, 0.25, 0.4, 0.6, 0.8, 0.97)


def _holt(panel: Adjusted, horizon: int, grid: list[tuple], *, parameters: int) -> Fit:
    rate, slope_rate, damping = np.array(grid).T[..., None]
    adjusted, season_ahead = panel.less_season(), panel.season_ahead(horizon)
    level, slope = _start(adjusted, len(grid), slope_rate > 0)
    squares = np.zeros_like(level)
    known, seen, begin = _read(adjusted)
    for period in range(adjusted.shape[1]):
        carried = damping * slope
        error = (known[:, period] - (level + carried)) * seen[:, period]
        level, slope = _moved(level, slope, carried, rate * error, slope_rate, period, begin)
        squares += error**2
    steps = np.cumsum(damping[..., None] ** np.arange(1, horizon + 1), axis=-1)
    paths = level[..., None] + steps * slope[..., None]
    fit = _averaged(paths, squares, _lengths(adjusted), parameters, season_ahead)
    return replace(fit, growth=_growth(squares, _lengths(adjusted), parameters, rate * (1 + slope_rate * steps[:, 0])))


def _read(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The values with zeros where there are none, which are seen (1 or 0), and where each series begins."""
    seen = np.isfinite(values)
    return np.where(seen, values, 0.0), seen.astype(float), seen.argmax(1)


def _moved(level, slope, carried, learned, slope_rate, period: int, begin: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Level and slope one period on; a series that has not begun stays where it starts."""
    level_on, slope_on = level + carried + learned, carried + slope_rate * learned
    if period >= begin.max():
        return level_on, slope_on
    return np.where(period >= begin, level_on, level), np.where(period >= begin, slope_on, slope)


def _start(values: np.ndarray, copies: int, with_slope: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    level, slope = _line(values, FIRST)
    return np.tile(level - slope, (copies, 1)), np.tile(slope, (copies, 1)) * with_slope


def _line(values: np.ndarray, periods: int) -> tuple[np.ndarray, np.ndarray]:
    """Value at the first period and slope of the least-squares line through each row's first ``periods``."""
    since = np.arange(values.shape[1]) - np.isfinite(values).argmax(1)[:, None]
    used = np.isfinite(values) & (since < periods)
    count = np.maximum(used.sum(1), 1)
    time = np.where(used, since, 0.0)
    seen = np.where(used, values, 0.0)
    time_mean, seen_mean = time.sum(1) / count, seen.sum(1) / count
    from_mean = np.where(used, since - time_mean[:, None], 0.0)
    slope = (from_mean * seen).sum(1) / np.maximum((from_mean**2).sum(1), 1e-9)
    return seen_mean - slope * time_mean, slope


def _lengths(values: np.ndarray) -> np.ndarray:
    return np.maximum(np.isfinite(values).sum(1), 2)


def _averaged(paths, squares, lengths, parameters: int, season_ahead) -> Fit:
    variance = np.maximum(squares, 1e-12) / lengths
    weight = akaike_weights(variance, lengths, parameters)
    mean = (weight[..., None] * paths).sum(0) + season_ahead
    return Fit(mean=mean, spread=np.sqrt((weight * variance).sum(0)))


def _growth(squares, lengths, parameters: int, kept) -> np.ndarray:
    """Variances ahead, averaged as the fits are; ``kept`` (fits, horizon): what of a surprise is left k steps later.

    Source: Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing, table 6.1.
    """
    variance = np.maximum(squares, 1e-12) / lengths
    one_step = akaike_weights(variance, lengths, parameters) * variance
    ahead_of_one = 1 + np.cumsum(kept**2, axis=1) - kept**2
    return np.sqrt(one_step.T @ ahead_of_one / one_step.sum(0)[:, None])


def akaike_weights(variance: np.ndarray, lengths: np.ndarray, parameters) -> np.ndarray:
    """(fits, series) weights by Akaike's criterion with its small-sample correction; equal where nothing tells."""
    penalty = 2 * parameters * lengths / np.maximum(lengths - parameters - 1, 1)
    criterion = lengths * np.log(variance) + penalty
    weight = np.exp(-(criterion - criterion.min(0)) / 2)
    return weight / weight.sum(0)
