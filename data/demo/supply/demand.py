"""What residents buy of each category a day: the usual need, weekends, festivals and the scare of early 2020."""

import numpy as np

from data.demo.scene import Scene
from data.demo.season import along, near
from data.demo.supply.firms import lines

WEIGHT = {"supermarket": 1.0, "wholesaler": 1.6, "grain_and_oil": 1.8, "slaughter": 1.5, "dairy": 1.4, "poultry": 1.3,
          "instant_food": 1.2}  # fmt: skip
WEEKEND = 1.10
# (days from the festival, share on top): households stock up before it and buy little after
SPRING = ((-16, 0.0), (-4, 1.0), (-1, 1.0), (1, -0.2), (7, -0.15), (14, 0.0))
FITR = ((-7, 0.0), (-2, 1.0), (0, 0.8), (3, 0.0))
ADHA = ((-6, 0.0), (-1, 1.0), (1, 0.7), (4, 0.0))
FESTIVE = {  # category -> how strongly it answers to Spring Festival, to the end of Ramadan, to the Feast of Sacrifice
    "vegetables": (0.35, 0.10, 0.10), "meat": (0.55, 0.40, 0.50), "eggs": (0.35, 0.20, 0.15),
    "dairy": (0.30, 0.15, 0.10), "rice": (0.25, 0.15, 0.10), "flour": (0.30, 0.35, 0.25),
    "oil": (0.35, 0.35, 0.25), "instant_food": (0.25, 0.0, 0.0),
}  # fmt: skip
SCARE = {"vegetables": 0.35, "meat": 0.25, "eggs": 0.3, "dairy": 0.2, "rice": 0.9, "flour": 1.0, "oil": 0.7,
         "instant_food": 1.3}  # fmt: skip
SCARE_COURSE = (("2020-01-23", 0.0), ("2020-01-26", 1.0), ("2020-02-03", 0.6), ("2020-02-20", 0.1), ("2020-03-05", 0.0))


def foreseen_sales(scene: Scene) -> np.ndarray:
    """Tonnes a day each line (row) reckons with on each day (column): the calendar, not the scare."""
    rows = lines(scene)
    usual = rows["category"].map(_need(scene)).to_numpy() * _shares(scene)
    return usual[:, None] * np.array([_course(scene, category) for category in rows["category"]])


def expected_sales(scene: Scene) -> np.ndarray:
    """Tonnes a day each line is asked for, before chance: the scare of early 2020 included."""
    scare = along(scene.days, SCARE_COURSE, outside=0.0)
    strength = lines(scene)["category"].map(SCARE).to_numpy()
    return foreseen_sales(scene) * (1 + strength[:, None] * scare)


def _need(scene: Scene) -> dict[str, float]:
    """Tonnes a day the region's residents eat of each category, as far as the guarantee enterprises carry it."""
    low, high = scene.baseline["supply"]["market_share"]
    rng, table = scene.rng("market share"), scene.region.categories
    people = scene.region.population
    return {
        category: kg * people / 365 / 1000 * rng.uniform(low, high)
        for category, kg in zip(table["category"], table["kg_per_head_year"])
    }


def _shares(scene: Scene) -> np.ndarray:
    """Each line's share of what all firms together sell of its category."""
    rows = lines(scene)
    people = scene.region.counties.set_index("county")["population"]
    weight = rows["kind"].map(WEIGHT) * rows["county"].map(people) ** 0.7
    weight = weight * scene.rng("firm size").lognormal(0, 0.2, len(rows))
    return (weight / weight.groupby(rows["category"]).transform("sum")).to_numpy()


def _course(scene: Scene, category: str) -> np.ndarray:
    """The factor of each day: weekends and festivals."""
    weekend = np.array([WEEKEND if day.weekday() >= 5 else 1 - 0.4 * (WEEKEND - 1) for day in scene.days])
    shapes = zip(("spring_festival", "eid_al_fitr", "eid_al_adha"), (SPRING, FITR, ADHA), FESTIVE[category])
    festive = np.ones(len(scene.days))
    for festival, shape, strength in shapes:
        festive *= near(scene.region, scene.days, {festival: tuple((at, 1 + strength * up) for at, up in shape)})
    return weekend * festive
