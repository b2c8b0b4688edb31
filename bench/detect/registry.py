"""Track (a): a simulated prefecture's registry, with the Chinese calendar, batch days, clean-ups and true falls."""

import numpy as np
import pandas as pd

from bench.detect.track import Track, negative_binomial

# First days of the lunar years, typed here again so that the bench shares nothing with the detector.
FESTIVALS = pd.to_datetime(
    [
        "2013-02-10",
        "2014-01-31",
        "2015-02-19",
        "2016-02-08",
        "2017-01-28",
        "2018-02-16",
        "2019-02-05",
        "2020-01-25",
        "2021-02-12",
        "2022-02-01",
    ]
)
KINDS = {"individual": 1.0, "company": 0.3, "cooperative": 0.08}
COUNTIES, WEEKS, HISTORY = 8, 312, 156
# Days from the festival, and what they do to entries and exits.
AROUND_FESTIVAL = ((-13, 0, 0.75, 1.3), (1, 7, 0.2, 0.15), (8, 14, 0.5, 0.4), (15, 35, 1.3, 1.2))
STOCK = 10_000  # entities of a county of size one


def tracks(rng: np.random.Generator, *, prefectures: int) -> list[Track]:
    """Entries, minus exits, net and stock of the same prefectures, as four tracks."""
    parts = [_prefecture(rng, n) for n in range(prefectures)]
    out = []
    for stream in ("entries", "exits", "net", "stock"):
        merged = {k: np.hstack([p[stream][k] for p in parts]) for k in ("values", "episode", "trap")}
        ids = [name for p in parts for name in p[stream]["ids"]]
        judged = np.zeros(merged["values"].shape, dtype=bool)
        judged[HISTORY:] = True
        known = {k: np.hstack([p[stream][k] for p in parts]) for k in ("mean", "sd")}
        name = f"registry {stream}"
        dates = parts[0]["dates"]
        out.append(Track(name=name, panel="registry", dates=dates, ids=ids, judged=judged, notes=known, **merged))
    for track in out:  # numbers of episodes are unique within a track
        track.episode[track.episode > 0] += 1000 * np.nonzero(track.episode)[1]
    return out


def _prefecture(rng: np.random.Generator, number: int) -> dict:
    dates = pd.date_range("2014-01-05", periods=WEEKS, freq="W")
    size = np.outer(np.exp(rng.normal(0, 0.45, COUNTIES)), list(KINDS.values())).ravel()
    count = len(size)
    calendar = _calendar(dates, rng)
    common = np.exp(_drift(rng, WEEKS, 0.03))[:, None]
    growth = [np.exp(rng.normal(pace, 0.0006, count) * np.arange(WEEKS)[:, None]) for pace in (0.0004, 0.0002)]
    entries = 30 * size * calendar["entries"][:, None] * common * growth[0]
    exits = 15 * size * calendar["exits"][:, None] * growth[1]
    lost, extra, kind, episode = _falls(rng, count)
    opened = negative_binomial(rng, entries * (1 - lost), 1 + 0.02 * entries)
    closed = negative_binomial(rng, exits * (1 + extra), 1 + 0.03 * exits)
    batch, trap = _batches(rng, exits, episode)
    silent = np.zeros(WEEKS, dtype=bool)
    silent[rng.choice(np.arange(HISTORY, WEEKS), 2, replace=False)] = True
    trap |= silent[:, None] & (episode == 0)
    for stream in (opened, closed, batch):
        stream[silent] = 0
    late = (rng.random((WEEKS, count)) < 0.002) & (episode == 0)
    trap |= late
    ids = [f"p{number}c{c}|{k}" for c in range(COUNTIES) for k in KINDS]
    slow = np.isin(kind, [1, 3])
    streams = {
        "entries": (np.where(late, 0, opened), np.where(slow, episode, 0), late | silent[:, None] & (episode == 0)),
        "exits": (-(closed + batch), np.where(kind == 2, episode, 0), trap),
        "net": (opened - closed - batch, episode, trap),
        "stock": (np.round(STOCK * size) + np.cumsum(opened - closed - batch, axis=0), episode, trap),
    }
    spread_in, spread_out = entries * (1 + 0.02 * entries), exits * (1 + 0.03 * exits)
    unknown = np.full(entries.shape, np.nan)
    truth = {
        "entries": (entries, np.sqrt(spread_in)),
        "exits": (-exits, np.sqrt(spread_out)),
        "net": (entries - exits, np.sqrt(spread_in + spread_out)),
        "stock": (unknown, unknown),
    }
    tidy = {}
    for name, (values, falls, traps) in streams.items():
        tidy[name] = {"values": values, "episode": falls.copy(), "trap": traps & (falls == 0)}
        tidy[name] |= {"ids": [f"{i}|{name}" for i in ids], "mean": truth[name][0], "sd": truth[name][1]}
    return {"dates": dates, **tidy}


def _calendar(dates: pd.DatetimeIndex, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Weekly factors: year's wave, run-up to the festival, closure, rebound, National Day."""
    phase = 2 * np.pi * dates.day_of_year.to_numpy() / 365.25
    entries, exits = 1 + 0.15 * np.sin(phase + 0.5), 1 + 0.1 * np.cos(phase)
    day = dates.to_numpy()
    for festival in FESTIVALS.to_numpy():
        from_start = ((day - festival) / np.timedelta64(1, "D")).astype(float)
        for low, high, on_entries, on_exits in AROUND_FESTIVAL:
            near = (from_start >= low) & (from_start <= high)
            entries, exits = np.where(near, entries * on_entries, entries), np.where(near, exits * on_exits, exits)
    golden = (dates.month == 10) & (dates.day >= 5) & (dates.day <= 11)
    shock = np.exp(rng.normal(0, 0.04, len(dates))) * np.where(golden, 0.5, 1)
    return {"entries": entries * shock, "exits": exits * shock}


def _drift(rng: np.random.Generator, length: int, size: float) -> np.ndarray:
    return np.cumsum(rng.normal(0, size / 5, length)) * 0.7


def _falls(rng: np.random.Generator, count: int) -> tuple[np.ndarray, ...]:
    """Share of entries lost, extra exits, kind (1 freeze, 2 closures, 3 slow decline) and number of each fall."""
    lost, extra = np.zeros((WEEKS, count)), np.zeros((WEEKS, count))
    kind, episode = np.zeros((WEEKS, count), dtype=int), np.zeros((WEEKS, count), dtype=int)
    for s in range(count):
        at = HISTORY + int(rng.integers(4, 40))
        while at < WEEKS - 30 and rng.random() < 0.7:
            which = int(rng.integers(1, 4))
            length = int(rng.integers(6, 14)) if which < 3 else int(rng.integers(20, 30))
            span = slice(at, at + length)
            kind[span, s], episode[span, s] = which, at
            if which == 1:
                lost[span, s] = rng.uniform(0.3, 0.8)
            elif which == 2:
                extra[span, s] = rng.uniform(0.7, 2.5)
            else:
                lost[span, s] = np.linspace(0, rng.uniform(0.4, 0.7), length)
            at += length + int(rng.integers(30, 60))
    return lost, extra, kind, episode


def _batches(rng: np.random.Generator, exits: np.ndarray, episode: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Batch deregistration days (one week) and clean-up campaigns (two or three weeks) outside true falls."""
    batch, trap = np.zeros(exits.shape), np.zeros(exits.shape, dtype=bool)
    for s in range(exits.shape[1]):
        for at in np.flatnonzero(rng.random(WEEKS) < 0.012):
            weeks = 1 if rng.random() < 0.8 else int(rng.integers(2, 4))
            span = slice(at, at + weeks)
            if episode[span, s].any():
                continue
            batch[span, s] = rng.poisson(np.mean(exits[span, s]) * rng.uniform(3, 15), batch[span, s].shape)
            trap[span, s] = True
    return batch, trap
