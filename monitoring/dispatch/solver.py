"""The transport of one category as a linear programme: stores that can spare, places that lack, kilometres between.

Urgent lacks are filled first and as fully as goods allow; among all ways of doing so the one of fewest tonne-kilometres
is taken. Nothing leaves a place that lacks itself: a shortage is told, never moved around. A line carries a load or is
not sent (a semi-continuous variable), so what is not worth a load stays unmet; only a place that lacks less than a load
and urgently is sent just that.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

DUST = 1e-6
"""Tonnes below which nothing is sent and nothing is lacking."""
PATIENCE = 30.0  # seconds a search for the best loads may take; a prefecture's takes less than one
CONTINUOUS, SEMI_CONTINUOUS = 0, 2  # any quantity; none, or one between its bounds


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
    load: float = 0.0  # tonnes from which on a line is worth sending
    closed: np.ndarray | None = None  # place x place: nothing goes from one to the other


@dataclass(frozen=True, kw_only=True)
class Solution:
    """``sent`` is store x store, ``unmet`` place x tier, ``haul`` the tonne-kilometres."""

    sent: np.ndarray
    unmet: np.ndarray
    haul: float


@dataclass(frozen=True, kw_only=True)
class Routes:
    """Every pair of a store that may give and one that may take, with the least and the most a line may carry."""

    sender: np.ndarray
    receiver: np.ndarray
    least: np.ndarray
    most: np.ndarray


def solve(problem: Problem, *, seconds: float = PATIENCE) -> Solution:
    """The best transport. Never infeasible: what cannot be filled stays ``unmet``.

    Where the search for the best loads is cut off after ``seconds``, the best found by then is taken.
    """
    routes = _routes(problem)
    best = _optimum(problem, routes, CONTINUOUS, seconds=np.inf)
    small = (best > DUST) & (best < routes.least - DUST)
    if small.any():
        loads = _optimum(problem, routes, SEMI_CONTINUOUS, seconds=seconds)
        best = np.where(small, 0, best) if loads is None else loads
    return _answer(problem, routes, best)


def prices(problem: Problem) -> np.ndarray:
    """What a tonne unmet costs by tier: more than any detour could, and more for the more urgent tier."""
    detour = (len(problem.place) + 1) * (float(problem.cost.max(initial=0)) + 1)
    return detour * np.arange(problem.needs.shape[1], 0, -1)


def loads(problem: Problem) -> np.ndarray:
    """By place, what a line to it carries at least."""
    urgent = problem.needs[:, :-1].sum(axis=1)
    return np.where(urgent > DUST, np.minimum(problem.load, problem.needs.sum(axis=1)), problem.load)


def _routes(problem: Problem) -> Routes:
    lacks = problem.needs.sum(axis=1)
    gives = np.minimum(problem.gives, np.where(lacks > DUST, 0, problem.spare)[problem.place])
    takes = np.minimum(problem.takes, lacks[problem.place])
    most = np.minimum(gives[:, None], takes)
    if problem.closed is not None:
        most = np.where(problem.closed[np.ix_(problem.place, problem.place)], 0, most)
    least = np.broadcast_to(loads(problem)[problem.place], most.shape)
    sender, receiver = np.nonzero((most > DUST) & (most >= least - DUST))
    most = most[sender, receiver]
    return Routes(sender=sender, receiver=receiver, least=np.minimum(least[sender, receiver], most), most=most)


def _optimum(problem: Problem, routes: Routes, kind: int, *, seconds: float) -> np.ndarray | None:
    """Tonnes by route; None where the time was too short to find any way."""
    stores, (places, tiers) = len(problem.place), problem.needs.shape
    count, levels = len(routes.sender), places * tiers
    origin, goal = problem.place[routes.sender], problem.place[routes.receiver]
    leaves = np.concatenate([routes.sender, routes.receiver + stores, origin + 2 * stores])
    fills = np.concatenate([goal, np.repeat(np.arange(places), tiers)])
    lacks = problem.needs.sum(axis=1)
    least = routes.least if kind == SEMI_CONTINUOUS else np.zeros(count)
    found = milp(
        np.concatenate([problem.cost[origin, goal], np.tile(prices(problem), places)]),
        constraints=[
            LinearConstraint(
                _ones(leaves, np.tile(np.arange(count), 3), (2 * stores + places, count + levels)),
                ub=np.concatenate([problem.gives, problem.takes, problem.spare]),
            ),
            LinearConstraint(_ones(fills, np.arange(count + levels), (places, count + levels)), lb=lacks, ub=lacks),
        ],
        bounds=Bounds(np.append(least, np.zeros(levels)), np.append(routes.most, problem.needs)),
        integrality=np.append(np.full(count, kind), np.zeros(levels)),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},  # a gap in kilometres hides behind the price of a lack
    )
    if found.x is None:
        if found.status == OUT_OF_TIME:
            return None
        raise NotSolved(found.message)
    return found.x[:count]


OUT_OF_TIME = 1  # of scipy's milp


def _ones(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]):
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def _answer(problem: Problem, routes: Routes, tonnes: np.ndarray) -> Solution:
    tonnes = np.where(tonnes > DUST, tonnes, 0)
    stores = len(problem.place)
    sent = np.zeros((stores, stores))
    sent[routes.sender, routes.receiver] = tonnes
    came = np.bincount(problem.place, sent.sum(axis=0), len(problem.needs))
    before = np.cumsum(problem.needs, axis=1) - problem.needs  # lacks more urgent than this one are filled first
    unmet = problem.needs - np.clip(came[:, None] - before, 0, problem.needs)
    haul = problem.cost[problem.place[routes.sender], problem.place[routes.receiver]]
    return Solution(sent=sent, unmet=np.where(unmet > DUST, unmet, 0), haul=float(tonnes @ haul))
