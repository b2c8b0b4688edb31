"""Days: four-digit years, days that exist, nothing guessed from a bare number. Forty forms."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.days import read_day, read_month
from data.intake.grid import Raw
from data.intake.unreadable import Unreadable


def day(text, kind="t"):
    notes = []
    return read_day(Raw(kind, text), note=notes.append), notes


def month(text, kind="t"):
    notes = []
    return read_month(Raw(kind, text), note=notes.append), notes


@pytest.mark.parametrize(
    "typed",
    [
        "2020-03-01", "2020-3-1", "2020/3/1", "2020/03/01", "2020.3.1", "2020.03.01", "2020年3月1日", "2020年03月01日",
        "2020年3月1号", "2020 年 3 月 1 日", "20200301", "２０２０－０３－０１", "２０２０年３月１日", " 2020-03-01 ",
        "2020-03-01 00:00", "2020-03-01T00:00:00", "2020/3/1 8:30", "2020/3/1 08:30:15",
    ],
)  # fmt: skip
def test_the_first_of_march_in_many_hands(typed):
    assert day(typed)[0] == dt.date(2020, 3, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("20-3-1", "short_year"), ("20/3/1", "short_year"), ("20年3月1日", "short_year"), ("3/1/20", "not_a_day"),
        ("03/01/2020", "not_a_day"), ("2020-02-30", "impossible_day"), ("2026/11/31", "impossible_day"),
        ("2019年2月29日", "impossible_day"), ("2020-13-01", "impossible_day"), ("20201301", "impossible_day"),
        ("2020-00-10", "impossible_day"), ("0000-01-01", "impossible_day"), ("2020-3", "not_a_day"),
        ("3月1日", "not_a_day"), ("二〇年三月一日", "not_a_day"), ("2020-03/01", "not_a_day"),
        ("昨天", "not_a_day"),
        ("2020-03-01上午", "not_a_day"), ("٢٠٢٠-٠٣-٠١", "not_a_day"),
        ("2020-03-01 25", "not_a_day"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_reason(typed, code):
    with pytest.raises(Unreadable) as caught:
        day(typed)
    assert caught.value.code == code


@pytest.mark.parametrize("kind", ["n", "t"])
def test_a_bare_serial_number_is_the_day_excel_would_show_and_that_is_told(kind):
    assert day("43891", kind) == (dt.date(2020, 3, 1), ["serial"])
    assert read_day(Raw("n", "42429"), note=list, epoch_1904=True) == dt.date(2020, 3, 1)


@pytest.mark.parametrize("text", ["4389", "438910", "19999", "60000", "43891.5"])
def test_a_number_that_is_no_likely_serial_is_no_day(text):
    with pytest.raises(Unreadable) as caught:
        day(text, "n")
    assert caught.value.code in ("bare_serial", "not_a_day")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("二〇二〇年三月一日", (2020, 3, 1)),
        ("二零二零年十二月三十一日", (2020, 12, 31)),
        ("二〇一九年十月二十号", (2019, 10, 20)),
    ],
)
def test_a_day_spelled_in_characters_is_read_and_told(text, when):
    assert day(text) == (dt.date(*when), ["spelled_day"])


def test_a_weekday_behind_the_day_does_no_harm():
    assert day("2020年3月1日（星期日）")[0] == day("2020-03-01 周日")[0] == dt.date(2020, 3, 1)


def test_a_date_cell_is_a_day_and_its_time_is_dropped_with_a_note():
    assert day("2020-03-01", "d") == (dt.date(2020, 3, 1), [])
    assert day("2020-03-01 08:30:00", "d") == (dt.date(2020, 3, 1), ["time_dropped"])


@pytest.mark.parametrize(
    "typed", ["2020-03", "2020-3", "2020/3", "2020.03", "2020年3月", "2020年3月份", "202003", "２０２０年３月"]
)
def test_a_month_in_many_hands(typed):
    assert month(typed)[0] == dt.date(2020, 3, 1)


def test_a_day_given_for_a_month_is_noted():
    assert month("2020-03-16") == (dt.date(2020, 3, 1), ["day_dropped"])
    assert month("2020-03-01", "d") == (dt.date(2020, 3, 1), [])


@pytest.mark.parametrize("typed", ["2020-13", "3月", "20-03", "2020", "202013"])
def test_what_is_no_month_is_refused(typed):
    with pytest.raises(Unreadable):
        month(typed)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
@settings(max_examples=200)
def test_every_day_reads_back_in_every_form(when):
    for text in (when.isoformat(), f"{when.year}/{when.month}/{when.day}", f"{when.year}年{when.month}月{when.day}日"):
        assert day(text)[0] == when


@given(st.text(alphabet="0123456789年月日-/. ", max_size=12))
@settings(max_examples=600)
def test_whatever_is_read_as_a_day_carries_its_own_digits(text):
    try:
        when, notes = day(text)
    except Unreadable:
        return
    if notes == ["serial"]:
        return
    digits = (
        "".join(c for c in text.split(" ")[0] if c.isdigit()) if ":" in text else "".join(filter(str.isdigit, text))
    )
    assert digits.startswith(f"{when.year:04}")
    assert digits[4:].lstrip("0").replace("0", "") == f"{when.month}{when.day}".replace("0", "")
