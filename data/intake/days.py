"""Days and months as people write them: four-digit years, real days, no bare serial numbers."""

import datetime as dt
import re

from data.intake.grid import Raw
from data.intake.text import half_width, has_full_width
from data.intake.unreadable import Unreadable

_CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_WEEKDAY = re.compile(r" *\(?(?:星期|周)[一二三四五六日天]\)?$")
_ORDINAL = "([一二三四五六七八九十]{1,3})"
_SPELLED = re.compile(f"([〇零一二三四五六七八九]{{4}})年{_ORDINAL}月(?:{_ORDINAL}[日号])?")
_DIGITS = "〇一二三四五六七八九"
_SERIAL = re.compile(r"[2-5]\d{4}(?:\.0+)?", re.ASCII)  # 1954 to 2064
EPOCH_1900, EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
DAY_FORMS = [
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _CLOCK, re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})" + _CLOCK, re.ASCII),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4}) *年 *(\d{1,2}) *月 *(\d{1,2}) *[日号]", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
]
MONTH_FORMS = [
    re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4}) *年 *(\d{1,2}) *月(?:份)?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})", re.ASCII),
]
_SHORT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", re.ASCII)
_ADVICE = "请写成 2020-03-01、2020/3/1 或 2020年3月1日"


def read_day(raw: Raw, *, note, epoch_1904: bool = False) -> dt.date:
    """The day in a cell. Raises ``Unreadable`` for what is no day, or only might be one."""
    if raw.kind == "d":
        return _from_workbook(raw.text, note)
    text = _text_of(raw, note)
    if _SERIAL.fullmatch(text):
        note("serial")
        return (EPOCH_1904 if epoch_1904 else EPOCH_1900) + dt.timedelta(days=int(float(text)))
    for form in DAY_FORMS:
        if match := form.fullmatch(text):
            if ":" in text:
                note("time_dropped")
            return _day(match, text)
    raise _why_not(raw, text)


def read_month(raw: Raw, *, note, epoch_1904: bool = False) -> dt.date:
    """The first day of the month in a cell. A whole date is taken for its month, and noted."""
    if raw.kind == "d":
        day = _from_workbook(raw.text, note)
        if day.day != 1:
            note("day_dropped")
        return day.replace(day=1)
    text = _text_of(raw, note)
    for form in MONTH_FORMS:
        if match := form.fullmatch(text):
            return _day_of(int(match[1]), int(match[2]), 1)
    day = read_day(raw, note=note, epoch_1904=epoch_1904)
    if day.day != 1:
        note("day_dropped")
    return day.replace(day=1)


def _text_of(raw: Raw, note) -> str:
    if raw.kind == "b":
        raise Unreadable("not_a_day", "是逻辑值(TRUE/FALSE)，不是日期", _ADVICE)
    if has_full_width(raw.text):
        note("full_width")
    text = _WEEKDAY.sub("", half_width(raw.text).strip())
    if spelled := _SPELLED.fullmatch(text):
        note("spelled_day")
        return _in_digits(spelled)
    return text


def _in_digits(spelled: re.Match) -> str:
    """二〇二〇年三月十二日 in figures."""
    year = "".join(str(_DIGITS.index(digit)) for digit in spelled[1].replace("零", "〇"))
    parts = [str(_small(part)) for part in spelled.groups()[1:] if part]
    return "-".join([year, *parts])


def _small(text: str) -> int:
    """A number below a hundred as it is spelled: 七, 十二, 三十一."""
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.index(tens) if tens else 1 if ten else 0) * 10 + (_DIGITS.index(ones) if ones else 0)


def _from_workbook(text: str, note) -> dt.date:
    if len(text) > 10:
        note("time_dropped")
    return dt.date.fromisoformat(text[:10])


def _day(match: re.Match, text: str) -> dt.date:
    return _day_of(int(match[1]), int(match[2]), int(match[3]))


def _day_of(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Unreadable("impossible_day", "不是真实存在的日期", "请核对年、月、日") from None


def _why_not(raw: Raw, text: str) -> Unreadable:
    if _SHORT_YEAR.fullmatch(text):
        return Unreadable("short_year", "年份只写了两位", "请写四位年份，例如 2020-03-01")
    if raw.kind == "n":
        return Unreadable(
            "bare_serial", "是一个没有日期格式的数字", "请把单元格格式设为“日期”后核对，或写成 2020-03-01"
        )
    return Unreadable("not_a_day", "不是日期", _ADVICE)
