"""The marks move with the tables that were written to, and with nothing else."""

import datetime as dt

import pandas as pd
import pytest

from data.store import cases, events, values
from data.store.marks import marks
from data.store.scope import EVERYTHING
from data.store.touched import tables_read, tables_written

NOW = dt.datetime(2020, 3, 2, 4, tzinfo=dt.UTC)
VALUE = {
    "indicator": "closing_stock",
    "subject": "622921",
    "county": "622921",
    "enterprise": None,
    "date": pd.Timestamp("2020-03-01"),
    "value": 5.0,
    "state": "ok",
}


def _versions(store):
    with store.reading() as conn:
        return dict(marks(conn).versions)


def test_a_write_moves_the_tables_it_wrote_to(store):
    with store.writing(at=NOW):
        pass
    untouched = _versions(store)

    with store.writing(at=NOW) as conn:
        values.put(conn, pd.DataFrame([VALUE]), known_at=NOW)  # copied in by PostgreSQL's driver itself
    once = _versions(store)
    with store.writing(at=NOW) as conn:
        values.put(conn, pd.DataFrame([VALUE | {"value": 6.0}]), known_at=NOW)

    assert untouched == {}
    assert once == {"indicator_value": 1}
    assert _versions(store) == {"indicator_value": 2}
    assert store.version() == 3


def test_bookkeeping_moves_its_tables_and_leaves_the_version_of_the_data(store):
    with store.noting() as conn:
        events.append(conn, at=NOW, actor="test", action="sign_in", object_kind="account", object_id="test", detail={})

    assert _versions(store) == {"event": 1}
    assert store.version() == 0


def test_what_is_taken_back_moves_nothing(store):
    def halfway() -> None:
        with store.writing(at=NOW) as conn:
            values.put(conn, pd.DataFrame([VALUE]), known_at=NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        halfway()

    assert _versions(store) == {}


@pytest.mark.parametrize(
    ("statement", "read", "written"),
    [
        ("SELECT a.x FROM supply a, (SELECT 1 FROM market_status) b", {"supply", "market_status"}, set()),
        ("SELECT supply.enterprise FROM supply WHERE supply.id = 1", {"supply"}, set()),
        ("UPDATE supply SET superseded_at = ? WHERE id IN (SELECT 1)", {"supply"}, {"supply"}),
        ("insert into draft (id) select id from problem", {"draft", "problem"}, {"draft"}),
        ('DELETE FROM "draft" WHERE id = 1', {"draft"}, {"draft"}),
        ("INSERT INTO setting VALUES (1) ON CONFLICT (name) DO UPDATE SET value = 1", {"setting"}, {"setting"}),
        ("WITH gone AS (DELETE FROM draft RETURNING id) INSERT INTO event SELECT 1", {"draft", "event"},
         {"draft", "event"}),
        ("SELECT version FROM data_version FOR UPDATE", {"data_version"}, set()),
        ("SELECT name FROM pg_class", set(), set()),
    ],
)  # fmt: skip
def test_a_statement_says_which_tables_it_touches(statement, read, written):
    assert tables_read(statement) == read
    assert tables_written(statement) == written


def test_what_is_read_is_noted_where_somebody_asks(store):
    with store.reading(tables=set()) as conn:
        cases.all_cases(conn, scope=EVERYTHING, as_known=None)
    with store.reading() as conn:
        values.last_day(conn, as_known=None)  # the same kept connection: what was noted on it is over
    with store.reading(tables=(tables := set())) as conn:
        cases.members(conn, scope=EVERYTHING)

    assert tables == {"case_alert", "case_file"}
