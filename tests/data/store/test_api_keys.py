"""How long the interface remembers a spent key."""

import datetime as dt

from data.store import api
from tests.data.store.sending import START


def test_a_spent_key_is_remembered_for_ninety_days_and_then_forgotten(store):
    with store.noting() as conn:
        for key, days in (("old", 91), ("young", 89)):
            begun = {"enterprise": "E1", "key": key, "body_sha256": key, "at": START - dt.timedelta(days=days)}
            api.begin(conn, **begun)
            api.answer(conn, enterprise="E1", key=key, status=201, said={"receipt": key})

    with store.noting() as conn:
        assert api.forget(conn, at=START) == 1
        assert api.forget(conn, at=START) == 0
        kept = api.begin(conn, enterprise="E1", key="young", body_sha256="another", at=START)
        anew = api.begin(conn, enterprise="E1", key="old", body_sha256="another", at=START)

    assert (kept["body_sha256"], kept["status"]) == ("young", 201)
    assert (anew["body_sha256"], anew["status"]) == ("another", None)
