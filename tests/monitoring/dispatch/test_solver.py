"""The transport of one category: literal cases, the oracle's best, and what must hold of every answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from monitoring.dispatch.solver import Problem, solve
from tests.monitoring.dispatch.flows import best_cost


def problem(*, place, gives, takes, spare, needs, cost) -> Problem:
    arrays = {"gives": gives, "takes": takes, "spare": spare, "needs": needs, "cost": cost}
    floats = {name: np.array(value, dtype=float) for name, value in arrays.items()}
    return Problem(place=np.array(place), **floats)


def drawn(chance: np.random.Generator) -> Problem:
    """Stores in places; about half of the places lack something."""
    places, stores = int(chance.integers(2, 6)), int(chance.integers(2, 9))
    place = chance.integers(0, places, stores)
    lacks = chance.random(places) < 0.5
    gives = chance.integers(0, 30, stores)
    held = np.bincount(place, gives, places)
    points = chance.random((places, 2)) * 100
    return problem(
        place=place,
        gives=gives,
        takes=chance.integers(0, 40, stores),
        spare=np.where(lacks, 0, np.minimum(held, chance.integers(0, 50, places))),
        needs=np.where(lacks[:, None], chance.integers(0, 25, (places, 2)), 0),
        cost=np.round(np.hypot(*(points[:, None] - points).transpose(2, 0, 1))),
    )


def cost_of(asked: Problem, found) -> float:
    detour = (len(asked.place) + 1) * (float(asked.cost.max()) + 1)
    return found.haul + float((found.unmet * detour * np.arange(asked.needs.shape[1], 0, -1)).sum())


def test_the_nearer_store_sends_first():
    near_and_far = problem(
        place=[0, 1, 2], gives=[5, 5, 0], takes=[0, 0, 8], spare=[5, 5, 0], needs=[[0], [0], [8]],
        cost=[[0, 9, 10], [9, 0, 50], [10, 50, 0]],
    )  # fmt: skip

    found = solve(near_and_far)

    assert found.sent.tolist() == [[0, 0, 5], [0, 0, 3], [0, 0, 0]]
    assert found.haul == 5 * 10 + 3 * 50


def test_the_more_urgent_lack_is_filled_first_however_far():
    two_lack = problem(
        place=[0, 1, 2], gives=[4, 0, 0], takes=[0, 4, 4], spare=[4, 0, 0], needs=[[0, 0], [0, 4], [4, 0]],
        cost=[[0, 1, 500], [1, 0, 500], [500, 500, 0]],
    )  # fmt: skip

    found = solve(two_lack)

    assert found.sent[0].tolist() == [0, 0, 4]
    assert found.unmet.tolist() == [[0, 0], [0, 4], [0, 0]]


def test_short_everywhere_nothing_is_moved_around():
    everywhere = problem(
        place=[0, 1], gives=[3, 3], takes=[5, 5], spare=[0, 0], needs=[[5], [5]], cost=[[0, 10], [10, 0]]
    )  # fmt: skip

    found = solve(everywhere)

    assert found.sent.sum() == 0
    assert found.unmet.tolist() == [[5], [5]]


@pytest.mark.parametrize("seed", range(60))
def test_the_answer_is_as_cheap_as_the_slow_way(seed):
    asked = drawn(np.random.default_rng(seed))

    assert cost_of(asked, solve(asked)) == pytest.approx(best_cost(asked), rel=1e-6, abs=1e-3)


@pytest.mark.heavy
def test_five_hundred_more_answers_are_as_cheap_as_the_slow_way():
    for seed in range(1000, 1500):
        asked = drawn(np.random.default_rng(seed))
        assert cost_of(asked, solve(asked)) == pytest.approx(best_cost(asked), rel=1e-6, abs=1e-3), seed


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 2**32 - 1))
def test_mass_is_conserved_and_no_floor_is_broken(seed):
    asked = drawn(np.random.default_rng(seed))

    found = solve(asked)

    out, into = found.sent.sum(axis=1), found.sent.sum(axis=0)
    assert (found.sent >= 0).all()
    assert (out <= asked.gives + 1e-6).all()
    assert (into <= asked.takes + 1e-6).all()
    left = np.bincount(asked.place, out, len(asked.spare))
    came = np.bincount(asked.place, into, len(asked.spare))
    assert (left <= asked.spare + 1e-6).all()
    assert came + found.unmet.sum(axis=1) == pytest.approx(asked.needs.sum(axis=1), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(some.integers(0, 2**32 - 1), some.integers(1, 20))
def test_more_stock_never_leaves_more_unmet(seed, more):
    asked = drawn(np.random.default_rng(seed))
    richer = Problem(**{**vars(asked), "gives": asked.gives + more, "spare": asked.spare + more * (asked.spare > 0)})

    assert solve(richer).unmet.sum() <= solve(asked).unmet.sum() + 1e-5
