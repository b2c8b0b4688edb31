"""调运建议 on the page: what is short, who sends to whom, the printable slip, and who may see it."""

import io

import openpyxl
import pandas as pd
import pytest

from data.store import dispatch
from pages.door.exports import NotExportable, make_file
from tests.data.store.sending import balance_frame, line_frame
from tests.pages import small_town
from tests.pages.conftest import NOW
from tests.pages.reading import cards_of, has, rows_of, user_of

REGION, FULL, PART = "622900", "622921", "622922"


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def proposed(page_store):
    """One line of rice from E02 to E01, and oil short everywhere."""
    day = small_town.DAY
    line = line_frame(date=day, sender="E02", receiver="E01", from_county=FULL, to_county=FULL, reason="=理由")
    stands = [
        balance_frame(date=day, county=REGION, state="filled", unmet=0.0, short_since=None, firms=2, heard=1),
        balance_frame(date=day, county=REGION, category="oil", need=9.0, unmet=9.0, reason="食用油全州货源不足"),
        balance_frame(date=day, county=FULL),
    ]
    with page_store.writing(at=NOW) as conn:
        dispatch.put(conn, lines=line, balance=pd.concat(stands, ignore_index=True), day=day, known_at=NOW)


def test_what_is_short_and_who_sends_to_whom(signed_in, proposed):
    app = signed_in("bureau", "dispatch")

    assert not app.exception
    stands = {row[0]: row[1:] for row in rows_of(app, "dispatch_balances")}
    assert stands["大米"][0] == "调运后达标"
    assert stands["大米"][2] == "1/2"
    assert stands["食用油"][0] == "州内不足"
    assert stands["食用油"][-1] == "食用油全州货源不足"
    (line,) = rows_of(app, "dispatch_rice")
    assert line == ["福临商贸", "清河超市", "10.0", "40", "20.0", "2.0", "12.0", "=理由"]
    assert cards_of(app)["州内不能解决"]["target"] == "食用油"


def test_a_county_narrows_the_lines_and_another_has_none(signed_in, proposed):
    assert has(signed_in("bureau", "dispatch", county=FULL), "dispatch_rice")
    elsewhere = signed_in("bureau", "dispatch", county=PART)

    assert not has(elsewhere, "dispatch_rice")
    assert "所选范围没有需要调运的。" in [one.value for one in elsewhere.info]


def test_a_day_without_a_proposal_says_why(signed_in):
    app = signed_in("leader", "dispatch")

    assert not app.exception
    assert any("没有调运测算" in one.value for one in app.info)


def test_the_slip_holds_the_lines_and_no_formula(proposed):
    file = make_file(user_of("bureau"), "dispatch", "slip", {"category": "rice"})

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet["A1"].value == "临夏州生活必需品调运单（建议）"
    assert [cell.value for cell in sheet[4]][:5] == [1, "大米", "福临商贸", "清河超市", 10]
    assert sheet["I4"].value == "=理由"
    assert sheet["I4"].data_type == "s"
    assert "负责人：" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_an_unknown_category_is_refused(proposed):
    with pytest.raises(NotExportable):
        make_file(user_of("bureau"), "dispatch", "slip", {"category": "gold"})
