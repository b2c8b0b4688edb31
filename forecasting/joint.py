"""Joint futures about the library's own central forecast: what a season or a weekday foretells is no luck.

`forecasting.paths` draws surprises about a level. Here the centre is the mix of methods that `forecast` uses, the
surprises are those of the past less its season, and the width is what the same road asked for of past sums, each origin
told by the weights of the others. What adds up goes on adding up: centres are linear, draws take the same days.
"""

from dataclasses import replace

import numpy as np

from forecasting.combination import combined, means_of, weights
from forecasting.origins import fit_all, forecast_the_past
from forecasting.paths import DRAWS, Record, miss, paths, record_of, stretched
from forecasting.scale import scale_of
from forecasting.season import adjusted

CHECKED = 200  # draws of a past origin


def joint_paths(
    values: np.ndarray, horizon: int, *, season: int, block: int, spans: tuple[int, ...],
    less: np.ndarray | None = None, draws: int = DRAWS, seed: int = 0,
) -> tuple[np.ndarray, Record]:  # fmt: skip
    """(draws, series, horizon) futures of (series, periods) values, and how past sums over ``spans`` periods did.

    ``less``: what goes off the values (entries less exits); the futures are those of the difference, whose centre is
    half the forecast of both apart (each has its own season) and half that of the difference (what they share cancels).
    The record counts every series and the sum of all. Every row needs two values; missing ones are passed over. Nothing
    is clipped: who forecasts counts does so.
    """
    if values.shape[1] < season + 2 + max(spans):  # then no past origin would know a whole one
        season = 1
    parts = [np.asarray(part, float) for part in ([values] if less is None else [values, less, values - less])]
    whole = parts[-1]
    now, then = _centres(parts, horizon, season, span=max(spans))
    misses = []
    for number, (back, centre) in enumerate(then):
        end = whole.shape[1] - back
        made = centre + _luck(whole[:, :end], centre.shape[1], season, block, CHECKED, number)
        made = np.concatenate([made, made.sum(axis=1, keepdims=True)], axis=1)
        told = whole[:, end : end + centre.shape[1]]
        told = np.concatenate([told, told.sum(axis=0, keepdims=True)])
        off = miss(np.cumsum(made, axis=2), np.cumsum(told, axis=1))
        misses.append(off[:, [span - 1 for span in spans]].ravel())
    record = record_of(misses) if misses else Record(coverage=float("nan"), checks=0, stretch=1.0)
    return stretched(now + _luck(whole, horizon, season, block, draws, seed), record.stretch), record


def _centres(parts: list[np.ndarray], horizon: int, season: int, *, span: int):
    """What comes (series, horizon), and (back, (series, span)) as told at each origin, of one part or of three.

    Sums ask for means: unrooted, since a root's middle lies below them.
    """
    values = np.concatenate(parts)
    scale = scale_of(values)
    scale = replace(scale, rooted=np.zeros_like(scale.rooted))
    modelled = scale.to_model(values)
    past = forecast_the_past(modelled, span, season)
    means = combined(means_of(fit_all(modelled, horizon, season)), weights(past, len(values)))
    then = []
    for number, back in enumerate(past.back):
        end = values.shape[1] - back
        truth = modelled[:, end : end + span]
        told = {name: truth - errors[number] for name, errors in past.errors.items()}
        weight = weights(past.without(number), len(values))
        then.append((back, _whole(scale.to_values(combined(told, weight)), len(parts))))
    return _whole(scale.to_values(means), len(parts)), then


def _whole(means: np.ndarray, parts: int) -> np.ndarray:
    if parts == 1:
        return means
    more, less, difference = np.split(means, parts)
    return (more - less + difference) / 2


def _luck(values: np.ndarray, horizon: int, season: int, block: int, draws: int, seed: int) -> np.ndarray:
    """What may come beside the centre: paths of the past less its season, about their own mean."""
    made = paths(adjusted(values, season).less_season(), horizon, block=block, draws=draws, seed=seed)
    return made - made.mean(axis=0)
