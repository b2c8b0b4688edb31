"""The outlook page: four answers, each with its band, its record and its rival, and only what the reader may see."""

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from data.store import alerts, outlooks
from data.store.engine import Store
from pages.situation.outlook import answers_file, sheet_file
from tests.pages import small_town
from tests.pages.reading import cards_of, marked, rows_of, table_of, user_of, words

REGION, COUNTY, OTHER = "622900", "622921", "622922"
BAND = {"low": [95.0, 90.0], "middle": [100.0, 100.0], "high": [105.0, 110.0], "naive": [101.0, 102.0]}
RECORD = {"coverage": 81.0, "checks": 120, "fit": "true"}
PAST = {"date": ["2020-09-20", "2020-09-27"], "value": [98.0, 99.0]}


def stock(chance, prospect, needed):
    return {
        "now": 99, "base": 98, "end": "2020-12-31", "chance": chance, "prospect": prospect, "needed": needed,
        "pace": 12, "months_left": 3.1, "final": {"low": 90, "middle": 100, "high": 110}, "past": PAST,
        "ahead": {"date": ["2020-10-04", "2020-12-31"], **BAND}, "record": RECORD,
    }  # fmt: skip


def markets(now, dates):
    return {
        "now": now, "total": 4, "known": 4, "within": 70, "dates": dates, "naive_date": None, "prospect": "doubtful",
        "year_end": 55, "past": PAST, "ahead": {"date": ["2020-10-04", "2020-10-11"], **BAND}, "record": RECORD,
    }  # fmt: skip


def lasts(days, **more):
    return {
        "on_hand": 40, "days": {"low": days - 1, "middle": days, "high": days + 2}, "beyond": False, "naive_days": days,
        "firms": 3, "ahead": BAND, "record": RECORD | {"coverage": 50.0, "fit": "narrow"}, **more,
    }  # fmt: skip


def owed(chance, prospect):
    return {
        "left": 400, "deadline": "2020-12-31", "months_left": 4, "chance": chance, "prospect": prospect, "needed": 100,
        "pace": 80, "times": 1.25, "dates": {"low": "2020-12-31", "middle": "2021-01-31", "high": None},
        "plan_left": 300, "naive_date": "2021-01-31", "last_month_share": 50, "plan_short": 100, "late_share": 70,
        "past": {"month": ["2020-07", "2020-08"], "value": [80, 80], "running": 10, "whole": False},
        "ahead": {"month": ["2020-09", "2020-10"], **BAND}, "record": RECORD,
    }  # fmt: skip


def festive(short, by, seen=0):
    return {
        "festival": "eid_al_adha", "name": "古尔邦节", "day": "2020-10-29", "since": "2020-10-22", "days": 7,
        "ratio": {"low": 1.1, "middle": 1.25, "high": 1.4}, "need": {"low": 80, "middle": 90, "high": 100},
        "naive": 72, "on_hand": 30, "inflow": 45, "have": 75, "firms": 3, "by": by, "after": 0.4, "short": short,
        "gap": {"low": 0, "middle": 15, "high": 25}, "seen": seen, "others": 2, "record": RECORD,
    }  # fmt: skip


UNSEEN = {"festival": "spring_festival", "name": "春节", "day": "2021-02-12", "needs_festival": 1}
GONE = {"low": "2020-10-25", "middle": "2021-01-10", "high": None}
SAID = [
    ("year_end_stock", REGION, REGION, None, "ok", stock(99.7, "likely", -20)),
    ("year_end_stock", COUNTY, COUNTY, None, "ok", stock(4, "unlikely", 62)),
    ("year_end_stock", OTHER, OTHER, None, "not_assessable", {"weeks": 12, "needs": 26}),
    ("full_reopening", REGION, REGION, None, "ok", markets(3, GONE)),
    ("full_reopening", COUNTY, COUNTY, None, "reached", markets(4, GONE)),
    ("days_to_stockout", f"{REGION}:rice", REGION, None, "ok", lasts(9, first_county=OTHER, first_days=2)),
    ("days_to_stockout", f"{COUNTY}:rice", COUNTY, None, "ok", lasts(12)),
    ("days_to_stockout", "E01:rice", COUNTY, "E01", "ok", lasts(12, chance_14=0.0)),
    ("days_to_stockout", "E02:rice", OTHER, "E02", "ok", lasts(2, chance_14=96.0)),
    ("festival_demand", f"{REGION}:rice:eid_al_adha", REGION, None, "ok", festive(2.0, None)),
    ("festival_demand", f"{COUNTY}:rice:eid_al_adha", COUNTY, None, "ok", festive(4.0, None)),
    ("festival_demand", f"{OTHER}:rice:eid_al_adha", OTHER, None, "ok", festive(72.0, "2020-10-25")),
    ("festival_demand", f"{REGION}:rice:spring_festival", REGION, None, "not_assessable", UNSEEN),
    ("clearance", REGION, REGION, None, "ok", owed(0.2, "unlikely")),
    ("clearance", COUNTY, COUNTY, None, "ok", owed(85, "likely")),
    ("clearance", f"{COUNTY}:演示局", COUNTY, None, "ok", owed(85, "likely")),
    ("clearance", f"{OTHER}:演示校", OTHER, None, "ok", owed(5, "unlikely")),
]


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    frame = pd.DataFrame(SAID, columns=["outlook", "subject", "county", "enterprise", "state", "answer"])
    store = Store(tmp_store_url)
    with store.writing(at=small_town.KNOWN) as conn:
        outlooks.put(conn, frame.assign(date=pd.Timestamp(small_town.DAY)), known_at=small_town.KNOWN)
    store.close()
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    """Open the page; it must not break."""

    def open_it(role="leader", **query):
        app = signed_in(role, "outlook", **query)
        assert not app.exception
        return app

    return open_it


def test_four_answers_head_the_page(seen):
    cards = cards_of(seen())

    assert cards["年底总量不减的可能"]["figure"] == "超过 99%"
    assert cards["年底总量不减的可能"]["word"] == "有把握"
    assert cards["农贸市场全部开业"]["figure"] == "2021年1月10日"
    assert cards["最先告急的品类（不再进货）"]["figure"] == "9"
    assert cards["欠款按期清完的可能"]["figure"] == "不足 1%"


def test_the_stock_is_told_with_its_band_its_record_and_what_it_would_take(seen):
    app = seen()
    places = marked(app, "outlook_stock_places")

    assert "十次有八次落在此区间" in words(app)
    assert "120 次中 81% 落在区间内" in words(app)
    assert places["临夏县"][2:6] == ["100", "90–110", "4%", "■ 难达到"]
    assert "不予评价" in places["康乐县"][5]


def test_markets_say_a_range_or_that_the_goal_is_reached(seen):
    places = marked(seen(topic="markets"), "outlook_market_places")

    assert places["临夏州"][1:3] == ["2021年1月10日", "2020年10月25日 至 两年以后或难以预见"]
    assert places["临夏县"][1] == "已全部开业"


def test_supplies_name_the_county_it_reaches_first_and_own_up_to_a_narrow_band(seen):
    app = seen(topic="supply")

    assert marked(app, "outlook_categories")["大米"] == ["3", "40.0", "9", "8–11", "9.0", "康乐县（2 天）"]
    assert rows_of(app, "outlook_firms")[0][2:] == ["大米", "40.0", "2", "1–4", "96%"]
    assert "区间偏窄，只宜参考" in words(app)


def test_a_festival_says_its_ratio_what_it_takes_and_who_must_be_stocked_by_when(seen):
    app = seen(topic="festivals")

    assert "节前七天大米用量升得最多，约为平日的 **1.25 倍**" in words(app)
    assert "2 项（县 × 品类）中有 **1 项可能不够**，首先是康乐县的大米，最迟 2020年10月25日备足" in words(app)
    assert "这个节日尚无往年日报，倍数由其他节日推得" in words(app)
    assert "120 次（节日 × 品类）中 81% 落在区间内" in words(app)
    assert marked(app, "outlook_festival_goods")["大米"] == ["＊1.25", "1.10–1.40", "90.0", "72.0", "75.0", "0"]
    assert rows_of(app, "outlook_festival_short") == [
        ["康乐县", "大米", "90.0", "75.0", "15.0", "0.0–25.0", "72%", "2020年10月25日"]
    ]


def test_a_festival_nobody_can_judge_says_why(seen):
    app = seen(topic="festivals", festival="spring_festival")

    assert "用量不予评价：往年没有一个节日前后有完整的日报可比" in words(app)
    assert "不予评价" in marked(app, "outlook_festival_goods")["大米"][1]


def test_arrears_show_the_running_month_apart_and_the_debtors_in_doubt_first(seen):
    app = seen(topic="arrears")

    assert "斜纹为未满的月份，不参与平均与推算" in words(app)
    assert rows_of(app, "outlook_debtors")[0][0] == "演示校"
    assert marked(app, "outlook_arrears_places")["临夏县"][7:] == ["100.00", "50.0", "70.0"]


@pytest.mark.parametrize("topic", ["stock", "markets", "supply", "festivals", "arrears"])
def test_a_clerk_sees_the_own_county_alone(seen, topic):
    said = words(seen("clerk", topic=topic))

    assert "临夏县" in said
    assert "康乐县" not in said
    assert "演示校" not in said


def raised(url, indicator, subject, sentence, *, severity="orange", county=COUNTY, **evidence):
    """An alert living on the page's day; its number."""
    row = {
        "indicator": indicator, "subject": subject, "county": county, "enterprise": None, "severity": severity,
        "active": True, "status": "new", "opened_for": small_town.DAY, "last_signal_for": small_town.DAY,
        "cleared_for": None, "owner": "临夏县人民政府", "due": small_town.DAY + dt.timedelta(days=2), "value": 4.0,
        "threshold": 10.0, "evidence": {"since": "2020-09-20", "state": "ok"} | evidence, "sentence": sentence,
    }  # fmt: skip
    store = Store(url)
    with store.writing(at=small_town.KNOWN) as conn:
        number = alerts.open(conn, row, at=small_town.KNOWN, valid_for=small_town.DAY, actor="machine")
    store.close()
    return number


def note_of(app):
    """What stands below the sentence of the first alert."""
    return table_of(app, "outlook_alerts")["rows"][0]["cells"][1]["note"]


def test_the_alert_an_outlook_raised_stands_beside_it_with_the_line_it_crossed(page_store_url, seen):
    raised(page_store_url, "year_end_chance", COUNTY, "临夏县预计年底总量不减的可能4%,低于橙色警戒线10%。")

    app = seen(topic="stock")

    (row,) = rows_of(app, "outlook_alerts")
    assert row[1:] == ["临夏县预计年底总量不减的可能4%，低于橙色警戒线10%。", "临夏县人民政府", "10月1日"]
    assert note_of(app) == "预计"
    assert "“预计年底总量不减的可能”接连 2 次推算低于 30% 列黄色、低于 10% 列橙色" in words(app)
    assert rows_of(seen(topic="arrears"), "outlook_alerts") == []


def test_a_facts_alert_that_carries_an_outlook_stands_beside_it_too(page_store_url, seen):
    carried = {"outlook": {"indicator": "arrears_unpaid_at_deadline"}}
    raised(page_store_url, "arrears_plan_progress", COUNTY, "临夏县清欠序时进度70.0%。", **carried)
    raised(page_store_url, "arrears_outstanding", f"{COUNTY}:某局", "临夏县某局余额。")

    app = seen(topic="arrears")

    (row,) = rows_of(app, "outlook_alerts")
    assert row[1] == "临夏县清欠序时进度70.0%。"
    assert note_of(app) == "已成事实，附展望"


def test_an_outlook_that_raises_nothing_of_its_own_says_why(seen):
    assert "这项展望本身不发预警：可供天数的预警总是更早" in words(seen(topic="supply"))
    assert "这项展望用于备货，本身不发预警" in words(seen(topic="festivals"))


def test_of_another_county_chosen_no_alert_is_shown(page_store_url, seen):
    raised(page_store_url, "year_end_chance", COUNTY, "临夏县预计年底总量不减的可能4%。")

    assert rows_of(seen(topic="stock", county=OTHER), "outlook_alerts") == []
    assert len(rows_of(seen(topic="stock", county=COUNTY), "outlook_alerts")) == 1


def test_the_outlook_leaves_as_data_with_band_rival_and_record(page_store):
    told = answers_file(user_of("leader")).set_index(["展望", "地区", "对象"])

    assert told.loc[("年底总量", "临夏州", "合计")].tolist() == [
        100, 90, 110, "户", 99.7, "有把握", 102.0, 120, 81.0, "",
    ]  # fmt: skip
    assert told.loc[("市场全部开业", "临夏县", "合计"), "预测"] == "已达到"
    assert told.loc[("欠款清完", "康乐县", "演示校")].tolist()[:3] == ["2021年1月31日", "2020年12月31日", "难以预见"]
    assert told.loc[("年底总量", "康乐县", "合计"), "说明"] == "不予评价：需 26 周资料，现有 12 周"
    festival = told.loc[("节前七天用量", "康乐县", "大米 · 古尔邦节 2020年10月29日")]
    assert festival.tolist()[:3] == [90, 80, 100]
    assert festival["说明"] == (
        "为平日的 1.25 倍，库存加进货 75.0 吨，预计缺口 15.0 吨，不够的可能 72%，最迟 2020年10月25日备足"
    )
    assert set(answers_file(user_of("clerk"))["地区"]) == {"临夏县"}


def test_the_outlook_leaves_as_a_sheet_to_print_with_its_stamp(page_store):
    file = sheet_file(user_of("leader"))

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert (sheet["A1"].value, file.rows) == ("临夏州展望", len(SAID) - 1)  # the second festival is far away
    assert "数据截至 2020年9月29日" in sheet["A2"].value
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.max_row == 2 + len(SAID)
