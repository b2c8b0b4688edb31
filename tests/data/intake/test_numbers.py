"""Numbers are read strictly: what is not plainly a number is a Problem, never a guess."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.grid import Raw
from data.intake.numbers import read_number
from data.intake.unreadable import Unreadable


def read(text, kind="t", unit=None):
    notes = []
    return read_number(Raw(kind, text), unit=unit, note=notes.append), notes


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"), ("12", "12"), ("-3", "-3"), ("+3", "3"), ("007", "7"), ("1234.50", "1234.5"), (".5", "0.5"),
        ("5.", "5"), (" 12 ", "12"), ("1,234", "1234"), ("12,345,678.9", "12345678.9"), ("-1,234.5", "-1234.5"),
        ("１２０", "120"), ("１２．５", "12.5"), ("－３", "-3"), ("１，２３４", "1234"), ("\u3000８\u3000", "8"),
    ],
)  # fmt: skip
def test_a_number_as_people_type_it(typed, number):
    assert read(typed)[0] == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "NaN", "nan", "inf", "-inf", "Infinity", "1_000", "٣", "²", "1²", "①", "一百", "十", "1,23", "12,34,567",
        "1,2345", "1.2.3", "1 234", "1e5", "1.2E+10", "5%", "0x10", "1/2", "(5)", "−5", "--5", "+-5", "5-",
        "约5", "5左右", "¥5", "5元", "3.5吨", ".", "-", "+", ",", ",5", "５％", "Ⅻ", "৩", "1\u200b2", "=1+1",
        "1'234", "1，23", "9" * 41,
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_refused(typed):
    with pytest.raises(Unreadable):
        read(typed)


def test_what_was_interpreted_is_noted():
    assert read("１２０")[1] == ["full_width"]
    assert read("1,234")[1] == ["thousands"]
    assert read("120")[1] == []


def test_the_declared_unit_may_stand_in_the_cell_and_no_other():
    assert read("3.5吨", unit="吨") == (Decimal("3.5"), ["unit_in_cell"])
    assert read("3.5 KG", unit="kg")[0] == Decimal("3.5")
    with pytest.raises(Unreadable) as caught:
        read("3500公斤", unit="吨")
    assert caught.value.code == "unit_in_cell"
    assert "吨" in caught.value.advice


@pytest.mark.parametrize(
    ("kind", "text"), [("b", "1"), ("d", "2020-03-01"), ("n", "1_0"), ("n", "NaN"), ("n", "1e9999")]
)
def test_cells_of_another_type_are_no_numbers(kind, text):
    with pytest.raises(Unreadable):
        read(text, kind)


@pytest.mark.parametrize(
    ("kept", "number"), [("1.5E3", "1500"), ("0.30000000000000004", "0.30000000000000004"), ("-2", "-2")]
)
def test_a_workbook_keeps_numbers_in_scientific_form(kept, number):
    assert read(kept, "n")[0] == Decimal(number)


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**11), max_value=10**11, places=3), st.booleans()
)
@settings(max_examples=300)
def test_every_plain_number_is_read_as_itself_narrow_or_wide(number, wide):
    text = f"{number:f}"

    assert read(text.translate(WIDE) if wide else text)[0] == number


@given(st.integers(min_value=0, max_value=10**11))
@settings(max_examples=200)
def test_thousands_marks_change_nothing(number):
    assert read(f"{number:,}")[0] == number


@given(st.text(max_size=12))
@settings(max_examples=600)
def test_any_text_is_a_number_of_plain_digits_or_unreadable(text):
    """The oracle: after narrowing, only ASCII digits, one point, grouping commas and a sign may be left."""
    try:
        number, _ = read(text)
    except Unreadable:
        return
    narrowed = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text).replace("\u3000", " ")
    bare = narrowed.strip().replace(",", "")
    assert set(bare) <= set("0123456789.+-")
    assert number == Decimal(bare)
