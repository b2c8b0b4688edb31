"""Cases: one living a subject and cause, nobody's step is lost, an alert is in one at a time, proofs are only added."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from data.store import alerts, cases, evidence, outbox
from data.store.cases import CaseChanged, CaseLiving
from data.store.scope import EVERYTHING, Scope
from tests.data.store.sending import ALERT, CASE, DAY, START


def opened(store, at=START, **more) -> int:
    with store.writing(at=at) as conn:
        return cases.open(conn, {**CASE, **more}, at=at, actor="machine")


def saved(store, number, revision, at=START, **values) -> int:
    with store.writing(at=at) as conn:
        return cases.save(conn, number, values, expected_revision=revision, at=at, actor="clerk", action="acknowledge")


def test_a_subject_has_one_living_case_a_cause(store):
    first = opened(store)

    with pytest.raises(CaseLiving, match="supply of C1"):
        opened(store)
    opened(store, cause="markets")
    saved(store, first, 1, status="closed")

    assert opened(store) > first


def test_of_two_officers_one_wins_and_the_other_is_told(store):
    number, told = opened(store), []
    both = threading.Barrier(2)

    def sign(name: str) -> None:
        both.wait()
        try:
            saved(store, number, 1, status="acknowledged", owner=name)
            told.append("done")
        except CaseChanged:
            told.append("too late")

    officers = [threading.Thread(target=sign, args=(name,)) for name in ("one", "other")]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()

    with store.reading() as conn:
        steps = list(cases.events(conn, scope=EVERYTHING, case=number)["action"])
    assert sorted(told) == ["done", "too late"]
    assert steps == ["open", "acknowledge"]


def test_a_case_is_read_as_it_was_known_then(store):
    number = opened(store)
    saved(store, number, 1, at=START + DAY, status="closed", closed_at=START + DAY, owner=None)

    with store.reading() as conn:
        then = cases.all_cases(conn, scope=EVERYTHING, as_known=START).iloc[0]
        now = cases.all_cases(conn, scope=EVERYTHING, as_known=START + DAY)
        current = cases.all_cases(conn, scope=EVERYTHING, as_known=None)

    assert (then["status"], then["owner"], then["due"]) == ("new", "a bureau", START + DAY)
    assert now.equals(current)
    assert current["closed_at"].iloc[0] == START + DAY


def test_an_alert_is_in_one_case_at_a_time(store):
    one, other = opened(store), opened(store, cause="markets")
    with store.writing(at=START) as conn:
        alert = alerts.open(conn, ALERT, at=START, valid_for=CASE["opened_for"], actor="machine")
        cases.join(conn, one, [alert], at=START)

    with store.writing(at=START + DAY) as conn:
        cases.join(conn, other, [alert], at=START + DAY)

    with store.reading() as conn:
        assert cases.cases_by_alert(conn) == {alert: other}
        assert cases.alerts_in(conn, one) == []
        kept = cases.members(conn, scope=EVERYTHING)
    assert list(kept["case"]) == [one, other]


def test_a_proof_is_kept_once_whole_and_only_for_its_readers(store):
    number = opened(store)
    told = {"case": number, "county": "C1", "kind": "photo", "said": "shelf", "at": START, "actor": "clerk"}
    with store.writing(at=START) as conn:
        first = evidence.add(conn, **told, filename="a.png", media="image/png", content=b"123")
        again = evidence.add(conn, **told, filename="b.png", media="image/png", content=b"123")

    with store.reading() as conn:
        assert evidence.content(conn, scope=EVERYTHING, evidence=first)["content"] == b"123"
        assert evidence.content(conn, scope=Scope(counties=frozenset({"C2"})), evidence=first) is None
        assert evidence.listed(conn, scope=Scope(counties=frozenset({"C2"})), case=number).empty
        assert evidence.count(conn, case=number) == 1
    assert again is None


@pytest.mark.parametrize("table", ["case_event", "evidence"])
@pytest.mark.parametrize("step", ["UPDATE {} SET id = 99", "DELETE FROM {}"])
def test_what_happened_cannot_be_rewritten(store, table, step):
    number = opened(store)
    with store.writing(at=START) as conn:
        evidence.add(conn, case=number, county="C1", kind="figure", said="9", at=START, actor="clerk")

    with pytest.raises(DatabaseError, match="append-only"), store.writing(at=START) as conn:
        conn.execute(text(step.format(table)))


def test_a_message_is_laid_down_and_claimed_once(store):
    with store.noting() as conn:
        said = {"message": "digest 1", "channel": "mail", "title": "t", "body": "b", "at": START}
        laid = [outbox.put(conn, **said), outbox.put(conn, **said)]
        (waiting,) = outbox.waiting(conn, at=START, most_tries=3)
        claimed = [outbox.claim(conn, waiting["id"], tries=0, next_try=START + DAY) for _ in range(2)]
        later = outbox.waiting(conn, at=START, most_tries=3)
        outbox.tried(conn, waiting["id"], at=START, failure=None)

    with store.reading() as conn:
        assert outbox.waiting(conn, at=START + DAY, most_tries=3) == []
    assert (laid, claimed, later) == ([True, False], [True, False], [])
