"""The page of notices: the call list with masked numbers, the printable files, and the state of the outbox."""

import datetime as dt
import io

import openpyxl
import pytest

from data.store import cases, outbox
from pages.door.exports import make_file
from tests.pages import small_town
from tests.pages.reading import rows_of, table_of, user_of, words

DUE = dt.datetime(2020, 9, 25, 10, tzinfo=dt.UTC)
NOW = dt.datetime(2020, 9, 30, 4, tzinfo=dt.UTC)


@pytest.fixture
def page_store_url(tmp_store_url, monkeypatch, tmp_path):
    monkeypatch.setenv("MONITOR_LOCAL", str(tmp_path))
    (tmp_path / "phones.csv").write_text("单位,电话\n临夏县人民政府,09301234567\n", encoding="utf-8-sig")
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def town(page_store):
    """The small town with an overdue red case (alerts 1 and 2) and one of the other county that nobody has taken."""
    row = {
        "subject": small_town.FULL, "cause": "supply", "county": small_town.FULL, "severity": "red", "active": True,
        "status": "handling", "level": "county", "owner": "临夏县人民政府", "opened_for": dt.date(2020, 9, 20),
        "due": DUE,
    }  # fmt: skip
    other = row | {"subject": small_town.PART, "county": small_town.PART, "severity": "yellow", "owner": None,
                   "level": "prefecture", "status": "new"}  # fmt: skip
    with page_store.writing(at=DUE) as conn:
        cases.join(conn, cases.open(conn, row, at=DUE, actor="machine"), [1, 2], at=DUE)
        cases.open(conn, other, at=DUE, actor="machine")
    return page_store


def test_whom_to_call_gravest_first_with_masked_numbers(signed_in, town):
    app = signed_in("bureau", "notices")

    calls = rows_of(app, "notice_calls")
    told = {row[1]: row[2:4] for row in calls}
    notes = {row["cells"][1]["text"]: [cell["note"] for cell in row["cells"][1:3]]
             for row in table_of(app, "notice_calls")["rows"]}  # fmt: skip
    assert told["临夏县人民政府"] == ["1号 临夏县 · 生活必需品", "9月25日 18:00"]
    assert notes["临夏县人民政府"] == ["093****4567", "已超期：请立即办结，办不结的书面说明"]
    assert notes["州级专班"][1] == "已提级，尚无人认领：请认领并签收"
    assert [row[1] for row in calls][-1] == "州级专班"


def test_a_clerk_sees_the_own_county_and_no_outbox(signed_in, town):
    app = signed_in("clerk", "notices")

    assert "康乐县" not in words(app)
    matters = {row[2] for row in rows_of(app, "notice_calls")}
    assert matters == {"1号 临夏县 · 生活必需品", "1号 福临商贸", "1号 清河超市"}
    assert "发送情况" not in str(app.get("button_group"))


@pytest.mark.parametrize(("role", "phone"), [("clerk", "09301234567"), ("leader", "093****4567")])
def test_the_printed_list_has_whole_numbers_for_those_who_act(town, role, phone):
    file = make_file(user_of(role), "notices", "calls", {})

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    lines = {row[2]: row for row in sheet.iter_rows(values_only=True, min_row=4)}
    assert lines["临夏县人民政府"][3] == phone
    assert sheet.page_setup.orientation == "landscape"


def test_the_digest_of_a_county_is_one_page_without_script(town):
    file = make_file(user_of("clerk"), "notices", "digest", {})

    page = file.content.decode()
    assert (file.filename, file.rows) == ("每日通报_20200930.html", 1)
    assert "临夏县保市场主体每日通报" in page
    assert "康乐县" not in page
    assert "<script" not in page


def test_the_outbox_says_what_was_sent_what_waits_and_why_something_failed(signed_in, town):
    with town.noting() as conn:
        for number, (tries, failure) in enumerate([(1, None), (1, "unreachable"), (6, "refused 503"), (0, None)], 1):
            said = {"message": f"case/1/{number}", "channel": "值班室", "title": "Ⅰ级 红色 提级", "body": "", "at": NOW}
            outbox.put(conn, **said)
            for done in range(tries):
                outbox.claim(conn, number, tries=done, next_try=NOW + dt.timedelta(minutes=5))
                outbox.tried(conn, number, at=NOW, failure=failure)

    rows = rows_of(signed_in("staff", "notices", tab="sent"), "notice_sent")

    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("待发送", "0", ""),
        ("发送失败", "6", "对方拒收（503）"),
        ("待发送", "1", "连接不上；2020-09-30 12:05 再试"),
        ("已发送", "1", "2020-09-30 12:00"),
    ]
