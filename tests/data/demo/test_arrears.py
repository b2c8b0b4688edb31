"""The ledger of arrears: its totals, its plan, and two counties behind."""

import datetime as dt

import pytest

from data.demo.arrears.answers import left_by_debtor
from data.demo.arrears.ledger import ledger
from data.demo.arrears.plan import arrears_plan
from data.demo.arrears.reports import item_parcels, monthly_plan, payments


@pytest.fixture(scope="module")
def items(whole):
    return ledger(whole).set_index("item")


def test_the_ledger_has_260_old_items_of_980_million_yuan(items):
    old = items[~items["new_arrears"]]

    assert len(old) == 260
    assert old["undisputed"].sum() == pytest.approx(91_000, abs=1)
    assert old["disputed"].sum() == pytest.approx(7_000, abs=1)


def test_58_percent_was_paid_by_the_end_of_2019_and_82_by_the_last_day(whole, items):
    owed = items.loc[~items["new_arrears"], "undisputed"].sum()
    paid = payments(whole)

    assert paid.loc[paid["valid_for"] <= dt.date(2019, 12, 31), "paid"].sum() / owed == pytest.approx(0.58, abs=0.005)
    assert paid["paid"].sum() / owed == pytest.approx(0.82, abs=0.01)


def test_nobody_pays_more_than_is_owed(whole, items):
    paid = payments(whole).groupby("item")["paid"].sum()

    assert (paid <= items["undisputed"].reindex(paid.index) + 1e-6).all()


def test_the_plan_is_what_was_left_at_the_base_day(whole, items):
    planned = monthly_plan(whole).groupby("item")["planned"].sum()

    assert (planned - items["left_base"].reindex(planned.index)).abs().max() < 0.005
    small = items.index[(items["left_base"].between(0.01, 499)) & ~items["listed"] & ~items["new_arrears"]]
    plan = monthly_plan(whole)
    by_june = plan[plan["item"].isin(small) & (plan["month"] <= dt.date(2020, 6, 1))]["planned"].sum()
    assert by_june / items.loc[small, "left_base"].sum() > 0.75


def test_two_counties_are_behind_their_plan_and_six_are_not(whole, items):
    plan, paid = monthly_plan(whole), payments(whole)
    wanted = plan[plan["month"] <= dt.date(2020, 9, 1)].groupby(plan["item"].map(items["county"]))["planned"].sum()
    done = paid[paid["valid_for"] >= dt.date(2020, 1, 1)]
    progress = done.groupby(done["item"].map(items["county"]))["paid"].sum() / wanted

    assert sorted(progress[progress < 0.8].index) == sorted(arrears_plan(whole).behind)
    assert (progress.drop(list(arrears_plan(whole).behind)) > 0.97).all()


def test_six_of_the_eight_listed_debtors_still_owe_more_than_the_line(whole, items):
    listed = {(row.county, row.debtor) for row in items[items["listed"]].itertuples()}
    left = left_by_debtor(whole)

    assert len(listed) == 8
    assert sorted(key for key, amount in left.items() if amount > 2000) == sorted(k for k in listed if left[k] > 2000)
    assert sum(left[key] > 2000 for key in listed) == 6


def test_new_arrears_are_told_of_by_the_county_after_they_fall_due(whole, items):
    new = [parcel for parcel in item_parcels(whole) if "新增" in parcel.name]

    assert len(new) == 6
    assert all(parcel.county == parcel.rows["county"].iloc[0] for parcel in new)
    assert all(parcel.moment.date() > parcel.rows["due"].iloc[0] for parcel in new)


def test_every_debtor_and_creditor_is_invented(items):
    assert items["debtor"].str.contains("演示").all()
    assert items["creditor"].str.contains("演示").all()
