"""The meeting's agenda: its screens in order, how one turns, and that a decision becomes a case on the spot."""

import datetime as dt

import pytest

from data.store import cases
from data.store.scope import EVERYTHING
from tests.pages import small_town
from tests.pages.conftest import NOW
from tests.pages.reading import cards_of, has, rows_of, table_of, words


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def town(page_store):
    """The small town with the supply case of a county (alerts 1 and 2), red and overdue."""
    due = NOW - dt.timedelta(days=2)
    row = {
        "subject": small_town.FULL, "cause": "supply", "county": small_town.FULL, "severity": "red", "active": True,
        "status": "new", "level": "county", "owner": "临夏县人民政府", "opened_for": dt.date(2020, 9, 20), "due": due,
    }  # fmt: skip
    with page_store.writing(at=due) as conn:
        number = cases.open(conn, row, at=due, actor="machine")
        cases.join(conn, number, [1, 2], at=due)
    return page_store


@pytest.fixture
def seen(signed_in, town):
    """Open the page; it must not break."""

    def open_it(role="leader", **query):
        app = signed_in(role, "meeting", **query)
        assert not app.exception
        return app

    return open_it


def button(app, label: str):
    return next(one for one in app.button if one.label == label)


def test_a_meeting_begins_with_the_judgement_and_the_four_numbers(seen):
    app = seen()

    assert app.markdown[0].value.startswith("**临夏州8个县（市）")
    assert "实有市场主体" in cards_of(app)
    assert button(app, "上一项").disabled


def test_the_agenda_goes_through_the_matters_and_ends_with_the_decisions(seen):
    labels = [option.content for option in seen().get("button_group")[0].proto.options]

    assert labels[:2] == ["总体情况", "事项 1"]
    assert labels[-4:] == ["会后落实", "滞后任务", "各县市", "本次决定"]


def test_a_matter_says_whose_it_is_and_until_when_beside_its_course_and_steps(seen):
    app = seen(item="alert1")
    row = table_of(app, "meeting_matter")["rows"][0]["cells"]

    assert "福临商贸大米可供天数2.0天" in app.markdown[0].value
    assert (row[0]["word"], row[1]["text"], row[1]["note"]) == ("红色", "临夏县人民政府", "逾期提至州级")
    assert (row[2]["text"], row[2]["note"]) == ("9月28日", "已超期")
    assert rows_of(app, "meeting_steps") == [["2020年9月28日 12:00", "系统", "立件"]]


def test_one_turns_on_and_back_and_the_address_says_where_one_is(seen):
    app = seen()

    button(app, "下一项").click().run()
    assert app.query_params["item"] == "alert1"
    assert has(app, "meeting_matter")

    button(app, "上一项").click().run()
    assert not has(app, "meeting_matter")


def test_at_the_end_there_is_nothing_to_turn_to(seen):
    assert button(seen(item="decided"), "下一项").disabled


@pytest.mark.parametrize("item", ["alert99", "x", "alert3;--"])
def test_an_address_that_names_nothing_is_the_beginning(seen, item):
    assert button(seen(item=item), "上一项").disabled


def test_a_decision_is_made_beside_its_matter_and_read_back_at_the_end(seen, town):
    app = seen(item="alert1")
    assert app.selectbox(key="decision_1_county").value == small_town.FULL
    assert app.selectbox(key="decision_1_owner").value == "临夏县人民政府"
    app.text_input(key="decision_1_title").input("三日内调入大米 20 吨")

    button(app, "立件").click().run()

    assert app.success[0].value.startswith("已立件：2 号，责任单位 临夏县人民政府")
    with town.reading() as conn:
        assert cases.get(conn, scope=EVERYTHING, case=2)["title"] == "三日内调入大米 20 吨"
    assert rows_of(seen(item="decided"), "meeting_decided")[0][0] == "临夏县 · 三日内调入大米 20 吨"
    assert "三日内调入大米" in words(seen(item="followed"))


def test_what_an_earlier_day_decided_is_not_this_meeting_s(seen, town):
    assert rows_of(seen(item="decided"), "meeting_decided") == []


def test_a_clerk_goes_through_the_own_county_s_matters_and_decides_nothing(seen):
    app = seen("clerk")

    assert "康乐" not in words(app)
    assert not seen("clerk", item="alert1").text_input
    assert button(seen("clerk", item="alert3"), "上一项").disabled  # another county's alert is no item of theirs


@pytest.mark.parametrize(("item", "key"), [("counties", "board"), ("tasks", "meeting_tasks")])
def test_the_other_screens_show_their_table(seen, item, key):
    assert table_of(seen(item=item), key)["columns"]
