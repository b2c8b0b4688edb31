"""Signing in: who gets a token, who is refused, and how long a guesser must wait."""

import datetime as dt
import hashlib
import threading

import pytest
from sqlalchemy import event

from data.store import accounts, events, sessions
from data.store.scope import EVERYTHING
from pages.door import passwords, sign_in
from pages.door.identity import identity_of
from pages.door.limits import Limits
from pages.door.presence import session_hash
from pages.door.sign_in import Refused

LIMITS = Limits()
MORNING = dt.datetime(2020, 9, 30, 0, 30, tzinfo=dt.UTC)
HALF_YEAR = dt.timedelta(days=181)
PASSWORD = "otter lantern gravel sevenfold"
HERE = "10.0.0.7"


@pytest.fixture(scope="module")
def hashed():
    return passwords.make_hash(PASSWORD)


@pytest.fixture
def office(store, hashed):
    """A store with one account that has changed its password, and one that has not."""
    with store.noting() as conn:
        for uid in ("ma", "li"):
            accounts.create(
                conn, uid=uid, name=uid, role="staff", counties=None, enterprise=None, password_hash=hashed, at=MORNING
            )
        accounts.set_password(conn, "ma", password_hash=hashed, must_change=False, at=MORNING)
    return store


def enter(store, *, uid="ma", password=PASSWORD, at=MORNING, address=HERE, limits=LIMITS):
    return sign_in.sign_in(store, uid=uid, password=password, address=address, at=at, limits=limits)


def guess(store, **how):
    with pytest.raises(Refused):
        enter(store, password="not the password", **how)


def who(store, token, at):
    return identity_of(store, session_hash(token), at=at, limits=LIMITS)


def audited(store):
    with store.reading() as conn:
        return list(events.history(conn, scope=EVERYTHING)["action"])[::-1]


def test_the_right_password_opens_a_session_of_its_owner(office):
    token = enter(office)

    identity = who(office, token, MORNING)
    assert (identity.user.uid, identity.user.role, identity.user.scope) == ("ma", "staff", EVERYTHING)
    assert not identity.must_change
    assert audited(office) == ["sign_in"]


def test_every_sign_in_gets_a_token_of_its_own(office):
    assert len({enter(office) for _ in range(3)}) == 3


def test_the_database_knows_the_hash_of_a_token_and_not_the_token(office):
    token = enter(office)

    with office.reading() as conn:
        assert sessions.find(conn, hashlib.sha256(token.encode()).hexdigest()) is not None
        assert sessions.find(conn, token) is None


def test_a_first_password_must_be_changed(office):
    assert who(office, enter(office, uid="li"), MORNING).must_change


@pytest.mark.parametrize(("uid", "password"), [("ma", "wrong"), ("nobody", PASSWORD), ("", ""), ("MA", PASSWORD)])
def test_anything_else_is_refused(office, uid, password):
    with pytest.raises(Refused):
        enter(office, uid=uid, password=password)


def test_a_disabled_account_is_refused_and_its_session_ends(office):
    token = enter(office)
    with office.noting() as conn:
        accounts.set_disabled(conn, "ma", True)

    assert who(office, token, MORNING) is None
    with pytest.raises(Refused):
        enter(office)


def test_what_was_typed_as_a_name_is_not_written_down(office):
    guess(office, uid="my-secret-typed-into-the-wrong-box")

    with office.reading() as conn:
        assert list(events.history(conn, scope=EVERYTHING)["actor"]) == ["?"]


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(office, monkeypatch):
    checked = []
    monkeypatch.setattr(passwords._HASHER.__class__, "verify", lambda _self, stored, _password: checked.append(stored))

    guess(office, uid="nobody")
    with pytest.raises(Refused):
        enter(office, uid="nobody")

    assert len(checked) == 2
    assert all(stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for stored in checked)


@pytest.mark.parametrize("reason", ["known", "unknown", "disabled", "locked"])
def test_every_refusal_writes_in_two_transactions(office, reason):
    uid = "nobody" if reason == "unknown" else "ma"
    with office.noting() as conn:
        accounts.set_disabled(conn, "ma", reason == "disabled")
        if reason == "locked":
            accounts.count_failures(conn, "ma", failures=9, locked_until=MORNING + HALF_YEAR)
    told = []
    event.listen(office.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: told.append(statement))
    event.listen(office.engine, "commit", lambda _c: told.append("COMMIT"))

    guess(office, uid=uid)

    writes = [[one for one in part if one.startswith(("INSERT", "UPDATE", "DELETE"))] for part in _parted(told)]
    assert [bool(part) for part in writes] == [True, True]


def test_a_refusal_of_a_locked_account_leaves_nothing(office):
    with office.noting() as conn:
        accounts.count_failures(conn, "ma", failures=5, locked_until=MORNING + HALF_YEAR)

    guess(office)

    with office.reading() as conn:
        assert sessions.failures_from(conn, HERE, since=MORNING) == (0, None)
        assert accounts.find(conn, "ma")["failures"] == 5
    assert audited(office) == []


def _parted(statements: list[str]) -> list[list[str]]:
    """What was said before each COMMIT."""
    parts = [[]]
    for one in statements:
        if one == "COMMIT":
            parts.append([])
        else:
            parts[-1].append(one)
    return parts[:-1]


def test_five_wrong_passwords_lock_the_account_for_the_right_one_too(office):
    for _ in range(5):
        guess(office)

    with pytest.raises(Refused):
        enter(office, at=MORNING + dt.timedelta(seconds=59))
    assert enter(office, at=MORNING + dt.timedelta(seconds=61))


def test_a_guesser_gets_at_most_nine_guesses_in_a_quarter_of_an_hour(office):
    read = 0
    for number, minute in enumerate([0] * 7 + list(range(1, 16))):
        with office.reading() as conn:
            before = accounts.find(conn, "ma")["failures"]
        guess(office, at=MORNING + dt.timedelta(minutes=minute), address=f"10.0.0.{number}")
        with office.reading() as conn:
            read += accounts.find(conn, "ma")["failures"] - before

    assert read == 9


def test_a_lock_does_not_touch_other_accounts(office):
    for _ in range(9):
        guess(office)

    assert enter(office, uid="li")


def test_success_forgets_the_failures_before_it(office):
    for _ in range(4):
        guess(office)
    enter(office)
    for _ in range(4):
        guess(office)

    assert enter(office)


def test_one_address_cannot_try_many_names(office):
    few = Limits(address_failures=6)
    for number in range(6):
        guess(office, uid=f"name{number}", limits=few)

    with pytest.raises(Refused):
        enter(office, limits=few)
    assert enter(office, limits=few, address="10.0.0.8")
    assert enter(office, limits=few, at=MORNING + dt.timedelta(minutes=1, seconds=1))


def test_many_guesses_at_once_share_one_allowance(office):
    def attempt():
        guess(office)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with office.reading() as conn:
        assert accounts.find(conn, "ma")["failures"] == 5


def test_a_session_ends_after_half_an_hour_unused(office):
    token = enter(office)

    assert who(office, token, MORNING + dt.timedelta(minutes=30))
    assert who(office, token, MORNING + dt.timedelta(minutes=30, seconds=1)) is None


def test_a_session_in_use_ends_after_twelve_hours(office):
    token = enter(office)
    for quarter in range(1, 49):
        sessions.note_seen(office, {session_hash(token): MORNING + dt.timedelta(minutes=15 * quarter)})

    assert who(office, token, MORNING + dt.timedelta(hours=12))
    assert who(office, token, MORNING + dt.timedelta(hours=12, seconds=1)) is None


def test_the_last_use_never_moves_back(office):
    token = enter(office)
    later = MORNING + dt.timedelta(minutes=20)
    sessions.note_seen(office, {session_hash(token): later})
    sessions.note_seen(office, {session_hash(token): MORNING})

    assert who(office, token, later + dt.timedelta(minutes=29))


def test_signing_out_ends_this_session_only(office):
    here, there = enter(office), enter(office)

    sign_in.sign_out(office, session=session_hash(here), uid="ma", at=MORNING)

    assert who(office, here, MORNING) is None
    assert who(office, there, MORNING)


def change(store, *, old=PASSWORD, new="seven quiet herons ascending", uid="li", at=MORNING):
    return sign_in.change_password(
        store, uid=uid, old=old, new=new, address=HERE, at=at, limits=LIMITS, context=["linxia", "临夏"]
    )


def test_a_changed_password_ends_every_session_and_opens_one(office):
    first, second = enter(office, uid="li"), enter(office, uid="li")

    token = change(office)

    assert [who(office, t, MORNING) is None for t in (first, second, token)] == [True, True, False]
    assert not who(office, token, MORNING).must_change
    with pytest.raises(Refused):
        enter(office, uid="li")
    assert enter(office, uid="li", password="seven quiet herons ascending")


def test_a_wrong_old_password_counts_as_a_guess(office):
    for _ in range(5):
        with pytest.raises(Refused):
            change(office, old="wrong")

    with pytest.raises(Refused):
        change(office)


def test_a_weak_new_password_changes_nothing(office):
    with pytest.raises(passwords.WeakPassword):
        change(office, new="linxia2026临夏")

    assert enter(office, uid="li")


def test_a_hash_with_older_parameters_is_renewed_at_sign_in(office):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with office.noting() as conn:
        accounts.rehash(conn, "ma", password_hash=old)

    enter(office)

    with office.reading() as conn:
        renewed = accounts.find(conn, "ma")["password_hash"]
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(renewed, PASSWORD)


def test_the_audit_tells_success_from_refusal(office):
    guess(office)
    token = enter(office)
    sign_in.sign_out(office, session=session_hash(token), uid="ma", at=MORNING)
    change(office)

    assert audited(office) == ["sign_in_refused", "sign_in", "sign_out", "change_password"]


def test_old_sessions_and_attempts_are_forgotten_only_when_the_retention_is_over(office):
    guess(office)
    token = enter(office)

    sessions.forget(office, before=MORNING, at=MORNING + HALF_YEAR)
    assert who(office, token, MORNING)
    sessions.forget(office, before=MORNING + dt.timedelta(seconds=1), at=MORNING + HALF_YEAR)
    assert who(office, token, MORNING) is None


def test_what_is_younger_than_half_a_year_is_not_forgotten(office):
    now = MORNING + HALF_YEAR

    with pytest.raises(sessions.StillKept):
        sessions.forget(office, before=now - dt.timedelta(days=179), at=now)
