"""The last thing told, from which moment, and to whom."""

import datetime as dt

import pandas as pd
import pytest

from data.store import runs, values
from data.store.scope import EVERYTHING, Scope
from pages import reads
from pages.door.identity import User
from pages.situation.latest import Latest

LEADER = User(uid="leader", name="l", role="leader", scope=EVERYTHING)
CLERK = User(uid="clerk", name="c", role="clerk", scope=Scope(counties=frozenset({"622921"})))
DAY = dt.date(2020, 9, 30)
NOON = dt.datetime(2020, 10, 1, 4, 30, tzinfo=dt.UTC)


def put(store, *rows, known_at=NOON, on=DAY):
    """Values as (subject, day, value or the state that stands for it), and the run that made them."""
    frame = pd.DataFrame(
        [
            ("stock_vs_year_end", subject, subject, None, pd.Timestamp(day))
            + ((None, told) if isinstance(told, str) else (float(told), "ok"))
            for subject, day, told in rows
        ],
        columns=["indicator", "subject", "county", "enterprise", "date", "value", "state"],
    )
    with store.writing(at=known_at) as conn:
        values.put(conn, frame, known_at=known_at)
        runs.record(conn, valid_for=on, known_at=known_at, seconds=1.0, config_hash="test", detail={})


def told(user=LEADER, subject="622921", chosen=None):
    return Latest(user, reads.as_of(chosen), ("stock_vs_year_end",)).get("stock_vs_year_end", subject)


def test_a_day_not_due_yet_does_not_hide_the_day_before(page_store):
    put(page_store, ("622921", "2020-09-29", 1.5), ("622921", "2020-09-30", "not_due"))

    assert (told().value, told().age, told().status) == (1.5, 1, "green")


def test_a_day_missed_hides_it(page_store):
    put(page_store, ("622921", "2020-09-29", 1.5), ("622921", "2020-09-30", "missing"))

    assert (told().value, told().state, told().status) == (None, "missing", "stale")


def test_what_is_older_than_ten_days_is_not_told_any_more(page_store):
    put(page_store, ("622921", "2020-09-19", 1.5), ("622922", "2020-09-30", 1.0))

    assert (told().value, told().state) == (None, "missing")


def test_a_value_stands_by_the_line_of_its_day(page_store):
    put(page_store, ("622921", "2020-09-30", -0.5))

    assert (told().status, told().severity) == ("amber", "yellow")


def test_a_reader_never_gets_another_reader_s_rows_from_the_cache(page_store):
    put(page_store, ("622921", "2020-09-30", 1.0), ("622922", "2020-09-30", 2.0))

    assert told(LEADER, "622922").value == 2.0
    assert told(CLERK, "622922").value is None
    assert told(CLERK, "622921").value == 1.0


def test_new_data_is_seen_without_clearing_anything(page_store):
    put(page_store, ("622921", "2020-09-30", 1.0))
    assert told().value == 1.0

    put(page_store, ("622921", "2020-09-30", 3.0), known_at=NOON + dt.timedelta(hours=1))

    assert told().value == 3.0


def test_an_earlier_day_is_as_it_was_when_first_evaluated(page_store):
    earlier = dt.date(2020, 9, 29)
    put(page_store, ("622921", "2020-09-29", 1.0), known_at=NOON - dt.timedelta(days=1), on=earlier)
    put(page_store, ("622921", "2020-09-29", 9.0), ("622921", "2020-09-30", 2.0))

    at = reads.as_of(earlier)
    assert (at.day, at.as_known, at.past, at.on) == (earlier, NOON - dt.timedelta(days=1), True, earlier)
    assert told(chosen=earlier).value == 1.0
    assert told().value == 2.0


@pytest.mark.parametrize("chosen", [None, DAY, dt.date(2031, 1, 1)])
def test_the_last_day_and_any_later_one_are_now(page_store, chosen):
    put(page_store, ("622921", "2020-09-30", 1.0))

    at = reads.as_of(chosen)
    assert (at.day, at.as_known, at.past, at.on) == (DAY, None, False, None)


def test_an_empty_store_has_no_day(page_store):
    assert reads.as_of(DAY).day is None


def test_an_empty_system_says_so_instead_of_showing_empty_boxes(signed_in):
    app = signed_in("leader", "overview")

    assert not app.exception
    assert [info.value for info in app.info] == ["尚无评估结果。数据报送并完成首次评估后，这里会显示监测情况。"]
    assert not app.get("bidi_component")
