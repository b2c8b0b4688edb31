"""The best transport with loads by trying every whole tonnage on every route (the oracle of the solver)."""

import functools

import numpy as np

from monitoring.dispatch.solver import Problem


def cheapest(asked: Problem) -> float:
    """Tonne-kilometres plus the price of what stays unmet, as low as it can be. Every tonnage must be whole."""
    places, tiers = asked.needs.shape
    lacks = asked.needs.sum(axis=1)
    price = (len(asked.place) + 1) * (asked.cost.max() + 1) * np.arange(tiers, 0, -1)
    routes = [
        (one, other)
        for one in range(len(asked.place))
        for other in range(len(asked.place))
        if lacks[asked.place[one]] == 0 and lacks[asked.place[other]] > 0
    ]
    least = [
        min(asked.load, lacks[asked.place[other]]) if asked.needs[asked.place[other], :-1].sum() > 0 else asked.load
        for _, other in routes
    ]

    @functools.cache
    def rest(number: int, gives: tuple, takes: tuple, spare: tuple, lacking: tuple) -> float:
        if number == len(routes):
            return unfilled(lacking)
        one, other = routes[number]
        leaves, comes = asked.place[one], asked.place[other]
        room = int(min(gives[one], takes[other], spare[leaves], lacking[comes]))
        best = rest(number + 1, gives, takes, spare, lacking)
        for tonnes in range(max(1, int(np.ceil(least[number]))), room + 1):
            left = rest(
                number + 1, less(gives, one, tonnes), less(takes, other, tonnes), less(spare, leaves, tonnes),
                less(lacking, comes, tonnes),
            )  # fmt: skip
            best = min(best, tonnes * asked.cost[leaves, comes] + left)
        return best

    def unfilled(lacking: tuple) -> float:
        total = 0.0
        for place in range(places):
            left = lacking[place]
            for tier in reversed(range(tiers)):  # what is missing is missing from the least urgent
                total += min(left, asked.needs[place, tier]) * price[tier]
                left -= min(left, asked.needs[place, tier])
        return total

    return rest(0, tuple(asked.gives), tuple(asked.takes), tuple(asked.spare), tuple(lacks))


def less(amounts: tuple, place: int, tonnes: int) -> tuple:
    return (*amounts[:place], amounts[place] - tonnes, *amounts[place + 1 :])
