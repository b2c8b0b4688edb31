"""Planted truth: over many simulated pasts, what comes lies in the stated band as often as stated."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from forecasting.joint import joint_paths
from monitoring.outlook.entities import year_end_stock
from tests.monitoring.literal import region

pytestmark = pytest.mark.heavy
ON, END = dt.date(2020, 9, 27), dt.date(2020, 12, 31)
PLACES = region()


def simulated(seed: int) -> tuple[pd.DataFrame, dict[str, float]]:
    """Two counties' daily counts up to ``ON`` with a level that wanders, and their stock on 31 December."""
    rng, rows, ends = np.random.default_rng(seed), [], {}
    days = pd.date_range("2019-01-01", END)
    known = days <= pd.Timestamp(ON)
    common = rng.normal(0, 0.02, len(days)).cumsum()
    for county in ("C1", "C2"):
        mean = 8 * np.exp(0.5 * common + rng.normal(0, 0.01, len(days)).cumsum())
        entries, exits = rng.poisson(mean), rng.poisson(8, len(days))
        closing = 10_000 + np.cumsum(entries - exits)
        ends[county] = float(closing[-1])
        rows.append(
            pd.DataFrame(
                {
                    "county": county, "kind": "individual", "date": days[known], "entries": entries[known],
                    "deregistrations": exits[known], "revocations": 0, "moves_in": 0, "moves_out": 0,
                    "reclassified": 0, "closing": closing[known],
                }
            )
        )  # fmt: skip
    return pd.concat(rows, ignore_index=True), ends | {"R": ends["C1"] + ends["C2"]}


def test_the_year_end_stock_lies_in_its_band_eight_times_out_of_ten():
    inside, chances, held = [], [], []
    for seed in range(120):
        counts, truth = simulated(seed)
        for row in year_end_stock(counts, PLACES, ON):
            final, end = row["answer"]["final"], truth[row["subject"]]
            inside.append(final["low"] <= end <= final["high"])
            chances.append(row["answer"]["chance"] / 100)
            held.append(end >= row["answer"]["base"])

    assert 0.74 <= np.mean(inside) <= 0.86
    assert abs(np.mean(chances) - np.mean(held)) < 0.06


def test_sums_of_demand_lie_in_their_band_eight_times_out_of_ten():
    hits = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        week = 1 + 0.2 * np.sin(2 * np.pi * np.arange(98) / 7)
        level = np.exp(rng.normal(0, 0.02, (30, 98)).cumsum(axis=1))
        demand = 10 * week * level * rng.lognormal(0, 0.15, (30, 98))
        known, told = demand[:, :84], demand[:, 84:].sum(axis=1)
        made = joint_paths(known, 14, season=7, block=7, spans=(7, 14), draws=200)[0].sum(axis=2)
        low, high = np.quantile(made, (0.1, 0.9), axis=0)
        hits.append(((low <= told) & (told <= high)).mean())

    assert 0.74 <= np.mean(hits) <= 0.86
