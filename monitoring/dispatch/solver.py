"""The transport of one category as a linear programme: stores that can spare, places that lack, kilometres between.

Urgent lacks are filled first and as fully as goods allow; among all ways of doing so the one of fewest tonne-kilometres
is taken. Nothing leaves a place that lacks itself: a shortage is told, never moved around.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

DUST = 1e-6
"""Tonnes below which nothing is sent and nothing is lacking."""


class NotSolved(Exception):
    """The solver gave up: its message says why. No feasible problem is known to cause it."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Stores lie in places. Tonnes are never negative; ``cost`` is what a tonne costs from place to place (km)."""

    place: np.ndarray  # of each store, its place's position
    gives: np.ndarray  # store: what it can spare above its own floor
    takes: np.ndarray  # store: what it can take in (its target, or its shelf life where that is shorter)
    spare: np.ndarray  # place: what may leave it altogether
    needs: np.ndarray  # place x tier: what it lacks, the most urgent tier first
    cost: np.ndarray  # place x place


@dataclass(frozen=True, kw_only=True)
class Solution:
    """``sent`` is store x store, ``unmet`` place x tier, ``haul`` the tonne-kilometres."""

    sent: np.ndarray
    unmet: np.ndarray
    haul: float


def solve(problem: Problem) -> Solution:
    """The best transport. Never infeasible: what cannot be filled stays ``unmet``."""
    senders, receivers = _routes(problem)
    stores, (places, tiers) = len(problem.place), problem.needs.shape
    count = len(senders)
    weights, columns = _weights(problem), places * tiers
    haul = problem.cost[problem.place[senders], problem.place[receivers]]
    rows, cells, bounds = [], [], []
    for which, limit in ((senders, problem.gives), (receivers, problem.takes)):
        rows.append(which + len(bounds) * stores)
        cells.append(np.arange(count))
        bounds.append(limit)
    rows.append(problem.place[senders] + 2 * stores)
    cells.append(np.arange(count))
    limits = np.concatenate([*bounds, problem.spare])
    upper = _matrix(np.concatenate(rows), np.concatenate(cells), (len(limits), count + columns))
    filled = np.concatenate([problem.place[receivers], np.repeat(np.arange(places), tiers)])
    equal = _matrix(filled, np.arange(count + columns), (places, count + columns))
    found = linprog(
        np.concatenate([haul, np.tile(weights, places)]),
        A_ub=upper,
        b_ub=limits,
        A_eq=equal,
        b_eq=problem.needs.sum(axis=1),
        bounds=np.column_stack([np.zeros(count + columns), np.append(np.full(count, np.inf), problem.needs.ravel())]),
        method="highs-ds",  # a corner of the feasible set: few lines, each as large as it can be
    )
    if not found.success:
        raise NotSolved(found.message)
    return _answer(problem, senders, receivers, found.x, haul)


def _routes(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Every pair of a store that may give and one that may take."""
    lacking = problem.needs.sum(axis=1) > DUST
    can_give = (problem.gives > DUST) & (problem.spare[problem.place] > DUST) & ~lacking[problem.place]
    can_take = (problem.takes > DUST) & lacking[problem.place]
    return np.nonzero(can_give[:, None] & can_take[None, :])


def _weights(problem: Problem) -> np.ndarray:
    """What a tonne unmet costs by tier: more than any detour could, and more for the more urgent tier."""
    detour = (len(problem.place) + 1) * (float(problem.cost.max(initial=0)) + 1)
    return detour * np.arange(problem.needs.shape[1], 0, -1)


def _matrix(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> coo_array:
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def _answer(problem: Problem, senders, receivers, found: np.ndarray, haul: np.ndarray) -> Solution:
    tonnes = np.where(found[: len(senders)] > DUST, found[: len(senders)], 0)
    sent = np.zeros((len(problem.place), len(problem.place)))
    sent[senders, receivers] = tonnes
    unmet = found[len(senders) :].reshape(problem.needs.shape)
    return Solution(sent=sent, unmet=np.where(unmet > DUST, unmet, 0), haul=float(tonnes @ haul))
