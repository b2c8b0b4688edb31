"""The small prefecture (`python -m monitoring demo --quick`), loaded and evaluated to its end."""

import datetime as dt

import pytest

from data.store import alerts, runs
from data.store.engine import Store
from data.store.entities import daily_counts
from data.store.scope import EVERYTHING
from tests.demo_prefecture import quick_demo

pytestmark = pytest.mark.heavy


def test_the_small_prefecture_is_evaluated_up_to_its_last_day_and_warns():
    store = Store(f"sqlite:///{quick_demo()}")
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
        counts = daily_counts(conn, scope=EVERYTHING, as_known=None)
        living = alerts.living(conn, scope=EVERYTHING, as_known=None)
    store.close()

    assert last["valid_for"] == dt.date(2020, 9, 30)
    assert len(counts) == 8 * 4 * 119
    warned = set(living.loc[living["active"], "indicator"])
    assert {"days_of_cover", "market_reopening_rate", "rise_in_exits", "arrears_outstanding"} <= warned
