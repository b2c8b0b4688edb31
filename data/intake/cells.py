"""One cell: from what was found to the value its column declares, or ``Unreadable`` with a reason."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from data.intake.credit_code import FORM, is_credit_code
from data.intake.days import read_day, read_month
from data.intake.grid import Raw
from data.intake.near import perhaps
from data.intake.numbers import read_number
from data.intake.sheet import Column, Kind
from data.intake.text import half_width, has_control, has_full_width, tight, trimmed
from data.intake.unreadable import Unreadable

DIGITS = re.compile(r"[0-9]{1,15}")  # beyond fifteen digits Excel has already lost some
PLACEHOLDERS = {"-", "--", "—", "——", "/", "\\", "无", "空"}
Note = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads the cells of one column of one file. ``words`` and ``places`` come from the region pack.

    ``factor`` turns the file's unit into the table's; ``today`` is the day of receipt.
    """

    column: Column
    words: dict[str, object]
    region_names: frozenset[str]
    unit: str | None
    factor: Decimal
    today: dt.date
    epoch_1904: bool = False
    typed: bool = False  # whether its file tells numbers from texts: a workbook does

    def read(self, raw: Raw, note: Note):
        """The value. A blank optional cell gives the column's ``blank``."""
        if raw.kind in ("e", "f", "x"):
            raise _broken(raw)
        if raw.kind == "" or (raw.kind == "t" and not raw.text.strip()):
            return self._blank(note)
        if self._means_nothing(raw):
            note("placeholder")
            return self.column.blank
        return READERS[self.column.kind](self, raw, note)

    def _means_nothing(self, raw: Raw) -> bool:
        if self.column.required or raw.kind != "t":
            return False
        word = tight(raw.text)
        return word in PLACEHOLDERS and word not in self.words

    def _blank(self, note: Note):
        if self.column.required:
            raise Unreadable("required", "没有填写", "本列必填" + _hint(self.column))
        if self.column.blank_means:
            note(f"blank_{self.column.blank_means}")
        return self.column.blank


def _broken(raw: Raw) -> Unreadable:
    if raw.kind == "f":
        return Unreadable(
            "formula_not_calculated", "公式没有保存计算结果", "请在 Excel 或 WPS 中打开、计算并保存后再报"
        )
    if raw.kind == "x":
        return Unreadable(
            "scaled_format", "的单元格格式把数字缩小显示，实际值与看到的不同", "请把单元格格式改为“常规”，核对后再报"
        )
    return Unreadable("excel_error", "是 Excel 的错误值", "请改正公式或直接填写")


def _hint(column: Column) -> str:
    return f"（{column.hint}）" if column.hint else ""


def _text(reader: Reader, raw: Raw, note: Note) -> str:
    if raw.kind == "d":
        raise Unreadable("date_for_text", "是日期格式的单元格", "请把单元格格式改为“文本”后重新填写")
    if raw.kind == "b":
        raise Unreadable("boolean_for_text", "是逻辑值(TRUE/FALSE)，不是文字", "请填写文字")
    if raw.kind == "n" and not DIGITS.fullmatch(raw.text):
        raise Unreadable("number_for_text", "是数字格式，可能已丢失末尾几位", "请把本列设为“文本”格式后重新填写")
    if has_control(raw.text):
        raise Unreadable("control_character", "含有看不见的控制字符", "请删除后重新录入")
    text = trimmed(raw.text)
    if len(text) > reader.column.longest:
        raise Unreadable("too_long", f"超过 {reader.column.longest} 个字", "请缩短")
    return text


def _identifier(reader: Reader, raw: Raw, note: Note) -> str:
    text = _text(reader, raw, note)
    if has_full_width(text):
        note("full_width")
        text = half_width(text).strip()
    return text


def _number(reader: Reader, raw: Raw, note: Note) -> Decimal:
    if raw.kind == "t" and reader.typed:
        note("text_number")
    return read_number(raw, unit=reader.unit, note=note, units=reader.column.units)


def _amount(reader: Reader, raw: Raw, note: Note) -> float:
    number = _number(reader, raw, note)
    value = float(number * reader.factor)
    _within(reader, value)
    return value


def _integer(reader: Reader, raw: Raw, note: Note) -> int:
    number = _number(reader, raw, note) * reader.factor
    if number.adjusted() > 15:
        raise Unreadable("out_of_bounds", "数字过大", "请核对")
    if number != number.to_integral_value():
        raise Unreadable("not_whole", "不是整数", "本列填整数")
    value = int(number)
    _within(reader, value)
    return value


def _within(reader: Reader, value: float) -> None:
    low, high = _bounds(reader.column)
    unit = reader.column.unit or ""
    if value < low:
        reason = "是负数" if low == 0 and value < 0 else f"小于下限 {low:g}{unit}"
        raise Unreadable("out_of_bounds", reason, "请核对数字和单位")
    if value > high:
        raise Unreadable("out_of_bounds", f"超过上限 {high:g}{unit}", "请核对数字和单位")


def _bounds(column: Column) -> tuple[float, float]:
    low = column.low if column.low is not None else 0
    return low, column.high if column.high is not None else 1e9


def _day(reader: Reader, raw: Raw, note: Note) -> dt.date:
    return _near(reader, read_day(raw, note=note, epoch_1904=reader.epoch_1904))


def _month(reader: Reader, raw: Raw, note: Note) -> dt.date:
    return _near(reader, read_month(raw, note=note, epoch_1904=reader.epoch_1904))


def _near(reader: Reader, day: dt.date) -> dt.date:
    if day < reader.column.earliest:
        raise Unreadable("too_early", f"早于 {reader.column.earliest.isoformat()}", "请核对年份")
    if day > reader.today + dt.timedelta(days=reader.column.lead_days):
        raise Unreadable("in_the_future", f"晚于收到日期 {reader.today.isoformat()}", "请核对日期")
    return day


def _word(reader: Reader, raw: Raw, note: Note):
    return _lookup(reader, raw.text, note)


def _lookup(reader: Reader, text: str, note: Note):
    word = tight(text)
    found = reader.words.get(word, reader.words.get(word.lower()))
    if found is None:
        advice = f"{perhaps(word, reader.words)}请选填：{_offered(reader.words)}"
        raise Unreadable("unknown_word", "不在可选范围内", advice)
    return found


def _offered(words: dict[str, object]) -> str:
    first = {}
    for word, code in words.items():
        first.setdefault(code, word)
    offered = list(first.values())
    return "、".join(offered[:20]) + (" 等" if len(offered) > 20 else "")


def _words(reader: Reader, raw: Raw, note: Note) -> str:
    text = half_width(raw.text)
    for mark in "、,;/|;\n":
        text = text.replace(mark, "、")
    parts = [part for part in text.split("、") if part.strip()]
    codes = [_lookup(reader, part, note) for part in parts]
    if not codes:
        raise Unreadable("required", "没有填写", f"请选填：{_offered(reader.words)}")
    return ",".join(dict.fromkeys(codes))


def _flag(reader: Reader, raw: Raw, note: Note) -> bool:
    found = reader.words.get(tight(raw.text).lower())
    if found is None:
        raise Unreadable("not_yes_or_no", "不是“是”或“否”", "请填“是”或“否”")
    return found


def _county(reader: Reader, raw: Raw, note: Note) -> str:
    word = tight(raw.text)
    if word in reader.words:
        return reader.words[word]
    if word in reader.region_names:
        raise Unreadable(
            "whole_region", "是全地区的名称，分不清是哪个县（市）", f"请写明县（市）：{_offered(reader.words)}"
        )
    raise Unreadable("unknown_county", "不是本地区的县（市）名称", f"请选填：{_offered(reader.words)}")


def _credit_code(reader: Reader, raw: Raw, note: Note) -> str:
    if raw.kind == "n":
        raise Unreadable("number_for_text", "是数字格式，后几位可能已丢失", "请把本列设为“文本”格式后重新填写")
    typed = tight(raw.text)
    code = typed.upper()
    if has_full_width(raw.text):
        note("full_width")
    if code != typed:
        note("upper_case")
    if len(code) != 18:
        raise Unreadable("credit_code", f"有 {len(code)} 位", "统一社会信用代码应为18位")
    if not FORM.fullmatch(code):
        raise Unreadable("credit_code", "含有不允许的字符", "代码中没有字母 I、O、S、V、Z，请核对")
    if not is_credit_code(code):
        raise Unreadable("credit_code", "校验位不对", "请对照营业执照核对代码")
    return code


READERS = {
    Kind.TEXT: _text,
    Kind.COUNT: _integer,
    Kind.INTEGER: _integer,
    Kind.AMOUNT: _amount,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.FLAG: _flag,
    Kind.WORD: _word,
    Kind.WORDS: _words,
    Kind.COUNTY: _county,
    Kind.CREDIT_CODE: _credit_code,
    Kind.IDENTIFIER: _identifier,
    Kind.REFERENCE: _identifier,
}
