"""The web forms: pre-filled, saved cell by cell, checked and sent like files; of two one wins, the other is told."""

import datetime as dt

import pytest

from data.intake import Reporter, forms, receive
from data.intake.approval import Signer, Step
from data.intake.signing import sign
from data.store import arrears, drafts, submissions, supply
from data.store.drafts import Place
from data.store.scope import EVERYTHING, Scope
from data.store.unserved import Busy
from pages.door import clock, open_store
from pages.intake.form_steps import STATE
from pages.intake.reported import first_day, marked, told
from tests.pages import small_town
from tests.pages.reading import rows_of, words

DAY = dt.date(2020, 9, 29)
SUPPLY = Place(topic="supply", day=DAY, county="622921", enterprise="E01")
RICE, OIL = 0, 1
GOOD = {"on_hand": "12.5", "inflow": "1", "outflow": "1.5"}


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def opened(signed_in):
    """Open the form of a topic; it must not break."""

    def open_it(role="enterprise", topic="supply", **query):
        app = signed_in(role, "forms", topic=topic, **query)
        assert not app.exception
        return app

    return open_it


def fill(app, rows: dict[int, dict]):
    """Type into the grid, as the browser reports it: all edits since the grid was drawn."""
    state = app.session_state[STATE]
    app.session_state[state.grid] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    app.run()
    assert not app.exception
    return app


def press(app, key: str):
    next(one for one in app.button if one.key == key).click().run()
    assert not app.exception
    return app


def kept(store, place=SUPPLY):
    with store.reading() as conn:
        return drafts.find(conn, scope=EVERYTHING, place=place)


def on_hand(store, day=DAY) -> dict[str, float]:
    with store.reading() as conn:
        told = supply.daily(conn, scope=EVERYTHING, as_known=None, since=day, until=day)
    return {f"{e}:{c}": v for e, c, v in zip(told["enterprise"], told["category"], told["on_hand"])}


def test_the_form_shows_own_lines_with_what_was_last_and_usual(opened, page_store):
    app = opened(period="2020-09-28")

    form = app.session_state[STATE].form
    assert [line.name for line in form.lines] == ["清河超市 大米", "清河超市 食用油"]
    assert "尚未填写" in words(app)
    assert kept(page_store) is None  # looking begins nothing


def test_every_cell_is_saved_and_is_there_again_in_another_session(opened, page_store):
    fill(opened(), {RICE: {"on_hand": "12.5"}})

    again = opened()

    assert kept(page_store).cells == {"E01:rice": {"on_hand": "12.5"}}
    assert again.session_state[STATE].cells == {"E01:rice": {"on_hand": "12.5"}}
    assert "草稿已保存 2020-09-30 12:00（enterprise name）" in words(again)
    assert rows_of(again, "form_drafts")[0][:4] == ["生活必需品供应日报表", "E01", "2020年9月29日", "◌ 草稿（未报送）"]


def test_a_draft_counts_for_nothing(opened, page_store):
    before = page_store.version()

    fill(opened(), {RICE: GOOD})

    assert on_hand(page_store)["E01:rice"] == 30.0
    assert page_store.version() == before


def test_only_asked_cells_of_own_lines_are_heard(opened):
    form = opened().session_state[STATE].form

    said = forms.edited(form, {}, {RICE: {"enterprise": "E03", "valid_for": "2020-01-01", "on_hand": "5"}, 99: GOOD})

    assert said == {"E01:rice": {"on_hand": "5"}}


def test_checking_names_every_problem_at_its_cell_and_stores_nothing(opened, page_store):
    app = press(fill(opened(), {RICE: {"on_hand": "十二", "inflow": "-1"}}), "form_check")

    assert [row[:4] for row in rows_of(app, "form_checked")] == [
        ["清河超市 大米", "库存(吨)", "十二", "不是数字"],
        ["清河超市 大米", "进货(吨)", "-1", "是负数"],
    ]
    assert on_hand(page_store)["E01:rice"] == 30.0


def test_a_form_that_is_sent_gets_a_receipt_and_its_draft_is_closed(opened, page_store):
    app = press(fill(opened(), {RICE: {"on_hand": "１２.5", "outflow": "1.5"}}), "form_send")
    app.session_state["form_sent"].wait(20)
    app.run()

    receipt = rows_of(app, "upload_receipts")[0]
    assert receipt[2] == "生活必需品供应日报表_E01_2020-09-29（在线填报）.csv"
    assert on_hand(page_store) == {**on_hand(page_store), "E01:rice": 12.5, "E01:oil": 0.0}
    assert kept(page_store) is None
    assert rows_of(app, "form_drafts")[0][3::3] == ["● 已报送", receipt[0]]
    assert any("全角字符" in note for _, note in rows_of(app, "upload_notes"))  # read as a file's cells are


def test_a_refused_form_keeps_its_draft(opened, page_store):
    app = press(fill(opened(), {RICE: {"on_hand": "十二"}}), "form_send")
    app.session_state["form_sent"].wait(20)
    app.run()

    assert "没有入库：有 1 处问题，草稿仍在，改正后再报送。" in [box.value for box in app.error]
    assert rows_of(app, "form_problems")[0][:3] == ["清河超市 大米", "库存(吨)", "十二"]
    assert kept(page_store).cells == {"E01:rice": {"on_hand": "十二"}}


def quiet_history(store) -> None:
    """Eight quiet days of rice, so that there is something usual."""
    header = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨),零售价(元/公斤)\n"
    rows = [f"E01,大米,2020-09-{day},30,1,1,6.2" for day in range(20, 29)]
    receive(
        store, open_store.region(), (header + "\n".join(rows)).encode(), filename="前日.csv", received_at=clock.now(),
        reporter=Reporter(name="从前", scope=EVERYTHING, role="staff"), because=lambda _: "演示",
    )  # fmt: skip


def test_an_odd_number_is_asked_about_and_stored_with_its_reason(opened, page_store):
    quiet_history(page_store)
    app = press(fill(opened(), {RICE: {"retail_price": "620"}}), "form_check")
    assert rows_of(app, "form_doubts")[0][:4] == ["清河超市 大米", "零售价", "620", "疑似单位错"]

    press(app, "form_send")
    app.session_state["form_sent"].wait(20)
    app.run()
    assert kept(page_store) is not None  # held: counts for nothing yet
    assert rows_of(app, "held_1")[0][1:4] == ["清河超市 大米", "零售价", "620"]  # the form's line, not a row of a file
    app.text_input(key="because_1").set_value("礼盒价，已核对").run()
    press(app, "held_confirm_1")
    app.session_state["form_sent"].wait(20)
    app.run()

    assert rows_of(app, "form_drafts")[0][3] == "● 已报送"
    assert kept(page_store) is None


def test_of_two_who_fill_in_the_same_form_one_wins_and_the_other_is_told(opened, page_store):
    one, other = opened("clerk", "market_status"), opened("bureau", "market_status", county="622921")
    place = one.session_state[STATE].form.place

    fill(one, {0: {"stalls_open": "80"}})
    fill(other, {0: {"stalls_open": "70"}})

    assert kept(page_store, place).cells == {"M001": {"stalls_open": "80"}}
    told = [box.value for box in other.warning]
    assert told[0] == "没有保存：同一张表刚被别人改动。您刚填的是：北门菜市场“开业摊位”70。请看过最新内容后再填。"
    assert other.session_state[STATE].cells == {"M001": {"stalls_open": "80"}}
    fill(other, {0: {"stalls_open": "75"}})
    assert kept(page_store, place).cells == {"M001": {"stalls_open": "75"}}
    assert one.run().warning[0].value.startswith("这张表刚由 bureau name 于 2020-09-30 12:00 保存")


def test_what_is_typed_while_the_database_is_locked_stays_in_the_grid_and_is_saved_by_the_next_click(
    opened, page_store, monkeypatch
):
    app = opened()

    with monkeypatch.context() as locked:
        locked.setattr(drafts, "save", lambda *_, **__: (_ for _ in ()).throw(Busy))
        fill(app, {RICE: {"on_hand": "12.5"}})

    (said,) = [box.value for box in app.warning]
    assert said.startswith("数据库正被另一个程序占用，这一次没有保存任何内容，请稍后再试。刚填的内容还在表格里")
    assert "刚填的内容还没有保存" in words(app)
    assert kept(page_store) is None
    press(app, "form_check")
    assert kept(page_store).cells == {"E01:rice": {"on_hand": "12.5"}}
    assert "草稿已保存" in words(app)


def test_a_draft_says_what_has_moved_on_below_it(opened, page_store):
    fill(opened(), {RICE: {"on_hand": "12"}})
    text = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨)\nE01,大米,2020-09-29,28,0,3\nE01,大米,2020-09-28,31,0,1\n"
    receive(page_store, open_store.region(), text.encode(), filename="更正.csv", received_at=clock.now(),
            reporter=Reporter(name="别人", scope=EVERYTHING, role="staff"))  # fmt: skip

    (said,) = [box.value for box in opened().warning]

    assert "清河超市 大米“库存”本期已报 30，现为 28" in said
    assert "清河超市 大米“库存”上次 （无），现为 31" in said
    assert kept(page_store).cells == {"E01:rice": {"on_hand": "12"}}


def test_a_draft_of_an_older_template_says_so_and_what_has_no_place_any_more(opened, page_store):
    with page_store.noting() as conn:
        drafts.save(
            conn, SUPPLY, scope=EVERYTHING, cells={"E01:rice": {"on_hand": "12", "gone": "七"}}, template="supply-0000",
            base={}, seconds=0, expected_revision=None, uid="enterprise", at=clock.wall(),
        )  # fmt: skip

    said = [box.value for box in opened().warning]

    assert said[0].startswith("起草之后表样已更新")
    assert said[1] == "新表样或名录中没有位置、因此未带入的内容：七"


def test_a_draft_is_seen_by_those_whose_rows_it_is_about(opened, page_store):
    fill(opened(), {RICE: {"on_hand": "12"}})
    fill(opened("clerk", "market_status"), {0: {"stalls_open": "80"}})

    with page_store.reading() as conn:
        seen = {
            name: [one.topic for one in drafts.mine(conn, scope=scope, uid=uid, since=clock.wall() - dt.timedelta(1))]
            for name, scope, uid in (
                ("firm", Scope(counties=None, enterprise="E01"), "enterprise"),
                ("other firm", Scope(counties=None, enterprise="E02"), "another"),
                ("county", Scope(counties=frozenset({"622921"})), "colleague"),
                ("other county", Scope(counties=frozenset({"622922"})), "clerk"),
                ("office", EVERYTHING, "bureau"),
            )
        }

    assert seen == {"firm": ["supply"], "other firm": [], "county": ["market_status"], "other county": [], "office": []}


def test_lists_are_free_lines(opened, page_store):
    app = opened("clerk", "arrears_payments")
    fill(app, {0: {"item": "Q001", "voucher": "P9", "valid_for": "2020-09-25", "paid": "5"}})
    press(app, "form_send")
    app.session_state["form_sent"].wait(20)
    app.run()

    assert rows_of(app, "upload_receipts")[0][3:5] == ["1", "1"]


def test_what_a_free_line_refers_to_is_offered_by_name_with_what_is_left(opened):
    payments = opened("clerk", "arrears_payments").session_state[STATE].form
    visits = opened("clerk", "visits").session_state[STATE].form

    assert payments.choices == {
        "Q001": "Q001　临夏县演示交通局　尚欠 2250 万元", "Q002": "Q002　临夏县演示医院　尚欠 30 万元",
    }  # fmt: skip
    assert visits.choices["E01"] == "E01　清河超市"


def test_a_discarded_draft_is_gone_for_good(opened, page_store):
    app = press(fill(opened(), {RICE: GOOD}), "form_discard")

    assert kept(page_store) is None
    assert "草稿已作废。" in [box.value for box in app.warning]
    assert rows_of(app, "form_drafts")[0][3] == "⊘ 已作废"


def sent(app):
    """Send the form and wait for its answer."""
    press(app, "form_send")
    app.session_state["form_sent"].wait(20)
    return app.run()


PAID = {"item": "Q001", "voucher": "P9", "valid_for": "2020-09-25", "paid": "5"}
COUNTY = Scope(counties=frozenset({"622921"}))


def returned(store, receipt: str, reason: str) -> None:
    """A colleague with the duty sends it back."""
    with store.reading() as conn:
        row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt)
    signer = Signer(uid="shen", name="马审核", role="clerk", scope=COUNTY, duties=frozenset({"review"}))
    sign(store, row["submission"], Step.RETURN, signer=signer, at=clock.now(), reason=reason,
         expected_revision=row["revision"])  # fmt: skip


def test_a_returned_form_opens_again_with_what_was_sent_and_the_reason(opened, page_store):
    app = sent(fill(opened("clerk", "arrears_payments"), {2: PAID}))
    (receipt,) = [row[0] for row in rows_of(app, "upload_receipts")]
    returned(page_store, receipt, "金额与凭证不符，应为 4 万元")

    again = opened("clerk", "arrears_payments")

    assert f"这张表已退回（2020-09-30 12:00，原回执 {receipt}），请按下面的理由修改后重新报送。" in [
        box.value for box in again.error
    ]
    assert "理由　马审核（shen）：金额与凭证不符，应为 4 万元" in [one.value for one in again.text]
    assert again.session_state[STATE].shown == {"+3": PAID}
    assert rows_of(again, "form_drafts")[0][3] == "↩ 已退回，待修改"

    sent(fill(again, {2: {"paid": "4"}}))

    with page_store.reading() as conn:
        told = arrears.payments(conn, scope=EVERYTHING, as_known=None)
    assert told[told["voucher"] == "P9"]["paid"].tolist() == [4.0]
    fresh = opened("clerk", "arrears_payments")
    assert not fresh.error
    assert fresh.session_state[STATE].shown == {}


def test_what_was_sent_again_as_a_file_is_not_asked_for_in_the_form(opened, page_store):
    app = sent(fill(opened("clerk", "arrears_payments"), {0: PAID}))
    returned(page_store, rows_of(app, "upload_receipts")[0][0], "金额不符")
    text = "台账编号,付款凭证号,付款日期,清偿金额(万元)\nQ001,P9,2020-09-25,4\n"
    receive(page_store, open_store.region(), text.encode(), filename="更正.csv", received_at=clock.now(),
            reporter=Reporter(name="马填报", scope=COUNTY, role="clerk"))  # fmt: skip

    assert opened("clerk", "arrears_payments").session_state[STATE].back is None


def test_a_month_without_payment_is_a_confirmed_nought_and_neither_missing_nor_not_due(opened, page_store):
    def marks(day: dt.date) -> dict[str, str]:
        with page_store.reading() as conn:
            now, topic = clock.now(), "arrears_payments"
            since = first_day(topic, now)
            found = marked(told(conn, scope=EVERYTHING, as_known=None, topic=topic, since=since), topic=topic, now=now)
        rows = found.timeliness.marks[["unit", "date", "state"]].itertuples(index=False)
        return {unit: state for unit, period, state in rows if period == day}

    july = dt.date(2020, 7, 31)
    assert marks(july)["622921"] == "missing"

    app = sent(press(opened("clerk", "arrears_payments", period="2020-07-31"), "form_nought"))

    assert rows_of(app, "upload_receipts")[0][3:5] == ["1", "1"]
    assert marks(july) == {**marks(july), "622921": "zero_late", "622922": "missing"}
    assert marks(dt.date(2020, 9, 30))["622922"] == "not_due"


def test_a_day_without_any_change_is_filled_in_by_one_click_and_what_was_typed_stays(opened, page_store):
    quiet_history(page_store)

    press(fill(opened(), {RICE: {"outflow": "2"}}), "form_nought")

    assert kept(page_store).cells == {
        "E01:rice": {"inflow": "0", "outflow": "2", "on_hand": "30"}, "E01:oil": {"inflow": "0", "outflow": "0"},
    }  # fmt: skip


def test_a_month_of_measures_is_a_form_of_the_countys_own_targets(opened, page_store):
    app = opened("clerk", "measure_progress", period="2020-09-30")
    form = app.session_state[STATE].form
    at = next(n for n, line in enumerate(form.lines) if "新增上云企业（家）" in line.name)

    app = sent(fill(app, {at: {"done": "36"}}))

    assert rows_of(app, "upload_receipts")[0][3:5] == ["1", "1"]
    assert {line.given["county"] for line in form.lines} == {"临夏县"}
    own = opened("bureau", "measure_progress", county="622900").session_state[STATE].form
    assert {line.given["county"] for line in own.lines} == {"州本级"}
