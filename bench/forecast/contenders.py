"""Ours and the rivals, each given the same panel."""

import time
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

from bench.forecast.panels import Task
from bench.forecast.scores import LEVELS, Forecasts
from forecasting import forecast


def ours(task: Task) -> Forecasts:
    """The library's own entry, as everybody calls it, with the calendar where the task has one."""
    return _ours(task, "this library", task.calendar)


def without_calendar(task: Task) -> Forecasts:
    """The same, not told of the days that move."""
    return _ours(task, "this library, no calendar", None)


def _ours(task: Task, name: str, calendar: pd.DataFrame | None) -> Forecasts:
    frame = _frame(task, "series_id", "date", "value")
    horizon = task.truth.shape[1]
    begin = time.process_time()
    made = forecast(frame, horizon, LEVELS, calendar=calendar)
    seconds = time.process_time() - begin
    shape = (-1, horizon)
    return Forecasts(
        name=name, mean=made["mean"].to_numpy().reshape(shape), seconds=seconds,
        low={lv: made[f"low_{lv}"].to_numpy().reshape(shape) for lv in LEVELS},
        high={lv: made[f"high_{lv}"].to_numpy().reshape(shape) for lv in LEVELS},
    )  # fmt: skip


def rivals(task: Task) -> Iterator[Forecasts]:
    """statsforecast's methods one by one, then the mean of AutoETS, AutoTheta and CES."""
    from statsforecast import models

    horizon = task.truth.shape[1]
    done = []
    for name in ("SeasonalNaive", "AutoTheta", "AutoETS", "AutoCES"):
        model = getattr(models, name)(season_length=task.season if task.season <= 24 else 1)
        if name == "SeasonalNaive":
            model = models.SeasonalNaive(season_length=task.season)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                _each(model, task.past[:2], 2)  # they compile at their first call; that is not part of their cost
                begin = time.process_time()
                made = _each(model, task.past, horizon)
        except Exception as error:  # a rival that cannot run is reported, not hidden
            print(f"    {name} failed: {type(error).__name__}")
            continue
        one = _forecasts(name, made, time.process_time() - begin)
        done.append(one)
        yield one
    together = [one for one in done if one.name != "SeasonalNaive"]
    if len(together) > 1:
        yield Forecasts(
            name="mean of " + ", ".join(one.name for one in together),
            mean=np.mean([one.mean for one in together], axis=0),
            low={lv: np.mean([one.low[lv] for one in together], axis=0) for lv in LEVELS},
            high={lv: np.mean([one.high[lv] for one in together], axis=0) for lv in LEVELS},
            seconds=sum(one.seconds for one in together),
        )


def _each(model, past: list[np.ndarray], horizon: int) -> list[dict]:
    # Series by series, each from an array of its own: CES writes into its input, and frames hand theirs out read-only.
    return [model.new().forecast(y=np.array(y, float), h=horizon, level=list(LEVELS)) for y in past]


def _forecasts(name: str, made: list[dict], seconds: float) -> Forecasts:
    return Forecasts(
        name=name, mean=np.stack([one["mean"] for one in made]), seconds=seconds,
        low={lv: np.stack([one[f"lo-{lv}"] for one in made]) for lv in LEVELS},
        high={lv: np.stack([one[f"hi-{lv}"] for one in made]) for lv in LEVELS},
    )  # fmt: skip


def _frame(task: Task, series: str, date: str, value: str) -> pd.DataFrame:
    end = pd.Timestamp("2019-12-31")
    return pd.concat(
        [
            pd.DataFrame(
                {series: f"{k:05d}", date: pd.date_range(end=end, periods=len(past), freq=task.freq), value: past}
            )
            for k, past in enumerate(task.past)
        ],
        ignore_index=True,
    )
