"""Forecasting the past: every method from several earlier origins, with its errors.

Weights and intervals stand on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from forecasting.clues import TOLD, clues_of
from forecasting.festivals import Festivals, added
from forecasting.methods import METHODS, fits_of
from forecasting.smoothing import Fit

ORIGINS = 6
BLOCK = 6_000_000  # numbers held at once by the widest grid (80 sets x series x season)
LONGEST = 8  # seasons; older history tells nothing more about the next one


@dataclass(frozen=True, kw_only=True)
class Past:
    """Errors of each method: (origins, series, horizon), NaN where nothing could be forecast or compared.

    ``clues`` (origins, clues, series, horizon) are what each forecast said of its own error.
    """

    errors: dict[str, np.ndarray]
    clues: np.ndarray
    back: tuple[int, ...]  # how many periods before the end each origin stands

    def apart_from(self, number: int) -> list[int]:
        """The origins whose days are not those of this one: an error known twice would judge itself."""
        horizon = next(iter(self.errors.values())).shape[2]
        return [k for k, back in enumerate(self.back) if abs(back - self.back[number]) >= horizon]

    def without(self, number: int) -> "Past":
        """The past less one origin and those that share days with it: what may be used to judge that origin."""
        keep = self.apart_from(number)
        return Past(
            errors={name: errors[keep] for name, errors in self.errors.items()},
            clues=self.clues[keep],
            back=tuple(self.back[k] for k in keep),
        )


def fit_all(values: np.ndarray, horizon: int, season: int, festivals: Festivals | None = None) -> dict[str, Fit]:
    """Every method on every row, in blocks that fit in memory. Rows must hold at least one value.

    What ``festivals`` add is taken out first and added to what comes.
    """
    if festivals is not None:
        extra, doubt = added(values, festivals.until(values.shape[1] + horizon), season)
        fits = fit_all(values - extra[:, : values.shape[1]], horizon, season)
        ahead = extra[:, values.shape[1] :]
        return {name: replace(fit, mean=fit.mean + ahead, doubt=doubt) for name, fit in fits.items()}
    values = values[:, -max(LONGEST * season, 400) :]
    block = max(1, BLOCK // (80 * max(season, 4)))
    parts = [fits_of(values[rows : rows + block], horizon, season) for rows in range(0, len(values), block)]
    return {name: _joined([part[name] for part in parts]) for name in METHODS}


def _joined(parts: list[Fit]) -> Fit:
    growth = None if parts[0].growth is None else np.concatenate([part.growth for part in parts])
    return Fit(
        mean=np.concatenate([part.mean for part in parts]),
        spread=np.concatenate([part.spread for part in parts]),
        growth=growth,
        lately=None if parts[0].lately is None else np.concatenate([part.lately for part in parts]),
    )


def forecast_the_past(
    values: np.ndarray, horizon: int, season: int, *, origins: int = ORIGINS, festivals: Festivals | None = None
) -> Past:
    """Errors from up to ``origins`` earlier origins, half the horizon apart."""
    places = list(_places(values, horizon, season, origins))
    errors = {name: np.full((len(places), len(values), horizon), np.nan) for name in METHODS}
    clues = np.full((len(places), len(TOLD), len(values), horizon), np.nan)
    for number, (back, able) in enumerate(places):
        end = values.shape[1] - back
        moving = festivals.rows(able) if festivals is not None else None
        fits = fit_all(values[able, :end], horizon, season, moving)
        actual = np.full((int(able.sum()), horizon), np.nan)
        known = min(horizon, back)
        actual[:, :known] = values[able, end : end + known]
        for name, fit in fits.items():
            errors[name][number, able] = actual - fit.mean
        clues[number][:, able] = clues_of(fits, values[able, :end])
    return Past(errors=errors, clues=clues, back=tuple(back for back, _ in places))


def _places(values: np.ndarray, horizon: int, season: int, origins: int) -> Iterator[tuple[int, np.ndarray]]:
    apart = max(1, horizon // 2)
    enough = min(2 * season + 6, max(season + 2, 8)) if season > 12 else 2 * season + 6
    for number in range(origins):
        back = horizon + number * apart
        if values.shape[1] - back < enough:
            return
        able = np.isfinite(values[:, : values.shape[1] - back]).sum(1) >= enough
        if able.any():
            yield back, able
