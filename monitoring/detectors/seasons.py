"""The shared design of a panel: what every period owes to the year, the weekday and the festivals."""

import numpy as np
import pandas as pd

# Spring Festival (first day of the lunar year) 1950-2060 as month*100 + day; a fact of the calendar.
FIRST_YEAR = 1950
SPRING_FESTIVAL = """
217 206 127 214 203 124 212 131 218 208 128 215 205 125 213 202 121 209 130 217 206 127 215 203 123 211 131 218 207
128 216 205 125 213 202 220 209 129 217 206 127 215 204 123 210 131 219 207 128 216 205 124 212 201 122 209 129 218
207 126 214 203 123 210 131 219 208 128 216 205 125 212 201 122 210 129 217 206 126 213 203 123 211 131 219 208 128
215 204 124 212 201 122 210 130 217 206 126 214 202 123 211 201 219 208 128 215 204 124 212 202
"""
# Days from the festival: the weeks before, the closure, the slow return, the rebound.
LUNAR_WINDOWS = ((-14, -8), (-7, -1), (0, 6), (7, 13), (14, 20), (21, 27))
LUNAR_WINDOWS_MONTHLY = ((-14, -1), (0, 13), (14, 27))
# Weeks that stand still on a fixed date: May Day, National Day, the turn of the year.
FIXED_WINDOWS = (((5, 1), 5), ((10, 1), 7), ((12, 24), 10))
HARMONICS = {"daily": 3, "weekly": 4, "monthly": 5}
# How large an effect may be before it is seen, as variance in units of the noise's: festivals move most.
WAVE_PRIOR, WEEKDAY_PRIOR, LUNAR_PRIOR, FIXED_PRIOR, EVENT_PRIOR = 0.3, 4.0, 5.0, 1.0, 4.0


def design(
    step: str, first_day: np.ndarray, last_day: np.ndarray, events: pd.DataFrame | None
) -> tuple[np.ndarray, np.ndarray]:
    """Each period's share of the year's waves, weekdays, festival windows and given events: (periods, effects),
    and how large each effect may be: (effects,) variances in units of the noise's.

    events: optional frame `name, date`: days that people know to be unusual (moved festivals, make-up days);
    one effect per name, its size learnt from each series' own past.
    """
    span = first_day, last_day
    waves = _waves(last_day, HARMONICS[step])
    prior = [WAVE_PRIOR / k for k in range(1, HARMONICS[step] + 1) for _ in range(2)]
    days = _weekdays(last_day) if step == "daily" else []
    lunar, fixed = _windows(step)
    named = _named(events)
    prior += [WEEKDAY_PRIOR] * len(days) + [LUNAR_PRIOR] * len(lunar)
    prior += [FIXED_PRIOR] * len(fixed) + [EVENT_PRIOR] * len(named)
    return np.column_stack(waves + days + [_share(*span, *window) for window in lunar + fixed + named]), np.array(prior)


def festivals() -> np.ndarray:
    """The first day of every lunar year in the table."""
    codes = np.array(SPRING_FESTIVAL.split(), dtype=int)
    years = (np.arange(len(codes)) + FIRST_YEAR - 1970).astype("datetime64[Y]").astype("datetime64[M]")
    return (years + (codes // 100 - 1)).astype("datetime64[D]") + (codes % 100 - 1)


def _waves(days: np.ndarray, harmonics: int) -> list[np.ndarray]:
    angle = 2 * np.pi * (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(int) / 365.25
    return [wave(k * angle) for k in range(1, harmonics + 1) for wave in (np.sin, np.cos)]


def _weekdays(days: np.ndarray) -> list[np.ndarray]:
    weekday = (days.astype(int) + 3) % 7
    return [(weekday == k) - 1 / 7 for k in range(7)]


def _windows(step: str) -> tuple[list[tuple], list[tuple]]:
    """(starts, ends) of the windows that follow the moon, and of those on a fixed date."""
    new_year = festivals()
    lunar = [(new_year + a, new_year + b) for a, b in (LUNAR_WINDOWS_MONTHLY if step == "monthly" else LUNAR_WINDOWS)]
    if step == "monthly":  # a fixed date stays in its month: the waves know it
        return lunar, []
    years = np.arange(1950, 2061)
    begin = [np.array([f"{y}-{m:02d}-{d:02d}" for y in years], "datetime64[D]") for (m, d), _ in FIXED_WINDOWS]
    return lunar, [(start, start + length - 1) for start, (_, length) in zip(begin, FIXED_WINDOWS)]


def _named(events: pd.DataFrame | None) -> list[tuple]:
    if events is None or not len(events):
        return []
    days = {name: pd.to_datetime(of).dropna().unique() for name, of in events.groupby("name", sort=True)["date"]}
    days = {name: np.asarray(of).astype("datetime64[D]") for name, of in days.items()}
    return [(of, of) for of in days.values()]


def _share(first_day, last_day, starts, ends) -> np.ndarray:
    """The part of each period that lies within any of the spans [start, end] (sorted or not, not overlapping)."""
    covered = np.zeros(len(first_day))
    near = (ends >= first_day[0]) & (starts <= last_day[-1])
    for start, end in zip(starts[near], ends[near]):
        both = (np.minimum(last_day, end) - np.maximum(first_day, start)).astype(int) + 1
        covered += np.clip(both, 0, None)
    return covered / ((last_day - first_day).astype(int) + 1)
