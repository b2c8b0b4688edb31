"""问题需求清单: the list, one problem in full, and what happens when people act."""

import datetime as dt

import pytest

from data.store import problems as stored
from data.store.scope import EVERYTHING
from monitoring.problems.lifecycle import Step
from pages.door import clock
from pages.response.problem_steps import put_together, raise_one, take
from pages.response.problems import list_file
from tests.pages import small_town
from tests.pages.reading import cards_of, has, rows_of, table_of, user_of, words

FULL, PART = small_town.FULL, small_town.PART
EARLIER = dt.datetime(2020, 9, 14, 2, tzinfo=dt.UTC)
SAID = {"county": FULL, "entity": "清河理发店", "category": "rent", "title": "免租未落实", "detail": "已两月",
        "phone": "13812345678"}  # fmt: skip


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def two(page_store):
    """The same trouble in two counties, the first raised a fortnight ago."""
    for county, entity, at in ((FULL, "清河理发店", EARLIER), (PART, "康和培训部", clock.now())):
        done, told = raise_one(page_store, user_of("staff"), {**SAID, "county": county, "entity": entity}, now=at,
                               drawn=county)  # fmt: skip
        assert done, told
    return page_store


@pytest.fixture
def seen(signed_in):
    def open_it(role="staff", **query):
        app = signed_in(role, "problems", **query)
        assert not app.exception
        return app

    return open_it


def held(store, number: int) -> dict:
    with store.reading() as conn:
        return stored.get(conn, scope=EVERYTHING, problem=number)


def act(store, role, number, step, note="已办"):
    revision = held(store, number)["revision"]
    return take(store, user_of(role), number, step, revision=revision, note=note, now=clock.now())


def test_an_empty_list_says_what_to_do(seen):
    assert any("还没有登记问题" in text for text in [words(seen())])


def test_the_overdue_stand_first_with_level_owner_and_deadline(two, seen):
    rows = rows_of(seen(), "problem_list")

    assert rows[0] == [
        "1",
        "免租未落实",
        "临夏县",
        "清河理发店",
        "房屋租金",
        "县（市）专班",
        "待认领",
        "9月21日",
        "待受理",
    ]
    assert cards_of(seen())["超过办理时限"]["figure"] == "1/2"


def test_one_cause_in_two_counties_is_offered_for_merging_and_rises(two, seen):
    assert "几个县（市）同一成因" in words(seen())

    done, told = put_together(two, user_of("staff"), 1, [2], now=clock.now())

    assert (done, told) == (True, "已并入 1 号，由州专班解决。")
    assert ["并入本件的", "2 号"] in rows_of(seen(problem="1"), "problem_facts")


def test_a_problem_is_answered_and_called_back(two, seen):
    assert act(two, "clerk", 1, Step.ACCEPT)[0]
    assert (
        act(two, "clerk", 1, Step.ANSWER, "已办免租")[1] == "已答复主体。当前状态：已答复、待回访，由县（市）专班解决。"
    )
    assert table_of(seen(), "problem_list")["rows"][0]["cells"][8]["note"] == "已答复 0 天未回访"
    assert act(two, "clerk", 1, Step.SATISFIED, "")[0]

    app = seen(problem="1")
    assert ["答复", "已办免租"] in rows_of(app, "problem_facts")
    assert [row[2] for row in rows_of(app, "problem_events")] == ["回访满意，办结", "答复主体", "受理", "登记"]


def test_who_was_too_late_is_told(two):
    take(two, user_of("staff"), 1, Step.ACCEPT, revision=1, note="", now=clock.now())

    assert take(two, user_of("bureau"), 1, Step.NOTE, revision=1, note="也来办", now=clock.now()) == (
        False, "没有办成：刚刚有人先办了这件。下面是最新情况，请看过后再办。",
    )  # fmt: skip


def test_another_countys_problem_is_neither_shown_nor_touched(two, seen):
    app = seen("clerk", problem="2")

    assert "没有这件问题" in words(app)
    assert not act(two, "clerk", 2, Step.ACCEPT)[0]
    assert set(list_file(user_of("clerk"))["县（市）"]) == {"临夏县"}


def test_an_enterprise_raises_its_own_in_its_own_county(two, seen):
    forged = {**SAID, "county": PART, "entity": "清河超市", "title": "货款回笼慢", "category": "cash"}
    assert raise_one(two, user_of("enterprise"), forged, now=clock.now(), drawn="x")[0]

    assert (held(two, 3)["county"], held(two, 3)["enterprise"]) == (FULL, "E01")
    app = seen("enterprise")
    assert [row[0] for row in rows_of(app, "problem_list")] == ["3"]


def test_a_problem_may_come_from_an_alert_and_belong_to_a_row_of_the_plan(two, seen):
    said = {**SAID, "title": "库存见底", "measure": "1", "alert": "1"}
    assert raise_one(two, user_of("staff"), said, now=clock.now(), drawn="a")[0]
    forged = {**SAID, "title": "另一件", "measure": "99", "alert": "1000", "county": "nowhere"}

    assert (held(two, 3)["alert"], held(two, 3)["measure"], held(two, 3)["source"]) == (1, "1", "alert")
    assert ["相关任务", "方案第1条"] in rows_of(seen(problem="3"), "problem_facts")
    assert raise_one(two, user_of("staff"), forged, now=clock.now(), drawn="b") == (False, "请选择县（市）。")
    assert raise_one(two, user_of("staff"), {**forged, "county": FULL}, now=clock.now(), drawn="c")[0]
    assert (held(two, 4)["alert"], held(two, 4)["measure"]) == (None, None)


def test_the_phone_number_is_never_shown_whole(two, seen):
    app = seen(problem="1")

    assert "138****5678" in words(app)
    assert "13812345678" not in words(app)
    assert "13812345678" not in list_file(user_of("staff")).to_csv()


@pytest.mark.parametrize("role", ["leader", "bureau", "staff", "clerk"])
def test_the_list_opens_for_every_role_that_may(two, seen, role):
    assert has(seen(role), "problem_list")
    assert (len([b for b in seen(role, problem="1").button if b.label == "受理"]) == 1) == (role != "leader")
