"""The alerts page: the lists, one alert in full, and what happens when people act."""

import pytest

from data.store import alerts as stored
from data.store.scope import EVERYTHING, Scope
from monitoring.alerts import Action
from pages.door import clock
from pages.response.alert_steps import take
from pages.response.alerts import living_file
from tests.pages import small_town
from tests.pages.reading import cards_of, has, rows_of, table_of, user_of, words

RICE, OIL, NET, RATE, CLOSED = 1, 2, 3, 4, 5  # the alerts of the small town, in order


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    """Open the page; it must not break."""

    def open_it(role="bureau", **query):
        app = signed_in(role, "alerts", **query)
        assert not app.exception
        return app

    return open_it


def alert(store, number: int) -> dict:
    with store.reading() as conn:
        return stored.get(conn, scope=EVERYTHING, alert=number)


def steps(store, number: int) -> list[tuple[str, str, str]]:
    with store.reading() as conn:
        told = stored.events(conn, scope=EVERYTHING, alert=number)
    return list(zip(told["actor"], told["action"], told["note"]))


def button(app, label: str):
    return next(one for one in app.button if one.label == label)


def test_the_cards_count_levels_waiting_and_overdue_with_their_denominator(seen):
    cards = cards_of(seen())

    assert cards["红、橙色预警"]["changes"] == [["Ⅰ 红色", "1 件"], ["Ⅱ 橙色", "1 件"]]
    assert cards["待签收"]["figure"] == "3/4"
    assert cards["待签收"]["changes"] == [["已解除、待销号", "1 件"]]
    assert cards["超过办理时限"]["figure"] == "2/4"


def test_living_alerts_stand_by_county_gravest_first_with_owner_and_deadline(seen):
    app = seen(group="each")

    assert [text.value for text in app.markdown if text.value.startswith("#####")] == [
        "##### 临夏州（1 件：Ⅳ 蓝色 1）",
        "##### 临夏县（2 件：Ⅰ 红色 1，Ⅱ 橙色 1）",
        "##### 康乐县（1 件：Ⅲ 黄色 1）",
    ]
    first = table_of(app, "alerts_each_1")["rows"][0]["cells"]
    assert (first[0]["chip"]["shape"], first[0]["word"]) == ("Ⅰ", "红色")
    assert first[1]["text"] == "福临商贸大米可供天数2.0天，低于红色警戒线3.0天"
    assert first[1]["href"] == "alerts?alert=1"
    assert (first[3]["text"], first[3]["note"]) == ("9月25日", "已超期")
    assert first[4:] == ["10 天", "待核实"]


def test_alerts_of_one_county_and_cause_are_one_row_led_by_the_gravest(seen):
    app = seen(severity="red,orange", status="new")

    (row,) = table_of(app, "alerts_county_0")["rows"]
    assert row["cells"][1]["text"] == "福临商贸大米可供天数2.0天，低于红色警戒线3.0天"
    assert (row["cells"][2]["text"], row["cells"][2]["href"]) == (
        "2 件",
        "alerts?county=622921&cause=supply&group=each&severity=red%2Corange&status=new",
    )
    assert rows_of(seen(), "alerts_county_2")[0][2] == "1 件"


def test_the_prefectures_own_matters_have_an_address_of_their_own(seen, page_store):
    with page_store.writing(at=small_town.KNOWN) as conn:
        small_town.open_alert(conn, "stall_occupancy", "622900", "622900", "blue", sentence="摊位开业率偏低")

    (row,) = table_of(seen(whose="region"), "alerts_county_0")["rows"]

    assert row["cells"][2]["href"] == "alerts?whose=region&cause=markets&group=each"
    titles = [text.value for text in seen(whose="counties").markdown if text.value.startswith("#####")]
    assert [title[6:9] for title in titles] == ["临夏县", "康乐县"]


def test_they_can_stand_by_cause_instead(seen):
    titles = [text.value for text in seen(group="cause").markdown if text.value.startswith("#####")]

    assert titles == [
        "##### 农贸市场（1 件：Ⅳ 蓝色 1）",
        "##### 生活必需品（2 件：Ⅰ 红色 1，Ⅱ 橙色 1）",
        "##### 清欠（1 件：Ⅲ 黄色 1）",
    ]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"severity": "red"}, "1/4"),
        ({"severity": "red,yellow"}, "2/4"),
        ({"status": "acknowledged"}, "1/4"),
        ({"status": "late"}, "2/4"),
        ({"cause": "arrears"}, "1/4"),
        ({"county": small_town.FULL}, "2/2"),
        ({"severity": "purple", "status": "x", "cause": "y"}, "4/4"),
    ],
)
def test_filters_come_from_the_address(seen, query, left):
    assert f"共 {left} 件在办预警" in [caption.value for caption in seen(**query).caption]


def test_what_is_over_stands_apart(seen):
    assert rows_of(seen(tab="closed"), "alerts_closed") == [
        ["", "临夏县食用油 · 可供天数", "州商务局", "9月20日 至 9月29日", "已销号"]
    ]


def test_one_alert_is_shown_with_its_evidence_and_what_would_end_it(seen):
    app = seen(alert="1")
    facts = dict(rows_of(app, "alert_facts"))

    assert facts["当前值"] == "2.0 天"
    assert facts["警戒线"] == "Ⅰ 红色 3.0 天"
    assert facts["定线依据"] == "默认值：甲（默认值，待主管部门确认）"
    assert facts["解除条件"] == "连续 2 次回升到 15.0 天 及以上；未报不算恢复"
    assert facts["本轮起始"] == "2020年9月20日"
    assert rows_of(app, "alert_events") == [["2020年9月29日", "系统", "发出预警", ""]]


@pytest.mark.parametrize("number", ["999", "x", "-1", "１", "5 or 1=1"])
def test_an_alert_that_is_not_there_is_said_to_be_missing(seen, number):
    app = seen(alert=number)

    assert "没有这件预警，或它不在您的查看范围内。" in [box.value for box in app.info]
    assert not has(app, "alert_facts")


def test_a_clerk_can_neither_see_nor_guess_another_county_s_alert(seen):
    own = seen("clerk", alert=str(RICE))
    other = seen("clerk", alert=str(NET))

    assert has(own, "alert_facts")
    assert not has(other, "alert_facts")
    assert "康乐" not in words(other)


def test_an_enterprise_sees_its_own_alerts_and_no_button(seen):
    app = seen("enterprise")

    assert "清河超市食用油" in words(app)
    assert "福临商贸" not in words(app)
    assert [one.label for one in seen("enterprise", alert=str(OIL)).button] == ["返回预警列表"]


def test_the_leader_looks_and_does_not_type(seen):
    assert [one.label for one in seen("leader", alert=str(RICE)).button] == ["返回预警列表"]


def test_taking_an_alert_up_is_written_down_and_shown(seen, page_store):
    app = seen("staff", alert=str(RICE))

    button(app, "签收").click().run()

    assert [box.value for box in app.success] == ["已签收，当前状态：已签收。"]
    assert alert(page_store, RICE)["status"] == "acknowledged"
    assert steps(page_store, RICE)[-1] == ("staff", "acknowledge", "")
    assert rows_of(app, "alert_events")[0][1:3] == ["staff name", "签收"]


def test_a_step_that_needs_a_reason_asks_for_it_and_then_keeps_it(seen, page_store):
    app = seen("bureau", alert=str(RICE))

    button(app, "判为误报").click().run()
    assert [box.value for box in app.warning] == ["请先填写说明，再点“判为误报”。"]
    assert alert(page_store, RICE)["status"] == "new"

    app.text_area[0].input("现场核实库存 30 吨，系少报一个零")
    button(app, "判为误报").click().run()
    assert alert(page_store, RICE)["status"] == "false_alarm"
    assert steps(page_store, RICE)[-1] == ("bureau", "false_alarm", "现场核实库存 30 吨，系少报一个零")


def test_nobody_is_offered_to_close_an_alert_by_itself(seen):
    assert "销号" not in [one.label for one in seen("bureau", alert=str(RICE)).button]
    assert "销号" not in [one.label for one in seen("bureau", alert=str(RATE)).button]


def test_handing_on_goes_to_a_known_owner_only(seen, page_store):
    app = seen("staff", alert=str(RICE))
    app.selectbox(key="alert_owner_1").select("临夏县人民政府")

    button(app, "确定转办").click().run()

    assert alert(page_store, RICE)["owner"] == "临夏县人民政府"


def test_the_second_person_is_told_who_was_faster(seen, page_store):
    one, other = seen("staff", alert=str(RICE)), seen("bureau", alert=str(RICE))

    button(one, "签收").click().run()
    button(other, "签收").click().run()

    assert [box.value for box in other.warning] == ["没有办成：staff name刚刚已经签收。下面是最新情况，请看过后再办。"]
    assert [step[1] for step in steps(page_store, RICE)] == ["open", "acknowledge"]


def step(store, role, action, **more):
    asked = {"revision": 1, "note": "核实", "owner": None, "now": clock.now()} | more
    return take(store, user_of(role), asked.pop("alert", RICE), action, **asked)


def test_the_same_click_twice_changes_nothing(page_store):
    first = step(page_store, "staff", Action.ACKNOWLEDGE)
    second = step(page_store, "staff", Action.ACKNOWLEDGE)

    assert (first.done, second.done) == (True, True)
    assert [one[1] for one in steps(page_store, RICE)] == ["open", "acknowledge"]


@pytest.mark.parametrize(
    ("role", "action", "more", "said"),
    [
        ("clerk", Action.ACKNOWLEDGE, {"alert": NET}, "没有这件预警"),
        ("leader", Action.ACKNOWLEDGE, {}, "您的角色没有这项权限"),
        ("staff", Action.FALSE_ALARM, {}, "您的角色没有这项权限"),
        ("clerk", Action.FALSE_ALARM, {}, "现在不能判为误报"),
        ("staff", Action.ASSIGN, {"owner": "<b>某公司</b>"}, "请从名单中选择"),
        ("staff", Action.ASSIGN, {"owner": None}, "请先选择转办单位"),
        ("staff", Action.NOTE, {"note": "  "}, "请先填写说明"),
    ],
)
def test_what_may_not_be_done_is_refused_in_words_and_leaves_no_trace(page_store, role, action, more, said):
    outcome = step(page_store, role, action, **more)

    assert not outcome.done
    assert said in outcome.text
    assert [one[1] for one in steps(page_store, more.get("alert", RICE))] == ["open"]


def test_a_revoked_right_stops_a_click_on_an_old_page(seen, page_store):
    from data.store import accounts
    from pages.door.presence import presence

    app = seen("staff", alert=str(RICE))
    with page_store.noting() as conn:
        accounts.change(conn, "staff", name="staff name", role="leader", counties=None, enterprise=None)
    presence.cache_clear()

    button(app, "签收").click().run()

    assert alert(page_store, RICE)["status"] == "new"


def test_the_export_keeps_to_the_reader_s_scope(page_store):
    assert len(living_file(user_of("bureau"))) == 4
    assert len(living_file(user_of("clerk"), county=small_town.PART)) == 2
    assert living_file(user_of("bureau"), county=small_town.PART)["责任单位"].tolist() == ["州商务局"]


def test_a_scope_of_nothing_sees_nothing(page_store):
    with page_store.reading() as conn:
        assert stored.living(conn, scope=Scope(counties=frozenset()), as_known=None).empty


def test_many_groups_are_turned_over_like_pages(seen, monkeypatch):
    from pages.response import alerts

    monkeypatch.setattr(alerts, "MOST_GROUPS", 2)

    def titles(app):
        return [text.value.partition("（")[0] for text in app.markdown if text.value.startswith("#####")]

    assert titles(seen()) == ["##### 临夏州", "##### 临夏县"]
    assert titles(seen(page="2")) == ["##### 康乐县"]
    assert titles(seen(page="99")) == ["##### 康乐县"]


def test_an_alert_leads_to_the_form_of_a_problem_behind_it(seen, signed_in):
    ways = {link.proto.label: link.proto.query_string for link in seen(alert=str(RICE)).get("page_link")}
    assert ways["登记相关问题"] == f"alert={RICE}"

    form = signed_in("bureau", "problems", alert=str(RICE))

    assert f"登记后与预警 {RICE} 号关联" in [told.value for told in form.caption]
