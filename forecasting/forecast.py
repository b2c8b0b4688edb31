"""The forecast of a panel: several methods, one combination, true intervals."""

import numpy as np
import pandas as pd

from forecasting.clues import clues_of
from forecasting.combination import combined, honest_errors, means_of, weights
from forecasting.festivals import festivals_of
from forecasting.intervals import intervals
from forecasting.methods import NAIVE
from forecasting.origins import fit_all, forecast_the_past
from forecasting.panel import BadFrame, Panel, read_panel
from forecasting.scale import scale_of

COMBINATION = "combination"
LEVELS = (80, 95)


def forecast(
    frame: pd.DataFrame, horizon: int, levels=LEVELS, *, step: str | None = None, calendar: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What comes next for every series.

    ``frame`` has series_id, date, value (rows in any order, gaps allowed); the step (daily, weekly, monthly, quarterly,
    yearly) is inferred unless given. ``calendar`` (event, date: a row an occurrence) names days that move through the
    year, past and to come. Returns series_id, date, mean, low_80, high_80, low_95, high_95, method: ``horizon`` rows a
    series, from the period after its own last one. ``mean`` is the central forecast (about as often above as below).
    ``method`` says what made it: the combination, or seasonal naive for a series too short for anything else. A series
    without a single value gives no rows. Raises BadFrame.
    """
    checked(horizon, levels)
    panel = read_panel(frame, step)
    columns = ["series_id", "date", "mean", *(f"{side}_{lv}" for lv in levels for side in ("low", "high")), "method"]
    if not len(panel.ids):
        return pd.DataFrame(columns=columns)
    season = panel.step.season
    scale = scale_of(panel.values)
    modelled = scale.to_model(panel.values)
    festivals = festivals_of(calendar, panel, horizon)
    past = forecast_the_past(modelled, horizon, season, festivals=festivals)
    fits = fit_all(modelled, horizon, season, festivals)
    weight = weights(past, len(panel.ids))
    centre = combined(means_of(fits), weight)
    short = np.isfinite(modelled).sum(1) < 3
    centre[short] = fits[NAIVE].mean[short]
    errors = honest_errors(past, len(panel.ids))
    made = {"mean": scale.to_values(centre)}
    clues = clues_of(fits, modelled)
    for level, (low, high) in intervals(errors, past, clues, levels, horizon=horizon).items():
        made[f"low_{level}"] = np.minimum(scale.to_values(centre + low), made["mean"])
        made[f"high_{level}"] = np.maximum(scale.to_values(centre + high), made["mean"])
    made = _nested(made, levels)
    methods = np.where(short, NAIVE, COMBINATION)
    return _long(panel, made, methods, horizon)[columns]


def checked(horizon: int, levels) -> None:
    """BadFrame unless ``horizon`` is a whole number of periods and every level lies between 0 and 100."""
    if isinstance(horizon, bool) or not isinstance(horizon, (int, np.integer)) or horizon < 1:
        raise BadFrame(f"the horizon must be a whole number of periods from 1, not {horizon!r}")
    if wrong := [level for level in levels if not 0 < level < 100]:
        raise BadFrame(f"levels are percentages between 0 and 100, not {wrong}")


def _nested(made: dict[str, np.ndarray], levels) -> dict[str, np.ndarray]:
    """A wider level never lies inside a narrower one."""
    for narrow, wide in zip(sorted(levels), sorted(levels)[1:]):
        made[f"low_{wide}"] = np.minimum(made[f"low_{wide}"], made[f"low_{narrow}"])
        made[f"high_{wide}"] = np.maximum(made[f"high_{wide}"], made[f"high_{narrow}"])
    return made


def _long(panel: Panel, made: dict[str, np.ndarray], methods: np.ndarray, horizon: int) -> pd.DataFrame:
    ahead = {last: panel.step.after(last, horizon) for last in panel.last.unique()}
    return pd.DataFrame(
        {
            "series_id": np.repeat(panel.ids, horizon),
            "date": np.concatenate([ahead[last].to_numpy() for last in panel.last]),
            **{name: values.ravel() for name, values in made.items()},
            "method": np.repeat(methods, horizon),
        }
    )
