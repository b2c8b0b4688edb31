"""From an overdue measure to the file behind it, and a problem from its registration to the call-back."""

import re

from playwright.sync_api import expect


def test_an_overdue_measure_leads_to_the_county_and_to_the_file_behind_it(visit):
    visitor = visit("staff")
    page = visitor.open("measures")

    expect(page.locator("tbody tr").first).to_contain_text("超期")
    page.get_by_role("link", name="新增上云企业").first.click()
    visitor.settle()
    expect(page).to_have_url(re.compile("target=cloud_firms"))
    expect(page.get_by_text("方案未分解到县(市)").first).to_be_visible()
    expect(page.get_by_text("报送记录与来源文件")).to_be_visible()
    assert visitor.complaints == []
    assert visitor.outside == []


def test_a_problem_is_registered_accepted_answered_and_called_back(visit):
    visitor = visit("staff")
    page = visitor.open("problems")

    page.get_by_text("登记新问题").click()
    page.get_by_label("主体名称").fill("浏览器演示理发店")
    page.get_by_label("一句话写明问题").fill("夜间停电影响经营")
    page.get_by_label("联系电话（只保存遮盖后的号码）").fill("13812345678")
    page.get_by_role("button", name="登记", exact=True).click()
    visitor.settle()
    told = page.get_by_text(re.compile(r"已登记，编号 \d+")).inner_text()
    number = re.search(r"\d+", told)[0]

    page = visitor.open(f"problems?problem={number}")
    expect(page.get_by_text("138****5678")).to_be_visible()
    page.get_by_role("button", name="受理", exact=True).click()
    visitor.settle()
    for step, note in (("答复主体", "已协调供电公司增容"), ("回访不满意，退回重办", "仍偶有停电"),
                       ("答复主体", "线路已改造"), ("回访满意，办结", "")):  # fmt: skip
        if note:
            page.locator("textarea").fill(note)
            page.locator("textarea").press("Control+Enter")
            visitor.settle()
        page.get_by_role("button", name=step, exact=True).click()
        visitor.settle()
    expect(page.get_by_text("已办结").first).to_be_visible()
    assert visitor.complaints == []
