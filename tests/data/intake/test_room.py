"""The room a text takes in a workbook."""

import pytest

from data.intake.room import height_of, width_of


@pytest.mark.parametrize(("text", "characters"), [("", 0), ("abc", 3), ("临夏州", 6), ("12.5（吨）", 10), ("，", 2)])
def test_a_chinese_character_takes_the_room_of_two(text, characters):
    assert width_of(text) == characters


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        ([], 18),
        ([("short", 10.0)], 18),
        ([("临夏州商务局", 16.0)], 18),
        ([("临夏州商务局负", 16.0)], 36),
        ([("one\ntwo\nthree", 20.0)], 54),
        ([("a", 10.0), ("x" * 25, 12.0), ("", 3.0)], 54),
    ],
)
def test_a_row_is_as_high_as_its_longest_cell_is_lines(cells, points):
    assert height_of(cells) == points
