"""价格预警 on the page: level beside colour, silence, why there is no score, and the two hours."""

import pandas as pd
import pytest

from data.store import values
from pages.door.exports import make_file
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


def test_the_two_hours_run_from_the_alert(signed_in, warned):
    (row,) = rows_of(signed_in("bureau", "prices"), "price_clocks")

    assert row == ["大米", "Ⅲ级", "2020-09-30 11:00", "2020-09-30 13:00", "尚未签办", "时限内", "大米为什么"]


def test_a_day_without_values_says_why(signed_in):
    app = signed_in("staff", "prices")

    assert not has(app, "price_categories")
    assert "没有价格预警测算" in words(app)


def test_the_export_says_what_the_page_says(warned):
    text = make_file(user_of("bureau"), "prices", "categories", {"format": "csv"}).content.decode("utf-8-sig")

    (rice,) = [line for line in text.splitlines() if "大米" in line]
    assert "Ⅲ级" in rice
    assert "临夏县、康乐县" in rice
