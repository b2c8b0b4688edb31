"""Market entities: from a flagged county to those that closed."""

import pytest

from data.store.scope import EVERYTHING, Scope
from pages.door.exports import NotExportable, make_file
from pages.door.identity import User
from tests.pages.situation.small_prefecture import FALLING, QUIET, all_sent, build, shown_text

LEADER = User(uid="bureau", name="b", role="bureau", scope=EVERYTHING)
CLERK = User(uid="clerk", name="c", role="clerk", scope=Scope(counties=frozenset({QUIET})))


@pytest.fixture
def page_store_url(tmp_store_url):
    build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    def open_it(role="leader", **query):
        app = signed_in(role, "entities", **query)
        assert not app.exception
        return app

    return open_it


def table(app, first_heading: str) -> dict[str, dict]:
    """Rows of the table that begins with this heading, by their first cell."""
    for data in all_sent(app, "matrix"):
        heads = [column["title"] for column in data["columns"]]
        if heads[0] == first_heading and data["rows"]:
            return {row["cells"][0]["text"]: dict(zip(heads, row["cells"])) for row in data["rows"]}
    raise AssertionError(f"no table of {first_heading}")


def names(app) -> list[str]:
    return app.dataframe[0].value["名称"].tolist() if app.dataframe else []


def test_counties_stand_in_order_with_their_signals(seen):
    rows = table(seen(kind="individual"), "县市")

    assert list(rows)[:3] == ["临夏市", "临夏县", "康乐县"]
    assert rows["康乐县"]["期末实有"]["text"] == "8,140"
    assert (rows["康乐县"]["异常信号"]["text"], rows["康乐县"]["异常信号"]["chip"]["shape"]) == ("净增下降", "Ⅰ")
    assert rows["临夏县"]["异常信号"]["text"] == "无"
    assert rows["康乐县"]["县市"]["href"] == "?county=622922&kind=individual"


def test_a_county_shows_kinds_industries_townships_and_the_closed_at_once(seen):
    app = seen(county=FALLING, flow="exits")

    assert table(app, "行业")["批发零售"]["本月至今"]["text"] == "2"
    assert table(app, "乡镇")["附城镇"]["本月至今"]["text"] == "3"
    assert table(app, "乡镇")["附城镇"]["退出"]["text"] == "0"
    assert names(app) == ["示例商行2号", "示例商行1号", "示例商行0号"]


def test_one_more_click_narrows_to_the_industry(seen):
    address = table(seen(county=FALLING), "行业")["批发零售"]["行业"]["href"]
    assert address == f"?county={FALLING}&section=F"

    app = seen(county=FALLING, section="F")

    assert names(app) == ["示例商行1号", "示例商行0号"]
    assert any("当前范围：行业：批发零售" in m.value for m in app.markdown)


def test_a_chosen_row_leads_back_out(seen):
    rows = table(seen(county=FALLING, section="F"), "行业")

    assert rows["批发零售"]["行业"]["href"] == f"?county={FALLING}"


def test_a_stock_without_a_year_s_end_is_not_taken_apart(seen):
    assert "上年末户数未报，无法分解。" in shown_text(seen(county=FALLING))


@pytest.mark.parametrize(
    "forged",
    [{"kind": "bank"}, {"section": "ZZ"}, {"township": "附城镇"}, {"flow": "x"}, {"page": "99"}],
    ids=str,
)
def test_a_forged_filter_is_as_if_not_said(seen, forged):
    assert shown_text(seen(**forged)) == shown_text(seen())


def test_a_clerk_cannot_reach_another_county_s_list(seen):
    app = seen("clerk", county=FALLING)

    assert names(app) == ["示例商行4号"]
    assert "康乐" not in shown_text(app)


def test_an_export_is_what_the_page_shows(page_store):
    file = make_file(LEADER, "entities", "closed", {"county": FALLING, "section": "F", "format": "csv"})

    text = file.content.decode("utf-8-sig")
    assert file.rows == 2
    assert "示例商行1号" in text
    assert "示例商行2号" not in text


def test_a_clerk_s_export_holds_their_county_only(page_store):
    assert make_file(CLERK, "entities", "closed", {"county": FALLING}).rows == 0
    assert make_file(CLERK, "entities", "closed", {}).rows == 1


@pytest.mark.parametrize("asked", [{"kind": "bank"}, {"section": "ZZ"}, {"on": "yesterday"}, {"limit": "9"}], ids=str)
def test_an_export_refuses_what_it_does_not_know(page_store, asked):
    with pytest.raises(NotExportable):
        make_file(LEADER, "entities", "closed", asked)
