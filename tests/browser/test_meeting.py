"""A meeting turns its agenda with the arrow keys; what is typed into the decision box turns nothing."""

from playwright.sync_api import expect


def test_the_arrow_keys_turn_the_agenda_and_typing_does_not(visit):
    window = visit("leader")
    page = window.open("meeting")
    expect(page.get_by_role("button", name="上一项")).to_be_disabled()
    expect(page.locator('[data-testid="stSidebar"]')).to_be_hidden()

    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/meeting?item=alert*")
    first = page.url
    window.settle()
    box = page.get_by_label("决定事项")
    box.click()
    box.fill("落实责任")
    page.keyboard.press("ArrowLeft")
    window.settle()
    assert page.url == first

    page.get_by_role("button", name="上一项").click()
    expect(page.get_by_role("button", name="上一项")).to_be_disabled()
    assert window.complaints == []
