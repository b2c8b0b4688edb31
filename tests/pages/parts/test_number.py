"""Numbers as they are printed."""

import datetime as dt
import math

import pandas as pd
import pytest

from pages.parts import number


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (98450, "户", "98,450 户"),
        (7.25, "天", "7.2 天"),
        (1234.5, "万元", "1,234.50 万元"),
        (93.44, "%", "93.4%"),
        (3.456, "元/公斤", "3.46 元/公斤"),
        (-31, "户", "−31 户"),
        (-0.0001, "%", "0.0%"),
        (-0.04, "%", "−0.04%"),
        (0, "吨", "0.0 吨"),
    ],
)
def test_a_quantity_has_the_decimals_of_its_unit(value, unit, printed):
    assert number.quantity(value, unit) == printed


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("missing", "未报"),
        ("not_due", "未到期"),
        ("not_applicable", "不适用"),
        ("not_assessable", "资料不足不予评价"),
        ("ok", "未报"),
    ],
)
@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA, pd.NaT])
def test_silence_is_a_word_and_never_a_zero(nothing, state, word):
    assert number.quantity(nothing, "户", state) == word


@pytest.mark.parametrize(
    ("percent", "words"),
    [(3.21, "增长 3.2%"), (-1.04, "下降 1.0%"), (0.04, "持平"), (-0.04, "持平"), (None, "资料不足不予评价")],
)
def test_the_sign_of_a_change_is_a_word(percent, words):
    assert number.change(percent) == words


def test_a_change_between_percentages_is_in_points():
    assert number.change_in_points(0.31) == "提高 0.3 个百分点"
    assert number.change_in_points(-2) == "下降 2.0 个百分点"


def test_a_change_in_the_unit_says_more_or_less():
    assert number.change_in(120, "户") == "增加 120 户"
    assert number.change_in(-1.5, "天") == "减少 1.5 天"
    assert number.change_in(0.4, "户") == "持平"


def test_an_arrow_needs_a_gap_worth_showing():
    assert [number.arrow(d, least=1) for d in (1, -2, 0.9, None)] == ["▲", "▼", "", ""]


def test_days_and_moments_are_read_on_shanghai_s_clocks():
    assert number.day(dt.date(2020, 9, 5)) == "2020年9月5日"
    assert number.moment(dt.datetime(2020, 9, 30, 16, 5, tzinfo=dt.UTC)) == "2020年10月1日 00:05"
    assert number.age(0) == "当日"
    assert number.age(3) == "3 天前"


def test_the_denominator_is_always_visible():
    assert number.of_total(88, 91) == "88/91"
    assert number.of_total(None, 91) == "未报/91"
