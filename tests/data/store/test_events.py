"""The audit can be added to and nothing else, and tampering shows."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.store import alerts, events
from data.store.scope import EVERYTHING, Scope
from tests.data.store.sending import ALERT, DAY, START

TAMPERING = {
    "changed": ["UPDATE event SET actor = 'somebody else' WHERE id = 2"],
    "deleted": ["DELETE FROM event WHERE id = 2"],
    "reordered": [
        "UPDATE event SET id = 12 WHERE id = 2",  # by way of a free number: an id is unique at every moment
        "UPDATE event SET id = 2 WHERE id = 3",
        "UPDATE event SET id = 3 WHERE id = 12",
    ],
}


def write(store, *, number: int = 4) -> list[str]:
    hashes = []
    with store.noting() as conn:
        for n in range(number):
            detail = {
                "rows": n,
                "share": 0.1 + 0.2,
                "tiny": 1e-7,
                "huge": 1e20,
                "half": 2.0,
                "words": ["é", None, True],
            }
            said = {"actor": "clerk", "action": "send", "object_kind": "file", "object_id": f"{n}"}
            at = START + n * DAY
            hashes.append(events.append(conn, at=at, county="C1" if n % 2 else None, detail=detail, **said))
    return hashes


def tamper(store, *statements: str) -> None:
    """What somebody with the database's own password could do: switch the triggers off first."""
    with store.noting() as conn:
        if conn.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                conn.execute(text(f"DROP TRIGGER event_no_{verb}"))
        else:
            conn.execute(text("ALTER TABLE event DISABLE TRIGGER ALL"))
        for statement in statements:
            conn.execute(text(statement))


def test_an_untouched_chain_holds(store):
    hashes = write(store)

    with store.reading() as conn:
        verdict = events.verify(conn)

    assert verdict.whole
    assert (verdict.events, verdict.head) == (4, hashes[-1])


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_detected(store, how):
    write(store)

    tamper(store, *TAMPERING[how])

    with store.reading() as conn:
        assert not events.verify(conn).whole


def test_a_changed_moment_or_detail_is_detected(store):
    write(store)
    wider = "json_set(detail, '$.rows', 9)" if "sqlite" in store.url else "jsonb_set(detail, '{rows}', '9')"

    tamper(store, f"UPDATE event SET detail = {wider} WHERE id = 4")

    with store.reading() as conn:
        assert events.verify(conn).broken == (4,)


def test_a_cut_off_end_shows_against_a_hash_kept_elsewhere(store):
    hashes = write(store)
    tamper(store, "DELETE FROM event WHERE id = 4")

    with store.reading() as conn:
        assert events.verify(conn).whole
        assert not events.verify(conn, anchor=hashes[-1]).whole
        assert events.verify(conn, anchor=hashes[2]).whole


@pytest.mark.parametrize("table", ["event", "alert_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_rewrite(store, table, change):
    if "sqlite" in store.url and "TRUNCATE" in change:
        change = "DELETE FROM {}"  # SQLite has no other word for it
    write(store, number=1)
    with store.writing(at=START) as conn:
        alerts.open(conn, ALERT, at=START, valid_for=dt.date(2020, 1, 1), actor="machine")

    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        with store.noting() as conn:
            conn.execute(text(change.format(table)))


def test_the_audit_is_listed_newest_first_and_by_object(store):
    write(store)

    with store.reading() as conn:
        everything = events.history(conn, scope=EVERYTHING)
        one = events.history(conn, scope=EVERYTHING, object_kind="file", object_id="2")
        span = events.history(conn, scope=EVERYTHING, since=START + DAY, until=START + 2 * DAY)
        paged = events.history(conn, scope=EVERYTHING, limit=1, offset=1)

    assert list(everything["object_id"]) == ["3", "2", "1", "0"]
    assert list(one["object_id"]) == ["2"]
    assert list(span["object_id"]) == ["2", "1"]
    assert list(paged["object_id"]) == ["2"]


def test_events_of_no_county_are_for_whole_region_readers(store):
    write(store)

    with store.reading() as conn:
        own = events.history(conn, scope=Scope(counties=frozenset({"C1"})))

    assert list(own["object_id"]) == ["3", "1"]
