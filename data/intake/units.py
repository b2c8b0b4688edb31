"""Units as they are printed: in a header's brackets, in a unit row, or in a note above the table."""

import re
from dataclasses import dataclass

from data.intake.sheet import MASS, MONEY, PRICE
from data.intake.text import half_width, tight

# Not every known unit is accepted by a column; a known one that is not accepted is a Problem, not a word.
KNOWN = {
    *MASS, *MONEY, *PRICE, "户", "家", "个", "万户", "万个", "件", "箱", "袋", "头", "只", "升", "万斤", "百万元",
    "克", "元/件", "元/箱", "元/千克", "万公斤", "%", "人", "次", "千户", "百户", "元/吨", "担",
}  # fmt: skip
_BRACKETS = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_NOTE = re.compile(r"(?P<before>[一-鿿]{0,4})单位:(?P<units>[^;。)\]】]+)")
_ORGANISATION = ("填报", "报送", "编制", "填表", "制表", "主管", "责任", "报告", "牵头", "上报")


def as_unit(text: str) -> str | None:
    """The unit a text is, or None. 公斤 and KG are both known; 箱 is known but accepted nowhere."""
    word = tight(text).strip("()[]【】〔〕")
    for candidate in (word, word.lower()):
        if candidate in KNOWN:
            return candidate
    return None


@dataclass(frozen=True)
class Heading:
    """A printed header taken apart: the bare words, its unit, and any other bracketed remark."""

    printed: str
    bare: str
    unit: str | None
    remark: str


def heading(printed: str) -> Heading:
    """Take 库存(公斤), 库存/吨 or *库存【吨】 apart."""
    text = tight(printed).strip("*★☆:")
    unit, remark = None, ""
    for inner in _BRACKETS.findall(text):
        found = as_unit(inner.removeprefix("单位:").removeprefix("单位"))
        unit, remark = (found, remark) if found else (unit, inner)
    bare = _BRACKETS.sub("", text).strip("*★☆:")
    head, slash, tail = bare.partition("/")
    if slash and unit is None and as_unit(tail):
        bare, unit = head, as_unit(tail)
    return Heading(printed.strip().strip("*★☆"), bare.lower(), unit, remark)


def units_in_note(text: str) -> list[str]:
    """Units of a note such as 单位:万元 or 计量单位:吨、元/公斤. 填报单位:某局 is an organisation."""
    found = []
    line = re.sub(r"\s+", ";", half_width(text).replace(":  ", ":").replace(": ", ":"))
    for match in _NOTE.finditer(line):
        if match["before"].endswith(_ORGANISATION):
            continue
        found += [unit for part in re.split(r"[、,]", match["units"]) if (unit := as_unit(part))]
    return found
