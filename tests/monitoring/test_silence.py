"""Silence never turns green: from reports to signals, whatever the sequence of reports and gaps."""

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.grading import grade
from monitoring.indicators.supply import days_of_cover, stockout_run
from monitoring.levels import Patience
from monitoring.severity import RANK
from monitoring.signals import COLUMNS, signals
from tests.monitoring.literal import NOW, PARAMETERS, firms, region, supply
from tests.monitoring.rules import line, thresholds

FIRST = pd.Timestamp("2020-03-01")
ONE = firms([{"enterprise": "E1", "county": "C1", "categories": "rice"}])
PLACE = region(reporting=({"topic": "supply", "from": dt.date(2020, 1, 1), "cadence": "daily", "due": "12:00"},))
RULES = thresholds(
    line("days_of_cover", blue=15, yellow=10, orange=7, red=3, persist=2),
    line("stockout_run", worse="high", yellow=1, orange=3, red=7),
    place=PLACE,
)
NOTHING = pd.DataFrame(columns=COLUMNS)
REPORTS = st.lists(st.sampled_from([None, 0, 2, 6, 9, 12, 30]), min_size=3, max_size=35)


@settings(max_examples=40, deadline=None)
@given(reports=REPORTS)
def test_no_level_falls_on_a_day_without_a_fresh_report(reports):
    rows = [
        {"date": FIRST + pd.Timedelta(days=n), "on_hand": float(cover), "outflow": 1.0, "stockout": cover == 0}
        for n, cover in enumerate(reports)
        if cover is not None
    ]
    window = pd.date_range(FIRST, periods=len(reports), unit="us")
    frame = supply(rows)
    values = pd.concat(
        [
            days_of_cover(ONE, frame, PLACE, NOW, PARAMETERS, window).assign(indicator="days_of_cover"),
            stockout_run(ONE, frame, PLACE, NOW, window).assign(indicator="stockout_run"),
        ],
        ignore_index=True,
    )

    found = signals(
        grade(values, RULES), before=NOTHING, thresholds=RULES,
        patience=Patience(lower_after=2, memory_days=14), since=FIRST,
    )  # fmt: skip

    told = values.set_index(["indicator", "subject", "date"])["state"].sort_index()
    levels = found.set_index(["indicator", "subject", "date"])["severity"].map(RANK).sort_index()
    for indicator, subject in {(i, s) for i, s in zip(found["indicator"], found["subject"])}:
        course = levels[indicator, subject].reindex(window, fill_value=0).to_numpy()
        silent = (told[indicator, subject].reindex(window) != "ok").to_numpy()
        fell = np.flatnonzero(np.diff(course) < 0) + 1
        assert not silent[fell].any()
