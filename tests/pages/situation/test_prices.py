"""价格预警 on the page: level beside colour, silence, why there is no score, and the two hours."""

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from data.store import alerts, values
from data.store.scope import EVERYTHING
from pages.door.exports import make_file
from pages.situation.price_report_steps import send
from tests.pages import small_town
from tests.pages.conftest import NOW
from tests.pages.reading import cards_of, has, rows_of, user_of, words

REGION, FULL = "622900", "622921"
REACH = {
    "level": "III", "degree": "marked", "counties": ["临夏县", "康乐县"], "firms": 2, "held": 1, "lead": "清河超市",
    "change": 55.0, "days_out": 0, "rise": 30.0, "stockout": 3.0,
}  # fmt: skip


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def warned(page_store):
    """Rice at III, oil surely quiet, eggs quiet as far as heard, meat not heard of."""
    told = [("rice", 2.0, "ok"), ("oil", 0.0, "ok"), ("eggs", 0.0, "provisional"), ("meat", None, "missing")]
    rows = [("price_reach", f"{REGION}:{c}", REGION, None, pd.Timestamp(small_town.DAY), v, s) for c, v, s in told]
    columns = ["indicator", "subject", "county", "enterprise", "date", "value", "state"]
    with page_store.writing(at=NOW) as conn:
        values.put(conn, pd.DataFrame(rows, columns=columns), known_at=NOW)
        small_town.open_alert(
            conn, "price_reach", f"{REGION}:rice", REGION, "orange", value=2.0, threshold=2.0, sentence="大米为什么",
            evidence=small_town.EVIDENCE | {"reach": REACH},
        )  # fmt: skip


def test_each_category_with_its_level_beside_its_colour(signed_in, warned):
    app = signed_in("leader", "prices")

    assert not app.exception
    rows = {row[0]: row[1:] for row in rows_of(app, "price_categories")}
    assert (*row[2:4], row[6]) == ("2020-09-30 11:00", "时限内待报", "2020-09-30 13:00")
    assert done == [(True, "已登记首报，编号 1。")] * 2
    assert refused == (False, "没有登记：等级尚未解除，还不能终报。")
    assert after[3].startswith("按时")
    assert report[2:4] == ["2020-09-30 11:30", "按时"]
    sheet = openpyxl.load_workbook(io.BytesIO(make_file(user_of("bureau"), "prices", "report_sheet",
                                                        {"report": "1"}).content)).active  # fmt: skip
    assert {row[0].value: row[1].value for row in sheet.iter_rows(min_row=3, max_row=15)}["已采取措施"] == "=已约谈"


def test_a_day_without_values_says_why(signed_in):
    app = signed_in("staff", "prices")

    assert not has(app, "price_categories")
    assert "没有价格预警测算" in words(app)


def test_the_export_says_what_the_page_says(warned):
    text = make_file(user_of("bureau"), "prices", "categories", {"format": "csv"}).content.decode("utf-8-sig")

    (rice,) = [line for line in text.splitlines() if "大米" in line]
    assert "Ⅲ级" in rice
    assert "临夏县、康乐县" in rice
