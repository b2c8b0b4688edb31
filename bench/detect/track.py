"""A track: a panel of series in which it is known what is a fall, what is a trap and what is ordinary."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(kw_only=True)
class Track:
    """values, episode, trap, judged: (periods, series). episode: number of the injected fall, 0 for none.

    judged: periods that count, as fall or as ordinary. trap: artefacts that look like a fall and are none.
    panel: tracks of the same name here are streams of the same subjects, handed to the detector together.
    within: a fall counts as found only in its first so many periods (None: any of its periods).
    """

    name: str
    dates: pd.DatetimeIndex
    ids: list[str]
    values: np.ndarray
    episode: np.ndarray
    judged: np.ndarray
    trap: np.ndarray | None = None
    within: int | None = None
    panel: str = ""
    per_year: int = 52
    notes: dict = field(default_factory=dict)

    def frame(self) -> pd.DataFrame:
        """The track as the detector wants it, series by series."""
        return pd.DataFrame(
            {
                "series_id": np.repeat(np.array(self.ids, dtype=object), len(self.dates)),
                "date": np.tile(self.dates.to_numpy(), len(self.ids)),
                "value": self.values.T.ravel(),
            }
        )

    def matrix(self, column: pd.Series) -> np.ndarray:
        """A column of the detector's answer as (periods, series)."""
        return column.to_numpy().reshape(len(self.ids), len(self.dates)).T


def negative_binomial(rng: np.random.Generator, mean: np.ndarray, excess: np.ndarray | float) -> np.ndarray:
    """Counts of the given mean whose variance is `excess` times the mean (1: Poisson)."""
    excess = np.broadcast_to(np.asarray(excess, dtype=float), mean.shape)
    shape = np.maximum(mean / np.maximum(excess - 1, 1e-9), 1e-9)
    rate = np.where(excess > 1, rng.gamma(shape) * mean / shape, mean)
    return rng.poisson(np.minimum(rate, 1e7)).astype(float)


def thin(rng: np.random.Generator, counts: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Each counted thing stays with the given chance: a fall of a count that keeps its noise honest."""
    return rng.binomial(counts.astype(int), np.clip(kept, 0, 1)).astype(float)


def shape_of(rng: np.random.Generator, kind: str, length: int, depth: float) -> np.ndarray:
    """(length,) the share that is lost in each period of a fall."""
    if kind == "step":
        return np.full(length, depth)
    if kind == "ramp":
        return depth * np.minimum(np.arange(1, length + 1) / max(length // 2, 1), 1)
    bump = np.sin(np.pi * (np.arange(length) + 0.5) / length)
    return depth * bump / bump.max()
