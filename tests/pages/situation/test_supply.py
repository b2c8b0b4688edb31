"""The supply page: who has not reported, what suffices, who is out, and what an enterprise may see."""

import datetime as dt

import pytest

from pages.door import clock
from pages.situation.supply import firms_file
from tests.pages import small_town
from tests.pages.conftest import NOW
from tests.pages.reading import cards_of, has, listing, marked, rows_of, table_of, user_of, words


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    """Open the page; it must not break."""

    def open_it(role="bureau", **query):
        app = signed_in(role, "supply", **query)
        assert not app.exception
        return app

    return open_it


def test_the_first_line_counts_and_names_who_has_not_reported_at_noon(seen):
    first = seen().markdown[0].value

    assert "9月29日报表**（9月30日 12:00 截报，已截报）" in first
    assert "应报 **3** 家，按时报送 **1** 家，品类未报齐 **1** 家，未报 **1** 家" in first
    assert "**◇ 未报**：康和肉业" in first
    assert "**▲ 品类未报齐**：福临商贸" in first


def test_before_noon_nobody_is_called_missing(signed_in, page_store):
    clock.fix(NOW - dt.timedelta(minutes=1))

    first = signed_in("bureau", "supply").markdown[0].value

    assert "尚未到截报时间" in first
    assert "未到期 **1** 家" in first
    assert "◇" not in first


def test_the_list_to_remind_has_who_to_call(seen):
    assert listing(seen(), "未按时报齐")[["企业", "报送情况", "联系人"]].values.tolist() == [
        ["福临商贸", "▲ 品类未报齐", "福临商贸联系人"],
        ["康和肉业", "◇ 未报", "康和肉业联系人"],
    ]


def test_the_cards_name_the_worst_and_who_is_left_out(seen):
    cards = cards_of(seen())

    assert (cards["最低可供天数"]["figure"], cards["最低可供天数"]["place"]) == ("0.0", "食用油")
    assert cards["最低可供天数"]["target"] == "目标 20 天；未报：肉类"
    assert (cards["七日涨幅最大"]["figure"], cards["七日涨幅最大"]["look"]["shape"]) == ("22.5", "▲")
    assert cards["最低可供天数"]["changes"] == [["县（市）最低", "临夏县食用油 0.0 天"]]
    assert cards["超过警戒线的企业"]["figure"] == "2/3"
    assert cards["超过警戒线的企业"]["changes"] == [["其中断供", "1 项"]]
    assert cards["本期已报企业"]["figure"] == "1/3"


def test_each_category_stands_with_target_stock_price_and_denominator(seen):
    categories = marked(seen(), "supply_categories")

    assert categories["大米"] == [
        "● 16.0", "20", "32.0", "0.0", "8.12", "未报价", "▲ 增长 22.5%", "0", "2/2",
    ]  # fmt: skip
    assert categories["食用油"][:3] == ["■ 0.0", "20", "0.0"]
    assert categories["食用油"][-2:] == ["1", "1/1"]
    assert categories["肉类"] == ["◇ 未报", "7", "未报", "未报", "未报价", "未报价", "◇ 未报", "0", "0/2"]
    note = table_of(seen(), "supply_categories")["rows"][1]["cells"][1]["note"]
    assert note == "初步"


def test_firms_show_only_what_they_carry_the_most_troubled_first(seen):
    firms = marked(seen(firms="all"), "supply_firms")
    heads = [column["title"] for column in table_of(seen(firms="all"), "supply_firms")["columns"]]

    assert heads == ["企业", "县（市）", "肉类", "大米", "食用油"]
    assert firms["清河超市"] == ["临夏县", "不适用", "● 30.0", "■ 断供4天"]
    assert firms["福临商贸"] == ["临夏县", "◇ 未报", "■ 2.0", "不适用"]
    assert firms["康和肉业"] == ["康乐县", "◇ 未报", "不适用", "不适用"]
    assert list(firms) == ["清河超市", "福临商贸", "康和肉业"]


def test_a_price_stands_beside_the_days_and_a_jump_is_said(seen):
    cells = table_of(seen(), "supply_firms")["rows"][1]["cells"]

    assert cells[3]["note"] == "9.75 ▲50%"
    assert cells[2]["note"] == ""


def test_stockouts_say_since_how_long(seen):
    assert rows_of(seen(), "supply_stockouts") == [
        ["清河超市", "临夏县", "食用油", "4", "0.0", "未填", "2020年9月29日"]
    ]


def test_counties_are_told_apart_and_what_nobody_carries_there_is_not_zero(seen):
    counties = marked(seen(), "supply_counties")

    assert counties["临夏县"] == ["不适用", "不适用", "不适用", "不适用", "● 16.0", "不适用", "■ 0.0", "不适用"]
    assert counties["康乐县"][1] == "◇ 未报"


def test_the_trend_opens_with_the_most_pressing_category_unless_one_is_named(seen):
    assert "**临夏州食用油 · 可供天数**" in [text.value for text in seen().markdown]
    assert "**临夏州大米 · 可供天数**" in [text.value for text in seen(category="rice").markdown]
    assert "**临夏州食用油 · 可供天数**" in [text.value for text in seen(category="<b>").markdown]


def test_a_county_in_the_address_narrows_everything(seen):
    app = seen(county=small_town.PART)

    assert "应报 **1** 家，未报 **1** 家" in app.markdown[0].value
    assert list(marked(app, "supply_firms")) == ["康和肉业"]
    assert rows_of(app, "supply_stockouts") == []


def test_an_enterprise_sees_its_own_rows_and_nobody_else_s(seen):
    app = seen("enterprise", county=small_town.PART, firms="all")
    text = words(app)

    assert "应报 **1** 家，按时报送 **1** 家" in app.markdown[0].value
    assert marked(app, "supply_categories")["食用油"][0] == "■ 0.0"
    assert not has(app, "supply_firms")
    assert not has(app, "supply_counties")
    for other in ("福临", "康和", "康乐", "16.0", "22.5"):
        assert other not in text


def test_a_clerk_sees_the_firms_of_their_county_only(seen):
    text = words(seen("clerk", county=small_town.PART, firms="all"))

    assert "福临商贸" in text
    assert "康和肉业" not in text


def test_the_export_of_an_enterprise_holds_its_own_lines(page_store):
    assert firms_file(user_of("enterprise"))["品类"].tolist() == ["食用油", "大米"]
    assert len(firms_file(user_of("bureau"))) == 5
