"""How much of a series is season: indices that may change over the years, shrunk towards none without evidence."""

from dataclasses import dataclass

import numpy as np

KEEPS = (1.0, 0.8, 0.6, 0.4)  # what one season weighs beside the next: seasons that stay and seasons that change
WIDTHS = (0, 2, 5)  # neighbours on either side that share an index, where a season is long
LONG = 24
FADES = 0.85  # of what a past guess says about how good it is, with every season since
EARLY_TRUST = 2.0  # seasons guessed ahead before what they say counts as much as the indices' own spread
NEWEST = 2.0  # how much more the newest season counts in the line that ends the trend (e-foldings a season)


@dataclass(frozen=True, kw_only=True)
class Adjusted:
    """A panel as modelled, with its seasonal ``indices`` (series, season) by place and what is left without them."""

    values: np.ndarray
    indices: np.ndarray

    @property
    def season(self) -> int:
        """Periods in a season."""
        return self.indices.shape[1]

    def less_season(self) -> np.ndarray:
        """(series, periods) without the season."""
        return self.values - self.indices[:, position(self.values.shape[1], self.season)]

    def season_ahead(self, horizon: int) -> np.ndarray:
        """(series, horizon) of season to add again."""
        return self.indices[:, ahead(horizon, self.season)]


def adjusted(values: np.ndarray, season: int) -> Adjusted:
    """The panel with its indices, worked out once for every method."""
    return Adjusted(values=values, indices=seasonal_indices(values, season))


def position(periods: int, season: int) -> np.ndarray:
    """Each column's place in the season, counted back from the last one (which is 0)."""
    return (periods - 1 - np.arange(periods)) % season


def ahead(horizon: int, season: int) -> np.ndarray:
    """The places in the season of the next ``horizon`` periods."""
    return (-np.arange(1, horizon + 1)) % season


def seasonal_indices(values: np.ndarray, season: int) -> np.ndarray:
    """(series, season) indices that sum to zero, by place, as the newest seasons show them.

    The classical centred moving average gives detrended values; it ends half a season early, so a first set of indices
    lets a line through the newest season take it to the end. Shrinking, and not a yes-or-no test of seasonality, is
    what makes short series forecastable: an index seen twice is worth something, but not itself.
    """
    series, periods = values.shape
    if season < 2 or periods < season + 2:
        return np.zeros((series, max(season, 1)))
    trend = centred_mean(values, season)
    first = Adjusted(values=values, indices=_indices(values - trend, season))
    return _indices(values - _to_the_end(trend, first.less_season(), season), season)


@dataclass(frozen=True, kw_only=True)
class _Guess:
    """Indices of one way to weigh the seasons, ``worth`` so many looks, and how it did at guessing the next one."""

    indices: np.ndarray  # series, season
    worth: np.ndarray  # series, season
    missed: np.ndarray  # series: squares
    agreed: np.ndarray  # series: guess x truth
    size: np.ndarray  # series: guess x guess


def _indices(detrended: np.ndarray, season: int) -> np.ndarray:
    """Several ways to weigh the seasons, averaged by how well each guessed every next season, then shrunk."""
    told = _by_season(detrended, season)
    seen = np.isfinite(told)
    widths = WIDTHS if season >= LONG else WIDTHS[:1]
    guesses = [_guessed(told, keeps, width) for keeps in KEEPS for width in widths]
    compared = (seen[:, 1:] & (np.cumsum(seen, axis=1)[:, :-1] > 0)).sum(2)
    count = (compared * FADES ** np.arange(compared.shape[1])[::-1]).sum(1)
    missed = np.log(np.maximum(np.stack([guess.missed for guess in guesses]), 1e-12))
    weight = np.exp(-count / 2 * (missed - missed.min(0)))
    weight /= weight.sum(0)
    indices = sum(one[:, None] * guess.indices for one, guess in zip(weight, guesses))
    indices -= indices.mean(1, keepdims=True)
    worth = sum(one[:, None] * guess.worth for one, guess in zip(weight, guesses))
    agreed = sum(one * guess.agreed for one, guess in zip(weight, guesses))
    size = sum(one * guess.size for one, guess in zip(weight, guesses))
    held = np.clip(agreed / np.maximum(size, 1e-12), 0, 1)
    guessed = count / season
    trust = (guessed * held + EARLY_TRUST * _trust(indices, worth, told)) / (guessed + EARLY_TRUST)
    looks = seen.sum(1)
    enough = (looks.min(1) >= 1) & (looks.sum(1) >= season + season // 2)
    return indices * np.where(enough, trust, 0.0)[:, None]


def _guessed(told: np.ndarray, keeps: float, width: int) -> _Guess:
    series, seasons, season = told.shape
    total, weight, squared = (np.zeros((series, season)) for _ in range(3))
    missed, agreed, size = np.zeros(series), np.zeros(series), np.zeros(series)
    for number in range(seasons):
        seen = np.isfinite(told[:, number])
        now = np.where(seen, told[:, number], 0.0)
        both = seen & (weight > 0)
        guess = np.where(both, _shared(total / np.maximum(weight, 1e-9), width), 0.0)
        truth = np.where(both, now, 0.0)
        missed = FADES * missed + ((truth - guess) ** 2).sum(1)
        agreed = FADES * agreed + (truth * guess).sum(1)
        size = FADES * size + (guess**2).sum(1)
        kept = np.where(seen, keeps, 1.0)
        total, weight, squared = kept * total + now, kept * weight + seen, kept**2 * squared + seen
    indices = _shared(total / np.maximum(weight, 1e-9), width)
    worth = weight**2 / np.maximum(squared, 1e-9) * (1 + 1.2 * width)
    return _Guess(indices=indices, worth=worth, missed=missed, agreed=agreed, size=size)


def _by_season(detrended: np.ndarray, season: int) -> np.ndarray:
    """(series, seasons, place), the oldest season first and filled up with missing."""
    series, periods = detrended.shape
    seasons = -(-periods // season)
    whole = np.full((series, seasons * season), np.nan)
    whole[:, seasons * season - periods :] = detrended
    return whole.reshape(series, seasons, season)[:, :, ::-1]


def _shared(indices: np.ndarray, width: int) -> np.ndarray:
    """Each index with its neighbours around the season, the nearer the more."""
    if not width:
        return indices
    places = np.arange(indices.shape[1])
    apart = np.abs(places[:, None] - places)
    share = np.maximum(1 - np.minimum(apart, indices.shape[1] - apart) / (width + 1), 0)
    return indices @ (share / share[0].sum())


def _trust(indices: np.ndarray, worth: np.ndarray, told: np.ndarray) -> np.ndarray:
    """James-Stein: less the share of the indices' spread that noise alone would give."""
    season = indices.shape[1]
    seen = np.isfinite(told)
    looks = seen.sum(1)
    mean = np.where(seen, told, 0.0).sum(1) / np.maximum(looks, 1)
    scatter = (np.where(seen, told - mean[:, None], 0.0) ** 2).sum((1, 2))
    noise = scatter / np.maximum(looks.sum(1) - season, 1) / np.maximum(worth.min(1), 1)
    spread = (indices**2).sum(1) / (season - 1)
    trust = np.clip(1 - noise / np.maximum(spread, 1e-12), 0, 1)
    return np.where(looks.min(1) < 2, trust * 0.5, trust)  # one look at a place cannot tell season from chance


def _to_the_end(trend: np.ndarray, without: np.ndarray, season: int) -> np.ndarray:
    """The trend where the centred mean has none yet: the line through the newest season and a half ``without`` it."""
    half = season // 2
    periods = min(season + half, without.shape[1])
    time = np.arange(periods) - (periods - 1.0)
    newest = without[:, -periods:]
    weight = np.where(np.isfinite(newest), np.exp(NEWEST * time / season), 0.0)
    total = np.maximum(weight.sum(1, keepdims=True), 1e-9)
    told = np.where(weight > 0, newest, 0.0)
    centre, middle = (weight * time).sum(1, keepdims=True) / total, (weight * told).sum(1, keepdims=True) / total
    apart = time - centre
    slope = (weight * apart * told).sum(1, keepdims=True)
    slope = slope / np.maximum((weight * apart**2).sum(1, keepdims=True), 1e-9)
    ended = trend.copy()
    line = (middle + slope * apart)[:, -half:]
    ended[:, -half:] = np.where(np.isfinite(trend[:, -half:]), trend[:, -half:], line)
    return ended


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
