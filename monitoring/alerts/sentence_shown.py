"""Sentences dressed for readers: full-width punctuation, and short where the whole has its page."""

import re

_WIDE = str.maketrans({";": "；", ":": "：", "(": "（", ")": "）"})
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_TIME = re.compile(r"(?<=\d)：(?=\d)")
_SOURCE = re.compile(r"[(（]依据[:：].*?[)）](?=[,，]自)")
_RELEASE = re.compile(r"([;；]?)连续\d+次[^。]*即解除。?")


def full_width(text: str) -> str:
    """Chinese punctuation; commas inside numbers and colons inside times stay."""
    return _TIME.sub(":", _COMMA.sub("，", text).translate(_WIDE))


def brief(sentence: str) -> str:
    """An alert's sentence without its source and its way out, which stand on the alert's own page."""
    return full_width(_RELEASE.sub(lambda found: "。" if found[1] else "", _SOURCE.sub("", sentence)))
