"""Unified social credit codes (GB 32100-2015): eighteen characters, the last a check digit."""

import re
from operator import mul

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
VALUES = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
FORM = re.compile(r"[0-9ABCDEFGHJKLMNPQRTUWXY]{18}")


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen. The outer modulo matters: 31 becomes 0."""
    total = sum(map(mul, WEIGHTS, map(VALUES.__getitem__, body)))
    return ALPHABET[(31 - total % 31) % 31]


def is_credit_code(text: str) -> bool:
    """Whether it is well formed and its check character is right."""
    return FORM.fullmatch(text) is not None and text[17] == check_character(text[:17])
