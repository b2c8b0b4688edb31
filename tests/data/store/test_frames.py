"""Driver values become columns whole, missing ones stay missing."""

import datetime as dt

import pandas as pd
import pytest

from data.store.frames import column_of
from data.store.types import Day, Document, Flag, Instant, Real

NOON = dt.datetime(2020, 1, 1, 12, 0, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.mark.parametrize("told", [[None, "2020-01-01T04:00:00.000005"], [None, NOON], [NOON, None][::-1]])
def test_moments_are_utc_and_may_be_missing_first(told):
    column = pd.Series(column_of(told, Instant()))

    assert str(column.dtype) == "datetime64[us, UTC]"
    assert column.isna().tolist() == [True, False]
    assert column[1] == pd.Timestamp("2020-01-01T04:00:00.000005Z")


@pytest.mark.parametrize("told", [["2020-02-29", None], [dt.date(2020, 2, 29), None]])
def test_days_are_normalised_and_may_be_missing(told):
    column = pd.Series(column_of(told, Day()))

    assert column[0] == pd.Timestamp("2020-02-29")
    assert column.isna().tolist() == [False, True]


def test_a_missing_number_is_nan_and_never_zero():
    assert pd.Series(column_of([None, 0.0], Real())).isna().tolist() == [True, False]


def test_documents_are_read_from_text_where_the_database_keeps_text():
    assert list(column_of(['{"a": 1}', None], Document(), json_text=True)) == [{"a": 1}, None]
    assert list(column_of([{"a": 1}, "text"], Document())) == [{"a": 1}, "text"]


@pytest.mark.parametrize("told", [(0, 1), (False, True)])
def test_flags_are_flags_on_both_databases(told):
    assert column_of(told, Flag()).tolist() == [False, True]
