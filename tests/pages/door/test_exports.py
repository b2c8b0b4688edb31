"""Files to take away: by right, on record, and harmless in a spreadsheet."""

import asyncio
import csv
import importlib
import io
from types import SimpleNamespace

import httpx
import openpyxl
import pandas as pd
import pytest
from starlette.applications import Starlette

from data.store import events, setting
from data.store.scope import EVERYTHING, Scope
from pages.door import exports, gate
from pages.door.exports import EXPORTS, File, NotExportable, export, export_url, make_file
from pages.door.identity import Identity, User
from pages.door.routes import ROUTES
from pages.door.sheet_file import DEMO_LINE, Stamp, csv_file, marked, workbook
from pages.registry import PAGES, page_at
from tests.pages.conftest import COUNTY

CLERK = User(uid="clerk", name="clerk name", role="clerk", scope=Scope(counties=frozenset({COUNTY})))
STAMP = Stamp(as_of="2020-09-29", known_at="2020-09-30 12:00", places="临夏县", who="张三（zhang）",
              at="2020-09-30 12:00", demo=False)  # fmt: skip
LEADER = User(uid="leader", name="leader name", role="leader", scope=EVERYTHING)


@pytest.fixture
def declared(monkeypatch):
    """A page with two exports, as a page module declares them."""
    monkeypatch.setattr(exports, "importlib", SimpleNamespace(import_module=lambda _name: None))  # its own name only
    monkeypatch.setattr(exports, "EXPORTS", {})

    @export("alerts", "living", title="在办预警")
    def living(user, *, county=None):
        counties = [county] if county else ["622921", "622922"]
        return pd.DataFrame({"县市": [c for c in counties if user.scope.covers(c)], "数": 1})

    @export("alerts", "book", title="台账")
    def book(user) -> File:
        return File(filename="台账.docx", content=b"PK", rows=0, original=True)

    return exports.EXPORTS


def take(user, path):
    """What our own routes answer when the gate says who asks."""

    async def introduced(scope, receive, send):
        scope[gate.IDENTITY] = Identity(user=user, session="s", must_change=False)
        await Starlette(routes=ROUTES)(scope, receive, send)

    async def ask():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(introduced), base_url="http://here") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_a_file_holds_what_its_reader_may_see(page_store, declared):
    answer = take(CLERK, "/export/alerts/living?format=csv")

    assert answer.status_code == 200
    said, *table = answer.content.decode("utf-8-sig").splitlines()
    assert said == "数据截至 尚未评估；按 2020-09-30 12:00 所知；范围 临夏县；clerk name（clerk） 2020-09-30 12:00 导出"
    assert table == ["县市,数", "622921,1"]
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E5%9C%A8%E5%8A%9E")


def test_a_file_taken_away_is_on_record(page_store, declared):
    take(CLERK, f"/export/alerts/living?county={COUNTY}")

    with page_store.reading() as conn:
        noted = events.history(conn, scope=EVERYTHING).iloc[0]
    assert (noted["actor"], noted["action"], noted["object_id"]) == ("clerk", "export", "alerts/living")
    assert noted["detail"]["params"] == {"county": "622921"}
    assert noted["detail"]["rows"] == 1


def test_who_may_not_export_gets_nothing_and_the_attempt_is_all_that_is_recorded(page_store, declared):
    enterprise = User(uid="e", name="e", role="enterprise", scope=Scope(counties=None, enterprise="E01"))

    assert take(enterprise, "/export/alerts/living").status_code == 403
    assert take(LEADER, "/export/accounts/all").status_code == 403
    with page_store.reading() as conn:
        told = events.history(conn, scope=EVERYTHING)
    assert set(zip(told["actor"], told["action"], told["object_id"])) == {
        ("e", "attempt", "/export/alerts/living"), (LEADER.uid, "attempt", "/export/accounts/all")
    }  # fmt: skip


def test_an_unknown_export_or_parameter_is_not_found(page_store, declared):
    assert take(CLERK, "/export/alerts/nothing").status_code == 404
    assert take(CLERK, "/export/alerts/living?user=admin").status_code == 404
    assert take(CLERK, "/export/alerts/living?scope=all").status_code == 404
    assert take(CLERK, "/export/alerts/living?format=exe").status_code == 404
    with pytest.raises(NotExportable):
        make_file(LEADER, "nowhere", "living", {})


def test_a_page_may_hand_out_a_file_of_its_own_making(page_store, declared):
    assert make_file(LEADER, "alerts", "book", {}) == File(filename="台账.docx", content=b"PK", rows=0, original=True)


def test_demo_data_is_marked_in_the_file_and_in_its_name(page_store, declared):
    with page_store.writing(at=pd.Timestamp("2020-09-30", tz="UTC").to_pydatetime()) as conn:
        setting.put(conn, setting.DEMO, True)

    file, table = (make_file(LEADER, "alerts", "living", {"format": one}) for one in ("csv", "xlsx"))

    assert file.content.decode("utf-8-sig").startswith(DEMO_LINE)
    assert file.filename == "在办预警_演示数据_20200930.csv"
    page = openpyxl.load_workbook(io.BytesIO(table.content)).active
    assert page["A2"].value.startswith(DEMO_LINE)
    assert "演示数据 leader name" in page.oddFooter.left.text
    assert "演示数据" in page.oddHeader.center.text


def test_the_address_leaves_out_what_was_not_chosen():
    assert export_url("alerts", "living", county=None, on="2020-03-01") == "/export/alerts/living?on=2020-03-01"
    assert export_url("alerts", "living") == "/export/alerts/living"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000="])
def test_no_cell_becomes_a_formula(start):
    frame = pd.DataFrame({f"{start}HEAD()": [f"{start}cmd|' /C calc'!A0", "plain"], "n": [-1.5, 2]})

    rows = list(csv.reader(io.StringIO(csv_file(frame, STAMP).decode("utf-8-sig"))))

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = openpyxl.load_workbook(io.BytesIO(workbook(frame, STAMP, title="=表"))).active
    assert rows[1][0].startswith("'")
    assert rows[2][0].startswith("'")
    assert [cell.data_type for row in made for cell in row if cell.data_type == "f"] == []
    assert made["A4"].quotePrefix
    assert [cell.data_type for row in book.active for cell in row if cell.data_type == "f"] == []
    assert [row[1] for row in rows[2:]] == ["-1.5", "2.0"]


def test_the_frame_itself_is_not_changed():
    frame = pd.DataFrame({"a": ["=1"], "b": [None]})
    csv_file(frame, STAMP)
    workbook(frame, STAMP, title="表")
    assert frame.to_dict("list") == {"a": ["=1"], "b": [None]}


def test_chinese_survives_the_way_to_excel():
    content = csv_file(pd.DataFrame({"县市": ["东乡县"]}), STAMP)
    assert content == b"\xef\xbb\xbf" + f"{STAMP.line}\r\n县市\r\n东乡县\r\n".encode()


def test_a_stamped_workbook_keeps_its_cells_and_has_one_header():
    book = openpyxl.Workbook()
    book.active["A1"] = "原样"
    book.create_sheet("二").append([1, 2])
    book["二"].oddFooter.center.text = "旧"
    content = io.BytesIO()
    book.save(content)

    twice = marked(marked(content.getvalue(), STAMP), STAMP)

    stamped = openpyxl.load_workbook(io.BytesIO(twice))
    assert stamped.active["A1"].value == "原样"
    assert [sheet.oddFooter.left.text for sheet in stamped] == ["张三（zhang） 2020-09-30 12:00"] * 2
    assert "数据截至 2020-09-29" in stamped["二"].oddHeader.left.text


def test_what_a_cell_can_hold_is_written_as_people_read_it():
    frame = pd.DataFrame(
        {"甲": [None, 1.5, float("nan")], "乙": [True, False, None], "丙": pd.to_datetime(["2020-03-01"] * 3)}
    )

    page = openpyxl.load_workbook(io.BytesIO(workbook(frame, STAMP, title="表"))).active

    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    assert rows == [[None, "是", "2020-03-01"], [1.5, "否", "2020-03-01"], [None, None, "2020-03-01"]]
    assert page.freeze_panes == "A4"
    assert page.print_title_rows == "$1:$3"


def test_every_declared_export_belongs_to_a_page_that_allows_it():
    for entry in PAGES:
        importlib.import_module(entry.module)
    assert all("export" in page_at(page).actions for page, _ in EXPORTS)
