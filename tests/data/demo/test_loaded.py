"""What intake and store made of the files: the truth of the simulation, and what was known before a correction."""

import datetime as dt

import pytest

from data.demo.arrears.reports import payments
from data.demo.entities.counts import daily_counts
from data.demo.entities.plan import entity_plan
from data.demo.load import RealData, mark
from data.demo.supply.reports import supply_parcels
from data.store import arrears, entities, files, markets, setting, supply
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.demo_prefecture import full_demo

COUNTS = ["opening", "entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified", "closing"]


@pytest.fixture(scope="module")
def store():
    store = Store(f"sqlite:///{full_demo()}")
    yield store
    store.close()


@pytest.fixture(scope="module")
def read(store):
    def answer(function, **more):
        with store.reading() as conn:
            return function(conn, scope=EVERYTHING, **{"as_known": None, **more})

    return answer


def test_the_stored_counts_are_the_true_ones(whole, read):
    true = daily_counts(whole).set_index(["county", "kind", "valid_for"])[COUNTS].sort_index()
    stored = read(entities.daily_counts)

    stored = stored.assign(valid_for=stored["date"].dt.date).set_index(["county", "kind", "valid_for"])[COUNTS]
    assert (stored.sort_index() == true).all(axis=None)
    assert len(stored) == len(true) == 8 * 4 * 639


def test_a_correction_left_what_was_known_before(whole, read):
    slip = next(s for s in entity_plan(whole).slips if _moved(whole, s))

    def told(moment):
        frame = read(entities.daily_counts, as_known=moment, since=slip.day, until=slip.day)
        own = frame[(frame["county"] == slip.county) & (frame["kind"] == slip.kind)]
        return own["deregistrations"].item()

    early = whole.moment(slip.day + dt.timedelta(days=2), "08:00")
    assert told(whole.now) == told(early) + 1


def _moved(scene, slip):
    rows = daily_counts(scene)
    own = rows[(rows["county"] == slip.county) & (rows["kind"] == slip.kind) & (rows["valid_for"] == slip.day)]
    return own["deregistrations"].item() > 0


def test_a_missing_week_was_missing_until_it_came(whole, read):
    gap = entity_plan(whole).missing_week

    def days(moment):
        frame = read(entities.daily_counts, as_known=moment, since=gap.first, until=gap.last)
        return frame.loc[frame["county"] == gap.county, "date"].nunique()

    assert days(whole.moment(gap.sent_on, "08:00")) == 0
    assert days(whole.now) == 7


def test_every_report_that_was_sent_is_stored_once(whole, read):
    sent = sum(len(parcel.rows) for parcel in supply_parcels(whole) if parcel.moment <= whole.now)

    stored = read(supply.daily)
    assert len(stored) == sent
    assert not stored.duplicated(["enterprise", "category", "date"]).any()


def test_payments_and_registers_are_whole(whole, read):
    assert read(arrears.payments)["paid"].sum() == pytest.approx(payments(whole)["paid"].sum(), abs=0.001)
    assert len(read(markets.markets)) == 91
    assert len(read(supply.enterprises)) == 42


def test_large_debtors_are_listed(read):
    items = read(arrears.items)

    assert items.loc[items["listed"], "debtor"].nunique() == 8


def test_reports_come_from_the_prefecture_and_from_county_clerks(read, store):
    with store.reading() as conn:
        reporters = set(files.received(conn, scope=EVERYTHING)["reporter"])

    assert "州级汇总(演示)" in reporters
    assert all("演示" in name for name in reporters)
    assert len(reporters) > 3


def test_the_demo_never_enters_a_store_with_real_data(tmp_store_url, linxia):
    store, now = Store(tmp_store_url), dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    real = {"sha256": "0" * 64, "topic": "markets", "filename": "real.csv", "reporter": "somebody", "received_at": now}
    span = {"first_day": None, "last_day": None, "row_count": 1, "counties": {"622901"}, "enterprise": None}
    with store.writing(at=now) as conn:
        files.accept(conn, **real, **span)

    with pytest.raises(RealData):
        mark(store, linxia)
    with store.reading() as conn:
        assert setting.get(conn, setting.DEMO) is None
