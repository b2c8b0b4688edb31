"""Rivals that refit a model for every series again and again: judged, beside ours, on a few series of each track."""

import importlib.util
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench.detect import surveillance
from bench.detect.rivals import week_of, year_of
from bench.detect.track import Track

SERIES = {365: 16, 52: 42, 12: 42}  # of a track, by its periods a year: one copy of the signals or scenarios
AHEAD = {365: 14, 52: 4, 12: 3}  # periods forecast before the model is fitted anew
LEVEL, DEVIATIONS = 95, 1.959964
LEAST = 24  # values a model is fitted on


def few(track: Track) -> Track:
    """The track's first series only, as much as these rivals can judge in minutes."""
    most = SERIES[track.per_year]
    notes = {name: of[:, :most] for name, of in track.notes.items()}
    cut = {name: getattr(track, name)[:, :most] for name in ("values", "episode", "judged")}
    trap = None if track.trap is None else track.trap[:, :most]
    return replace(track, ids=track.ids[:most], notes=notes, trap=trap, **cut)


def intervals(track: Track, model_of: Callable[[Track], object]) -> np.ndarray:
    """How far each value lies below its forecast, in deviations that the forecast's own interval stands for."""
    out = np.full(track.values.shape, np.nan)
    first, step = max(int(np.argmax(track.judged.any(axis=1))), LEAST), AHEAD[track.per_year]
    for s, series in enumerate(track.values.T):
        for t in range(first, len(series), step):
            past = series[:t][np.isfinite(series[:t])]
            if len(past) >= LEAST:
                told = _forecast(model_of(track), past, min(step, len(series) - t))
                spread = (told["mean"] - told[f"lo-{LEVEL}"]) / DEVIATIONS
                at = slice(t, t + len(spread))
                out[at, s] = (told["mean"] - series[at]) / np.maximum(spread, 1e-6)
    return out


def _forecast(model, past: np.ndarray, ahead: int) -> dict[str, np.ndarray]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.forecast(y=past, h=ahead, level=[LEVEL])


def mstl(track: Track) -> np.ndarray:
    """statsforecast's MSTL: the year (of days: the week) taken out by STL, the trend by AutoETS."""
    from statsforecast.models import MSTL

    return intervals(track, lambda t: MSTL(season_length=week_of(t) if t.per_year == 365 else year_of(t)))


def auto_ets(track: Track) -> np.ndarray:
    """statsforecast's AutoETS, with a season where it allows one (24 periods at most)."""
    from statsforecast.models import AutoETS

    return intervals(track, lambda t: AutoETS(season_length=12 if t.per_year == 12 else week_of(t)))


RIVALS = {
    "Farrington flexible (R)": (lambda t: surveillance.scores(t, "farrington"), surveillance.missing),
    "glrnb down (R)": (lambda t: surveillance.scores(t, "glrnb"), surveillance.missing),
    "MSTL intervals": (mstl, lambda: _missing("statsforecast")),
    "AutoETS intervals": (auto_ets, lambda: _missing("statsforecast")),
}


def _missing(package: str) -> str | None:
    there = importlib.util.find_spec(package) is not None
    return None if there else f"the package {package} is not installed (bench/detect/requirements.txt)"


def available() -> tuple[dict, dict[str, str]]:
    """The rivals that can run here, and why the others cannot."""
    left_out = {name: reason for name, (_, missing) in RIVALS.items() if (reason := missing())}
    return {name: rival for name, (rival, _) in RIVALS.items() if name not in left_out}, left_out
