"""Outlooks: the same twice changes nothing; what was said then stays known; each reader sees their own."""

import datetime as dt

import pandas as pd

from data.store import outlooks
from data.store.scope import EVERYTHING, Scope
from data.store.versions import Changes
from tests.data.store.sending import START, outlook_frame

DAY, LATER = dt.date(2020, 1, 5), dt.date(2020, 1, 12)
WEEK = dt.timedelta(days=7)


def put(store, frame, at=START):
    with store.writing(at=at) as conn:
        return outlooks.put(conn, frame, known_at=at)


def standing(store, *, until=LATER, as_known=None, scope=EVERYTHING):
    with store.reading() as conn:
        return outlooks.standing(conn, scope=scope, as_known=as_known, until=until)


def test_the_same_outlook_twice_changes_nothing(store):
    frame = outlook_frame(("year_end_stock", "C1", "C1", DAY))
    put(store, frame)

    assert put(store, frame, START + WEEK) == Changes(unchanged=1)


def test_the_outlook_of_the_last_day_stands_and_an_earlier_one_is_still_known(store):
    put(store, outlook_frame(("year_end_stock", "C1", "C1", DAY)))
    put(store, outlook_frame(("year_end_stock", "C1", "C1", LATER)).assign(state="reached"), START + WEEK)

    assert list(standing(store)["state"]) == ["reached"]
    assert list(standing(store, until=DAY)["state"]) == ["ok"]
    assert list(standing(store, as_known=START)["state"]) == ["ok"]


def test_an_outlook_no_longer_made_for_its_day_is_withdrawn(store):
    put(store, outlook_frame(("full_reopening", "C1", "C1", DAY), ("full_reopening", "C2", "C2", DAY)))
    put(store, outlook_frame(("full_reopening", "C1", "C1", DAY)), START + WEEK)

    assert list(standing(store)["subject"]) == ["C1"]
    assert list(standing(store, as_known=START)["subject"]) == ["C1", "C2"]


def test_a_county_sees_its_own_outlooks_and_a_firm_its_own(store):
    firm = outlook_frame(("days_to_stockout", "E1:rice", "C1", DAY)).assign(enterprise="E1")
    both = outlook_frame(("year_end_stock", "C1", "C1", DAY), ("year_end_stock", "C2", "C2", DAY))
    with store.writing(at=START) as conn:
        outlooks.put(conn, pd.concat([firm, both]), known_at=START)

    county = standing(store, scope=Scope(counties=frozenset({"C2"})))
    own = standing(store, scope=Scope(counties=frozenset({"C1"}), enterprise="E1"))

    assert list(county["subject"]) == ["C2"]
    assert list(own["subject"]) == ["E1:rice"]
