"""How every method did on the past of a panel, beside seasonal naive: by method and horizon."""

import numpy as np
import pandas as pd

from forecasting.combination import combined, honest_errors, weights
from forecasting.festivals import festivals_of
from forecasting.forecast import COMBINATION, LEVELS, checked
from forecasting.intervals import intervals
from forecasting.methods import METHODS, NAIVE
from forecasting.origins import ORIGINS, forecast_the_past
from forecasting.panel import read_panel
from forecasting.scale import Scale, scale_of


def backtest(
    frame: pd.DataFrame, horizon: int, levels=LEVELS, *, origins: int = ORIGINS, step=None, calendar=None
) -> pd.DataFrame:
    """Rolling-origin errors: method, horizon, mase, coverage_80, coverage_95, count, beats_naive.

    ``mase`` is the mean absolute error over the series' own mean seasonal-naive step. Only the combination carries
    intervals; each origin's combination and interval use the errors of the *other* origins, so nothing is judged by
    itself. No rows where nothing is long enough to have a past. Raises BadFrame.
    """
    checked(horizon, levels)
    panel = read_panel(frame, step)
    scale = scale_of(panel.values)
    modelled = scale.to_model(panel.values)
    festivals = festivals_of(calendar, panel, horizon)
    past = forecast_the_past(modelled, horizon, panel.step.season, origins=origins, festivals=festivals)
    unit = _naive_step(panel.values, panel.step.season)
    rows = []
    for number, back in enumerate(past.back):
        actual = _actual(panel.values, back, horizon)
        truth = _actual(modelled, back, horizon)
        rest = past.without(number)
        weight = weights(rest, len(panel.ids))
        means = {name: truth - errors[number] for name, errors in past.errors.items()}
        means[COMBINATION] = combined(means, weight)
        for name, mean in means.items():
            error = np.abs(scale.to_values(mean) - actual) / unit[:, None]
            covered = _covered(name, rest, weight, past.clues[number], mean, actual, scale, levels)
            rows.append(_table(name, error, covered, horizon))
    names = ["method", "horizon", "mase", *(f"coverage_{lv}" for lv in levels), "count"]
    if not rows:
        return pd.DataFrame(columns=[*names, "beats_naive"])
    return _summed(pd.concat(rows), names)


def _covered(name, rest, weight, clues, mean, actual, scale: Scale, levels) -> dict[str, np.ndarray]:
    if name != COMBINATION or not rest.back:
        return {f"coverage_{lv}": np.full(actual.shape, np.nan) for lv in levels}
    errors = honest_errors(rest, len(weight[NAIVE]))
    inside = {}
    for lv, (low, high) in intervals(errors, rest, clues, levels, horizon=actual.shape[1]).items():
        within = (scale.to_values(mean + low) <= actual) & (actual <= scale.to_values(mean + high))
        inside[f"coverage_{lv}"] = np.where(np.isfinite(actual) & np.isfinite(mean), within, np.nan)
    return inside


def _actual(values: np.ndarray, back: int, horizon: int) -> np.ndarray:
    end = values.shape[1] - back
    return values[:, end : end + horizon]


def _naive_step(values: np.ndarray, season: int) -> np.ndarray:
    apart = np.abs(values[:, season:] - values[:, :-season]) if values.shape[1] > season else np.empty((len(values), 0))
    seen = np.isfinite(apart)
    mean = np.where(seen, apart, 0.0).sum(1) / np.maximum(seen.sum(1), 1)
    return np.where(mean > 0, mean, np.nan)


def _table(name: str, error: np.ndarray, covered: dict[str, np.ndarray], horizon: int) -> pd.DataFrame:
    series = len(error)
    frame = {"method": name, "horizon": np.tile(np.arange(1, horizon + 1), series), "mase": error.ravel()}
    return pd.DataFrame(frame | {key: values.ravel() for key, values in covered.items()})


def _summed(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    rows = rows[np.isfinite(rows["mase"])].assign(count=1)
    table = rows.groupby(["method", "horizon"], as_index=False).agg(
        {name: "sum" if name == "count" else "mean" for name in names[2:]}
    )
    naive = table[table["method"] == NAIVE].set_index("horizon")["mase"]
    beats = table["mase"].to_numpy() < naive.reindex(table["horizon"]).to_numpy()
    order = {name: place for place, name in enumerate((COMBINATION, *METHODS))}
    table = table.assign(beats_naive=beats, place=table["method"].map(order))
    return table.sort_values(["place", "horizon"]).drop(columns="place")[[*names, "beats_naive"]].reset_index(drop=True)
