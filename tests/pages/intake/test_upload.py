"""The upload page: what is asked for, what is answered, and that a rerun never sends twice."""

import datetime as dt

import pytest

from data.intake import Reporter, receive
from data.intake.approval import Signer, Step
from data.intake.signing import sign
from data.store import events, files, submissions, supply
from data.store.scope import EVERYTHING
from pages.door import clock, open_store
from pages.door.exports import NotExportable, make_file
from pages.intake import delivery
from pages.intake.upload import may_send, topics_of
from tests.full_disk import pages_left
from tests.pages import small_town
from tests.pages.reading import has, rows_of, table_of, user_of, words

HEADER = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨),在途(吨),批发价(元/公斤),零售价(元/公斤),是否断供\n"
GOOD = (HEADER + "E01,大米,2020-09-30,12,1,1.5,0,5.2,6.2,否\n").encode()
KILOGRAMS = (
    HEADER.replace("库存(吨)", "库存(公斤)") + "E01,大米,2020年9月30日,１２０００,1,1.5,0,5.2,6.2,否\n"
).encode("gb18030")
BAD = (HEADER + "E01,大米,2020-09-31,十二,1,1.5,0,5.2,6.2,否\nE01,糖,2020-09-30,5,-1,1.5,0,5.2,6.2,也许\n").encode()
LONG = HEADER + "".join(
    f"E01,大米,2020-0{1 + n // 28}-{1 + n % 28:02},{12 + n % 2},{1 + n % 2},{2 - n % 2},0,5.2,6.2,否\n"
    for n in range(8 * 28)
)
JUNE_1 = dt.date(2020, 6, 1)
OF_ANOTHER = (HEADER + "E03,肉类,2020-09-30,12,1,1.5,0,5.2,6.2,否\n").encode()


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def opened(signed_in):
    """Open the page; it must not break."""

    def open_it(role="staff", **query):
        app = signed_in(role, "upload", **query)
        assert not app.exception
        return app

    return open_it


def send(app, *sent: tuple[str, bytes]):
    """Choose files and click; afterwards the answer is on the page."""
    for name, content in sent:
        app.file_uploader[0].upload(name, content, "text/csv")
    app.run()
    button(app).click().run()
    app.session_state["upload_sent"].wait(20)
    return app.run()


def button(app):
    return next(one for one in app.button if one.key == "upload_send")


def rice_on_hand(store, day=dt.date(2020, 9, 30)) -> list[float]:
    with store.reading() as conn:
        told = supply.daily(conn, scope=EVERYTHING, as_known=None, since=day, until=day)
    return told["on_hand"].tolist()


def receipts(store) -> int:
    with store.reading() as conn:
        return len(files.received(conn, scope=EVERYTHING))


def test_a_good_file_is_acknowledged_with_its_receipt_and_counts(opened, page_store):
    app = send(opened(), ("日报.csv", GOOD))

    assert [box.value for box in app.success] == ["1 个文件已入库。"]
    receipt, title, name, *counts, days, result = rows_of(app, "upload_receipts")[0]
    assert receipt.startswith("20200930-")
    assert (title, name, counts) == ("生活必需品供应日报表", "日报.csv", ["1", "1", "0", "0"])
    assert (days, result) == ("2020年9月30日", "已入库")
    assert rice_on_hand(page_store) == [12.0]


def test_what_was_interpreted_is_said(opened, page_store):
    app = send(opened(), ("日报.csv", KILOGRAMS))

    assert rice_on_hand(page_store) == [12.0]
    assert any("公斤" in note for _, note in rows_of(app, "upload_notes"))


def test_a_bad_file_is_answered_with_every_problem_and_nothing_is_stored(opened, page_store):
    before = receipts(page_store)

    app = send(opened(), ("日报.csv", BAD))

    assert [box.value for box in app.error] == ["1 个文件未入库：整份文件都没有写入，请按下表修改后重新报送。"]
    assert [one["title"] for one in table_of(app, "upload_problems_0")["columns"]] == [
        "行", "列", "填写的内容", "问题", "怎么改",
    ]  # fmt: skip
    problems = rows_of(app, "upload_problems_0")
    assert [row[0] for row in problems] == ["2", "2", "3", "3", "3"]
    assert [row[2] for row in problems] == ["2020-09-31", "十二", "糖", "-1", "也许"]
    assert receipts(page_store) == before
    assert rice_on_hand(page_store) == []


def test_of_several_files_each_has_its_own_answer(opened, page_store):
    app = send(opened(), ("好.csv", GOOD), ("坏.csv", BAD))

    assert [row[2] for row in rows_of(app, "upload_receipts")] == ["好.csv"]
    assert "坏.csv：共 5 处问题" in [text.value for text in app.text]


def test_reruns_and_a_click_elsewhere_send_nothing_again(opened, page_store):
    app = send(opened(), ("日报.csv", GOOD))
    sent = receipts(page_store)

    for _ in range(3):
        app.run()
    app.selectbox[0].select("supply").run()

    assert receipts(page_store) == sent
    assert button(app).disabled


def test_the_same_file_again_changes_nothing_and_says_so(opened, page_store):
    send(opened(), ("日报.csv", GOOD))
    sent = receipts(page_store)

    app = send(opened(), ("日报.csv", GOOD))

    assert [box.value for box in app.info] == ["1 个文件以前已经入库，本次没有改动任何数据。"]
    assert rows_of(app, "upload_receipts")[0][-1] == "以前已入库"
    assert receipts(page_store) == sent


def test_after_an_import_the_page_says_when_figures_change_and_staff_may_start_the_run(opened):
    app = send(opened(), ("日报.csv", GOOD))

    assert "下一次评估后更新；目前页面数据截至 2020年9月29日。" in app.info[0].value
    assert "立即评估" in [one.label for one in app.button]


def test_who_may_not_start_the_run_is_not_offered_it(opened):
    app = send(opened("enterprise", topic="supply"), ("日报.csv", GOOD))

    assert app.success
    assert "立即评估" not in [one.label for one in app.button]


def test_an_enterprise_sends_its_own_rows_only(opened, page_store):
    app = send(opened("enterprise", topic="supply"), ("日报.csv", OF_ANOTHER))

    assert app.error
    assert rice_on_hand(page_store) == []
    assert [row[3] for row in rows_of(app, "upload_problems_0")] == ["不在您的填报范围内"]


def test_a_clerk_cannot_send_another_county_s_rows(opened, page_store):
    app = send(opened("clerk"), ("日报.csv", OF_ANOTHER))

    assert app.error
    assert rice_on_hand(page_store) == []


@pytest.mark.parametrize(("role", "topic", "may"), [
    ("staff", None, True), ("staff", "arrears_items", True), ("clerk", "market_status", True),
    ("enterprise", "supply", True), ("enterprise", None, False), ("enterprise", "enterprises", False),
    ("staff", "nonsense", False),
])  # fmt: skip
def test_which_sheets_are_whose_to_send(role, topic, may):
    assert may_send(user_of(role), topic) is may


def test_an_enterprise_is_asked_for_one_sheet(opened):
    assert list(topics_of(user_of("enterprise"))) == ["supply"]
    assert opened("enterprise").selectbox[0].options == ["生活必需品供应日报表"]


def test_recent_submissions_are_the_reader_s_own(opened):
    everything, own = words(opened("bureau")), words(opened("enterprise"))

    assert "market_status.xlsx" in everything
    assert "supply.xlsx" in own
    assert "market_status.xlsx" not in own
    assert [row[-1] for row in rows_of(opened("enterprise"), "upload_recent")] == ["● 已入库"]


def test_the_audit_names_who_sent(opened, page_store):
    send(opened("clerk"), ("日报.csv", GOOD))

    with page_store.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="source_file")
    assert told["actor"].iloc[-1] == "clerk name（clerk）"


def test_the_blank_sheet_is_an_excel_file_for_those_who_send_it(page_store):
    made = make_file(user_of("enterprise"), "upload", "template", {"topic": "supply"})

    assert made.filename == "生活必需品供应日报表（空白表）.xlsx"
    assert made.content[:2] == b"PK"
    for topic in ("enterprises", "x"):
        with pytest.raises(NotExportable):
            make_file(user_of("enterprise"), "upload", "template", {"topic": topic})


def test_the_problems_can_be_taken_away_by_who_sent_the_file_only(opened, page_store):
    app = send(opened("staff"), ("日报.csv", BAD))
    key = app.session_state["upload_sent"].outcomes[0].key

    assert make_file(user_of("staff"), "upload", "problems", {"key": key}).rows == 5
    assert make_file(user_of("staff"), "upload", "marked", {"key": key}).filename == "日报（标注）.xlsx"
    for role, asked in (("bureau", key), ("staff", "x")):
        for name in ("problems", "marked"):
            with pytest.raises(NotExportable):
                make_file(user_of(role), "upload", name, {"key": asked})


def test_a_failing_machine_is_told_from_a_bad_file(opened, monkeypatch):
    def fail(*args, **more):
        raise OSError("no space left on device")

    monkeypatch.setattr(delivery, "receive", fail)

    app = send(opened(), ("日报.csv", GOOD))

    assert [box.value for box in app.error] == [
        "1 个文件没有入库：系统故障，请稍后再试。请重报这些文件；已入库的文件重报不会重复。"
    ]
    assert not has(app, "upload_receipts")


def test_a_full_database_says_so_and_the_same_file_is_stored_once_when_there_is_room(opened, page_store):
    before = receipts(page_store)
    pages_left(page_store, 0)

    full = send(opened(), ("半年.csv", LONG.encode()), ("日报.csv", GOOD))

    assert [box.value for box in full.error] == [
        "2 个文件没有入库：数据库所在的磁盘已满，这一次没有保存任何内容；请联系系统管理员腾出空间后再试。"
        "请重报这些文件；已入库的文件重报不会重复。"
    ]
    assert (rice_on_hand(page_store, JUNE_1), receipts(page_store)) == ([], before)
    pages_left(page_store, None)
    again = send(send(full, ("半年.csv", LONG.encode())), ("半年.csv", LONG.encode()))
    assert [box.value for box in again.error] == []
    assert (rice_on_hand(page_store, JUNE_1), receipts(page_store)) == ([12.0], before + 1)


def test_while_files_are_read_the_page_shows_how_far_they_are(opened):
    app = opened()
    waiting = delivery.Sent(files=3, outcomes=[delivery.Outcome(filename="一.csv")], future=delivery.Future())
    app.session_state["upload_sent"] = waiting

    app.run()

    assert not app.exception
    assert "正在核对并入库：第 2/3 个文件…" in str(app.get("progress")[0].proto)


def quiet_history(store) -> None:
    """Eight quiet days of rice, so that there is something usual."""
    lines = [f"E01,大米,2020-09-{day},30,1,1,0,5.2,6.2,否" for day in range(20, 29)]
    receive(
        store, open_store.region(), (HEADER + "\n".join(lines)).encode(), filename="前日.csv", received_at=clock.now(),
        reporter=Reporter(name="从前", scope=EVERYTHING, role="staff"), because=lambda _: "演示",
    )  # fmt: skip


ODD = (HEADER + "E01,大米,2020-09-30,30,1,1,0,5.2,620,否\n").encode()


def test_an_odd_number_is_asked_about_and_stored_with_its_reason(opened, page_store):
    quiet_history(page_store)
    app = send(opened(), ("日报.csv", ODD))

    assert [box.value for box in app.warning] == [
        "1 个文件已收下，但有数字需要先核实；答复之前不计入任何数据，请看下方“请核实”。"
    ]
    assert rows_of(app, "held_1")[0][2:5] == ["零售价", "620", "疑似单位错"]
    assert rice_on_hand(page_store) == []

    app = opened()  # another session: the file waits
    press(app, "held_confirm_1")
    assert [box.value for box in app.warning] == ["还没有写明原因：每一处都要有原因才能入库。"]
    app.text_input(key="because_1").set_value("整袋礼盒价，已核对").run()
    press(app, "held_confirm_1")

    assert [box.value for box in app.success] == ["1 个文件已入库。"]
    assert rice_on_hand(page_store) == [30.0]


def test_a_file_with_an_odd_number_may_be_taken_down(opened, page_store):
    quiet_history(page_store)
    app = send(opened(), ("日报.csv", ODD))
    assert make_file(user_of("staff"), "upload", "questioned", {"number": "1"}).content[:2] == b"PK"
    for role, number in (("bureau", "1"), ("staff", "2"), ("staff", "x"), ("clerk", "1")):
        with pytest.raises(NotExportable):
            make_file(user_of(role), "upload", "questioned", {"number": number})

    press(app, "held_withdraw_1")

    assert [box.value for box in app.warning][-1] == "文件已撤下，没有计入任何数据。请改正原表后重新报送。"
    with pytest.raises(NotExportable):
        make_file(user_of("staff"), "upload", "questioned", {"number": "1"})
    assert not has(app, "held_1")
    assert rice_on_hand(page_store) == []


def test_of_two_windows_with_one_question_the_slower_is_told_what_became_of_it(opened, page_store):
    quiet_history(page_store)
    one = send(opened(), ("日报.csv", ODD))
    other = opened()
    one.text_input(key="because_1").set_value("礼盒价").run()
    press(one, "held_confirm_1")
    one.session_state["upload_sent"].wait(20)

    told = [box.value for box in press(other, "held_withdraw_1").warning]

    assert told[0] == "《日报.csv》已在另一个窗口答复并入库，回执 20200930-000011；您这一次没有改动任何数据。"
    assert rice_on_hand(page_store) == [30.0]


def test_an_answer_to_questions_that_changed_meanwhile_is_not_taken(opened, page_store):
    quiet_history(page_store)
    app = send(opened(), ("日报.csv", ODD))
    other = opened()
    lines = [f"E01,大米,2020-09-{day},30,1,1,0,5.2,{12 + day % 2},否" for day in range(20, 29)]
    receive(page_store, open_store.region(), (HEADER + "\n".join(lines)).encode(), filename="更正.csv",
            received_at=clock.now(), reporter=Reporter(name="从前", scope=EVERYTHING, role="staff"),
            because=lambda _: "演示")  # fmt: skip
    send(app, ("日报.csv", ODD))  # sent again: what is asked is of now

    other.text_input(key="because_1").set_value("读的是旧疑点")
    told = [box.value for box in press(other, "held_confirm_1").warning]

    assert told[0] == "没有入库：这份文件的疑点刚有变化（库中的数据已更新）。请看过最新的疑点后再答复。"
    assert rice_on_hand(page_store) == []


def press(app, key: str):
    next(one for one in app.button if one.key == key).click().run()
    assert not app.exception
    return app


PAID = "台账编号,付款凭证号,付款日期,清偿金额(万元)\nQ001,P9,2020-09-25,{}\n"


def withdrawn(store, receipt: str) -> None:
    """The prefecture takes a batch back."""
    with store.reading() as conn:
        row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt)
    signer = Signer(uid="qian", name="王签发", role="bureau", scope=EVERYTHING, duties=frozenset({"issue"}))
    sign(store, row["submission"], Step.WITHDRAW, signer=signer, at=clock.now(), reason="凭证作废",
         expected_revision=row["revision"])  # fmt: skip


def test_a_returned_file_tells_who_sent_it_why_until_it_is_sent_again(opened, page_store):
    app = send(opened("clerk"), ("清偿.csv", PAID.format(5).encode()))
    receipt = rows_of(app, "upload_receipts")[0][0]
    with page_store.reading() as conn:
        row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt)
    signer = Signer(uid="shen", name="马审核", role="clerk", scope=user_of("clerk").scope, duties=frozenset({"review"}))
    sign(page_store, row["submission"], Step.RETURN, signer=signer, at=clock.now(), reason="应为 4 万元",
         expected_revision=row["revision"])  # fmt: skip

    told, others = opened("clerk"), opened("bureau")

    assert [box.value for box in told.error] == ["《拖欠账款清偿明细表》（2020-09-25）已退回，请修改后重新报送。"]
    assert "理由　马审核（shen）：应为 4 万元" in [one.value for one in told.text]
    assert rows_of(told, "upload_recent")[0][-1] == "↩ 已退回"
    assert not others.error  # it is not theirs to mend
    mended = send(told, ("清偿.csv", PAID.format(4).encode()))
    assert not mended.error
    assert rows_of(mended, "upload_recent")[0][-1] == "◌ 待审核（暂）"
    withdrawn(page_store, rows_of(mended, "upload_receipts")[0][0])
    assert [box.value for box in opened("clerk").error] == [
        "《拖欠账款清偿明细表》（2020-09-25）已撤回，请修改后重新报送。"
    ]
