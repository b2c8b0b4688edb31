"""The scale on which a series is modelled: square roots for counts and amounts, as it is for signed values."""

from dataclasses import dataclass

import numpy as np

MANY_ZEROS = 0.2


@dataclass(frozen=True, kw_only=True)
class Scale:
    """``size`` brings every series near one; ``rooted`` marks those modelled by their square root."""

    size: np.ndarray
    rooted: np.ndarray
    signed: np.ndarray

    def to_model(self, values: np.ndarray) -> np.ndarray:
        """Values as modelled."""
        scaled = values / self.size[:, None]
        return np.where(self.rooted[:, None], np.sqrt(np.maximum(scaled, 0)), scaled)

    def to_values(self, modelled: np.ndarray) -> np.ndarray:
        """Modelled numbers as values; never below zero for a series that never was."""
        modelled = np.where(self.signed[:, None], modelled, np.maximum(modelled, 0))
        return np.where(self.rooted[:, None], modelled**2, modelled) * self.size[:, None]


def scale_of(values: np.ndarray) -> Scale:
    """The scale of every row. A series with many zeros is left unrooted: its mean is what is asked for."""
    seen = np.isfinite(values)
    count = np.maximum(seen.sum(1), 1)
    size = np.where(seen, np.abs(values), 0).sum(1) / count
    signed = (np.where(seen, values, 0) < 0).any(1)
    zeros = (seen & (values == 0)).sum(1) / count
    return Scale(size=np.where(size > 0, size, 1.0), rooted=~signed & (zeros <= MANY_ZEROS), signed=signed)
