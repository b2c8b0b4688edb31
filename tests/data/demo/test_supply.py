"""The guarantee enterprises: as many as the plan says, with stocks that add up and the planted shortages in them."""

import datetime as dt

import numpy as np
import pytest

from data.demo.supply.firms import firm_list, lines
from data.demo.supply.plan import supply_plan
from data.demo.supply.prices import retail_prices
from data.demo.supply.reports import supply_parcels, supply_rows
from data.demo.supply.stocks import supply_stocks


@pytest.fixture(scope="module")
def rows(whole):
    return supply_rows(whole)


def line(scene, enterprise, category):
    table = lines(scene)
    return int(np.flatnonzero((table["enterprise"] == enterprise) & (table["category"] == category))[0])


def test_there_are_42_invented_firms_of_which_15_are_provincial(whole):
    firms = firm_list(whole)

    assert len(firms) == 42
    assert firms["provincial"].sum() == 15
    assert firms["name"].is_unique
    assert firms["name"].str.contains("演示").all()


def test_every_county_has_a_firm_for_every_category(whole):
    table = lines(whole)

    assert len(table.drop_duplicates(["county", "category"])) == 8 * 8


def test_stocks_follow_from_the_day_before_to_the_kilogram(whole):
    stocks = supply_stocks(whole)

    due = stocks.on_hand[:, :-1] + stocks.inflow[:, 1:] - stocks.outflow[:, 1:]
    assert (stocks.on_hand[:, 1:] == due).all()
    assert (stocks.outflow >= 0).all()


def test_the_firms_carry_a_third_to_two_thirds_of_what_residents_eat(whole, rows):
    september = rows[(rows["valid_for"] >= dt.date(2020, 9, 1)) & (rows["category"] == "rice")]
    a_day = september.groupby("valid_for")["outflow"].sum().mean()

    assert 0.35 < a_day / 157 < 0.65  # 157 t a day: 27.2 kg a head and year


def test_reports_are_weekly_until_the_emergency_and_daily_from_it(rows):
    days = sorted(set(rows["valid_for"]))

    assert all(day.isoweekday() == 4 for day in days if day < dt.date(2020, 1, 24))
    assert len([day for day in days if day >= dt.date(2020, 1, 24)]) == 251


def test_the_red_shortage_leaves_two_days_of_flour(whole):
    squeeze = supply_plan(whole).squeeze("red")
    stocks, at = supply_stocks(whole), line(whole, squeeze.enterprise, "flour")

    cover = stocks.on_hand[at, -1] / stocks.outflow[at, -7:].mean()
    assert 1.5 < cover < 2.5


def test_a_stockout_of_more_than_a_week_is_reported_as_one(whole, rows):
    squeeze = supply_plan(whole).squeeze("stockout")
    own = rows[(rows["enterprise"] == squeeze.enterprise) & (rows["category"] == "dairy")].tail(8)

    assert own["stockout"].all()
    assert (own["on_hand"] == 0).all()


@pytest.mark.parametrize(("name", "low", "high"), [
    ("mild", 0.30, 0.50), ("strong", 0.50, 1.0), ("extreme", 1.0, 1.6), ("glut", -0.5, -0.30),
])  # fmt: skip
def test_a_planted_price_moves_within_a_week_by_what_was_planted(whole, name, low, high):
    jump = supply_plan(whole).jump(name)
    prices = retail_prices(whole)[line(whole, jump.enterprise, jump.category)]

    assert low < prices[-1] / prices[-8] - 1 < high


def test_prices_nobody_planted_move_less_than_a_fifth_in_a_week(whole):
    prices = retail_prices(whole)[:, 500:]  # from mid-May 2020
    planted = [line(whole, j.enterprise, j.category) for j in supply_plan(whole).jumps if j.enterprise]

    change = np.abs(prices[:, 7:] / prices[:, :-7] - 1)
    assert np.delete(change, planted, axis=0).max() < 0.12


def test_the_silent_firm_is_not_heard_and_the_short_one_was_heard_before(whole):
    plan = supply_plan(whole)
    heard = {
        (firm, day)
        for parcel in supply_parcels(whole)
        for firm, day in zip(parcel.rows["enterprise"], parcel.rows["valid_for"])
    }

    assert not any((plan.silent.enterprise, whole.before(n)) in heard for n in range(10))
    short = plan.silent_when_short
    assert not any((short.enterprise, whole.before(n)) in heard for n in range(7))
    assert any((short.enterprise, whole.before(n)) in heard for n in (7, 8))


def test_no_trouble_hides_another(whole):
    plan = supply_plan(whole)
    firms = [s.enterprise for s in plan.squeezes if s.enterprise] + [j.enterprise for j in plan.jumps if j.enterprise]
    firms += [plan.silent.enterprise, plan.lapsed.enterprise, *plan.tardy]

    assert len(firms) == len(set(firms))
