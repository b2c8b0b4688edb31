"""Text is kept as typed, but for its spaces; only full-width ASCII is ever narrowed."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.cells import Reader
from data.intake.grid import Raw
from data.intake.sheet import Column, Kind
from data.intake.text import half_width, has_control, shown, tight, trimmed
from data.intake.unreadable import Unreadable

NAME = Reader(
    column=Column(name="name", header="名称", kind=Kind.TEXT, longest=50), words={}, region_names=frozenset(),
    unit=None, factor=Decimal(1), today=dt.date(2020, 3, 2),
)  # fmt: skip


def read(text, kind="t"):
    notes = []
    return NAME.read(Raw(kind, text), notes.append), notes


def kept_or_code(text):
    try:
        return read(text)
    except Unreadable as failure:
        return failure.code


@given(st.text(max_size=60))
@settings(max_examples=500)
def test_any_text_is_kept_but_for_its_spaces_or_refused(text):
    answer = kept_or_code(text)

    if isinstance(answer, str):
        assert answer in ("control_character", "too_long", "required")
    else:
        kept, notes = answer
        assert "".join(kept.split()) == "".join(text.split())
        assert notes == []
        assert kept.encode()  # no lone surrogate gets through


@given(st.text(max_size=30))
@settings(max_examples=300)
def test_narrowing_touches_full_width_ascii_and_nothing_else(text):
    for before, after in zip(text, half_width(text), strict=True):
        wide = 0xFF01 <= ord(before) <= 0xFF5E
        assert after == (chr(ord(before) - 0xFEE0) if wide else " " if before == "\u3000" else before)


@given(st.text(max_size=200))
def test_what_is_shown_is_short_and_visible(text):
    assert len(shown(text)) <= 40
    assert not has_control(shown(text))


@pytest.mark.parametrize("text", ["²", "①", "㎏", "ⅷ", "ﬁ", "﷼", "東"])
def test_compatibility_characters_are_left_alone(text):
    """NFKC would turn ² into 2."""
    assert half_width(text) == text


def test_spaces_inside_names_become_one_and_inside_words_none():
    assert trimmed("  某　某\n公司 ") == "某 某 公司"
    assert tight(" 东　乡\t县 ") == "东乡县"


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("b", "1", "boolean_for_text"), ("d", "2020-03-01", "date_for_text"),
        ("n", "1234567890123456", "number_for_text"), ("n", "1.5", "number_for_text"),
        ("e", "#N/A", "excel_error"), ("f", "", "formula_not_calculated"),
    ],
)  # fmt: skip
def test_cells_that_are_no_text_are_refused(kind, text, code):
    with pytest.raises(Unreadable) as caught:
        read(text, kind)
    assert caught.value.code == code


def test_a_short_whole_number_may_stand_for_a_text():
    assert read("20180031", "n")[0] == "20180031"
