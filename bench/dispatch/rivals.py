"""Other ways to the best transport, each with its own formulation: a network's flow, an inner point, whole numbers."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from monitoring.dispatch.solver import Problem, loads, prices

KG = 1000
PATIENCE = 60.0  # seconds for one case


def network_flow(asked: Problem) -> float:
    """OR-tools' minimum-cost flow (cost-scaling push-relabel) in whole kilogrammes on a layered network."""
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    arcs, supply = _network(asked)
    tails, heads, rooms, costs = (np.array(column, dtype=np.int64) for column in zip(*arcs))
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, costs)
    for node, amount in enumerate(supply):
        flow.set_node_supply(node, int(amount))
    assert flow.solve() == flow.OPTIMAL
    return flow.optimal_cost() / KG


def inner_point(asked: Problem) -> float:
    """HiGHS's interior point on the same network, every node's flow conserved."""
    arcs, supply = _network(asked)
    tails, heads, rooms, costs = (np.array(column, dtype=float) for column in zip(*arcs))
    each = np.arange(len(arcs))
    signs = np.repeat([1.0, -1.0], len(arcs))
    conserved = coo_array((signs, (np.concatenate([tails, heads]).astype(int), np.tile(each, 2))),
                          shape=(len(supply), len(arcs))).tocsr()  # fmt: skip
    bounds = np.column_stack([np.zeros(len(arcs)), rooms / KG])
    found = linprog(costs, A_eq=conserved, b_eq=np.array(supply) / KG, bounds=bounds, method="highs-ipm")
    assert found.success, found.message
    return float(found.fun)


def whole_numbers(asked: Problem) -> float | None:
    """OR-tools' CP-SAT in whole kilogrammes, a yes or no for every line; None where it is not proved in time."""
    from ortools.sat.python import cp_model

    model, least, price = cp_model.CpModel(), loads(asked), prices(asked)
    places, tiers = asked.needs.shape
    lacks = asked.needs.sum(axis=1)
    out, into, leaving = ([[] for _ in range(n)] for n in (len(asked.place), len(asked.place), places))
    coming, cost = [[] for _ in range(places)], []
    for one, other in _pairs(asked):
        origin, goal = asked.place[one], asked.place[other]
        most = min(asked.gives[one], asked.takes[other], asked.spare[origin], lacks[goal])
        if most < least[goal] - 1e-9:
            continue
        sends = model.new_bool_var("")
        tonnes = model.new_int_var(0, _kg(most), "")
        model.add(tonnes >= max(_kg(least[goal]), 1)).only_enforce_if(sends)
        model.add(tonnes == 0).only_enforce_if(~sends)
        cost.append(int(asked.cost[origin, goal]) * tonnes)
        for lists, at in ((out, one), (into, other), (leaving, origin), (coming, goal)):
            lists[at].append(tonnes)
    for lists, limits in ((out, asked.gives), (into, asked.takes), (leaving, asked.spare)):
        for terms, limit in zip(lists, limits):
            if terms:
                model.add(sum(terms) <= _kg(limit))
    for place in np.flatnonzero(lacks > 0):
        left = [model.new_int_var(0, _kg(asked.needs[place, tier]), "") for tier in range(tiers)]
        model.add(sum(coming[place]) + sum(left) == _kg(lacks[place]))
        cost += [int(price[tier]) * left[tier] for tier in range(tiers)]
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, PATIENCE
    return solver.objective_value / KG if solver.solve(model) == cp_model.OPTIMAL else None


def nearest_first(asked: Problem) -> float:
    """What is done by hand: the shortest way first, as much as it takes, whatever that leaves to the others."""
    gives, takes, spare, needs = (array.copy() for array in (asked.gives, asked.takes, asked.spare, asked.needs))
    least, total = loads(asked), 0.0
    for one, other in sorted(_pairs(asked), key=lambda pair: asked.cost[tuple(asked.place[list(pair)])]):
        origin, goal = asked.place[one], asked.place[other]
        tonnes = min(gives[one], takes[other], spare[origin], needs[goal].sum())
        if tonnes <= 0 or tonnes < least[goal]:
            continue
        total += tonnes * asked.cost[origin, goal]
        gives[one], takes[other], spare[origin] = gives[one] - tonnes, takes[other] - tonnes, spare[origin] - tonnes
        for tier in range(needs.shape[1]):
            filled = min(tonnes, needs[goal, tier])
            needs[goal, tier] -= filled
            tonnes -= filled
    return total + float((needs * prices(asked)).sum())


def _pairs(asked: Problem) -> list[tuple[int, int]]:
    gives = (asked.gives > 0) & (asked.spare[asked.place] > 0)
    takes = (asked.takes > 0) & (asked.needs.sum(axis=1)[asked.place] > 0)
    return list(zip(*np.nonzero(gives[:, None] & takes)))


def _network(asked: Problem) -> tuple[list[tuple], list[int]]:
    """Arcs (tail, head, kilogrammes, km a tonne) from one source over counties and stores to who lacks; supplies."""
    stores, places = len(asked.place), len(asked.spare)
    leaving, giving = 1, 1 + places
    taking, arriving = giving + stores, giving + 2 * stores
    lacks = [sum(_kg(part) for part in row) for row in asked.needs]
    total = sum(lacks)
    arcs = [(0, leaving + place, _kg(asked.spare[place]), 0) for place in range(places)]
    for store, place in enumerate(asked.place):
        arcs.append((leaving + place, giving + store, _kg(asked.gives[store]), 0))
        arcs.append((taking + store, arriving + place, _kg(asked.takes[store]), 0))
    arcs += [
        (giving + one, taking + other, total, int(asked.cost[asked.place[one], asked.place[other]]))
        for one, other in _pairs(asked)
    ]
    for place, row in enumerate(asked.needs):
        arcs += [(0, arriving + place, _kg(part), int(price)) for part, price in zip(row, prices(asked))]
    return arcs, [total, *[0] * (places + 2 * stores), *[-lack for lack in lacks]]


def _kg(tonnes: float) -> int:
    return round(tonnes * KG)
