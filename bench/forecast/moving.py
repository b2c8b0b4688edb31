"""Generated panels whose year holds festivals that move: lunar New Year and the end of Ramadan, at their real dates."""

import numpy as np
import pandas as pd

from bench.forecast.panels import Task

NEW_YEAR = [
    "2009-01-26",
    "2010-02-14",
    "2011-02-03",
    "2012-01-23",
    "2013-02-10",
    "2014-01-31",
    "2015-02-19",
    "2016-02-08",
    "2017-01-28",
    "2018-02-16",
    "2019-02-05",
    "2020-01-25",
]
FAST_ENDS = [
    "2009-09-20",
    "2010-09-10",
    "2011-08-30",
    "2012-08-19",
    "2013-08-08",
    "2014-07-28",
    "2015-07-17",
    "2016-07-06",
    "2017-06-25",
    "2018-06-15",
    "2019-06-04",
    "2020-05-24",
]
CALENDAR = pd.DataFrame(
    [("new_year", day) for day in NEW_YEAR] + [("fast_ends", day) for day in FAST_ENDS], columns=["event", "date"]
).assign(date=lambda told: pd.to_datetime(told["date"]))
STEPS = {"daily": ("D", 7, 900, 60), "weekly": ("W-SUN", 52, 500, 26), "monthly": ("MS", 12, 120, 12)}


def moving(seed: int, step: str, series: int, *, strength: float) -> Task:
    """Counts that rise in the week before a festival and fall in the six days from it on; a fifth know only one."""
    rng = np.random.default_rng(seed + 3)
    freq, season, length, horizon = STEPS[step]
    days = pd.date_range("2009-06-01", "2020-12-31")
    since = [(days - pd.Timestamp(day)).days.to_numpy() for day in (*NEW_YEAR, *FAST_ENDS)]
    shape = [((at >= -7) & (at < 0)) - 0.5 * ((at >= 0) & (at < 6)) for at in since]
    lift = np.stack([sum(shape[: len(NEW_YEAR)]), sum(shape[len(NEW_YEAR) :])])
    time = np.arange(len(days))
    rows = []
    for _ in range(series):
        own = strength * rng.lognormal(0, 0.4, 2) * (rng.random(2) < 0.8)
        slow = 0.2 * np.sin(2 * np.pi * (time / 365.25 + rng.random())) + rng.normal(0, 0.004, len(days)).cumsum()
        week = 1 + 0.15 * np.sin(2 * np.pi * time / 7)
        rows.append(rng.poisson(30 * np.exp(slow) * week * np.maximum(1 + own @ lift, 0.1)))
    panel = pd.DataFrame(np.array(rows).T, index=days)
    panel = panel if step == "daily" else panel.resample(freq).sum()
    past, truth = panel[panel.index <= "2019-12-31"].iloc[-length:], panel[panel.index > "2019-12-31"].iloc[:horizon]
    said = f"festivals that move, {step}, lift {strength:.0%}" if strength else f"no festivals, {step}"
    return Task(
        name=f"{said} (seed {seed})", freq=freq, season=season, past=list(past.to_numpy(float).T),
        truth=truth.to_numpy(float).T, groups=np.full(series, step), calendar=CALENDAR,
    )  # fmt: skip
