"""From a red cell on the overview to the entities that closed: two clicks more, and every step has an address."""

import re

from playwright.sync_api import expect

CLOSED = re.compile("退出主体名单|终止主体名单")


def test_a_red_cell_leads_to_the_entities_that_closed(visit):
    window = visit("staff")
    page = window.open("overview")

    page.locator('tr:has-text("康乐县") a[href^="entities?county=622922"]').last.click()
    window.settle()
    expect(page).to_have_url(re.compile("entities.*county=622922"))
    page.locator("table tr", has_text="个体工商户").get_by_role("link").or_(
        page.locator("table tr", has_text="个体工商户").get_by_role("button")
    ).first.click()
    window.settle()

    expect(page).to_have_url(re.compile("kind=individual"))
    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()
    expect(page.locator('[data-testid="stDataFrame"]').first).to_be_visible()


def test_a_forwarded_address_shows_the_same_screen(visit):
    window = visit("leader")

    page = window.open("entities?county=622922&kind=individual&section=H")

    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()
    expect(page).to_have_url(re.compile("section=H"))


def test_a_clerk_who_forges_the_address_stays_in_the_own_county(visit):
    page = visit("clerk").open("entities?county=622901")

    said = page.locator('[data-testid="stMain"]').inner_text()

    assert "康乐县" in said
    assert "临夏市" not in said


def test_the_past_is_shown_as_it_was_known_then(visit):
    page = visit("leader").open("overview?on=2020-03-15")

    expect(page.get_by_role("status").filter(has_text="数据截至 2020年3月15日")).to_be_visible()
    expect(page.get_by_text("2020年9月30日")).to_have_count(0)
