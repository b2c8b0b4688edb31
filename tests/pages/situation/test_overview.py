"""The overview: what is said, to whom, of which day."""

import datetime as dt

import pytest

from data.store import cases
from tests.pages.conftest import NOW
from tests.pages.situation.small_prefecture import (
    FALLING,
    KNOWN,
    QUIET,
    REGION,
    all_sent,
    build,
    open_alert,
    sent,
    shown_text,
)


@pytest.fixture
def page_store_url(tmp_store_url):
    build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    """Open the overview; it must not break."""

    def open_it(role="leader", **query):
        app = signed_in(role, "overview", **query)
        assert not app.exception
        return app

    return open_it


def cards_of(app) -> dict[str, dict]:
    return {card["title"]: card for card in sent(app, "cards")["cards"]}


def exceptions_of(app) -> list[dict]:
    return all_sent(app, "matrix")[0]["rows"]


def board_of(app) -> dict[str, dict[str, dict]]:
    board = all_sent(app, "matrix")[1]
    heads = [column["title"] for column in board["columns"]]
    return {row["cells"][0]["text"]: dict(zip(heads, row["cells"])) for row in board["rows"]}


def test_the_strip_says_as_of_when_and_who_is_late(seen):
    strip = sent(seen(), "strip")

    assert [item["text"] for item in strip["items"]] == [
        "2020年9月29日",
        "2020年9月30日 12:00",
        "1/2 县市户数已报，未报：康乐县",
    ]


def open_case(store, severity: str, due: dt.datetime) -> None:
    row = {
        "subject": FALLING, "cause": f"entities{severity}", "county": FALLING, "severity": severity, "active": True,
        "status": "new", "level": "county", "owner": "康乐县人民政府", "opened_for": dt.date(2020, 9, 20), "due": due,
    }  # fmt: skip
    with store.writing(at=due) as conn:
        cases.open(conn, row, at=due, actor="machine")


def test_words_come_first_and_name_what_is_wrong_and_what_to_decide(seen, page_store):
    open_case(page_store, "red", NOW - dt.timedelta(minutes=1))
    open_case(page_store, "blue", NOW - dt.timedelta(days=1))
    open_case(page_store, "orange", NOW + dt.timedelta(minutes=1))

    words = seen().markdown[0].value

    assert words.startswith("**临夏州8个县（市）中1个有红色预警：康乐县（净增下降）；其余7个总体平稳。**")
    assert "实有市场主体21,430户" in words
    assert "农贸市场复市88/91个；可供天数最低的是康乐县蔬菜，6.5天；" in words
    assert "需研究决定1项（红色处置件逾期未办），处置件共逾期2件。" in words


def test_four_cards_carry_the_plan_s_numbers(seen):
    cards = cards_of(seen())

    assert list(cards) == ["实有市场主体", "农贸市场复市", "最低可供天数", "清欠序时进度"]
    assert (cards["实有市场主体"]["figure"], cards["实有市场主体"]["look"]["word"]) == ("21,430", "关注")
    assert cards["农贸市场复市"]["figure"] == "88/91"
    assert (cards["最低可供天数"]["figure"], cards["最低可供天数"]["place"]) == ("6.5", "蔬菜 · 康乐县")
    assert cards["清欠序时进度"]["look"]["word"] == "正常"
    assert ["较上年末", "下降 0.4%"] in cards["实有市场主体"]["changes"]


def test_an_exception_has_a_level_an_owner_a_deadline_and_a_way_to_it(seen):
    level, sentence, owner, due, lasting, handling = exceptions_of(seen())[0]["cells"]

    assert (level["chip"]["shape"], level["word"]) == ("Ⅰ", "红色")
    assert sentence["text"] == "康乐县个体工商户净增持续下降。"
    assert sentence["href"].startswith("alerts?alert=")
    assert owner["text"] == "州市场监管局"
    assert (due["text"], due["note"]) == ("9月25日", "已超期")
    assert (lasting["text"], handling["text"]) == ("10 天", "待核实")
    assert all_sent(seen(), "matrix")[0]["foot"] == "除上列外，没有其他预警"


def test_the_matrix_keeps_the_administrative_order_and_tells_silence_from_zero(seen):
    board = board_of(seen())

    assert list(board)[:3] == ["临夏市", "临夏县", "康乐县"]
    assert board["康乐县"]["实有主体"]["text"] == "10,140"
    assert (board["康乐县"]["较上年末"]["text"], board["康乐县"]["较上年末"]["look"]["shape"]) == ("−3.2", "■")
    assert (board["临夏县"]["较上年末"]["text"], board["临夏县"]["较上年末"]["look"]["shape"]) == ("1.5", "●")
    assert (board["康乐县"]["保供报送率"]["text"], board["康乐县"]["保供报送率"]["look"]["shape"]) == ("未报", "◇")
    assert (board["康乐县"]["最低可供"]["text"], board["康乐县"]["最低可供"]["note"]) == ("6.5", "蔬菜")
    assert board["康乐县"]["预警"]["chip"]["shape"] == "Ⅰ"
    assert board["康乐县"]["县市"]["href"] == "entities?county=622922"


def test_the_map_shows_every_county_with_shape_and_word(seen):
    areas = {area["name"]: area for area in sent(seen(), "countymap")["areas"]}

    assert len(areas) == 8
    assert (areas["康乐县"]["look"]["shape"], areas["康乐县"]["text"]) == ("■", "−3.2%")
    assert (areas["临夏县"]["look"]["shape"], areas["临夏县"]["text"]) == ("●", "1.5%")
    assert (areas["临夏市"]["look"]["shape"], areas["临夏市"]["text"]) == ("◇", "未报")


def test_an_earlier_day_is_seen_as_it_was_known_then(seen):
    app = seen(on="2020-09-27")

    assert sent(app, "strip")["items"][0]["text"] == "2020年9月27日"
    assert "回看：按当时所知" in sent(app, "strip")["marks"]
    assert exceptions_of(app) == []
    assert board_of(app)["康乐县"]["较上年末"]["text"] == "0.4"
    assert board_of(app)["康乐县"]["县市"]["href"] == "entities?county=622922&on=2020-09-27"


def test_a_county_in_the_address_narrows_words_cards_and_exceptions(seen):
    app = seen(county=QUIET)

    assert app.markdown[0].value.startswith("**临夏县：各项指标平稳，没有预警。**")
    assert cards_of(app)["实有市场主体"]["figure"] == "11,290"
    assert exceptions_of(app) == []


@pytest.mark.parametrize("forged", [{"county": "622999"}, {"on": "1999-01-01"}, {"on": "x"}, {"layer": "<b>"}], ids=str)
def test_a_forged_filter_is_as_if_not_said(seen, forged):
    assert shown_text(seen(**forged)) == shown_text(seen())


def test_a_clerk_sees_their_own_county_and_not_a_word_of_another(seen):
    text = shown_text(seen("clerk", county=FALLING))

    assert "11,290" in text
    assert "康乐" not in text
    assert "10,140" not in text
    assert "21,430" not in text


@pytest.mark.parametrize("role", ["enterprise", "admin"])
def test_who_has_no_business_here_is_shown_another_page(signed_in, role):
    app = signed_in(role, "overview")

    assert "总览" not in [title.value for title in app.title]
    assert all_sent(app, "cards") == []


def test_a_reader_of_one_county_gets_no_map_of_it(seen):
    assert all_sent(seen("clerk"), "countymap") == []


@pytest.mark.parametrize("page", ["overview", "entities"])
def test_an_alarm_of_the_whole_region_breaks_no_page(page, page_store, signed_in):
    with page_store.writing(at=KNOWN) as conn:
        open_alert(conn, indicator="decline_in_entries", subject=REGION, county=REGION, sentence="全州新设持续下降。")

    app = signed_in("leader", page)

    assert not app.exception
    assert "全州新设持续下降。" in shown_text(app)
