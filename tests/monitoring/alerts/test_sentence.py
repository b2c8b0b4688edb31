"""The sentence: every branch, and the number that clears it really does."""

import datetime as dt
import math

import pytest

from monitoring.alerts.sentence import STATE_WORDS, cleared, government_of, why
from monitoring.indicators.catalog import CATALOG
from monitoring.indicators.states import WORDS
from tests.monitoring.literal import region
from tests.monitoring.rules import line, thresholds

UNTIL = dt.date(2020, 9, 30)


def sentence(indicator="days_of_cover", *, value=6.0, threshold=7.0, severity="orange", **evidence):
    told = {"since": "2020-09-26", "state": "ok", "worse": "low", "clears_at": 15.0, "source": "某方案"} | evidence
    alert = {"severity": severity, "value": value, "threshold": threshold, "evidence": told}
    return why(alert, passport=CATALOG[indicator], subject="某县大米", until=UNTIL, lower_after=2)


def test_it_says_value_line_source_since_when_and_what_clears_it():
    assert sentence() == (
        "某县大米可供天数6.0天,低于橙色警戒线7.0天(依据:某方案),自9月26日起持续5天。连续2次回升到15.0天及以上即解除。"
    )


def test_a_line_from_above_is_said_the_other_way_round():
    text = sentence("stockout_run", value=4.0, threshold=3.0, worse="high", clears_at=1.0)

    assert text == (
        "某县大米断供天数4天,达到或超过橙色警戒线3天(依据:某方案),自9月26日起持续5天。连续2次降到1天以下即解除。"
    )


def test_a_change_is_said_in_words_not_with_a_minus():
    text = sentence("stock_vs_year_end", value=-2.812, threshold=-1.0, clears_at=0.0)

    assert text.startswith("某县大米较上年末下降2.81%,低于橙色警戒线-1.00%")


def test_a_rise_of_price_and_a_fall():
    assert sentence("price_change_7d", value=126.3, threshold=100, worse="high").startswith(
        "某县大米七日价格上涨126.3%"
    )
    assert sentence("price_change_7d", value=-38.4, threshold=-30).startswith("某县大米七日价格下跌38.4%")


def test_another_year_is_named():
    assert "自2019年12月26日起持续280天" in sentence(since="2019-12-26")


def test_silence_is_said_and_does_not_clear():
    text = sentence(value=1.1, threshold=1.5, severity="red", state="missing")

    assert text == (
        "某县大米可供天数最近一次为1.1天,红色预警自9月26日起第5天;目前未报,预警不因沉默解除。"
        "连续2次回升到15.0天及以上即解除。"
    )


def test_silence_without_any_value():
    text = sentence(value=math.nan, threshold=math.nan, state="not_assessable")

    assert text.startswith("某县大米可供天数橙色预警自9月26日起第5天;目前资料不足不予评价,预警不因沉默解除。")


def test_a_level_kept_by_caution_says_so():
    text = sentence(value=8.0, threshold=7.0)

    assert text.startswith("某县大米可供天数8.0天,已回到橙色警戒线7.0天以内但尚未稳定,暂按橙色管理,自9月26日起第5天。")


def test_depth_is_added_where_it_was_measured():
    score = {"indicator": "decline_in_entries", "value": 4.7, "threshold": 3.0, "worse": "high", "clears_at": 2.0}

    told = sentence(**score, depth={"indicator": "entries_against_usual", "value": -89.7})
    untold = sentence(**score)

    assert "。新设低于常态89.7%。连续2次降到2.00分以下即解除。" in told
    assert "常态" not in untold


def test_an_alert_without_a_line_promises_no_end():
    alert = {"severity": "red", "value": 1.0, "threshold": 2.0, "evidence": {"since": "2020-09-30", "state": "missing"}}

    text = why(alert, passport=CATALOG["days_of_cover"], subject="某县", until=UNTIL, lower_after=2)

    assert "即解除" not in text


def test_a_value_just_beyond_its_line_is_not_printed_as_the_line():
    text = sentence(value=6.999, threshold=7.0)

    assert "可供天数6.999天,低于橙色警戒线7.0天" in text


def test_what_is_over_is_said_to_be_over():
    text = cleared(20.0, "red", passport=CATALOG["days_of_cover"], subject="某县大米")

    assert text == "某县大米可供天数现为20.0天,红色预警已解除,待销号。"


def test_a_value_that_is_not_there_is_a_dash():
    assert "现为—" in cleared(math.nan, "red", passport=CATALOG["days_of_cover"], subject="某县大米")


def test_every_state_without_a_number_has_a_word():
    assert set(STATE_WORDS) >= set(WORDS) - {"ok"}


def test_a_county_answers_by_its_government():
    assert government_of("C1", region()) == "First人民政府"
    assert government_of("C9", region()) == "C9人民政府"


@pytest.mark.parametrize(
    ("indicator", "rule", "step"),
    [
        ("days_of_cover", {"worse": "low", "blue": 15, "orange": 7}, 0.1),
        ("stock_vs_year_end", {"worse": "low", "yellow": 0}, 0.01),
        ("stockout_run", {"worse": "high", "yellow": 1, "orange": 3}, 1),
        ("price_change_7d", {"worse": "high", "blue": 20}, 0.1),
        ("arrears_outstanding", {"worse": "high", "orange": 2000}, 0.01),
    ],
)
def test_the_number_said_to_clear_it_is_where_the_state_flips(indicator, rule, step):
    judge = thresholds(line(indicator, **rule)).entries[0]
    bound = judge.clears_at

    good, bad = (bound, bound - step) if rule["worse"] == "low" else (bound - step, bound)

    assert judge.severity(good) is None
    assert judge.severity(bad) is not None
    for severity, number in judge.levels.items():
        at, beyond = (number, number - step) if rule["worse"] == "low" else (number - step, number)
        assert judge.severity(beyond) == severity
        assert judge.severity(at) != severity
