"""How much of a series is season: additive indices, shrunk towards none where the evidence is thin."""

import numpy as np


def position(periods: int, season: int) -> np.ndarray:
    """Each column's place in the season, counted back from the last one (which is 0)."""
    return (periods - 1 - np.arange(periods)) % season


def ahead(horizon: int, season: int) -> np.ndarray:
    """The places in the season of the next ``horizon`` periods."""
    return (-np.arange(1, horizon + 1)) % season


def seasonal_indices(values: np.ndarray, season: int) -> np.ndarray:
    """(series, season) indices that sum to zero, by place.

    The classical centred moving average gives detrended values; their means by place are shrunk (James-Stein) by the
    share of their spread that noise alone would give. Shrinking, and not a yes-or-no test of seasonality, is what makes
    short series forecastable: an index seen twice is worth something, but not itself.
    """
    series, periods = values.shape
    if season < 2 or periods < season + 2:
        return np.zeros((series, max(season, 1)))
    detrended = values - centred_mean(values, season)
    places = position(periods, season)
    means = np.zeros((series, season))
    counts = np.zeros((series, season))
    scatter = np.zeros(series)
    for place in range(season):
        block = detrended[:, places == place]
        seen = np.isfinite(block)
        counts[:, place] = seen.sum(1)
        total = np.where(seen, block, 0.0).sum(1)
        means[:, place] = total / np.maximum(counts[:, place], 1)
        scatter += (np.where(seen, block - means[:, [place]], 0.0) ** 2).sum(1)
    means = np.where(counts > 0, means, 0.0)
    means -= means.mean(1, keepdims=True)
    return means * _trust(means, counts, scatter)[:, None]


def _trust(means: np.ndarray, counts: np.ndarray, scatter: np.ndarray) -> np.ndarray:
    season = means.shape[1]
    total = counts.sum(1)
    fewest = counts.min(1)
    noise = scatter / np.maximum(total - season, 1) / np.maximum(fewest, 1)
    spread = (means**2).sum(1) / (season - 1)
    trust = np.clip(1 - noise / np.maximum(spread, 1e-12), 0, 1)
    trust = np.where(fewest < 2, trust * 0.5, trust)  # one look at a place cannot tell season from chance
    return np.where((fewest >= 1) & (total >= season + season // 2), trust, 0.0)


def centred_mean(values: np.ndarray, season: int) -> np.ndarray:
    """The moving average over one season about every period; missing at the ends and near gaps."""
    half = season // 2
    weights = np.ones(season) if season % 2 else np.r_[0.5, np.ones(season - 1), 0.5]
    weights = weights / weights.sum()
    mean = np.full_like(values, np.nan)
    if values.shape[1] < len(weights):
        return mean
    windows = np.lib.stride_tricks.sliding_window_view(values, len(weights), axis=1)
    mean[:, half : half + windows.shape[1]] = windows @ weights
    return mean
