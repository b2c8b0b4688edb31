"""The main job on real input: the falls of March and April 2020 are flagged from real weekly counts of 51 states."""

import datetime as dt
import os
from pathlib import Path

import pandas as pd
import pytest

from data.store import signals, values
from data.store.scope import EVERYTHING
from tests.real.us_states import load, read_index

FILE = "small_business_open_us_states_weekly.csv"
BESIDE = Path(__file__).resolve().parents[3]  # a folder of public data may lie beside the project
PLACES = [Path(os.environ.get("REAL_DATA", "nowhere")), *sorted(BESIDE.glob("*/real"))]
FOUND = next((place / FILE for place in PLACES if (place / FILE).is_file()), None)

pytestmark = pytest.mark.skipif(FOUND is None, reason=f"the public file {FILE} is not on this machine (set REAL_DATA)")


@pytest.fixture(scope="module")
def region_of_states(tmp_path_factory):
    store, region = load(FOUND, tmp_path_factory.mktemp("states"), until=dt.date(2020, 5, 1))
    yield store, region
    store.close()


def test_every_state_is_a_subject(region_of_states):
    store, region = region_of_states

    with store.reading() as conn:
        day = values.last_day(conn, as_known=None)
        stocks = values.on(conn, scope=EVERYTHING, as_known=None, date=day, indicators=["closing_stock"])

    assert len(region.counties) == 51
    assert set(region.counties["county"]) <= set(stocks["subject"])


def test_the_shared_fall_is_an_alarm_of_the_whole_region_and_none_comes_before_it(region_of_states):
    store, _ = region_of_states

    with store.reading() as conn:
        found = signals.history(
            conn, scope=EVERYTHING, as_known=None, since=dt.date(2020, 1, 1), until=dt.date(2020, 5, 1),
            indicators=["decline_in_entries", "decline_in_net", "decline_in_stock", "rise_in_exits"],
        )  # fmt: skip

    whole = found[found["subject"] == "US"]["date"].min()
    early = found[found["date"] < "2020-03-15"]["county"].unique()
    assert pd.Timestamp("2020-03-15") <= whole <= pd.Timestamp("2020-04-05")
    assert len(early) <= 2


def test_nine_states_in_ten_are_red_for_the_month_by_the_end_of_april(region_of_states):
    store, _ = region_of_states

    with store.reading() as conn:
        found = signals.history(
            conn, scope=EVERYTHING, as_known=None, since=dt.date(2020, 1, 1), until=dt.date(2020, 5, 1),
            indicators=["stock_vs_last_month"],
        )  # fmt: skip

    states = found[(found["county"] != "US") & (found["severity"] == "red")].groupby("county")["date"].min()
    assert len(states) >= 46
    assert (states < "2020-03-10").sum() <= 4  # Alaska and Wyoming had fallen before


def test_the_file_holds_a_real_fall():
    weeks = read_index(FOUND)
    before, after = weeks[dt.date(2020, 3, 1)], weeks[dt.date(2020, 4, 5)]

    fallen = sum(after[state] < 0.8 * before[state] for state in before)

    assert fallen >= 45
