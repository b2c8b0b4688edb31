"""The emergency rule: drawn cases, and what must hold whatever is reported."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from monitoring.price_warning.emergency import HELD_DAYS, degree, level, reach, standing

CASES = Path(__file__).resolve().parents[2] / "cases" / "prices"
RISE, STOCKOUT = (30, 50, 100), (3, 7)


def drawn():
    blocks = (CASES / "emergency.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    for block in blocks:
        title, values, under = block.strip().splitlines()
        yield pytest.param(values.split(), under.split(), id=title.removeprefix("# "))


def stand_of(tokens):
    """One line's standing from what it reported, day by day; a report is due daily."""
    out = np.array([[float(t[1:]) if t.startswith("o") else 0.0] for t in tokens])
    change = np.array([[float(t) if t[-1].isdigit() and not t.startswith("o") else np.nan] for t in tokens])
    told = np.array([[t != "-"] for t in tokens])
    said = degree(change, out, rise=RISE, stockout=STOCKOUT)
    return standing(said, change, out, told, np.arange(len(tokens)))


@pytest.mark.parametrize(("values", "under"), list(drawn()))
def test_drawn_cases(values, under):
    found = stand_of(values)

    assert ["." if d == 0 else str(d) for d in found.degree[:, 0]] == under
    assert list(found.heard[:, 0]) == [t not in ("-", "?") for t in values]


def reached(first: int, second: int):
    """Three firms a county; so many of each stand at a degree."""
    degrees = np.array([[1] * first + [0] * (3 - first) + [1] * second + [0] * (3 - second)])
    tokens = standing(degrees, np.zeros_like(degrees, dtype=float), np.zeros((1, 6)), np.ones((1, 6), bool), [0])
    subjects = pd.DataFrame({"subject": ["C1:rice", "C2:rice", "R:rice"], "county": ["C1", "C2", "R"]})
    adds = np.array([[1, 0, 1]] * 3 + [[0, 1, 1]] * 3, dtype=float)
    return reach(tokens, adds, subjects, "R")


@pytest.mark.parametrize("row", [r for r in (CASES / "reach.txt").read_text().splitlines() if not r.startswith("#")])
def test_levels_follow_how_many_counties_are_reached(row):
    first, second, *expected = row.split()

    found = reached(int(first), int(second))

    levels = [level(int(n), whole=whole, wide=2) for n, whole in zip(found.counties[0], (False, False, True))]
    assert [one or "." for one in levels] == expected


def random_reports(rng, days=30):
    return [rng.choice(["-", "?", "0", "20", "35", "70", "120", "o1", "o4", "o9"]) for _ in range(days)]


def test_no_road_leads_down_without_two_fresh_reports():
    rng = np.random.default_rng(7)
    for _ in range(300):
        tokens = random_reports(rng)
        found = stand_of(tokens)
        degrees, heard = found.degree[:, 0], found.heard[:, 0]
        for day in np.flatnonzero(np.diff(degrees) < 0) + 1:
            assert heard[day], tokens[: day + 1]  # what was told this day
            last_two = [t for t in tokens[: day + 1] if t not in ("-", "?")][-2:]
            says = [stand_of([t]).degree[0, 0] for t in last_two]
            assert max(says) == degrees[day], tokens[: day + 1]


def test_a_higher_price_or_a_longer_stockout_never_lowers_anything():
    rng = np.random.default_rng(8)
    change, out = rng.normal(30, 40, (20, 50)), rng.integers(0, 9, (20, 50)).astype(float)
    told, due = rng.random((20, 50)) < 0.7, np.arange(20)
    steps = {"rise": RISE, "stockout": STOCKOUT}

    below = standing(degree(change, out, **steps), change, out, told, due)
    above = standing(degree(change + 25, out + 2, **steps), change + 25, out + 2, told, due)

    assert (above.degree >= below.degree).all()


def test_silence_beyond_the_keeping_time_is_not_heard_and_never_quiet():
    found = stand_of(["60"] + ["-"] * (HELD_DAYS + 2))

    assert found.degree[HELD_DAYS, 0] == 2
    assert found.degree[-1, 0] == 0
    assert not found.heard[-1, 0]
    assert found.held[1, 0]
