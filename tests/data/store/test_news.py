"""What was learned since a moment, and who reported when first."""

import datetime as dt

from data.store import news
from data.store.scope import EVERYTHING
from tests.data.store.sending import DAY, START, put


def changed(store, *, after, until, **more):
    with store.reading() as conn:
        return news.first_changed_days(conn, after=after, until=until, **more)


def test_the_first_day_somebody_told_something_new_about(store):
    put(store, "supply", [{"valid_for": dt.date(2020, 3, 5)}, {"valid_for": dt.date(2020, 3, 9)}], at=START)
    put(store, "entity_count", [{"valid_for": dt.date(2020, 3, 7)}], at=START + DAY)

    assert changed(store, after=START - DAY, until=START) == {"supply_daily": dt.date(2020, 3, 5)}
    assert changed(store, after=START, until=START + DAY) == {"entity_counts": dt.date(2020, 3, 7)}
    assert changed(store, after=START + DAY, until=START + 9 * DAY) == {}


def test_a_correction_is_news_about_its_day(store):
    put(store, "supply", [{"valid_for": dt.date(2020, 3, 5), "on_hand": 7.0}], at=START)
    put(store, "supply", [{"valid_for": dt.date(2020, 3, 5), "on_hand": 8.0}], at=START + DAY)

    assert changed(store, after=START, until=START + DAY) == {"supply_daily": dt.date(2020, 3, 5)}


def test_what_lies_too_far_back_is_left_alone(store):
    put(store, "supply", [{"valid_for": dt.date(2020, 1, 1)}, {"valid_for": dt.date(2020, 3, 1)}], at=START)

    found = changed(store, after=START - DAY, until=START, not_before=dt.date(2020, 2, 1))

    assert found == {"supply_daily": dt.date(2020, 3, 1)}


def test_a_correction_does_not_change_when_a_report_first_came(store):
    put(store, "supply", [{"on_hand": 7.0}], at=START)
    put(store, "supply", [{"on_hand": 8.0}], at=START + DAY)

    with store.reading() as conn:
        first = news.first_told_supply(conn, scope=EVERYTHING, as_known=None)
        before = news.first_told_supply(conn, scope=EVERYTHING, as_known=START - DAY)

    assert list(first["first_known_at"]) == [START]
    assert before.empty


def test_counts_and_markets_tell_when_they_first_came_too(store):
    put(store, "entity_count", [{}], at=START)
    put(store, "market_status", [{}], at=START + DAY)

    with store.reading() as conn:
        counts = news.first_told_counts(conn, scope=EVERYTHING, as_known=None)
        markets = news.first_told_markets(conn, scope=EVERYTHING, as_known=None)

    assert list(counts["first_known_at"]) == [START]
    assert list(markets["first_known_at"]) == [START + DAY]
