"""A clerk sends a bad sheet and is told what to mend, then the good one, and gets a receipt."""

import csv
import io
import re

from playwright.sync_api import Page, expect

HEADER = ("县(市)", "主体类型", "统计日期", "期初实有", "本期新设", "本期注销", "期末实有")


def sheet(*rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode("gb18030")


def send(window, name: str, content: bytes) -> Page:
    page = window.page
    page.locator('input[type="file"]').first.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    window.settle()
    page.get_by_role("button", name=re.compile("^报送（1 个文件）$")).click()
    page.get_by_role("heading", name="报送结果").wait_for(timeout=30_000)
    return window.settle()


def test_a_bad_sheet_is_answered_with_every_problem(visit):
    window = visit("clerk")
    window.open("upload")

    page = send(window, "坏表.csv", sheet(("康乐县", "个体工商户", "2020年2月30日", "一百", -2, 0, 7)))

    answer = page.locator('[data-testid="stMain"]')
    expect(answer).to_contain_text("坏表.csv")
    expect(answer).to_contain_text("1 个文件未入库")
    for told in ("统计日期", "2020年2月30日", "一百", "本期新设"):
        expect(answer).to_contain_text(told)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_another_countys_rows_are_refused(visit):
    window = visit("clerk")
    window.open("upload")

    page = send(window, "邻县.csv", sheet(("临夏市", "企业", "2020-09-30", 10, 0, 0, 10)))

    expect(page.locator('[data-testid="stMain"]')).to_contain_text("1 个文件未入库")


def test_a_good_sheet_gets_a_receipt_and_the_same_again_changes_nothing(visit, next_counts):
    window = visit("clerk")
    window.open("upload")

    page = send(window, "好表.csv", next_counts)
    answer = page.locator('[data-testid="stMain"]')
    expect(answer).to_contain_text("1 个文件已入库")
    expect(answer).to_contain_text("回执号")
    send(window, "好表.csv", next_counts)

    expect(answer).to_contain_text("本次没有改动任何数据")
