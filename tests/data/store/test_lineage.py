"""Every version of a reported row, its file told to those whose file it is."""

import datetime as dt

from data.store import lineage
from data.store.scope import EVERYTHING, Scope
from tests.data.store.sending import DAY, START, put

ONE = Scope(counties=frozenset({"C1"}))


def asked(store, scope, **more):
    with store.reading() as conn:
        return lineage.versions(
            conn, scope=scope, as_known=None, fact="supply", among=(("enterprise", ("E1",)),), **more
        )


def test_a_correction_stands_above_what_it_replaced(store):
    put(store, "supply", [{"on_hand": 7.0}], at=START)
    put(store, "supply", [{"on_hand": 9.0}], at=START + DAY, reporter="other")

    told = asked(store, EVERYTHING)

    assert [said["on_hand"] for said in told["said"]] == [9.0, 7.0]
    assert told["superseded_at"].isna().tolist() == [True, False]
    assert told["reporter"].tolist() == ["other", "clerk"]
    assert told["said"].iloc[0]["valid_for"] == dt.date(2020, 1, 1)
    assert told["said"].iloc[0]["stockout"] is False


def test_a_file_with_rows_of_others_keeps_its_name_from_one_of_them(store):
    put(store, "supply", [{}], counties=["C1", "C2"])

    own = asked(store, ONE)

    assert len(own) == 1
    assert own[["filename", "sha256", "reporter"]].isna().all(axis=None)
    assert own["receipt"].notna().all()


def test_nobody_is_handed_a_version_of_another_county(store):
    put(store, "supply", [{"county": "C2"}], counties=["C2"])

    assert asked(store, ONE).empty
    assert len(asked(store, EVERYTHING)) == 1


def test_days_and_a_moment_narrow_what_is_told(store):
    put(store, "supply", [{"valid_for": dt.date(2020, 1, day)} for day in (1, 2, 3)], at=START)
    put(store, "supply", [{"valid_for": dt.date(2020, 1, 2), "on_hand": 1.0}], at=START + DAY)

    assert len(asked(store, EVERYTHING, since=dt.date(2020, 1, 2), until=dt.date(2020, 1, 2))) == 2
    with store.reading() as conn:
        then = lineage.versions(conn, scope=EVERYTHING, as_known=START, fact="supply", among={})
    assert len(then) == 3
