"""The page 账号管理: what an administrator sees and does there."""

import pytest

from data.store import accounts, api, sessions
from pages.api import tokens
from pages.door import clock, open_store, passwords
from pages.door.session import OVER
from tests.data.store.sending import put
from tests.pages.conftest import NOW


def find(store, uid):
    with store.reading() as conn:
        return accounts.find(conn, uid)


def issued(visitor):
    return [code.value for code in visitor.code]


@pytest.fixture
def admin(signed_in):
    def at(**query):
        visitor = signed_in("admin", "accounts", **query)
        assert not visitor.exception
        return visitor

    return at


def test_every_account_is_listed_with_its_role_scope_and_state(admin):
    table = admin().dataframe[0].value

    assert list(table["用户名"]) == ["admin", "bureau", "clerk", "enterprise", "leader", "staff"]
    clerk = table[table["用户名"] == "clerk"].iloc[0]
    assert (clerk["角色"], clerk["范围"], clerk["状态"]) == ("县市填报员", "临夏县", "正常")
    assert "password_hash" not in str(table.columns)


def test_an_enterprises_account_names_its_firm(admin, page_store):
    put(page_store, "enterprise", [{"enterprise": "E01", "name": "清河超市", "county": "622921"}], at=NOW)

    table = admin().dataframe[0].value.set_index("用户名")

    assert table.at["enterprise", "范围"] == "E01 清河超市"


def test_the_rules_of_the_door_are_told_and_a_broken_file_of_single_sign_on_is_named(admin, page_store):
    said = [text.value for text in admin().markdown]
    assert any("闲置 30 分钟或登录满 12 小时自动退出" in one and "单点登录没有启用" in one for one in said)
    file = open_store.settings().local / "sso.toml"
    file.parent.mkdir(parents=True, exist_ok=True)

    file.write_text('issuer = "https://id.example"\nclient_id = "m"\n', encoding="utf-8")
    broken = [text.value for text in admin().markdown]
    file.write_text('issuer = "https://id.example"\nclient_id = "m"\nclient_secret = "x"\nredirect = "r"\n',
                    encoding="utf-8")  # fmt: skip
    whole = [text.value for text in admin().markdown]
    file.unlink()

    assert any("单点登录的设置文件 sso.toml 有误" in one for one in broken)
    assert any("单点登录已启用：统一身份认证" in one and "preferred\\_username" in one for one in whole)


def test_a_search_narrows_the_list(admin):
    assert list(admin(q="LEAD").dataframe[0].value["用户名"]) == ["leader"]


def test_a_new_account_shows_its_password_once(admin, page_store):
    visitor = admin(task="create")
    visitor.text_input(key="create_uid").input("ma.hong")
    visitor.text_input(key="create_name").input("马红")
    visitor.multiselect(key="create_counties").select("622926")
    visitor.button(key="create").click().run()

    [password] = issued(visitor)
    account = find(page_store, "ma.hong")
    assert (account["name"], account["role"], account["counties"]) == ("马红", "clerk", ["622926"])
    assert passwords.matches(account["password_hash"], password)
    assert issued(visitor.run()) == []


def test_a_mistake_is_named_and_stores_nothing(admin, page_store):
    visitor = admin(task="create")
    visitor.text_input(key="create_uid").input("ma.hong")
    visitor.text_input(key="create_name").input("马红")
    visitor.button(key="create").click().run()

    assert [error.value for error in visitor.error] == ["县市填报员须指定县市。"]
    assert find(page_store, "ma.hong") is None


def test_an_account_is_disabled_and_enabled(admin, page_store):
    visitor = admin(uid="leader")
    visitor.button(key="disable").click().run()
    assert find(page_store, "leader")["disabled"]
    visitor.button(key="enable").click().run()
    assert not find(page_store, "leader")["disabled"]


def test_a_reset_shows_the_new_password_once(admin, page_store):
    visitor = admin(uid="leader")
    visitor.button(key="reset").click().run()

    [password] = issued(visitor)
    assert passwords.matches(find(page_store, "leader")["password_hash"], password)
    assert find(page_store, "leader")["must_change"]


def test_sessions_of_an_account_are_ended(admin, page_store):
    with page_store.noting() as conn:
        sessions.open_session(conn, token_hash="theirs", uid="leader", address="x", at=NOW)
    visitor = admin(uid="leader")
    visitor.button(key="end").click().run()

    with page_store.reading() as conn:
        assert sessions.find(conn, "theirs") is None


def test_role_and_scope_are_changed_together(admin, page_store):
    visitor = admin(uid="staff")
    visitor.selectbox(key="change_staff_role").select("clerk").run()
    visitor.multiselect(key="change_staff_counties").select("622921")
    visitor.button(key="save_staff").click().run()

    assert (find(page_store, "staff")["role"], find(page_store, "staff")["counties"]) == ("clerk", ["622921"])


def test_the_last_administrator_cannot_lock_everyone_out(admin, page_store):
    visitor = admin(uid="admin")
    visitor.button(key="disable").click().run()

    assert [error.value for error in visitor.error] == ["至少要保留一个可用的系统管理员。"]
    assert not find(page_store, "admin")["disabled"]


def test_a_click_after_the_session_ended_does_nothing(admin, page_store):
    visitor = admin(uid="leader")
    with page_store.noting() as conn:
        sessions.end_all(conn, "admin", at=NOW)
    visitor.button(key="disable").click().run()

    assert OVER in [error.value for error in visitor.error]
    assert not find(page_store, "leader")["disabled"]


def test_a_click_after_the_role_was_taken_away_does_nothing(admin, page_store):
    """Without ending the session: the callback itself must ask."""
    visitor = admin(uid="leader")
    with page_store.noting() as conn:
        accounts.change(conn, "admin", name="x", role="staff", counties=None, enterprise=None)
    visitor.button(key="disable").click().run()

    assert not find(page_store, "leader")["disabled"]


def test_the_duties_of_an_account_are_given_and_taken(admin, page_store):
    visitor = admin(uid="clerk")
    visitor.multiselect(key="change_clerk_duties_clerk").select("review")
    visitor.button(key="save_clerk").click().run()
    with page_store.reading() as conn:
        given = accounts.duties(conn, "clerk")

    visitor = admin(uid="clerk")
    visitor.multiselect(key="change_clerk_duties_clerk").unselect("review")
    visitor.button(key="save_clerk").click().run()

    assert given == {"review"}
    with page_store.reading() as conn:
        assert accounts.duties(conn, "clerk") == frozenset()


def test_a_session_is_ended_alone(admin, page_store):
    with page_store.noting() as conn:
        for n in (1, 2):
            sessions.open_session(conn, token_hash=str(n) * 64, uid="clerk", address=f"10.0.0.{n}", at=clock.wall())

    admin(uid="clerk").button(key="session_end_0").click().run()

    with page_store.reading() as conn:
        assert len([n for n in (1, 2) if sessions.find(conn, str(n) * 64)]) == 1


def test_a_token_is_shown_once_and_revoked(admin, page_store):
    visitor = admin(uid="enterprise")
    visitor.button(key="token_issue").click().run()
    [token] = issued(visitor)
    visitor.run()
    with page_store.reading() as conn:
        [kept] = api.tokens(conn, enterprise="E01")

    visitor.button(key=f"token_revoke_{kept['id']}").click().run()

    assert issued(visitor) == []
    assert tokens.owner(page_store, f"Bearer {token}", at=clock.wall()) is None
