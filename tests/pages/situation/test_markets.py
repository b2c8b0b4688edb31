"""The markets page: who has reopened, how full, why not, and who may see it."""

import pytest

from pages.situation.markets import markets_file
from tests.pages import small_town
from tests.pages.reading import cards_of, listing, marked, rows_of, user_of, words


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    """Open the page; it must not break."""

    def open_it(role="leader", **query):
        app = signed_in(role, "markets", **query)
        assert not app.exception
        return app

    return open_it


def test_the_headline_counts_against_the_plan_s_number_and_names_the_special_markets(seen):
    cards = cards_of(seen())

    assert (cards["全面复市"]["figure"], cards["全面复市"]["look"]["word"]) == ("2/91", "预警")
    assert cards["尚未全面复市"]["figure"] == "1"
    assert cards["尚未全面复市"]["changes"] == [["部分复市", "0 个"], ["未复市", "1 个"], ["未报", "1 个"]]
    assert (cards["特色市场启动"]["figure"], cards["特色市场启动"]["look"]["shape"]) == ("0/1", "▲")
    assert ["线上线下融合", "1/91 个"] in cards["特色市场启动"]["changes"]


def test_counties_show_four_states_that_add_up_and_two_rates(seen):
    counties = marked(seen(), "market_counties")

    assert counties["临夏县"] == ["2", "2", "0", "0", "0", "0", "● 100.0", "▲ 62.7"]
    assert counties["康乐县"] == ["2", "0", "0", "1", "1", "1", "■ 0.0", "■ 0.0"]
    assert counties["临夏州"] == ["4", "2", "0", "1", "1", "1", "■ 50.0", "■ 26.9"]
    assert list(counties)[:3] == ["临夏市", "临夏县", "康乐县"]


def test_a_market_open_with_few_stalls_is_not_green(seen):
    app = seen()
    markets = listing(app, "农贸市场名单").set_index("市场")

    assert markets.loc["南河市场", "复市状态"] == "● 全面复市"
    assert markets.loc["南河市场", "摊位开业"] == "■ 预警"
    assert markets.loc["北门菜市场", "摊位开业"] == "● 正常"
    assert markets.loc["西滩市场", "复市状态"] == "◇ 未报"


def test_the_special_market_is_named_with_its_reason(seen):
    assert rows_of(seen(), "market_special") == [
        ["皮毛交易中心", "康乐县", "未复市", "0/200", "0.0", "否", "场地改造", "2020年9月25日"]
    ]


def test_reasons_are_counted(seen):
    assert rows_of(seen(), "market_reasons") == [["场地改造", "1"]]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({}, ["皮毛交易中心", "西滩市场", "北门菜市场", "南河市场"]),
        ({"status": "closed,missing"}, ["皮毛交易中心", "西滩市场"]),
        ({"kind": "urban"}, ["北门菜市场"]),
        ({"q": "西滩"}, ["西滩市场"]),
        ({"county": small_town.FULL}, ["北门菜市场", "南河市场"]),
        ({"county": "999999", "status": "x", "kind": "y"}, ["皮毛交易中心", "西滩市场", "北门菜市场", "南河市场"]),
    ],
)
def test_filters_come_from_the_address(seen, query, left):
    assert listing(seen(**query), "农贸市场名单")["市场"].tolist() == left


def test_a_filter_that_leaves_nothing_says_so(seen):
    app = seen(q="没有这个市场")

    assert [box.value for box in app.info] == ["没有符合条件的记录"]
    assert "共 0/4 个市场" in [caption.value for caption in app.caption]


def test_a_clerk_sees_their_own_county_and_not_a_word_of_another(seen):
    text = words(seen("clerk", county=small_town.PART))

    assert "北门菜市场" in text
    assert "皮毛交易中心" not in text
    assert "康乐" not in text
    assert "26.9" not in text


def test_the_points_are_an_extra_that_says_what_to_do_when_they_stay_empty(seen):
    app = seen(map="points")

    assert any("WebGL" in caption.value for caption in app.caption)


def test_the_export_holds_the_reader_s_rows_whatever_county_the_address_asks_for(page_store):
    everything = markets_file(user_of("bureau"))
    own = markets_file(user_of("clerk"), county=small_town.PART)

    assert everything["市场"].tolist() == ["北门菜市场", "南河市场", "皮毛交易中心", "西滩市场"]
    assert own["市场"].tolist() == ["北门菜市场", "南河市场"]
