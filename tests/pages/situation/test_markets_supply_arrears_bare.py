"""Before anything was sent, the three pages say what to send instead of showing empty boxes."""

import pytest

from tests.pages import small_town


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build_bare(tmp_store_url)
    return tmp_store_url


@pytest.mark.parametrize(
    ("path", "missing"),
    [("markets", "农贸市场名录"), ("supply", "重点保供企业名录"), ("arrears", "拖欠账款台账")],
)
def test_the_page_names_the_sheet_that_is_missing(signed_in, path, missing):
    app = signed_in("leader", path)

    assert not app.exception
    assert missing in app.info[0].value


def test_without_an_alert_the_alerts_page_says_so(signed_in):
    app = signed_in("leader", "alerts")

    assert not app.exception
    assert "当前没有在办预警。" in [box.value for box in app.info]
