"""The door in a real browser: sign in, look, be thrown out, come back; nothing from the internet, no policy broken."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from data.store import sessions
from tests.pages.conftest import PASSWORD
from tests.settled import QUIET_MS, SETTLED

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, host):
    """A tab of somebody in Lanzhou; what it asked of whom, and what its console complained of, is kept."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=f"http://{host}"
    )
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()


def sign_in(tab, uid):
    tab.fill("[name=uid]", uid)
    tab.fill("[name=password]", PASSWORD)
    tab.click("button[type=submit]")


def settle(tab):
    tab.wait_for_timeout(150)
    tab.wait_for_function(SETTLED, arg=QUIET_MS, polling=100, timeout=30_000)


def test_from_a_link_through_the_form_to_the_page_and_out_again(tab, host):
    tab.goto("/accounts?q=lead")
    expect(tab.get_by_role("heading", name="登录")).to_be_visible()
    sign_in(tab, "admin")
    settle(tab)

    expect(tab).to_have_url(re.compile(r"/accounts\?q=lead$"))
    expect(tab).to_have_title(re.compile("保市场主体监测预警平台$"))
    expect(tab.get_by_role("heading", name="账号管理")).to_be_visible()
    expect(tab.get_by_text("admin name", exact=False).first).to_be_visible()
    assert [url for url in tab.asked if not url.startswith((f"http://{host}", "data:", "blob:"))] == []
    assert tab.complaints == []

    tab.get_by_role("link", name="退出登录").click()
    expect(tab.get_by_role("heading", name="登录")).to_be_visible()
    tab.go_back()
    expect(tab.get_by_role("heading", name="登录")).to_be_visible()


SAID = """() => [...document.querySelectorAll('*')].flatMap(e => [e.ariaLabel, e.title, e.placeholder,
    ...[...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data)])
  .filter(t => typeof t === 'string' && !t.includes('{'))"""
ENGLISH = re.compile(r"\b(?!Excel\b)[A-Z][a-z]{3,}\b|per file")


def english_in(tab):
    return sorted({text.strip() for text in tab.evaluate(SAID) if ENGLISH.search(text)})


@pytest.mark.parametrize(
    ("uid", "path", "something"),
    [
        ("admin", "/accounts?task=create", "账号列表"),
        ("admin", "/health", "运行状况"),
        ("staff", "/upload", "选择文件"),
        ("staff", "/overview", "总览"),
    ],
)
def test_streamlits_own_words_are_chinese(tab, uid, path, something):
    tab.goto(path)
    sign_in(tab, uid)
    settle(tab)
    tab.wait_for_timeout(1_500)

    assert any(something in text for text in tab.evaluate(SAID))
    assert english_in(tab) == []


def test_without_the_dictionary_there_would_be_english(tab):
    tab.route("**/zh.js", lambda route: route.abort())
    tab.goto("/upload")
    sign_in(tab, "staff")
    settle(tab)

    assert {"Upload", "Skip to main content", "50MB per file"} <= set(english_in(tab))


def test_a_page_of_another_role_is_refused_in_words(tab):
    tab.goto("/overview")
    sign_in(tab, "admin")

    expect(tab.get_by_role("heading", name="无权访问")).to_be_visible()
    tab.get_by_role("link", name="返回首页").click()
    settle(tab)
    expect(tab).to_have_url(re.compile("/accounts$"))


def test_whoever_is_thrown_out_lands_at_the_form_and_comes_back(tab, town):
    tab.goto("/accounts?q=lead")
    sign_in(tab, "admin")
    settle(tab)
    with town.noting() as conn:
        sessions.end_all(conn, "admin", at=dt.datetime.now(dt.UTC))
    tab.wait_for_timeout(5_200)
    tab.get_by_text("新建账号").click()

    expect(tab.get_by_role("heading", name="登录")).to_be_visible(timeout=15_000)
    sign_in(tab, "admin")
    settle(tab)
    expect(tab).to_have_url(re.compile(r"/accounts\?"))
    expect(tab.get_by_role("heading", name="账号管理")).to_be_visible()
