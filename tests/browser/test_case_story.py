"""The closed loop as people see it: a shortage from the red cell to its second measurement, and on its way up."""

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.store.migrate import migrate
from tests.browser.conftest import Visit, add_accounts, cookies_of
from tests.browser.shortage import SHORT, Shortage, noon

PDF = {"name": "调运单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 delivered"}


def day(number: int) -> dt.date:
    """A day of September 2020."""
    return dt.date(2020, 9, number)


@pytest.fixture
def shortage(tmp_path: Path) -> Shortage:
    """Five rice firms that have told of thirty days of cover until the 18th."""
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    migrate(url)
    add_accounts(url)
    made = Shortage(url=url, folder=tmp_path)
    made.register(noon(day(14)))
    for number in range(14, 19):
        made.report(day(number), {})
    return made


@pytest.fixture
def window(chromium):
    """A browser that is not at any server yet."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield Visit(page=context.new_page(), host="")
    context.close()


def enter(window: Visit, role: str) -> None:
    """Sign in at the server the window looks at."""
    window.page.context.clear_cookies()
    window.page.context.add_cookies(cookies_of(window.host, role))


def press(window: Visit, label: str) -> Page:
    """Click a button and wait for what comes of it."""
    window.page.get_by_role("button", name=label, exact=True).click()
    return window.settle()


def choose(window: Visit, label: str, option: str) -> None:
    """Pick one option of a select box."""
    box = window.page.get_by_role("combobox", name=re.compile(label))
    box.click()
    expect(window.page.get_by_role("option").first).to_be_visible()
    window.page.keyboard.type(option)
    window.page.get_by_role("option", name=re.compile(option)).first.click()
    window.page.keyboard.press("Tab")  # a box of several stays open otherwise, and hides the rest
    window.settle()


def test_a_flagged_county_is_drilled_handled_proven_and_measured_again(shortage, window):
    for number in (19, 20, 21):
        shortage.report(day(number), {"康乐县": 2})
    shortage.daily_run(day(22))

    with shortage.open_at(window, day(22)):
        enter(window, "bureau")
        page = window.open("overview")
        page.locator("table tr", has_text="大米可供天数").locator("a").first.click()
        window.settle()
        expect(page).to_have_url(re.compile(r"alerts\?.*alert="))
        page.get_by_text("查看生活必需品明细").click()
        window.settle()
        expect(page.get_by_text("康乐县粮油公司").first).to_be_visible()
        page.go_back()
        window.settle()
        page.get_by_text("处置件 1 号").click()
        window.settle()
        said = page.get_by_test_id("stAlert")

        page.get_by_role("button", name="转办", exact=True).click()
        choose(window, "责任单位", "州商务局")
        press(window, "确定转办")
        expect(said).to_contain_text("已转办")
        press(window, "签收")
        expect(said).to_contain_text("当前状态：已签收")
        press(window, "开始处置")
        expect(said).to_contain_text("当前状态：处置中")
        press(window, "报请复核")
        expect(said).to_contain_text("请先上传佐证")
        page.get_by_text(re.compile("^上传佐证")).click()
        page.locator('input[type="file"]').first.set_input_files(PDF)
        window.settle()
        press(window, "上传")
        expect(said).to_contain_text("佐证已上传")
        press(window, "报请复核")
        expect(said).to_contain_text("当前状态：待复核")
        expect(page.get_by_text("指标仍越线：恢复之前只能由领导签字说明理由后销号。")).to_be_visible()
        expect(page.get_by_role("button", name="复核销号")).to_have_count(0)

    for number in (22, 23):
        shortage.report(day(number), {})
    shortage.daily_run(day(24))
    with shortage.open_at(window, day(24)):
        enter(window, "bureau")
        page = window.open("cases?case=1")
        expect(page.get_by_text("待复核（数值已恢复）")).to_be_visible()
        page.get_by_role("textbox", name=re.compile("说明（销号")).fill("已从州储备调入，库存恢复")
        page.keyboard.press("Control+Enter")
        window.settle()
        press(window, "复核销号")
        expect(page.get_by_test_id("stAlert")).to_contain_text("当前状态：已销号")

    for number in (24, 25):
        shortage.report(day(number), {})
    shortage.daily_run(day(26))
    with shortage.open_at(window, day(26)):
        enter(window, "leader")
        page = window.open("cases?case=1")
        expect(page.get_by_text("销号后复测：已恢复")).to_be_visible()
        expect(page.get_by_text("调运单.pdf").first).to_be_visible()
    assert shortage.case("康乐县")["recheck"] == "recovered"


def test_a_shortage_of_many_counties_moves_up_by_reach_then_by_age_and_is_merged_and_split(shortage, window):
    for number in range(19, 22):
        shortage.report(day(number), dict.fromkeys(SHORT, 2.0))
    shortage.daily_run(day(22))
    assert {shortage.case(county)["level"] for county in SHORT} == {"prefecture"}
    for number in range(22, 30):
        shortage.report(day(number), dict.fromkeys(SHORT, 2.0))
    shortage.daily_run(day(29))
    levels = {shortage.case(county)["level"] for county in SHORT}
    assert levels == {"prefecture"}  # the fifth working day ends at six o'clock
    shortage.daily_run(day(30))

    first = shortage.case(SHORT[0])["case"]
    with shortage.open_at(window, day(30)):
        enter(window, "staff")
        page = window.open("cases")
        row = page.locator("table tr", has_text=f"{SHORT[0]} · 生活必需品")
        expect(row).to_contain_text("省级")
        expect(row).to_contain_text("待认领")
        page = window.open(f"cases?case={first}")
        steps = page.locator("table").last
        expect(steps).to_contain_text("多县（市）同类问题")
        expect(steps).to_contain_text("超期未办结")

        home = shortage.case(SHORT[1])["case"]
        page.get_by_text("并件、分件").click()
        window.settle()
        choose(window, "并入", f"{home} 号")
        press(window, "并件")
        expect(page.get_by_test_id("stAlert").first).to_contain_text(f"{first} 号已并入 {home} 号")
        page = window.open(f"cases?case={home}")
        expect(page.locator("table", has_text=f"{SHORT[0]}粮油公司").first).to_be_visible()
        page.get_by_text("并件、分件").click()
        window.settle()
        choose(window, "分出", f"{SHORT[0]}粮油公司")
        press(window, "分件")
        expect(page.get_by_test_id("stAlert").first).to_contain_text("已分出 1 件预警，另立")
