"""Tracks (c) and (d): real series of open businesses and real monthly series, with falls injected and as they fell."""

from pathlib import Path

import numpy as np
import pandas as pd

from bench.detect.track import Track, shape_of

OPEN_INDEX = "small_business_open_us_states_weekly.csv"
MONTHLY = "m1_monthly.csv.gz"
SHOCK = pd.Timestamp("2020-03-22")


def tracks(rng: np.random.Generator, folder: Path | None) -> tuple[list[Track], dict[str, str]]:
    """The tracks whose file is in the folder, and why the others are left out."""
    made, skipped = [], {}
    for name, file, build in (
        ("real weekly, injected", OPEN_INDEX, injected_weekly),
        ("real weekly, the fall of 2020", OPEN_INDEX, real_fall),
        ("real monthly, injected", MONTHLY, injected_monthly),
    ):
        if folder is None or not (folder / file).exists():
            skipped[name] = f"no {file}: name its folder with --real or the variable REAL_DATA"
        else:
            made.append(build(rng, folder / file))
    return made, skipped


def _open_index(path: Path) -> pd.DataFrame:
    long = pd.read_csv(path, parse_dates=["week_ending"])
    long["id"] = long["subject_id"] + "|" + long["kind"]
    wide = long.pivot(index="week_ending", columns="id", values="open_index").asfreq("W-SUN")
    return wide.loc[:, wide.notna().mean() > 0.9]


def injected_weekly(rng: np.random.Generator, path: Path) -> Track:
    """Falls of 10-50 per cent from March 2021 on, over the uneven recovery: step, ramp, transient; local and block."""
    wide = _open_index(path)
    start = int(np.searchsorted(wide.index, pd.Timestamp("2021-03-01")))
    kinds = pd.Index(wide.columns).str.partition("|").get_level_values(2).to_numpy()
    values, episode = inject(rng, wide.to_numpy(), kinds, start, per_series=2, gap=(14, 30))
    judged = np.zeros(values.shape, dtype=bool)
    judged[start:] = True
    return Track(
        name="real weekly, injected",
        dates=wide.index,
        ids=list(wide.columns),
        values=values,
        episode=episode,
        judged=judged,
    )


def real_fall(rng: np.random.Generator, path: Path) -> Track:
    """The fall of spring 2020 as it was: eight weeks of history, then five weeks down; quiet weeks of autumn 2021."""
    wide = _open_index(path)
    values = wide.to_numpy()
    episode, judged = np.zeros(values.shape, dtype=int), np.zeros(values.shape, dtype=bool)
    first = int(np.searchsorted(wide.index, SHOCK))
    before = np.nanmean(values[:first], axis=0)
    fell = np.nanmin(values[first : first + 5], axis=0) < 0.88 * before
    judged[:first] = True
    episode[first : first + 5, fell] = np.flatnonzero(fell)[None, :] + 1
    judged[first : first + 5] = episode[first : first + 5] > 0
    quiet = int(np.searchsorted(wide.index, pd.Timestamp("2021-09-01")))
    judged[quiet : quiet + 12] = True
    return Track(
        name="real weekly, the fall of 2020",
        dates=wide.index,
        ids=list(wide.columns),
        values=values,
        episode=episode,
        judged=judged,
    )


def injected_monthly(rng: np.random.Generator, path: Path) -> Track:
    """Long real monthly series of business and the economy, each its own family, laid end to end on one calendar."""
    long = pd.read_csv(path)
    histories = [
        own["y"].to_numpy(float) for _, own in long.sort_values(["part", "t"], ascending=[False, True]).groupby("id")
    ]
    histories = [own for own in histories if len(own) >= 96]
    longest = max(map(len, histories))
    values = np.column_stack([np.r_[np.full(longest - len(own), np.nan), own] for own in histories])
    keep = values.shape[0] - 132
    values = values[max(keep, 0) :]
    start = values.shape[0] - 48
    values, episode = inject(rng, values, np.arange(values.shape[1]), start, per_series=1, gap=(3, 30))
    judged = np.zeros(values.shape, dtype=bool)
    judged[start:] = True
    dates = pd.date_range("2009-01-31", periods=len(values), freq="ME")
    ids = [f"m{n}|series{n}" for n in range(values.shape[1])]
    return Track(
        name="real monthly, injected", dates=dates, ids=ids, values=values, episode=episode, judged=judged, per_year=12
    )


def inject(rng, values, kinds, start, *, per_series, gap) -> tuple[np.ndarray, np.ndarray]:
    """Lower the values in episodes of 10-50 per cent; now and then a block, a third of the kind, falls at once."""
    values, episode = values.copy(), np.zeros(values.shape, dtype=int)
    number = 0
    free = np.full(values.shape[1], start)
    for _ in range(per_series):
        for s in rng.permutation(values.shape[1]):
            at = free[s] + int(rng.integers(*gap))
            shape, length = str(rng.choice(["step", "ramp", "transient"])), int(rng.integers(4, 13))
            if at + length > len(values) or free[s] > at:
                continue
            lost = shape_of(rng, shape, length, rng.uniform(0.1, 0.5))
            same = np.flatnonzero((kinds == kinds[s]) & (free <= at))
            block = rng.choice(same, max(len(same) // 3, 1), replace=False) if rng.random() < 0.02 else [s]
            for member in {s, *block}:
                number += 1
                values[at : at + length, member] *= 1 - lost
                episode[at : at + length, member] = number
                free[member] = at + length
    return values, episode
