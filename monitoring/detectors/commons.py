"""What moves a whole family of series at once, and the part of it that is not news about any one of them."""

from collections.abc import Callable

import numpy as np
import pandas as pd

PERSISTS = 2  # periods a common fall must last before it counts for each member
CERTAIN = 12  # counts a family usually reports in a period for which zero is beyond chance
CHANCE = 3.0  # how many times its chance variance a common surprise must have to be half believed
SMALLEST = 4  # members reporting in a period; below, nothing is called common


def at_each_moment(
    rule: Callable[[np.ndarray, np.ndarray], np.ndarray],
    cells: np.ndarray,
    families: np.ndarray,
    moments: np.ndarray | None,
) -> np.ndarray:
    """Apply a rule about families so that values reported later in a period say nothing about earlier ones.

    cells, moments: (periods, series), see Panel. Without moments every period is one moment.
    """
    if moments is None:
        return rule(cells, families)
    there = moments >= 0
    rows, columns = moments[there], np.nonzero(there)[1]
    apart = np.full((moments.max() + 1, cells.shape[1]), np.nan)
    apart[rows, columns] = cells[there]
    out = np.full(cells.shape, np.nan)
    out[there] = rule(apart, families)[rows, columns]
    return out


def without_common(u: np.ndarray, families: np.ndarray) -> np.ndarray:
    """Surprises less the family's common one, except for the depth that all of the last periods share.

    u: (periods, series). A holiday or an outage everywhere is taken out; a lasting common fall stays in.
    """
    out = u.copy()
    for family in np.unique(families):
        members = np.flatnonzero(families == family)
        common = _middle(u[:, members])
        own = u[:, members] - (common - lasting(common))[:, None]
        out[:, members] = own / _spread(own)[:, None]
    return out


def _spread(own: np.ndarray) -> np.ndarray:
    """(periods,) how far apart the members lie lately, 1 at most and when there are too few to say.

    What a young series does not know yet (its seasons) it mostly shares with its family; once the common part is out
    the surprises lie closer together than each one's own doubt, and are to be measured by that.
    """
    ranked = np.sort(np.abs(own), axis=1)
    present = np.isfinite(own).sum(axis=1)
    middle = ranked[np.arange(len(own)), np.maximum(present - 1, 0) // 2] * 1.4826
    counted = np.where(present >= SMALLEST, middle**2, np.nan)
    recent = pd.Series(counted).ewm(alpha=0.1, ignore_na=True).mean().fillna(1).to_numpy()
    return np.sqrt(np.clip(recent, 0.04, 1)) ** (present / (present + 8))


def _middle(u: np.ndarray) -> np.ndarray:
    """(periods,) median over the members present, drawn to zero as far as it may be chance."""
    ranked = np.sort(u, axis=1)
    present = np.isfinite(u).sum(axis=1)
    at = np.arange(len(u))
    low, high = ranked[at, np.maximum(present - 1, 0) // 2], ranked[at, np.minimum(present // 2, u.shape[1] - 1)]
    middle = np.where(present >= SMALLEST, (low + high) / 2, 0)
    chance = np.pi / 2 / np.maximum(present, 1)  # variance of a median
    certain = middle**4
    return middle * certain / (certain + (CHANCE * chance) ** 2)


def lasting(common: np.ndarray) -> np.ndarray:
    """The least depth of the last few periods: below zero only while a common fall goes on."""
    padded = np.r_[np.zeros(PERSISTS - 1), common]
    windows = np.lib.stride_tricks.sliding_window_view(padded, PERSISTS)
    return np.minimum(windows.max(axis=1), 0)


def without_outages(values: np.ndarray, families: np.ndarray) -> np.ndarray:
    """Values with every period in which a whole family reports zero, against all it used to, taken as missing."""
    out = values.copy()
    for family in np.unique(families):
        members = np.flatnonzero(families == family)
        part = values[:, members]
        total, present = np.nansum(np.abs(part), axis=1), np.isfinite(part).sum(axis=1)
        usual = pd.Series(np.where(present > 0, total, np.nan)).rolling(26, min_periods=4).median().shift().to_numpy()
        silent = (total == 0) & (present >= SMALLEST) & (usual > CERTAIN)
        out[np.ix_(silent, members)] = np.nan
    return out
