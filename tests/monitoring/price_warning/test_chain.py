"""Price levels of a county from the same firms' changes: composition, gaps, and where a chain breaks."""

import numpy as np
import pandas as pd
import pytest

from monitoring.price_warning.chain import chained, firm_levels

NAN = np.nan


def chain(*firms: list[float]) -> list[float]:
    """The level of all these firms together, as percent of the first month told."""
    levels = np.log(np.array(firms, dtype=float).T)
    return np.round(100 * np.exp(chained(levels, np.ones((len(firms), 1)))[:, 0]), 6).tolist()


def test_the_mean_change_of_the_same_firms():
    assert chain([10, 11, 11], [20, 22, 24.2]) == pytest.approx([100, 110, 115.369], abs=0.01)


def test_a_dear_firm_that_joins_raises_nothing():
    assert chain([10, 10, 10], [NAN, 90, 90]) == [100, 100, 100]


def test_one_missing_month_does_not_break_it():
    found = chain([10, NAN, 12])

    assert found[2] == pytest.approx(120)
    assert np.isnan(found[1])


def test_a_long_gap_begins_a_new_chain_whose_history_counts_from_there():
    found = chain([10, 11, NAN, NAN, NAN, 20, 22])

    assert np.isnan(found[:5]).all()
    assert found[5:] == pytest.approx([100, 110])


def test_a_firm_is_followed_by_its_retail_price_and_else_by_its_wholesale_price():
    keys = pd.DataFrame({"enterprise": ["E1", "E2"], "county": ["C1", "C1"], "category": ["rice", "rice"]})
    months = pd.date_range("2020-01-01", "2020-02-01", freq="MS", unit="us")
    rows = [("E1", months[0], NAN, 4.0), ("E1", months[1], 5.0, 4.0), ("E2", months[0], NAN, 3.0)]
    told = pd.DataFrame(rows, columns=["enterprise", "month", "retail_price", "wholesale_price"])

    found = np.exp(firm_levels(told.assign(category="rice"), keys, months))

    assert found[1, 0] == pytest.approx(5.0)
    assert found[0, 1] == pytest.approx(3.0)
    assert np.isnan(found[0, 0])
    assert np.isnan(found[1, 1])


def test_random_gaps_never_move_the_level_of_steady_prices():
    rng = np.random.default_rng(5)
    levels = np.log(rng.uniform(5, 50, 6))[None, :].repeat(60, axis=0)
    levels[rng.random(levels.shape) < 0.4] = NAN

    found = chained(levels, np.ones((6, 1)))[:, 0]

    assert np.nanmax(np.abs(found)) < 1e-9
    assert np.isfinite(found).sum() > 50
