"""What an alert says of a projection: each branch, word for word."""

import pytest

from monitoring.alerts.sentence import why
from monitoring.alerts.sentence_outlook import chance, outlooks_in_a_row, projection
from monitoring.alerts.sentence_shown import brief
from monitoring.indicators.catalog import CATALOG

RECORD = {"made": "2020-09-27", "coverage": 79.63, "checks": 432.0}
BAND = {"low": 9615.2, "middle": 9834.0, "high": 10036.0}
STOCK = RECORD | {"of": "year_end_stock", "final": BAND, "base": 10140.0, "now": 9940.0, "needed": 61.7, "pace": -25.4,
                  "naive": 9849.0, "end": "2020-12-31"}  # fmt: skip
DATES = {"low": "2020-07-05", "middle": "2020-08-09", "high": None}
MARKETS = RECORD | {"of": "full_reopening", "made": "2020-05-31", "dates": DATES, "naive_date": "2020-07-19",
                    "now": 7.0, "total": 10.0, "deadline": "2020-06-30"}  # fmt: skip
STOCKOUT = RECORD | {"of": "days_to_stockout", "days": {"low": 4.0, "middle": 6.0, "high": 9.0}, "naive_days": 6.25,
                     "lacks": 12.34, "by": "2020-10-02"}  # fmt: skip
FESTIVAL = RECORD | {"of": "festival_demand", "name": "春节", "day": "2021-02-12", "naive": 20.0, "have": 25.0,
                     "need": {"low": 28.0, "middle": 30.0, "high": 33.0}, "by": "2021-02-08",
                     "gap": {"low": 3.0, "middle": 5.0, "high": 8.0}}  # fmt: skip
CLEARANCE = RECORD | {"of": "clearance", "chance": 0.0, "dates": {"low": None, "middle": None, "high": None},
                      "naive_date": "2021-05-31", "deadline": "2020-12-31", "left": 2234.74, "needed": 558.68,
                      "pace": 260.7, "late": 2, "first": {"name": "卫健局", "left": 1088.67, "needed": 272.17,
                                                          "pace": 10.08, "plan_short": 1078.29}}  # fmt: skip
HELD = "依据9月27日以前资料推算;回头检验432次,80%在区间内。"


def test_a_stock_below_last_year_end_says_what_net_a_month_would_reach_it():
    assert projection(STOCK) == (
        "预计年底9,834户(十次有八次在9,615至10,036户),上年末10,140户;照近四周走势为9,849户。"
        "今后每月净增62户(近十三周月均净减25户)可免。" + HELD
    )


def test_a_stock_still_above_says_how_much_it_may_lose():
    said = projection(STOCK | {"needed": -30.2, "pace": 12.0})

    assert "今后每月净减不超过30户(近十三周月均净增12户)可免。" in said


def test_markets_say_date_range_deadline_rival_and_how_many_a_week():
    """Three markets in thirty days (4.29 weeks) are 0.7 a week."""
    assert projection(MARKETS) == (
        "预计8月9日全部开业(十次有八次在7月5日至难以预见),期限6月30日;照近四周进度为7月19日。"
        "尚有3个未全面开业,到期限每周开0.7个可免。依据5月31日以前资料推算;回头检验432次,80%在区间内。"
    )


def test_after_the_deadline_markets_have_no_pace_that_would_avert_it():
    said = projection(MARKETS | {"made": "2020-07-05"})

    assert "尚有3个未全面开业。" in said


def test_a_stockout_says_days_tonnes_and_by_when():
    assert projection(STOCKOUT) == (
        "现有库存不再进货可用6天(十次有八次在4至9天),按近七日用量为6.2天。10月2日前补足12.3吨可免。" + HELD
    )


def test_a_stockout_without_a_rival_or_a_day_leaves_them_out():
    assert projection(STOCKOUT | {"naive_days": None, "by": None}) == (
        "现有库存不再进货可用6天(十次有八次在4至9天),按近七日用量为—天。" + HELD
    )


def test_a_festival_says_need_stock_gap_and_by_when_with_the_year_where_it_is_another():
    assert projection(FESTIVAL) == (
        "春节(2021年2月12日)节前需30.0吨(十次有八次在28.0至33.0吨),照平日用量为20.0吨;库存加日常进货25.0吨。"
        "2021年2月8日前多备8.0吨可免。" + HELD
    )


def test_a_festival_whose_day_to_be_stocked_is_unknown_asks_for_nothing():
    assert "可免" not in projection(FESTIVAL | {"by": None})


def test_arrears_name_who_is_last_and_what_is_in_no_plan():
    assert projection(CLEARANCE) == (
        "清完之日难以预见,期限12月31日,按期的可能不足1%;照近三个月进度为2021年5月31日。"
        "尚欠2,234.74万元,拖在最后的是卫健局等2家:卫健局尚欠1,088.67万元,其中1,078.29万元未列入还款计划,"
        "每月还272.17万元(近三个月月均10.08万元)可免。" + HELD
    )


def test_one_debtor_alone_is_not_one_of_several():
    assert "拖在最后的是卫健局:尚欠1,088.67万元" in projection(CLEARANCE | {"late": 1})


def test_where_no_debtor_stands_out_the_county_as_a_whole_is_told():
    told = {name: value for name, value in CLEARANCE.items() if name != "first"} | {"late": 0}

    assert "尚欠2,234.74万元,每月还558.68万元(近三个月月均260.70万元)可免。" in projection(told)


def test_what_was_never_checked_back_says_no_record():
    assert "回头检验" not in projection(STOCK | {"coverage": None})


@pytest.mark.parametrize(
    ("title", "more", "said"),
    [
        ("预计年底总量不减的可能", STOCK | {"value": 0.4}, "展望:预计年底总量不减的可能不足1%。预计年底"),
        ("预计全面复市晚于期限的天数", MARKETS | {"value": 40.0}, "展望:预计全面复市晚于期限的天数40天。预计8月9日"),
        ("预计到期仍欠的比例", CLEARANCE | {"value": 37.6}, "展望:预计到期仍欠的比例38%。清完之日"),
    ],
)  # fmt: skip
def test_the_alert_of_a_fact_names_what_is_projected(title, more, said):
    assert projection(more, title=title).startswith(said)


@pytest.mark.parametrize(("percent", "word"), [(0.9, "不足1%"), (1.0, "1%"), (99.0, "99%"), (99.1, "超过99%")])
def test_a_probability_is_never_nought_nor_a_hundred(percent, word):
    assert chance(percent) == word


@pytest.mark.parametrize(("values", "outlooks"), [(1, 1), (7, 1), (8, 2), (14, 2), (15, 3)])
def test_so_many_daily_values_are_so_many_outlooks(values, outlooks):
    assert outlooks_in_a_row(values) == outlooks


def alert(**evidence):
    told = {
        "since": "2020-09-20",
        "state": "ok",
        "worse": "low",
        "clears_at": 50.0,
        "source": "某方案",
        "lower_after": 8,
    }
    return {"severity": "yellow", "value": 4.0, "threshold": 30.0, "evidence": told | evidence}


def test_the_whole_sentence_says_projected_and_that_two_outlooks_let_go():
    said = why(
        alert(outlook=STOCK), passport=CATALOG["year_end_chance"], subject="某县", until="2020-09-27", lower_after=2
    )

    assert said.startswith("某县预计年底总量不减的可能4%,低于黄色警戒线30%(依据:某方案),自9月20日起持续8天。预计年底")
    assert said.endswith("连续2次推算回升到50%及以上即解除。")


def test_lists_leave_the_record_of_an_outlook_to_the_alerts_own_page():
    said = why(
        alert(outlook=STOCK), passport=CATALOG["year_end_chance"], subject="某县", until="2020-09-27", lower_after=2
    )

    assert brief(said) == (
        "某县预计年底总量不减的可能4%，低于黄色警戒线30%，自9月20日起持续8天。"
        "预计年底9,834户（十次有八次在9,615至10,036户），上年末10,140户；照近四周走势为9,849户。"
        "今后每月净增62户（近十三周月均净减25户）可免。"
    )


def test_lists_say_of_a_facts_outlook_only_what_is_projected():
    told = {"since": "2020-09-20", "state": "ok", "worse": "low", "clears_at": 0.0, "source": "某方案"}
    carried = STOCK | {"indicator": "year_end_chance", "value": 4.0}
    fact = {"severity": "yellow", "value": -0.5, "threshold": 0.0, "evidence": told | {"outlook": carried}}

    said = why(fact, passport=CATALOG["stock_vs_year_end"], subject="某县", until="2020-09-27", lower_after=2)

    assert (
        brief(said)
        == "某县较上年末下降0.50%，低于黄色警戒线0.00%，自9月20日起持续8天。展望：预计年底总量不减的可能4%。"
    )
