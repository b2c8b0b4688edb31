"""The transport of one category: literal cases, the oracle's best, and what must hold of every answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from monitoring.dispatch.solver import Problem, loads, prices, solve
from tests.monitoring.dispatch.flows import best_cost
from tests.monitoring.dispatch.trying import cheapest


def problem(*, place, gives, takes, spare, needs, cost, load=0) -> Problem:
    arrays = {"gives": gives, "takes": takes, "spare": spare, "needs": needs, "cost": cost}
    floats = {name: np.array(value, dtype=float) for name, value in arrays.items()}
    return Problem(place=np.array(place), load=float(load), **floats)


def drawn(chance: np.random.Generator, *, places: int = 0, stores: int = 0, largest: int = 40) -> Problem:
    """Stores in places; about half of the places lack something."""
    places, stores = places or int(chance.integers(2, 6)), stores or int(chance.integers(2, 9))
    place = chance.integers(0, places, stores)
    lacks = chance.random(places) < 0.5
    gives = chance.integers(0, largest * 3 // 4, stores)
    held = np.bincount(place, gives, places)
    points = chance.random((places, 2)) * 100
    return problem(
        place=place,
        gives=gives,
        takes=chance.integers(0, largest, stores),
        spare=np.where(lacks, 0, np.minimum(held, chance.integers(0, 50, places))),
        needs=np.where(lacks[:, None], chance.integers(0, largest * 5 // 8, (places, 2)), 0),
        cost=np.round(np.hypot(*(points[:, None] - points).transpose(2, 0, 1))),
    )


def cost_of(asked: Problem, found) -> float:
    return found.haul + float((found.unmet * prices(asked)).sum())


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


def small(seed: int) -> Problem:
    """A case small enough to try every way, in whole tonnes, with loads of one to six."""
    chance = np.random.default_rng(seed)
    places, stores = int(chance.integers(2, 4)), int(chance.integers(2, 6))
    asked = drawn(chance, places=places, stores=stores, largest=8)
    return Problem(**{**vars(asked), "load": float(chance.integers(1, 7))})


@pytest.mark.parametrize("seed", range(60))
def test_with_loads_the_answer_is_as_cheap_as_trying_every_way(seed):
    asked = small(seed)

    assert cost_of(asked, solve(asked)) == pytest.approx(cheapest(asked), rel=1e-6, abs=1e-3)


@pytest.mark.heavy
def test_with_loads_five_hundred_more_answers_are_as_cheap_as_trying_every_way():
    for seed in range(1000, 1500):
        asked = small(seed)
        assert cost_of(asked, solve(asked)) == pytest.approx(cheapest(asked), rel=1e-6, abs=1e-3), seed


def test_a_line_below_a_load_is_joined_with_another_or_left_out():
    two_give = problem(
        place=[0, 1, 2], gives=[3, 9, 0], takes=[0, 0, 8], spare=[3, 9, 0], needs=[[0], [0], [8]],
        cost=[[0, 9, 10], [9, 0, 50], [10, 50, 0]], load=4,
    )  # fmt: skip
    too_little = Problem(**{**vars(two_give), "needs": np.array([[0.0], [0.0], [3.5]])})

    assert solve(two_give).sent[:, 2].tolist() == [0, 8, 0]
    assert solve(too_little).sent.sum() == 0
    assert solve(too_little).unmet[2].tolist() == [3.5]


def test_an_urgent_lack_below_a_load_is_sent_in_one_line():
    urgent = problem(
        place=[0, 1], gives=[9, 0], takes=[0, 3], spare=[9, 0], needs=[[0, 0], [1, 2]], cost=[[0, 5], [5, 0]], load=4
    )  # fmt: skip

    assert solve(urgent).sent.tolist() == [[0, 3], [0, 0]]


def test_a_search_cut_off_at_once_still_answers_within_the_rules():
    asked = problem(
        place=[0, 1, 2], gives=[3, 9, 0], takes=[0, 0, 8], spare=[3, 9, 0], needs=[[0], [0], [8]],
        cost=[[0, 9, 10], [9, 0, 50], [10, 50, 0]], load=4,
    )  # fmt: skip

    found = solve(asked, seconds=0.0)

    assert found.sent[:, 2].tolist() in ([0, 5, 0], [0, 8, 0])
    assert found.unmet[2, 0] == 8 - found.sent.sum()


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 2**32 - 1))
def test_no_line_is_below_its_load(seed):
    asked = small(seed)

    found = solve(asked)

    sent, least = found.sent, np.broadcast_to(loads(asked)[asked.place], found.sent.shape)
    assert (sent[sent > 0] >= least[sent > 0] - 1e-6).all()


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 2**32 - 1), some.sampled_from([0, 1, 5, 12]))
def test_mass_is_conserved_and_no_floor_is_broken(seed, load):
    asked = Problem(**{**vars(drawn(np.random.default_rng(seed))), "load": float(load)})

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


@settings(max_examples=40, deadline=None)
@given(some.integers(0, 2**32 - 1), some.integers(1, 20), some.sampled_from([1, 5, 12]))
def test_with_loads_more_stock_never_costs_more(seed, more, load):
    asked = Problem(**{**vars(drawn(np.random.default_rng(seed))), "load": float(load)})
    richer = Problem(**{**vars(asked), "gives": asked.gives + more, "spare": asked.spare + more * (asked.spare > 0)})

    assert cost_of(richer, solve(richer)) <= cost_of(asked, solve(asked)) + 1e-3
