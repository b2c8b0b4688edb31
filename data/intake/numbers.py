"""Numbers as people type them, read strictly: no NaN, no inf, no underscore, no guess."""

import re
from collections.abc import Mapping
from decimal import Decimal

from data.intake.grid import Raw
from data.intake.text import half_width, has_full_width
from data.intake.unreadable import Unreadable

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
STORED = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")  # how a workbook keeps a number
WITH_UNIT = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]*)?) *([^0-9,.\s+-].*)")
LONGEST = 40
SHORT = {"万": "万元", "亿": "亿元"}  # of money; of anything else it is no unit


def read_number(raw: Raw, *, unit: str | None, note, units: Mapping[str, Decimal] | None = None) -> Decimal:
    """The number in a cell, in the file's unit. Another unit written in the cell is converted where the column has it.

    ``note(code)`` is told of every interpretation that the sender may want to see.
    """
    if raw.kind == "n":
        if len(raw.text) <= LONGEST and STORED.fullmatch(raw.text):
            return Decimal(raw.text)
        raise Unreadable("not_a_number", "不是数字", "请填写普通数字")
    if raw.kind == "b":
        raise Unreadable("boolean_for_number", "是逻辑值(TRUE/FALSE)，不是数字", "请填写数字")
    if raw.kind == "d":
        raise Unreadable("date_for_number", "是日期格式的单元格", "请把单元格格式改为“常规”后重新填写数字")
    return _typed(raw.text, unit=unit, note=note, units=units or {})


def _typed(typed: str, *, unit: str | None, note, units: Mapping[str, Decimal]) -> Decimal:
    if len(typed) > LONGEST:
        raise Unreadable("not_a_number", "不是数字", "请填写普通数字")
    text = half_width(typed).strip()
    if has_full_width(typed):
        note("full_width")
    with_unit, factor = WITH_UNIT.fullmatch(text), Decimal(1)
    if with_unit and unit:
        told = _unit(with_unit[2], units)
        if told == unit.lower():
            note("unit_in_cell")
            text = with_unit[1]
        elif told in units and unit in units:
            note("converted")
            text, factor = with_unit[1], units[told] / units[unit]
    if PLAIN.fullmatch(text):
        return Decimal(text) * factor
    if GROUPED.fullmatch(text):
        note("thousands")
        return Decimal(text.replace(",", "")) * factor
    raise _why_not(text, unit)


def _unit(text: str, units: Mapping[str, Decimal]) -> str:
    told = text.strip().lower()
    return SHORT[told] if told in SHORT and SHORT[told] in units else told


def _why_not(text: str, unit: str | None) -> Unreadable:
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", text):
        return Unreadable("scientific", "是科学计数法，可能已丢失精度", "请把单元格格式改为“数值”后重新导出")
    if text.endswith("%"):
        return Unreadable("percent", "带百分号", "本列填数量，不填百分比")
    if WITH_UNIT.fullmatch(text):
        expected = f"本列单位是“{unit}”，请换算后只填数字" if unit else "请只填数字，不写单位"
        return Unreadable("unit_in_cell", "带有单位或其他文字", expected)
    return Unreadable("not_a_number", "不是数字", "请填写普通数字，例如 1234.5")
