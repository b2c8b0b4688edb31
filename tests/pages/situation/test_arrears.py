"""The arrears page: plan against actual, what is left and how old, who is listed."""

import pytest

from pages.situation.arrears import items_file
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
        app = signed_in(role, "arrears", **query)
        assert not app.exception
        return app

    return open_it


def test_the_headline_says_progress_rate_remainder_and_net(seen):
    cards = cards_of(seen())

    assert (cards["序时进度"]["figure"], cards["序时进度"]["look"]["word"]) == ("87.5", "预警")
    assert cards["无分歧欠款清偿率"]["changes"] == [["已清偿", "350.00 万元"], ["台账", "2,680.00 万元"]]
    assert cards["无分歧欠款余额"]["changes"] == [["未清", "2 笔"], ["另有分歧", "30.00 万元"]]
    assert cards["本年净清偿"]["changes"] == [["清偿", "350.00 万元"], ["新增", "80.00 万元"]]


def test_counties_are_compared_and_new_arrears_beyond_payments_are_marked(seen):
    counties = marked(seen(), "arrears_counties")

    assert counties["临夏县"][:6] == ["2", "2,600.00", "350.00", "2,250.00", "13.5", "■ 87.5"]
    assert counties["康乐县"] == [
        "1", "80.00", "0.00", "80.00", "0.0", "资料不足不予评价", "0.00", "80.00", "▲ −80.00", "未报", "0.00",
    ]  # fmt: skip
    assert counties["临夏州"][:4] == ["3", "2,680.00", "350.00", "2,330.00"]


def test_months_of_the_plan_stand_beside_what_was_paid(seen):
    assert rows_of(seen(), "arrears_month_table") == [
        ["2020年8月", "300.00", "250.00", "300.00", "250.00", "80.00"],
        ["2020年9月（未完）", "100.00", "100.00", "400.00", "350.00", "0.00"],
    ]


def test_the_remainder_is_aged_by_county(seen):
    ages = marked(seen(), "arrears_age_table")

    assert ages["临夏县"] == ["0.00", "0.00", "0.00", "0.00", "0.00", "2,250.00", "2,250.00"]
    assert ages["康乐县"] == ["80.00", "0.00", "0.00", "0.00", "0.00", "0.00", "80.00"]
    assert ages["合计"][-1] == "2,330.00"


def test_who_is_over_the_line_is_listed_with_why(seen):
    assert rows_of(seen(), "arrears_debtors") == [
        [
            small_town.LISTED,
            "临夏县",
            "政府部门",
            "2,250.00",
            "250.00",
            "1",
            "2018年3月1日",
            "943",
            "余额达到督办线、台账已挂牌",
        ]
    ]
    assert any("2,000.00 万元" in caption.value for caption in seen().caption)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({}, ["Q001", "Q003", "Q002"]),
        ({"status": "overdue"}, ["Q001"]),
        ({"status": "cleared,not_due"}, ["Q003", "Q002"]),
        ({"q": "学校"}, ["Q003"]),
        ({"county": small_town.PART}, ["Q003"]),
    ],
)
def test_items_are_filtered_by_the_address(seen, query, left):
    assert listing(seen(**query), "欠款台账")["编号"].tolist() == left


def test_a_clerk_sees_their_own_county_and_not_a_word_of_another(seen):
    text = words(seen("clerk", county=small_town.PART))

    assert "临夏县演示医院" in text
    for other in ("康乐", "Q003", "2,330.00", "2,680.00"):
        assert other not in text


def test_the_export_holds_the_reader_s_items(page_store):
    assert items_file(user_of("bureau"))["编号"].tolist() == ["Q001", "Q002", "Q003"]
    assert items_file(user_of("clerk"), county=small_town.PART)["编号"].tolist() == ["Q001", "Q002"]
    assert items_file(user_of("bureau"), county=small_town.PART)["县（市）"].tolist() == ["康乐县"]
