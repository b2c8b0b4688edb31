"""Random cases of one category: firms in counties, some short of the target, all amounts in whole kilogrammes."""

import numpy as np

from monitoring.dispatch.solver import Problem

LINES = (3.0, 7.0, 13.0)  # days of cover: red, yellow, target
LOAD = 0.5  # tonnes


def drawn(seed: int, *, counties: int, firms: int, load: float) -> Problem:
    """A day on which about every third county is short; in one case of five the whole region is."""
    chance = np.random.default_rng(seed)
    place = np.concatenate([np.arange(counties), chance.integers(0, counties, firms - counties)])
    demand = chance.lognormal(0.5, 1.0, firms)
    lacks = chance.random(counties) < (0.8 if chance.random() < 0.2 else 0.3)
    days = np.where(lacks[place], chance.uniform(0, 17, firms), chance.uniform(9, 30, firms))
    adds = (place[:, None] == np.arange(counties)).astype(float)
    stock, wanted = whole(days * demand), whole(LINES[-1] * demand)
    held = stock @ adds
    short = np.stack([np.maximum(whole(line * demand) @ adds - held, 0) for line in LINES], axis=1)
    gives = np.maximum(stock - wanted, 0)
    lacking = short[:, -1] > 0
    points = chance.random((counties, 2)) * 200
    return Problem(
        place=place,
        gives=gives,
        takes=np.maximum(wanted - stock, 0),
        spare=np.where(lacking, 0, np.minimum(np.maximum(held - wanted @ adds, 0), gives @ adds)),
        needs=np.diff(short, axis=1, prepend=0),
        cost=np.round(np.hypot(*(points[:, None] - points).transpose(2, 0, 1))),
        load=load,
    )


def richer(asked: Problem, tonnes: float) -> Problem:
    """The same day with more in every store that may give."""
    more = np.where(asked.gives > 0, tonnes, 0)
    leaves = np.bincount(asked.place, more, len(asked.spare)) * (asked.spare > 0)
    return Problem(**{**vars(asked), "gives": asked.gives + more, "spare": asked.spare + leaves})


def whole(tonnes: np.ndarray) -> np.ndarray:
    """Tonnes in whole kilogrammes."""
    return np.round(tonnes, 3)
