"""Keeping accounts: the first ones, later changes, and what each does to those already inside."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from data.store import accounts as account_store
from data.store import events, sessions
from data.store.scope import EVERYTHING
from pages.door import accounts, passwords
from pages.door.__main__ import main
from pages.door.accounts import BadAccount, Draft, LastAdministrator
from pages.registry import ROLES

NOW = dt.datetime(2020, 9, 30, tzinfo=dt.UTC)
CLERK = Draft(uid="wang.fang", name="王芳", role="clerk", counties=("622926",))


def make(store, region, draft=CLERK):
    return accounts.create(store, region, draft, by="admin", at=NOW)


def found(store, uid):
    with store.reading() as conn:
        return account_store.find(conn, uid)


def open_session(store, uid):
    with store.noting() as conn:
        sessions.open_session(conn, token_hash=f"hash of {uid}", uid=uid, address="x", at=NOW)


def is_open(store, uid):
    with store.reading() as conn:
        return sessions.find(conn, f"hash of {uid}") is not None


@pytest.fixture
def roomy(tmp_store_url):
    from data.store.engine import Store

    store = Store(tmp_store_url)
    yield store
    store.close()


def test_an_empty_installation_gets_one_account_a_role_with_passwords_of_their_own(store, region):
    made = accounts.ensure_first_accounts(store, region, now=NOW)

    assert [(uid, role) for uid, role, _ in made] == [(role, role) for role in ROLES if role != "enterprise"]
    assert len({password for _, _, password in made}) == len(made)
    for uid, _, password in made:
        account = found(store, uid)
        assert account["must_change"]
        assert passwords.matches(account["password_hash"], password)
    assert found(store, "clerk")["counties"] == ["622901"]
    assert found(store, "leader")["counties"] is None


def test_where_there_is_an_account_none_is_added(roomy, region):
    make(roomy, region)

    assert accounts.ensure_first_accounts(roomy, region, now=NOW) == []
    assert found(roomy, "admin") is None


def test_a_new_account_must_change_its_password(roomy, region):
    password = make(roomy, region)

    account = found(roomy, "wang.fang")
    assert (account["name"], account["role"], account["counties"]) == ("王芳", "clerk", ["622926"])
    assert account["must_change"]
    assert passwords.matches(account["password_hash"], password)


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (Draft(uid="A", name="x", role="staff"), "用户名"),
        (Draft(uid="a b", name="x", role="staff"), "用户名"),
        (Draft(uid="../x", name="x", role="staff"), "用户名"),
        (Draft(uid="ok", name=" ", role="staff"), "姓名"),
        (Draft(uid="ok", name="x" * 41, role="staff"), "姓名"),
        (Draft(uid="ok", name="x", role="king"), "角色"),
        (Draft(uid="ok", name="x", role="clerk"), "县市"),
        (Draft(uid="ok", name="x", role="staff", counties=()), "县市"),
        (Draft(uid="ok", name="x", role="admin", counties=("622926",)), "县市"),
        (Draft(uid="ok", name="x", role="clerk", counties=("110000",)), "没有这个县市"),
        (Draft(uid="ok", name="x", role="enterprise"), "企业"),
        (Draft(uid="ok", name="x", role="staff", enterprise="E01"), "企业"),
        (Draft(uid="ok", name="x", role="enterprise", enterprise="E99"), "没有这家企业"),
    ],
)
def test_what_makes_no_account_is_refused_with_the_reason(roomy, region, draft, says):
    with pytest.raises(BadAccount, match=says):
        make(roomy, region, draft)
    assert found(roomy, draft.uid) is None


def test_a_name_is_given_once(roomy, region):
    make(roomy, region)
    with pytest.raises(BadAccount, match="已存在"):
        make(roomy, region)


def test_another_scope_closes_what_was_open(roomy, region):
    make(roomy, region)
    open_session(roomy, "wang.fang")

    moved = Draft(uid="wang.fang", name="王芳", role="clerk", counties=("622921",))
    accounts.change(roomy, region, moved, by="admin", at=NOW)

    assert found(roomy, "wang.fang")["counties"] == ["622921"]
    assert not is_open(roomy, "wang.fang")


def test_a_disabled_account_is_thrown_out_and_may_return(roomy, region):
    make(roomy, region)
    open_session(roomy, "wang.fang")

    accounts.set_disabled(roomy, by="admin", uid="wang.fang", disabled=True, at=NOW)
    assert not is_open(roomy, "wang.fang")
    accounts.set_disabled(roomy, by="admin", uid="wang.fang", disabled=False, at=NOW)
    assert not found(roomy, "wang.fang")["disabled"]


def test_a_reset_unlocks_ends_sessions_and_gives_a_new_one_time_password(roomy, region):
    old = make(roomy, region)
    open_session(roomy, "wang.fang")
    with roomy.noting() as conn:
        account_store.count_failures(conn, "wang.fang", failures=7, locked_until=NOW + dt.timedelta(hours=1))

    new = accounts.reset_password(roomy, by="admin", uid="wang.fang", at=NOW)

    account = found(roomy, "wang.fang")
    assert (account["failures"], account["locked_until"], account["must_change"]) == (0, None, True)
    assert passwords.matches(account["password_hash"], new)
    assert not passwords.matches(account["password_hash"], old)
    assert not is_open(roomy, "wang.fang")


def test_ending_sessions_says_how_many(roomy, region):
    make(roomy, region)
    open_session(roomy, "wang.fang")

    assert accounts.end_sessions(roomy, by="admin", uid="wang.fang", at=NOW) == 1
    assert accounts.end_sessions(roomy, by="admin", uid="wang.fang", at=NOW) == 0


def test_the_last_administrator_stays(roomy, region):
    make(roomy, region, Draft(uid="one", name="one", role="admin"))
    make(roomy, region, Draft(uid="two", name="two", role="admin"))
    accounts.set_disabled(roomy, by="one", uid="two", disabled=True, at=NOW)

    with pytest.raises(LastAdministrator):
        accounts.set_disabled(roomy, by="one", uid="one", disabled=True, at=NOW)
    with pytest.raises(LastAdministrator):
        accounts.change(roomy, region, Draft(uid="one", name="one", role="staff"), by="one", at=NOW)
    assert (found(roomy, "one")["role"], found(roomy, "one")["disabled"]) == ("admin", False)


def test_every_step_is_on_record_without_a_password(roomy, region):
    first = make(roomy, region)
    accounts.change(roomy, region, Draft(uid="wang.fang", name="王芳芳", role="staff"), by="admin", at=NOW)
    accounts.set_disabled(roomy, by="admin", uid="wang.fang", disabled=True, at=NOW)
    second = accounts.reset_password(roomy, by="admin", uid="wang.fang", at=NOW)
    accounts.end_sessions(roomy, by="admin", uid="wang.fang", at=NOW)

    with roomy.reading() as conn:
        history = events.history(conn, scope=EVERYTHING)
        assert events.verify(conn).whole
    assert list(history["action"])[::-1] == [
        "create_account", "change_account", "disable_account", "reset_password", "end_sessions",
    ]  # fmt: skip
    assert set(history["actor"]) == {"admin"}
    assert not any(secret in str(history.to_dict()) for secret in (first, second))


def test_the_database_itself_refuses_a_clerk_without_a_county(store):
    with pytest.raises(IntegrityError), store.noting() as conn:
        account_store.create(
            conn, uid="c", name="c", role="clerk", counties=None, enterprise=None, password_hash="x", at=NOW
        )


def test_the_command_line_makes_lists_and_resets(page_store, capsys):
    assert main(["create-accounts"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert main(["list"]) == 0
    assert "clerk               clerk       622921" in capsys.readouterr().out
    assert main(["reset-password", "leader"]) == 0
    password = capsys.readouterr().out.rsplit(" ", 1)[1].strip()
    assert passwords.matches(found(page_store, "leader")["password_hash"], password)
    assert main(["reset-password", "nobody"]) == 1
