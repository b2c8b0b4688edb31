"""Sentences dressed for readers: full-width punctuation, and short where the whole has its page."""

import re

_WIDE = str.maketrans({";": "；", ":": "：", "(": "（", ")": "）"})
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_TIME = re.compile(r"(?<=\d)：(?=\d)")
_SOURCE = re.compile(r"[(（]依据[:：].*?[)）](?=[,，]自)")
_BESIDE = re.compile(r"(展望[:：][^。]*。).*?在区间内。")
_RECORD = re.compile(r"依据[^。]*资料推算[;；]回头检验[^。]*。")
_RELEASE = re.compile(r"([;；]?)连续\d+次[^。]*即解除。?")


def full_width(text: str) -> str:
    """Chinese punctuation; commas inside numbers and colons inside times stay."""
    return _TIME.sub(":", _COMMA.sub("，", text).translate(_WIDE))


def brief(sentence: str) -> str:
    """An alert's sentence without its source, its way out and an outlook's record, which stand on its own page."""
    shorter = _RECORD.sub("", _BESIDE.sub(r"\1", _SOURCE.sub("", sentence)))
    return full_width(_RELEASE.sub(lambda found: "。" if found[1] else "", shorter))
