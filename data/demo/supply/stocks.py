"""Stocks by day: what is sold, what is bought to keep some days in hand, and what planted shortages do to it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data.demo.scene import Scene
from data.demo.season import along
from data.demo.supply.demand import expected_sales, foreseen_sales
from data.demo.supply.firms import lines
from data.demo.supply.plan import Squeeze, supply_plan

PERISHABLE_REFILL = 0.5  # of the gap to the aim, each day
NO_DELIVERY, DELIVERY_SPREAD = 0.03, 0.12
LEAD_DAYS = 3  # of what keeps
ROADS = (("2020-01-24", 1.0), ("2020-01-28", 0.25), ("2020-02-05", 0.45), ("2020-02-16", 1.0))  # what gets through


@dataclass(frozen=True, kw_only=True)
class Stocks:
    """Whole kilograms by line and day. on_hand of a day = on_hand before + inflow - outflow, exactly."""

    on_hand: np.ndarray
    inflow: np.ndarray
    outflow: np.ndarray
    in_transit: np.ndarray
    stockout: np.ndarray


@lru_cache(maxsize=2)
def supply_stocks(scene: Scene) -> Stocks:
    """Walk through the days, all lines at once."""
    asked = _asked(scene)
    low, high = _cover(scene)
    led = _led(scene, asked)
    keeps = lines(scene)["category"].map(_keeps(scene)).to_numpy()
    ahead, luck, roads = _ahead(scene, asked), _luck(scene, asked.shape), along(scene.days, ROADS)
    on_hand, inflow, outflow, transit = (np.zeros(asked.shape) for _ in range(4))
    stock, ordered = ahead[:, 0] * (low + high) / 2, np.zeros((LEAD_DAYS, len(asked)))
    for day in range(asked.shape[1]):
        free = np.isnan(led[:, day])
        topped_up = _topping_up(stock, asked[:, day], ahead[:, day] * (low + high) / 2) * luck[:, day]
        arriving = np.where(keeps, ordered[0], topped_up) * roads[day]
        arriving = np.round(np.where(free, arriving, np.maximum(led[:, day] + asked[:, day] - stock, 0)))
        sold = np.minimum(asked[:, day], np.floor(stock) + arriving)
        stock = np.floor(stock) + arriving - sold
        coming = ordered[1:].sum(axis=0)
        runs_low = keeps & free & (stock + coming < low * ahead[:, day])
        order = np.where(runs_low, np.round(high * ahead[:, day] - stock - coming), 0)
        ordered = np.vstack([ordered[1:], np.maximum(order, 0)])
        on_hand[:, day], inflow[:, day], outflow[:, day] = stock, arriving, sold
        transit[:, day] = np.where(free, ordered.sum(axis=0), 0)
    return Stocks(on_hand=on_hand, inflow=inflow, outflow=outflow, in_transit=transit, stockout=on_hand == 0)


def _asked(scene: Scene) -> np.ndarray:
    expected = expected_sales(scene) * 1000
    rng = scene.rng("sales")
    return np.maximum(np.round(expected * rng.lognormal(0, 0.06, expected.shape)), 1)


def _ahead(scene: Scene, asked: np.ndarray, days: int = 8) -> np.ndarray:
    """What a firm reckons to sell a day: what the calendar foresees for the coming week, or what it just sold."""
    foreseen = foreseen_sales(scene) * 1000
    padded = np.hstack([foreseen, np.repeat(foreseen[:, -1:], days, axis=1)])
    coming = np.stack([padded[:, n : n + asked.shape[1]] for n in range(days)]).mean(axis=0)
    before = np.hstack([np.repeat(foreseen[:, :1], days, axis=1), asked])
    lately = np.stack([before[:, n : n + asked.shape[1]] for n in range(days)]).mean(axis=0)
    return np.maximum(coming, lately)


def _luck(scene: Scene, shape: tuple[int, int]) -> np.ndarray:
    """Deliveries of what does not keep: mostly as ordered, some days nothing comes."""
    rng = scene.rng("deliveries")
    return rng.lognormal(0, DELIVERY_SPREAD, shape) * (rng.random(shape) >= NO_DELIVERY)


def _cover(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Each line's habit: the days in hand at which it orders, and up to which it does."""
    rows = lines(scene)
    table = scene.baseline["supply"]["cover"]
    nerve = scene.rng("nerve").uniform(0.0, 0.12, len(rows))
    low, high = (rows["category"].map(lambda c, n=n: table[c][n]).to_numpy(dtype=float) for n in (0, 1))
    return low * (1 + nerve), high * (1 + nerve)


def _keeps(scene: Scene) -> dict[str, bool]:
    table = scene.region.categories
    return dict(zip(table["category"], ~table["perishable"]))


def _topping_up(stock: np.ndarray, asked: np.ndarray, aim: np.ndarray) -> np.ndarray:
    return np.maximum(asked + PERISHABLE_REFILL * (aim - stock), 0)


def _led(scene: Scene, asked: np.ndarray) -> np.ndarray:
    """The stock planted shortages lead to by line and day; NaN where nothing is planted."""
    led = np.full(asked.shape, np.nan)
    rows = lines(scene)
    usual = expected_sales(scene) * 1000
    table = scene.baseline["supply"]["cover"]
    for squeeze in supply_plan(scene).squeezes:
        chosen = (rows["category"] == squeeze.category) & (rows["county"] == squeeze.county)
        if squeeze.enterprise:
            chosen &= rows["enterprise"] == squeeze.enterprise
        for line in np.flatnonzero(chosen):
            _lead(scene, squeeze, led[line], usual[line], table[squeeze.category][0])
    return led


def _lead(scene: Scene, squeeze: Squeeze, led: np.ndarray, usual: np.ndarray, normal: float) -> None:
    first, reached, last = (scene.index(day) for day in (squeeze.first, squeeze.reached, squeeze.last))
    way = np.interp(np.arange(first, last + 1), [first, reached], [normal, squeeze.cover])
    led[first : last + 1] = way * usual[first : last + 1].mean()
