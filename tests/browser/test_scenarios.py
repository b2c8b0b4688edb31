"""A scenario card made on the page is found again by its address."""

import re

from playwright.sync_api import expect


def test_a_card_is_made_and_found_again_by_its_address(visit):
    visitor = visit("staff")
    page = visitor.open("scenarios?kind=net")

    page.get_by_label("每月比目前多净增（户；少则填负数）").fill("500")
    page.get_by_label("依据和理由（必填）").fill("专班会商意见")
    page.get_by_role("button", name="推算并保存").click()
    visitor.settle()
    expect(page.get_by_text(re.compile(r"已保存为 \d+ 号情景卡"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"scenario=\d+"))
    address = re.search(r"scenario=\d+", page.url)[0]

    page = visitor.open(f"scenarios?{address}")
    expect(page.get_by_text("假设临夏州每月比目前多净增 500 户").first).to_be_visible()
    expect(page.get_by_text("专班会商意见").first).to_be_visible()
    expect(page.get_by_text("到期评分")).to_be_visible()
    assert visitor.complaints == []
    assert visitor.outside == []
