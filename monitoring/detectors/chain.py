"""The hidden Markov chain behind the odds: calm, fallen to some depth, or only emptied for a period or two.

Weighed strictly forwards (Rabiner 1989, doi:10.1109/5.18626). It knows that a fall lasts and keeps its depth, that a
hole is over soon, and that after either the series is as before.
"""

from collections.abc import Callable

import numpy as np

BEGINS, ENDS = 1 / 80, 1 / 16  # chance of a fall to begin in a period, and to be over
HOLE, HOLE_EXPECTED = 0.005, 0.03  # chance of a hole that is no fall; where batches or reports not sent are usual
HOLE_GOES_ON = 0.4


def forward(
    there: np.ndarray, digs: np.ndarray, depths: int, fits: Callable[[int], tuple[np.ndarray, ...]]
) -> np.ndarray:
    """(periods, series) log odds of being in a fall, given the periods so far; NaN where nothing is `there`.

    digs: (periods, series) chance of a hole. fits(t): how well period t fits calm, a new hole, a hole that goes on
    (each (series,)) and a fall of each depth (depths, series), up to a factor they share.
    """
    out, series = np.full(there.shape, np.nan), there.shape[1]
    calm, hole, fallen = np.ones(series), np.zeros(series), np.zeros((depths, series))
    for t, known in enumerate(there):
        of_calm, of_hole, of_old_hole, of_fall = fits(t)
        now_calm = calm * (1 - BEGINS - digs[t]) + fallen.sum(axis=0) * ENDS + hole * (1 - HOLE_GOES_ON)
        now_calm = now_calm * of_calm
        now_hole = calm * digs[t] * of_hole + hole * HOLE_GOES_ON * of_old_hole
        now_fallen = (calm * BEGINS / depths + fallen * (1 - ENDS)) * of_fall
        falling = now_fallen.sum(axis=0)
        whole = now_calm + now_hole + falling
        out[t] = np.where(known, np.log(falling / (now_calm + now_hole)), np.nan)
        calm, hole, fallen = (
            np.where(known, now / whole, before)
            for now, before in ((now_calm, calm), (now_hole, hole), (now_fallen, fallen))
        )
    return out
