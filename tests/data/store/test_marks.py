"""The marks move with what they stand for, and with nothing else."""

import datetime as dt

import pandas as pd

from data.store import values
from data.store.marks import marks

NOW = dt.datetime(2020, 3, 2, 4, tzinfo=dt.UTC)


def _marks(store):
    with store.reading() as conn:
        return marks(conn)


def test_a_write_of_reports_moves_the_data_and_leaves_what_was_computed(store):
    before = _marks(store)

    with store.writing(at=NOW):
        pass

    after = _marks(store)
    assert (before.data, after.data) == (0, 1)
    assert (after.computed, after.alerts) == (before.computed, before.alerts)


def test_a_computed_value_moves_its_mark(store):
    before = _marks(store)
    row = {
        "indicator": "closing_stock",
        "subject": "622921",
        "county": "622921",
        "enterprise": None,
        "date": pd.Timestamp("2020-03-01"),
        "value": 5.0,
        "state": "ok",
    }

    with store.writing(at=NOW) as conn:
        values.put(conn, pd.DataFrame([row]), known_at=NOW)

    after = _marks(store)
    assert after.computed != before.computed
    assert after.alerts == before.alerts
