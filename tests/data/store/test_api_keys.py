"""How long the interface remembers a spent key."""

import datetime as dt

import pytest
from sqlalchemy import insert

from data.store import api
from data.store.schema import api_request
from tests.data.store.sending import START


def test_a_spent_key_is_remembered_for_ninety_days_and_then_forgotten(store):
    with store.noting() as conn:
        for key, days in (("old", 91), ("young", 89)):
            api.spend(
                conn, enterprise="E1", key=key, body_sha256=key, at=START - dt.timedelta(days=days), status=201,
                said={"receipt": key},
            )  # fmt: skip

    with store.noting() as conn:
        assert api.forget(conn, at=START) == 1
        assert api.forget(conn, at=START) == 0
        kept = api.spent(conn, enterprise="E1", key="young")
        anew = api.spent(conn, enterprise="E1", key="old")

    assert kept == {"body_sha256": "young", "status": 201, "answer": {"receipt": "young"}}
    assert anew is None


def test_a_key_is_spent_once(store):
    asked = {"enterprise": "E1", "key": "once", "at": START, "status": 201}
    with store.noting() as conn:
        api.spend(conn, body_sha256="a", said={}, **asked)

    with pytest.raises(api.KeySpent), store.noting() as conn:
        api.spend(conn, body_sha256="b", said={}, **asked)


def test_an_entry_without_an_answer_counts_for_nothing(store):
    with store.noting() as conn:
        conn.execute(insert(api_request).values(enterprise="E1", key="left", body_sha256="a", at=START))
        before = api.spent(conn, enterprise="E1", key="left")
        api.spend(conn, enterprise="E1", key="left", body_sha256="b", at=START, status=201, said={})
        after = api.spent(conn, enterprise="E1", key="left")

    assert before is None
    assert after["body_sha256"] == "b"
