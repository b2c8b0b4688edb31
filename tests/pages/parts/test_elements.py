"""What is sent to the browser: text, never markup; statuses with their shape and word."""

import datetime as dt
import json
import re

import pytest

from pages.parts import cards, countymap, element, matrix, strip

SQUARE = [[103.0, 35.0], [104.0, 35.0], [104.0, 36.0], [103.0, 36.0], [103.0, 35.0]]


@pytest.fixture
def sent(monkeypatch):
    """What the parts hand to the browser, instead of a browser."""
    found = {}

    def mount(name, data, *, key, height="content"):
        found[name] = json.loads(json.dumps(data, allow_nan=False))

    for module in (cards, countymap, matrix, strip):
        monkeypatch.setattr(module, "mount", mount)
    return found


def test_a_card_says_number_unit_target_changes_and_status(sent):
    cards.headline_cards(
        [
            cards.Card(
                title="实有市场主体",
                value=101234,
                unit="户",
                target="不少于 98,450 户",
                changes=[("较上年末", "增长 2.8%")],
                points=[1, float("nan"), 3],
                status="green",
                age="当日",
            )
        ]
    )

    card = sent["cards"]["cards"][0]
    assert (card["figure"], card["unit"], card["look"]["shape"], card["look"]["word"]) == ("101,234", "户", "●", "正常")
    assert card["points"] == [1, None, 3]
    assert card["silent"] is False


def test_a_card_without_a_number_says_why_and_shows_no_unit(sent):
    cards.headline_cards([cards.Card(title="清欠", value=None, unit="%", state="not_assessable")])

    card = sent["cards"]["cards"][0]
    assert (card["figure"], card["unit"], card["silent"]) == ("资料不足不予评价", "", True)


def test_the_strip_names_the_late(sent):
    strip.as_of_strip(day=dt.date(2020, 9, 30), reported=[("县市", 7, 8, ["东乡县"])], demo=True, href="health")

    items = sent["strip"]["items"]
    assert items[0] == {"label": "数据截至", "text": "2020年9月30日"}
    assert items[1] == {"text": "7/8 县市已报，未报：东乡县", "late": True, "href": "health", "title": "东乡县"}
    assert sent["strip"]["marks"] == ["演示数据"]


def test_the_strip_says_that_an_earlier_day_is_shown(sent):
    strip.as_of_strip(day=dt.date(2020, 3, 15), past=True)

    assert sent["strip"]["marks"] == ["回看：按当时所知"]
    assert sent["strip"]["past"] is True


def test_the_strip_names_as_many_of_the_late_as_fit_and_counts_them(sent):
    strip.as_of_strip(day=None, reported=[("保供企业", 36, 42, [f"{n}甲乙丙丁公司" for n in range(6)])])

    assert sent["strip"]["items"][0]["text"] == "尚无数据"
    assert (
        sent["strip"]["items"][1]["text"]
        == "36/42 保供企业已报，未报：0甲乙丙丁公司、1甲乙丙丁公司、2甲乙丙丁公司 等 6 家"
    )


def test_a_cell_carries_the_status_in_three_channels(sent):
    columns = [matrix.Column(title="县市"), matrix.Column(title="复市率", unit="%", align="number")]
    rows = [matrix.Row(cells=["东乡县", matrix.value_cell(88.0, "%", status="amber", href="markets?county=1")])]

    matrix.table(columns, rows, key="m")

    cell = sent["matrix"]["rows"][0]["cells"][1]
    assert (cell["text"], cell["look"]["shape"], cell["look"]["word"]) == ("88.0", "▲", "关注")
    assert cell["href"] == "markets?county=1"
    assert [c["heads"] for c in sent["matrix"]["columns"]] == [True, False]


def test_an_empty_table_gives_its_reason(sent):
    matrix.table([matrix.Column(title="县市")], [], key="m", empty="当前没有预警")

    assert sent["matrix"]["empty"] == "当前没有预警"


def test_the_map_draws_the_boundary_it_is_given(sent):
    feature = {"properties": {"code": "1"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    area = countymap.Area(code="1", name="甲县", text="2.1%", status="red")

    countymap.county_map([area], boundary={"features": [feature]}, source="示意图", chosen="1")

    drawn = sent["countymap"]["areas"][0]
    assert drawn["rings"] == [SQUARE]
    assert (drawn["look"]["shape"], drawn["chosen"], sent["countymap"]["source"]) == ("■", True, "示意图")


def test_counties_without_a_boundary_become_tiles_and_say_so(sent):
    areas = [countymap.Area(code=str(i), name=f"{i}县", status="green") for i in range(51)]

    countymap.county_map(areas, boundary=None)

    assert len({json.dumps(a["rings"]) for a in sent["countymap"]["areas"]}) == 51
    assert sent["countymap"]["source"] == "方格位置为示意，不代表实际边界"


@pytest.mark.parametrize("path", sorted(element.ASSETS.glob("*.js")), ids=lambda p: p.name)
def test_no_script_turns_data_into_markup(path):
    script = path.read_text("utf-8")

    assert (
        re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|https?://(?!www\.w3\.org/2000/svg)",
            script,
        )
        == []
    )
