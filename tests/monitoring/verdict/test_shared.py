"""What counties share: how far one must go beyond a shock before that is its own."""

import math

import numpy as np
import pytest

from monitoring.verdict.shared import OWN_FROM, Level, level
from tests.monitoring.verdict.town import COUNTIES, Town


def chance_beyond(deviations: float) -> float:
    return math.erfc(deviations / math.sqrt(2)) / 2


@pytest.mark.parametrize("counties", [4, 8, 50])
def test_the_worst_of_many_counties_passes_the_bar_no_more_often_than_one_alone(counties):
    told = Level(middle=0.5, apart=0.1, error=0.05, counties=counties)

    bar = OWN_FROM * math.sqrt(told.worst_of)

    assert counties * chance_beyond(bar) <= chance_beyond(OWN_FROM) < 2 * counties * chance_beyond(bar)


def test_counties_that_happen_to_lie_close_in_a_shock_are_not_taken_to_be_alike():
    town = Town()
    offices = np.flatnonzero(town.days.day_of_week < 5)[-20:]
    for county in COUNTIES:
        town.flows[county]["entries"][offices[:10]] = 0
    books = town.books()
    last = len(books.days) - 1

    told = level(books, books.column("C1"), "entries", (last - 27, last, last - 27))

    assert told.middle == 0.5
    assert told.counties == 5
    assert told.apart == pytest.approx(0.1)
