"""A form in a real browser: a typed cell is saved at once, and is there after a cut line and a restarted server."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from data.store import accounts, drafts
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from pages.door.passwords import make_hash
from tests.browser.conftest import PASSWORD, Visit
from tests.pages import small_town
from tests.pages.door.serving import enter, serve, visitor

FORM = "forms?topic=market_status"
FIRST_CELL = {"x": 130, "y": 55}  # of the first line, right of its name: the grid is a picture, its corner is (0, 0)


@pytest.fixture
def town(tmp_path, monkeypatch):
    """The small town with a clerk of 临夏县, at the noon of 30 September 2020."""
    monkeypatch.setenv("MONITOR_NOW", "2020-09-30T04:00:00+00:00")
    url = f"sqlite:///{tmp_path / 'town.db'}"
    migrate(url)
    small_town.build(url)
    store = Store(url)
    now = dt.datetime.now(dt.UTC)
    with store.noting() as conn:
        hashed = make_hash(PASSWORD)
        accounts.create(conn, uid="clerk", name="张三", role="clerk", password_hash=hashed, at=now,
                        counties=[small_town.FULL], enterprise=None)  # fmt: skip
        accounts.set_password(conn, "clerk", password_hash=hashed, must_change=False, at=now)
    store.close()
    return url


def window(chromium, host: str) -> Visit:
    """A signed-in window of the clerk."""
    with visitor(host) as client:
        enter(client, "clerk", PASSWORD)
        cookies = [{"name": c.name, "value": c.value, "url": f"http://{host}"} for c in client.cookies.jar]
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.add_cookies(cookies)
    return Visit(page=context.new_page(), host=host)


def type_stalls(page: Page, text: str) -> None:
    """Type into the open stalls of the first market, as a person does."""
    page.get_by_test_id("stDataFrame").first.click(position=FIRST_CELL)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # opens the cell: a key typed before it is open may be lost on a slow machine
    page.locator("#portal textarea").fill(text)
    page.keyboard.press("Enter")


def stalls(page: Page):
    """The same cell as readers of the screen hear it: the grid is a picture with a table inside it."""
    return page.get_by_test_id("glide-cell-2-0")


def kept(url: str) -> dict:
    store = Store(url)
    with store.reading() as conn:
        found = drafts.mine(conn, scope=EVERYTHING, uid="clerk", since=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    store.close()
    return found[0].cells


def test_a_typed_cell_survives_a_lost_connection_and_a_restarted_server(town, tmp_path, chromium):
    with serve(town, tmp_path) as host:
        first = window(chromium, host)
        page = first.open(FORM)
        type_stalls(page, "81")
        expect(page.get_by_text("草稿已保存")).to_be_visible()
        page.context.set_offline(True)  # the line is cut, and the server goes down meanwhile
    assert kept(town) == {"M001": {"stalls_open": "81"}}

    with serve(town, tmp_path) as host:
        second = window(chromium, host)
        page = second.open(FORM)
        expect(page.get_by_text("草稿已保存")).to_be_visible()
        expect(stalls(page)).to_have_text("81")
        type_stalls(page, "82")
        second.settle()
        expect(stalls(second.open(FORM))).to_have_text("82")
    assert kept(town) == {"M001": {"stalls_open": "82"}}
