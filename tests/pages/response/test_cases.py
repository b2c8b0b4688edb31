"""The cases page: lists by slip, one case in full, proof and its download, and the meeting's decision."""

import datetime as dt
from dataclasses import replace

import pytest

from data.store import alerts, cases, evidence, plans
from data.store.scope import EVERYTHING, Scope
from pages.door import clock
from pages.door.exports import NotExportable, make_file
from pages.response.problem_steps import raise_one
from tests.pages import small_town
from tests.pages.reading import cards_of, rows_of, table_of, user_of

PDF = b"%PDF-1.4 delivered"
LATE = dt.datetime(2020, 9, 25, 10, tzinfo=dt.UTC)
SOON = dt.datetime(2020, 10, 2, 10, tzinfo=dt.UTC)


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def town(page_store):
    """The small town with the supply case of a county (alerts 1 and 2), red and overdue."""
    row = {
        "subject": small_town.FULL, "cause": "supply", "county": small_town.FULL, "severity": "red", "active": True,
        "status": "new", "level": "county", "owner": "临夏县人民政府", "opened_for": dt.date(2020, 9, 20), "due": LATE,
    }  # fmt: skip
    with page_store.writing(at=LATE - dt.timedelta(days=5)) as conn:
        number = cases.open(conn, row, at=LATE - dt.timedelta(days=5), actor="machine")
        cases.join(conn, number, [1, 2], at=LATE)
    return page_store


@pytest.fixture
def seen(signed_in, town):
    """Open the page; it must not break."""

    def open_it(role="bureau", path="cases", **query):
        app = signed_in(role, path, **query)
        assert not app.exception
        return app

    return open_it


def button(app, label: str):
    return next(one for one in app.button if one.label == label)


def state(store, number=1) -> dict:
    with store.reading() as conn:
        return cases.get(conn, scope=EVERYTHING, case=number)


def test_the_list_shows_slip_owner_deadline_and_status(seen):
    app = seen()

    cells = table_of(app, "cases_list")["rows"][0]["cells"]
    assert cells[0]["text"] == "红单 超期"
    assert (cells[1]["text"], cells[1]["note"], cells[1]["href"]) == (
        "临夏县 · 生活必需品", "1 号 含 2 件预警", "cases?case=1"
    )  # fmt: skip
    assert [cells[4]["text"], cells[5], cells[6]["text"]] == ["9月25日", "县（市）", "待核实"]
    assert cards_of(app)["红单 超期"]["figure"] == "1/1"
    assert rows_of(seen(tab="after"), "cases_after") == []
    assert rows_of(seen(tab="silent"), "cases_silent") == []


def test_what_has_ended_is_listed_by_when_and_how(seen, town):
    with town.writing(at=LATE) as conn:
        later = LATE + dt.timedelta(hours=1)
        ended = {"status": "closed", "closed_at": later, "recheck": "not_recovered", "waived": "no more can be done"}
        cases.save(conn, 1, ended, expected_revision=1, at=LATE, actor="x", action="close_signed")

    cells = table_of(seen(tab="done"), "cases_done")["rows"][0]["cells"]
    after = table_of(seen(tab="after"), "cases_after")["rows"][0]["cells"]
    followed = table_of(seen("leader", path="overview"), "followed")["rows"][0]["cells"]

    assert (cells[3]["note"], cells[4]["note"], cells[5]) == ("超过时限", "领导签字", "已销号未恢复")
    assert (after[3]["text"], after[4]["text"]) == ("仍越线", "领导签字：no more can be done")
    assert (followed[0], followed[1]["href"], followed[4]) == ("已销号未恢复", "cases?case=1", "复测仍越线")


def test_a_case_is_signed_with_its_alerts_and_not_closed_without_proof(seen, town):
    app = seen(case="1")
    button(app, "签收").click().run()
    assert [box.value for box in app.success] == ["已签收，当前状态：已签收。"]
    with town.reading() as conn:
        assert alerts.get(conn, scope=EVERYTHING, alert=1)["status"] == "acknowledged"

    button(app, "报请复核").click().run()

    assert app.warning[0].value == "请先上传佐证（文件、照片、银行回单或核准数据），再点“报请复核”。"
    assert state(town)["status"] == "acknowledged"


def test_while_it_lasts_only_a_leader_may_sign_it_away(seen, town):
    with town.writing(at=LATE) as conn:
        evidence.add(conn, case=1, county=small_town.FULL, kind="figure", said="a|b|c|1", at=LATE, actor="x")
        cases.save(conn, 1, {"status": "review"}, expected_revision=1, at=LATE, actor="x", action="report")

    labels = {role: [one.label for one in seen(role, case="1").button] for role in ("bureau", "leader")}

    assert "复核销号" not in labels["bureau"] + labels["leader"]
    assert "领导签字销号" in labels["leader"]
    assert "领导签字销号" not in labels["bureau"]


def test_of_two_officers_the_second_is_told(seen):
    one, other = seen("staff", case="1"), seen("bureau", case="1")

    button(one, "签收").click().run()
    button(other, "签收").click().run()

    assert other.warning[0].value == "没有办成：别人刚刚办理过这件。下面是最新情况，请看过后再办。"


def test_a_proof_is_handed_out_to_its_readers_only(seen, town):
    with town.writing(at=LATE) as conn:
        told = {"filename": "回单.pdf", "media": "application/pdf", "content": PDF, "at": LATE, "actor": "clerk"}
        number = evidence.add(conn, case=1, county=small_town.FULL, kind="receipt", said="付款", **told)

    assert rows_of(seen(case="1"), "case_proofs")[0][:2] == ["银行回单", "回单.pdf"]
    assert make_file(user_of("bureau"), "cases", "evidence", {"number": str(number)}).content == PDF
    stranger = replace(user_of("clerk"), scope=Scope(counties=frozenset({small_town.PART})))
    for user, asked in ((stranger, str(number)), (user_of("bureau"), "9"), (user_of("bureau"), "x")):
        with pytest.raises(NotExportable):
            make_file(user, "cases", "evidence", {"number": asked})


def test_a_clerk_of_another_county_finds_no_such_case(seen, signed_in):
    assert rows_of(seen("clerk", case="1"), "case_stages")
    assert "没有这件处置件，或它不在您的查看范围内。" in [box.value for box in seen("clerk", case="2").info]


def test_the_meeting_decides_on_the_spot(seen, town):
    app = seen("leader", path="overview")
    app.text_input(key="decision_title").input("开放城北市场")
    app.selectbox(key="decision_owner").select("州商务局")

    button(app, "立件").click().run()

    assert app.success[0].value.startswith("已立件：2 号，责任单位 州商务局")
    assert state(town, 2)["title"] == "开放城北市场"
    assert clock.today() < state(town, 2)["due"].date()


def test_the_overview_says_whose_a_danger_is_and_who_is_next(seen):
    row = table_of(seen(path="overview"), "exceptions")["rows"][0]["cells"]

    assert (row[2]["text"], row[2]["note"]) == ("临夏县人民政府", "逾期提至州级")
    assert (row[5]["text"], row[5]["href"]) == ("待核实", "cases?case=1")


def test_a_countys_file_shows_its_living_cases_and_their_slips(seen):
    app = seen(path="county", county=small_town.FULL)

    assert any(row[1].startswith("临夏县 · 生活必需品") for row in rows_of(app, "county_cases"))
    assert "##### 处置件（在办 1 件，超期 1 件）" in [told.value for told in app.markdown]
    assert rows_of(seen(path="county", county=small_town.PART), "county_cases") == []


def test_the_lists_stand_where_there_is_no_case(page_store, signed_in):
    app = signed_in("bureau", "cases")

    assert not app.exception
    assert rows_of(app, "cases_list") == []


@pytest.fixture
def two(town):
    """Beside the supply case (alerts 1 and 2), the same county's case of another cause, without alerts."""
    row = {
        "subject": small_town.FULL, "cause": "markets", "county": small_town.FULL, "severity": "yellow",
        "active": True, "status": "handling", "level": "county", "owner": "州商务局",
        "opened_for": dt.date(2020, 9, 20),
    }  # fmt: skip
    with town.writing(at=LATE) as conn:
        return cases.open(conn, row, at=LATE, actor="machine")


def test_a_case_is_merged_into_another_and_leads_there(seen, town, two):
    app = seen("staff", case="1")
    button(app, "并件").click().run()
    assert app.warning[0].value == "请先选择并入哪一件。"

    app.selectbox(key="case_home_1").select(two).run()
    button(app, "并件").click().run()

    assert [box.value for box in app.success] == ["1 号已并入 2 号，由 2 号一并办理。"]
    assert (state(town)["status"], state(town)["merged_into"]) == ("merged", 2)
    assert "并件" not in [one.label for one in app.button]
    with town.reading() as conn:
        assert {row["alert"] for row in cases.alerts_in(conn, 2)} == {1, 2}
    assert rows_of(seen("staff", case="2"), "case_events")[0][2:] == ["并件", "1 号"]


def test_some_alerts_are_split_off_and_one_must_stay(seen, town):
    app = seen("bureau", case="1")
    app.multiselect(key="case_part_1").select(1).select(2).run()
    button(app, "分件").click().run()
    assert app.warning[0].value == "分件须选出一部分在办预警，并至少留下一件。"

    app.multiselect(key="case_part_1").unselect(2).run()
    button(app, "分件").click().run()

    assert app.success[0].value == "已分出 1 件预警，另立 2 号。"
    with town.reading() as conn:
        assert [row["alert"] for row in cases.alerts_in(conn, 2)] == [1]
    assert state(town, 2)["owner"] == "临夏县人民政府"


def test_of_two_who_regroup_the_second_is_told(seen, town, two):
    one, other = seen("staff", case="1"), seen("bureau", case="1")
    one.selectbox(key="case_home_1").select(two).run()
    other.multiselect(key="case_part_1").select(1).run()
    button(one, "并件").click().run()

    button(other, "分件").click().run()

    assert other.warning[0].value == "没有办成：别人刚刚办理过这件。下面是最新情况，请看过后再办。"
    assert state(town)["status"] == "merged"


@pytest.mark.parametrize("role", ["clerk", "leader"])
def test_a_clerk_does_not_regroup(seen, role):
    labels = [one.label for one in seen(role, case="1").button]

    assert ("并件" in labels) == (role == "leader")


def test_a_case_shows_the_plan_its_alert_has_opened(seen, town):
    with town.writing(at=LATE) as conn:
        alert = alerts.get(conn, scope=EVERYTHING, alert=1)
        plans.open_plan(conn, {
            "enterprise": "E01", "county": small_town.FULL, "trigger": "stockout_run", "alert": 1, "severity": "red",
            "opened_for": alert["opened_for"], "opened_at": LATE,
        })  # fmt: skip

    rows = rows_of(seen(case="1"), "case_plans")

    assert [row[1:3] for row in rows] == [["清河超市", "断供"]]
    assert "已启动的应急预案（1 个）" in [one.value for one in seen(case="1").subheader]


def test_a_problem_registered_from_an_alert_stands_on_its_case(town, seen):
    said = {"county": small_town.FULL, "entity": "清河超市", "category": "rent", "title": "补货车辆不足", "detail": "",
            "phone": "", "alert": "1"}  # fmt: skip
    assert not any(head.value.startswith("相关问题") for head in seen(case="1").subheader)

    raise_one(town, user_of("staff"), said, now=LATE, drawn="x")

    assert [row[1] for row in rows_of(seen(case="1"), "case_problems")] == ["补货车辆不足"]


def handled(town) -> None:
    """The case is being handled, it is yellow, and its deadline lies two days ahead."""
    values = {"status": "handling", "severity": "yellow", "due": SOON}
    with town.writing(at=LATE) as conn:
        cases.save(conn, 1, values, expected_revision=1, at=LATE, actor="x", action="handle")


def test_a_later_deadline_is_asked_for_granted_and_told_apart(seen, town):
    handled(town)
    asking = seen("clerk", case="1")
    asking.text_area(key="case_note_1").input("配件在途")
    button(asking, "提交申请").click().run()
    assert asking.warning[0].value == "请选定延至哪一天：须晚于现在的时限，每次最多延 30 天。"
    asking.date_input(key="case_until_postpone_1").set_value(dt.date(2020, 10, 20))
    button(asking, "提交申请").click().run()
    assert [box.value for box in asking.success] == ["已申请延期，当前状态：处置中。"]
    waiting = table_of(seen("leader"), "cases_list")["rows"][0]["cells"]
    followed = table_of(seen("leader", path="overview"), "followed")["rows"][0]["cells"]
    assert waiting[6]["note"] == "申请延至 10月20日，待批"
    assert (followed[0], followed[3]["text"], followed[4]["note"]) == ("申请延期", "10月2日 → 10月20日", "配件在途")

    deciding = seen("leader", case="1")
    assert "申请延期至 2020年10月20日 18:00：配件在途" in [one.value for one in deciding.caption]
    button(deciding, "批准延期").click().run()

    cells = table_of(seen(), "cases_list")["rows"][0]["cells"]
    assert (cells[4]["text"], cells[4]["note"]) == ("10月20日", "已延期，原时限 10月2日")
    assert cells[0]["text"] == "正常"
    assert [row[2] for row in rows_of(seen(case="1"), "case_events")[:2]] == ["批准延期", "申请延期"]
    exceptions = table_of(seen(path="overview"), "exceptions")["rows"][0]["cells"]
    assert exceptions[3]["note"] == "已延期"


def test_who_does_not_own_it_or_comes_too_late_is_not_offered_to_ask(seen, town):
    assert "提交申请" not in [one.label for one in seen("clerk", case="1").button]  # overdue
    handled(town)

    offered = {role: [one.label for one in seen(role, case="1").button] for role in ("clerk", "leader")}

    assert "提交申请" in offered["clerk"]
    assert not {"提交申请", "批准延期", "不予延期"} & set(offered["leader"])


def test_what_waits_to_be_checked_names_its_reviewer_and_his_day(seen, town):
    handled(town)
    with town.writing(at=LATE) as conn:
        reported = {"status": "review", "reported_at": LATE, "check_by": SOON}
        cases.save(conn, 1, reported, expected_revision=2, at=LATE, actor="x", action="report")

    cells = table_of(seen(), "cases_list")["rows"][0]["cells"]

    assert (cells[6]["text"], cells[6]["note"]) == ("待复核", "州级专班 10月2日前复核")
    assert [row[0] for row in rows_of(seen(case="1"), "case_stages")] == ["签收", "处置", "报请复核", "办结"]

    with town.writing(at=LATE) as conn:
        cases.save(conn, 1, {"check_by": LATE}, expected_revision=3, at=LATE, actor="x", action="report")
    late = table_of(seen(), "cases_list")["rows"][0]["cells"]
    assert (late[0]["text"], late[6]["note"]) == ("红单 超期", "州级专班 9月25日前未复核")
    assert table_of(seen(path="overview"), "exceptions")["rows"][0]["cells"][3]["note"] == "复核超时"


def test_an_alert_has_the_deadline_of_its_case(seen, town):
    handled(town)

    first = table_of(seen(path="alerts", group="each"), "alerts_each_1")["rows"][0]["cells"]

    assert (first[1]["href"], first[3]["text"], first[3]["note"]) == ("alerts?alert=1", "10月2日", "")
