"""Prices by line and day: the region's level, the season, small steps, and planted jumps."""

from functools import lru_cache

import numpy as np

from data.demo.scene import Scene
from data.demo.season import along
from data.demo.supply.firms import lines
from data.demo.supply.plan import supply_plan

WHOLESALE_SHARE = 0.87
PULL, STEP = 0.08, 0.006  # a day: back towards the level, and by chance
COURSES = {
    "vegetables": (("2018-12-15", 1.12), ("2019-02-05", 1.25), ("2019-06-15", 0.86), ("2019-09-15", 0.98),
                   ("2019-12-15", 1.12), ("2020-01-22", 1.22), ("2020-03-20", 1.10), ("2020-06-15", 0.86),
                   ("2020-08-20", 1.02), ("2020-11-20", 1.12)),
    "meat": (("2018-12-15", 0.86), ("2019-08-01", 0.94), ("2019-11-15", 1.08), ("2020-02-15", 1.12),
             ("2020-06-01", 1.05), ("2020-09-30", 1.08)),
    "eggs": (("2018-12-15", 1.02), ("2019-10-15", 1.18), ("2020-02-15", 1.05), ("2020-06-01", 0.80),
             ("2020-09-01", 1.0)),
}  # fmt: skip


@lru_cache(maxsize=2)
def retail_prices(scene: Scene) -> np.ndarray:
    """Yuan a kilogram by line (row) and day (column)."""
    rows = lines(scene)
    rng = scene.rng("prices")
    level = np.log(rows["category"].map(scene.baseline["supply"]["retail_price"]).to_numpy(dtype=float))
    own = rng.normal(0, 0.04, len(rows))
    course = np.array([np.log(_course(scene, category)) for category in rows["category"]])
    walk = np.zeros(course.shape)
    for day in range(1, course.shape[1]):
        walk[:, day] = walk[:, day - 1] * (1 - PULL) + rng.normal(0, STEP, len(rows))
    return np.exp(level[:, None] + own[:, None] + course + walk) * _jumps(scene)


def _course(scene: Scene, category: str) -> np.ndarray:
    if category not in COURSES:
        return np.ones(len(scene.days))
    return along(scene.days, COURSES[category], outside=COURSES[category][0][1])


def _jumps(scene: Scene) -> np.ndarray:
    rows = lines(scene)
    factor = np.ones((len(rows), len(scene.days)))
    for jump in supply_plan(scene).jumps:
        chosen = (rows["category"] == jump.category).to_numpy()
        if jump.enterprise:
            chosen = chosen & (rows["enterprise"] == jump.enterprise).to_numpy()
        at, last = scene.index(jump.day), scene.index(jump.last)
        if last < 0:
            continue
        way = np.interp(
            np.arange(len(scene.days)), [at - 1, at + 1, last, last + 8], [0, 1, 1, int(jump.last == scene.until)]
        )
        factor[chosen] *= 1 + jump.change * way
    return factor
