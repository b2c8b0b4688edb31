"""A slow, obvious second way to the best transport: one augmenting path at a time (the oracle of the fast solver)."""

import numpy as np

TINY = 1e-9


class Network:
    """Arcs with what they still carry and what a tonne costs; every arc has its way back."""

    def __init__(self, nodes: int) -> None:
        self.ends: list[int] = []
        self.room: list[float] = []
        self.cost: list[float] = []
        self.out: list[list[int]] = [[] for _ in range(nodes)]

    def arc(self, start: int, end: int, room: float, cost: float) -> None:
        for a, b, r, c in ((start, end, room, cost), (end, start, 0.0, -cost)):
            self.out[a].append(len(self.ends))
            self.ends.append(b)
            self.room.append(r)
            self.cost.append(c)

    def cheapest(self, source: int, sink: int) -> tuple[float, list[int]]:
        """Bellman-Ford: the cheapest way that still carries anything."""
        best = [np.inf] * len(self.out)
        way: list[int | None] = [None] * len(self.out)
        best[source] = 0.0
        for _ in range(len(self.out)):
            moved = False
            for node, arcs in enumerate(self.out):
                for arc in arcs:
                    if self.room[arc] > TINY and best[node] + self.cost[arc] < best[self.ends[arc]] - 1e-7:
                        best[self.ends[arc]], way[self.ends[arc]], moved = best[node] + self.cost[arc], arc, True
            if not moved:
                break
        path, node = [], sink
        while node != source and way[node] is not None:
            path.append(way[node])
            node = self.ends[way[node] ^ 1]
        return best[sink], path


def best_cost(problem) -> float:
    """Tonne-kilometres plus the price of what stays unmet, as low as it can be."""
    stores, (places, tiers) = len(problem.place), problem.needs.shape
    detour = (stores + 1) * (float(problem.cost.max()) + 1)
    price = detour * np.arange(tiers, 0, -1)
    source, sink = 0, 1
    leaving, giving = 2, 2 + places
    taking, arriving = giving + stores, giving + 2 * stores
    network = Network(arriving + places)
    lacking = problem.needs.sum(axis=1) > 0
    for place in range(places):
        network.arc(source, leaving + place, 0.0 if lacking[place] else problem.spare[place], 0.0)
        for tier in range(tiers):
            network.arc(arriving + place, sink, problem.needs[place, tier], -price[tier])
    for one in range(stores):
        network.arc(leaving + problem.place[one], giving + one, problem.gives[one], 0.0)
        network.arc(taking + one, arriving + problem.place[one], problem.takes[one], 0.0)
        for other in range(stores):
            if problem.place[one] != problem.place[other]:
                haul = problem.cost[problem.place[one], problem.place[other]]
                network.arc(giving + one, taking + other, np.inf, haul)
    total = float((problem.needs * price).sum())
    while True:
        cost, path = network.cheapest(source, sink)
        if not path or cost >= -TINY:
            return total
        amount = min(network.room[arc] for arc in path)
        for arc in path:
            network.room[arc] -= amount
            network.room[arc ^ 1] += amount
        total += amount * cost
