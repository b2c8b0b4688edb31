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
    assert [part.replace("\n", " ") for part in rows["大米"][2:6]] == ["2", "Ⅲ级", "较大", "橙色"]
    assert rows["食用油"][1:4] == ["4", "0", "无"]
    assert rows["蛋类"][3] == "暂无（报告不全）"
    assert rows["肉类"][2:4] == ["未报", "未报，不予评价"]
    assert cards_of(app)["其中Ⅲ级"]["target"] == "大米"
    assert cards_of(app)["报告足以判断的品类"]["figure"] == "3/4"


def test_no_score_without_history_says_why(signed_in, warned):
    rows = {row[0]: row[1:] for row in rows_of(signed_in("bureau", "prices"), "price_categories")}

    assert rows["大米"][-1] == "不予评价：还没有一个整月的报价"
    assert rows["奶类"][-1] == "未报"


def test_the_two_hours_run_from_the_alert_until_a_report_is_recorded(signed_in, page_store, warned):
    (row,) = rows_of(signed_in("bureau", "prices"), "price_duties")
    with page_store.reading() as conn:
        living = alerts.living(conn, scope=EVERYTHING, as_known=None)
    alert = int(living.loc[living["indicator"] == "price_reach", "alert"].iloc[0])
    said = {"alert": alert, "kind": "first", "way": "phone", "day": dt.date(2020, 9, 30), "time": dt.time(11, 30),
            "unit": "州商务局", "signer": "某局长", "recipients": "州人民政府、省商务厅", "situation": "大米涨价",
            "taken": "=已约谈"}  # fmt: skip

    done = [send(page_store, user_of("bureau"), said, now=NOW, drawn="a") for _ in range(2)]
    refused = send(page_store, user_of("bureau"), said | {"kind": "final"}, now=NOW, drawn="a")
    (after,) = rows_of(signed_in("leader", "prices"), "price_duties")
    (report,) = rows_of(signed_in("leader", "prices"), "price_reports")
    file = make_file(user_of("bureau"), "prices", "report_sheet", {"report": "1"})
    page = openpyxl.load_workbook(io.BytesIO(file.content)).active

    assert (*row[2:4], row[6]) == ("2020-09-30 11:00", "时限内待报", "2020-09-30 13:00")
    assert done == [(True, "已登记首报，编号 1。")] * 2
    assert refused == (False, "没有登记：等级尚未解除，还不能终报。")
    assert after[3] == "按时"
    assert report[2:4] == ["2020-09-30 11:30", "按时"]
    assert {line[0].value: line[1].value for line in page.iter_rows(min_row=3, max_row=15)}["已采取措施"] == "=已约谈"


def test_a_day_without_values_says_why(signed_in):
    app = signed_in("staff", "prices")

    assert not has(app, "price_categories")
    assert "没有价格预警测算" in words(app)


def test_the_export_says_what_the_page_says(warned):
    text = make_file(user_of("bureau"), "prices", "categories", {"format": "csv"}).content.decode("utf-8-sig")

    (rice,) = [line for line in text.splitlines() if "大米" in line]
    assert "Ⅲ级" in rice
    assert "临夏县、康乐县" in rice
