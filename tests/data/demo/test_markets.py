"""The farmers' markets: 91 of them, reopening along the curve, with four in trouble."""

import datetime as dt

import pandas as pd
import pytest

from data.demo.markets.places import market_list
from data.demo.markets.plan import market_plan
from data.demo.markets.reports import status_parcels


@pytest.fixture(scope="module")
def reports(whole):
    return pd.concat([parcel.rows for parcel in status_parcels(whole)], ignore_index=True)


def on(reports, day):
    return reports[reports["valid_for"] == day].set_index("market")


def test_there_are_91_markets_and_only_the_plans_two_have_real_names(whole):
    markets = market_list(whole)

    assert len(markets) == 91
    real = markets.loc[~markets["name"].str.contains("演示"), "name"].tolist()
    assert real == ["中国西北·三甲集皮毛交易中心", "复兴厚中药材交易市场"]
    assert markets.loc[markets["special"], "name"].tolist() == real
    assert markets.groupby("county")["market"].count().tolist() == [14, 15, 12, 13, 10, 9, 10, 8]


@pytest.mark.parametrize(
    ("day", "low", "high"),
    [("2020-01-10", 0.95, 1.0), ("2020-02-07", 0.0, 0.0), ("2020-02-21", 0.10, 0.22), ("2020-03-06", 0.38, 0.50),
     ("2020-04-03", 0.72, 0.84), ("2020-05-01", 0.88, 0.96), ("2020-07-03", 0.95, 0.99)],
)  # fmt: skip
def test_markets_reopen_along_the_curve(reports, day, low, high):
    status = on(reports, dt.date.fromisoformat(day))["status"]

    assert low <= (status != "closed").mean() <= high


def test_the_four_in_trouble_are_so_at_the_end(whole, reports):
    plan, last = market_plan(whole), on(reports, dt.date(2020, 9, 25))
    stalls = market_list(whole).set_index("market")["stalls_total"]

    assert last.at[plan.thin, "status"] == "open"
    assert last.at[plan.thin, "stalls_open"] / stalls[plan.thin] < 0.12
    assert (last.at[plan.stuck, "status"], last.at[plan.stuck, "reason"]) == ("closed", plan.stuck_reason)
    assert plan.silent not in last.index
    assert [last.at[market, "status"] for market in plan.waiting] == ["closed"]
    assert last.at[plan.started, "stalls_open"] > 0
    assert (last["status"] == "closed").sum() == 2


def test_open_stalls_never_exceed_the_markets(whole, reports):
    stalls = market_list(whole).set_index("market")["stalls_total"]

    assert (reports["stalls_open"] <= reports["market"].map(stalls)).all()
    assert ((reports["stalls_open"] == 0) == (reports["status"] == "closed")).all()


def test_every_market_lies_near_its_county_seat(whole):
    seats = whole.region.counties.set_index("county")
    markets = market_list(whole)

    assert (abs(markets["lon"] - markets["county"].map(seats["lon"])) < 0.13).all()
    assert (abs(markets["lat"] - markets["county"].map(seats["lat"])) < 0.13).all()
