"""The pages people act on, each in a fresh window."""

from tests.browser.every_page import ACTING, assert_whole, every_page_of


@every_page_of(ACTING)
def test_a_cold_deep_link_shows_the_whole_page_in_chinese_inside_the_screen_and_marked_as_invented(visit, path, role):
    assert_whole(visit, path, role)
