"""Unified social credit codes: GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.credit_code import ALPHABET, check_character, is_credit_code


def test_the_standards_own_example():
    assert check_character("91350100M000100Y4") == "3"
    assert is_credit_code("91350100M000100Y43")


@pytest.mark.parametrize("code", ["91350100M000100Y42", "91350100M000100Y4", "91350100M000100Y433",
                                  "9135O100M000100Y43", "91350100m000100y43", "", "９1350100M000100Y43"])  # fmt: skip
def test_anything_else_is_not_one(code):
    assert not is_credit_code(code)


def test_a_remainder_of_zero_gives_zero_and_not_a_thirty_second_character():
    assert check_character("0" * 17) == "0"


@given(st.text(alphabet=ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body, place, other):
    code = body + check_character(body)
    changed = code[:place] + other + code[place + 1 :]

    assert is_credit_code(changed) == (changed == code)
