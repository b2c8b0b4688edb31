"""Files from anywhere: whatever the bytes, a receipt or a reason in Chinese, nothing half stored."""

import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake import Held, Refused
from data.intake.marking import marked, marks_of
from tests.data.intake.conftest import COUNTS_HEADER, workbook
from tests.data.intake.stored import facts_of, looking_at

ROW = ["临夏县", "个体工商户", "2020-03-01", 8308, 10, 8, 0, 0, 0, 0, 8310]
BOOK = workbook([COUNTS_HEADER.split(","), ROW])
SHEET = "xl/worksheets/sheet1.xml"
CHINESE = re.compile(r"[一-鿿]")
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
HOSTILE = st.sampled_from([
    "<", "&", "&lt;", "<c/>", "<row r='0'/>", "<row r='99999999'/>", "<c r='ZZZ9'/>", "<f/>", "<v>1e999</v>", "<v/>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<mergeCell ref='x'/>", "<col min='x' hidden='1'/>", "<c t='s'><v>9</v></c>",
    "<a>" * 60, "]]>", "\x00", "s='-1' ", "t='d' ", "<c r='A1' s='99999'><v>7</v></c>",
])  # fmt: skip


def survives(send, store, content: bytes, name: str) -> None:
    """A receipt, or reasons; a refused file leaves no row, and can be marked or is left alone."""
    with looking_at(store) as conn:
        before = sum(facts_of(conn).values())
        try:
            receipt = send(content, name)
        except (Refused, Held) as answer:
            told = getattr(answer, "problems", None) or answer.doubts
            assert all(CHINESE.search(one.reason) for one in told)
            again = marked(content, marks_of(told))
            assert again is None or zipfile.ZipFile(io.BytesIO(again)).testzip() is None
            assert sum(facts_of(conn).values()) == before
        else:
            assert sum(facts_of(conn).values()) - before == receipt.new + receipt.changed


@given(content=st.binary(max_size=300), start=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]))
@FEW
def test_random_bytes(content, start, send, store):
    survives(send, store, start + content, "报表.xlsx")


@given(cut=st.integers(0, len(BOOK)))
@FEW
def test_truncated_workbooks(cut, send, store):
    survives(send, store, BOOK[:cut], "报表.xlsx")


@given(where=st.integers(0, 5_000), piece=HOSTILE, part=st.sampled_from([SHEET, "xl/styles.xml", "xl/workbook.xml"]))
@FEW
def test_hostile_xml(where, piece, part, send, store):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            at = where % (len(data) + 1)
            new.writestr(name, data[:at] + piece.encode() + data[at:] if name == part else data)
    survives(send, store, out.getvalue(), "报表.xlsx")


@given(text=st.text(max_size=200), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@FEW
def test_random_text_below_a_good_header(text, encoding, send, store):
    survives(send, store, f"{COUNTS_HEADER}\n{text}".encode(encoding, "replace"), "报表.csv")


@pytest.mark.parametrize("name", ["xl/comments1.xml", "xl/drawings/marks1.vml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_marked_workbook_that_was_damaged_survives(name, send, store):
    again = marked(workbook([COUNTS_HEADER.split(","), [*ROW[:-1], 1]]), marks_of([_problem()]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(again)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, b"<broken" if entry == name else old.read(entry))

    survives(send, store, out.getvalue(), "报表.xlsx")


def _problem() -> dict:
    return {"sheet": "Sheet1", "cell": "K2", "header": "期末实有", "found": "1", "reason": "不平", "advice": "请核对"}
