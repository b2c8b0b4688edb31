"""A served demo prefecture and visitors with real browsers, who write down every request and every complaint."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from data.store import accounts
from data.store.engine import Store
from data.store.entities import daily_counts
from data.store.scope import EVERYTHING
from data.store.supply import enterprises
from pages.door.passwords import make_hash
from tests.demo_prefecture import copy_of, full_demo
from tests.pages.door.serving import enter, serve, visitor
from tests.settled import QUIET_MS, SETTLED

PASSWORD = "otter lantern gravel sevenfold"
COUNTY = "622922"
ROLES = ("leader", "bureau", "staff", "clerk", "enterprise", "admin")
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """Everything in this folder drives a browser."""
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@dataclass
class Visit:
    """One signed-in browser window, with what it asked for and what it complained of."""

    page: Page
    host: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to an address of the server and wait until everything is drawn."""
        self.page.goto(f"http://{self.host}/{address}")
        return self.settle()

    def settle(self) -> Page:
        """Wait until the script has run and its parts are there."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_function(SETTLED, arg=QUIET_MS, polling=100, timeout=60_000)
        return self.page

    @property
    def outside(self) -> list[str]:
        """Requests that left the server."""
        own = (self.host, "")
        return [r for r in self.requests if urlsplit(r).netloc not in own and not r.startswith(("data:", "blob:"))]


def add_accounts(url: str) -> None:
    """An account a role (uid = role) in a database."""
    store = Store(url)
    now, hashed = dt.datetime.now(dt.UTC), make_hash(PASSWORD)
    with store.reading() as conn:
        firm = enterprises(conn, scope=EVERYTHING, as_known=None)["enterprise"].min()
    with store.noting() as conn:
        for role in ROLES:
            accounts.create(
                conn, uid=role, name=f"测试{role}", role=role, password_hash=hashed, at=now,
                counties=[COUNTY] if role == "clerk" else None,
                enterprise=str(firm) if role == "enterprise" else None,
            )  # fmt: skip
            accounts.set_password(conn, role, password_hash=hashed, must_change=False, at=now)
    store.close()


def cookies_of(host: str, role: str) -> list[dict]:
    """The cookies of somebody who has just signed in."""
    with visitor(host) as client:
        enter(client, role, PASSWORD)
        return [{"name": c.name, "value": c.value, "url": f"http://{host}"} for c in client.cookies.jar]


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory):
    """A database of the whole demo with an account a role (uid = role)."""
    database = copy_of(full_demo(), tmp_path_factory.mktemp("served"))
    add_accounts(f"sqlite:///{database}")
    return database


@pytest.fixture(scope="session")
def host(demo_copy):
    """A started server on the demo."""
    with serve(f"sqlite:///{demo_copy}", demo_copy.parent) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    """One browser for a file's windows. Not for the session: its event loop would run on under every later test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(host) -> dict[str, list[dict]]:
    """Signed-in cookies by role: a password is hashed slowly on purpose, so once a role is enough."""
    return {role: cookies_of(host, role) for role in ROLES}


@pytest.fixture
def visit(host, chromium, cookies):
    """Open a window as a role: visit("staff", width=1366, height=768) -> Visit."""
    opened: list[BrowserContext] = []

    def as_role(role: str, *, width: int = 1366, height: int = 768) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        context.add_cookies(cookies[role])
        opened.append(context)
        made = Visit(page=context.new_page(), host=host)
        made.page.on("request", lambda request: made.requests.append(request.url))
        made.page.on("console", _complaint(made))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        return made

    yield as_role
    for context in opened:
        context.close()


def _complaint(made: Visit) -> Callable:
    serious = re.compile("Content Security Policy|Uncaught|Refused to", re.IGNORECASE)

    def listen(message) -> None:
        if serious.search(message.text):
            made.complaints.append(message.text)

    return listen


@pytest.fixture(scope="session")
def next_counts(demo_copy) -> bytes:
    """The sheet a clerk would send the day after the demo's last: one row that follows from what is stored."""
    store = Store(f"sqlite:///{demo_copy}")
    with store.reading() as conn:
        counts = daily_counts(conn, scope=EVERYTHING, as_known=None, since=dt.date(2020, 9, 20))
    store.close()
    mine = counts[(counts["county"] == COUNTY) & (counts["kind"] == "enterprise")].sort_values("date").iloc[-1]
    day, opening = mine["date"] + dt.timedelta(days=1), mine["closing"]
    header = "县(市),主体类型,统计日期,期初实有,本期新设,本期注销,期末实有"
    return f"{header}\n康乐县,企业,{day:%Y-%m-%d},{opening},3,1,{opening + 2}\n".encode("utf-8-sig")
