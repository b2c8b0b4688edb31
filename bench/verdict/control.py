"""Years in which nothing is wrong: how many false alarms each line costs, and whether a chosen budget is kept."""

import datetime as dt

import numpy as np
import pandas as pd

from bench.verdict.registry import REGION, Registry
from monitoring.detectors.decision import STAYS_ABOVE
from monitoring.detectors.decline import detect
from monitoring.indicators.catalog import CATALOG
from monitoring.indicators.decline import decline_in_entries, decline_in_net, decline_in_stock, rise_in_exits

STREAMS = (decline_in_entries, rise_in_exits, decline_in_net, decline_in_stock)
DAYS = pd.date_range("2018-01-01", "2023-12-31", unit="us")
SUNDAYS = pd.date_range("2020-01-05", "2023-12-31", freq="W", unit="us")
YEARS = 4  # judged in each prefecture
LINES = np.round(np.arange(1.0, 5.01, 0.25), 2)
NOW = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
PARAMETERS = {"smallest_cell": 50}


def scores(seed: int, number: int) -> dict[str, np.ndarray]:
    """Weeks x subjects of each stream in one calm prefecture."""
    registry = Registry(np.random.default_rng([seed, number]), DAYS)
    counts = registry.counts()
    inputs = {"entity_counts": counts, "region": REGION, "now": NOW, "parameters": PARAMETERS, "detect": detect,
              "window": SUNDAYS}  # fmt: skip
    found = {}
    for stream in STREAMS:
        frame = CATALOG[stream.id].answer(inputs)
        found[stream.id] = frame.pivot(index="date", columns="subject", values="value").to_numpy()
    return found


def episodes(table: np.ndarray, line: float) -> int:
    """How often any series goes over the line, and over it again after it was well below."""
    on, count = np.zeros(table.shape[1], dtype=bool), 0
    for row in table:
        now = np.where(np.isnan(row), on, (row >= line) | (on & (row >= STAYS_ABOVE * line)))
        count += int((now & ~on).sum())
        on = now
    return count


def rates(seed: int, years: int, lines: dict[str, list[float]]) -> pd.DataFrame:
    """stream, line, a_year: false alarms a year of a whole region."""
    sums: dict[tuple[str, float], int] = {}
    prefectures = -(-years // YEARS)
    for number in range(prefectures):
        for stream, table in scores(seed, number).items():
            for line in lines[stream]:
                sums[stream, line] = sums.get((stream, line), 0) + episodes(table, line)
    rows = [(stream, line, count / (prefectures * YEARS)) for (stream, line), count in sums.items()]
    return pd.DataFrame(rows, columns=["stream", "line", "a_year"])
