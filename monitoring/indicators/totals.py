"""Which series add up to which subject, and what may be said of a total some parts of which are silent."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.indicators.states import MISSING, NOT_ASSESSABLE, NOT_DUE, OK, PROVISIONAL, subject_frame


@dataclass(frozen=True, kw_only=True)
class Totals:
    """``adds`` is series x subject (0 or 1); ``subjects`` is in the answer's column order."""

    subjects: pd.DataFrame
    adds: np.ndarray

    def of(self, table: np.ndarray) -> np.ndarray:
        """Day x series summed to day x subject; NaN counts as nothing (the state says so)."""
        return np.nan_to_num(np.asarray(table, dtype="float64")) @ self.adds

    @property
    def parts(self) -> np.ndarray:
        """How many series each subject has."""
        return self.adds.sum(axis=0)


def county_totals(keys: pd.DataFrame, region, by: str, *, parts: bool = True) -> Totals:
    """County, county:x, region:x and region subjects of series keyed by ``county`` and ``by``.

    ``parts=False`` leaves only county and region.
    """
    county, what = keys["county"].to_numpy(), keys[by].to_numpy()
    wanted: list[tuple[str, str, np.ndarray]] = []
    for one in sorted(set(county)):
        wanted.append((one, one, county == one))
    wanted.append((region.code, region.code, np.ones(len(keys), dtype=bool)))
    if parts:
        for pair in sorted(set(zip(county, what))):
            wanted.append((":".join(pair), pair[0], (county == pair[0]) & (what == pair[1])))
        for one in sorted(set(what)):
            wanted.append((f"{region.code}:{one}", region.code, what == one))
    adds = np.array([mask for _, _, mask in wanted], dtype="float64").T.reshape(len(keys), len(wanted))
    return Totals(subjects=subject_frame([s for s, _, _ in wanted], [c for _, c, _ in wanted]), adds=adds)


def states_of_stock(totals: Totals, *, fresh: np.ndarray, standing: np.ndarray, begun: np.ndarray, overdue: np.ndarray):
    """The state of a sum of levels: a silent part may stand in with its last level, provisionally.

    ``fresh``: reported for the day; ``standing``: an earlier level still stands; ``begun``: the series
    exists by then; ``overdue``: its report for the day is late (else it is not due yet).
    """
    parts = totals.of(begun)
    heard = totals.of(fresh & begun)
    usable = totals.of(standing & begun)
    late = totals.of(~fresh & begun & overdue)
    silent = np.where(late > 0, MISSING, NOT_DUE)
    some = np.where((heard > 0) & (usable >= parts), PROVISIONAL, silent)
    states = np.where(heard >= parts, OK, some)
    return np.where(parts == 0, NOT_ASSESSABLE, states)


def states_of_share(share: np.ndarray, silent: np.ndarray, *, complete: float, usable: float) -> np.ndarray:
    """The state of a sum of flows or a rate of which only a share (0-1) was reported."""
    states = np.where(share >= complete, OK, np.where(share >= usable, PROVISIONAL, MISSING))
    return np.where(share > 0, states, silent)
