"""Numbers as statistics offices print them: fixed units and decimals, changes in words, no sign to misread."""

import datetime as dt
import math
from zoneinfo import ZoneInfo

from pages.parts.status import SILENCES, silence

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUS = "\u2212"  # a hyphen is too short to be seen before a figure
THOUSANDS = {
    "户": 0, "家": 0, "个": 0, "件": 0, "人": 0, "条": 0, "期": 0, "天": 1, "吨": 1, "万元": 2, "元/公斤": 2, "元": 2,
}  # fmt: skip
PERCENT = {"%": 1, "个百分点": 1}
FINEST = 2
SMALLEST = 0.05
"""A percent change that would be printed as 0.0 is called level."""


def absent(value: object) -> bool:
    """Whether there is no number: None, NaN, pandas' NA and NaT."""
    return value is None or str(value) in ("nan", "<NA>", "NaT")  # NA answers no comparison


def decimals(unit: str) -> int:
    """How many decimals a unit is printed with; a unit not listed gets two."""
    return THOUSANDS.get(unit, PERCENT.get(unit, 2))


def figure(value: float | None, unit: str = "", state: str = "ok") -> str:
    """The bare number as printed, or the word for its absence."""
    if absent(value):
        return silence(state) if state in SILENCES else silence("missing")
    places = decimals(unit)
    if places and round(float(value), places) == 0 and round(float(value), FINEST) != 0:
        places = FINEST  # -0.04 below a line of zero must not be printed as zero
    number = round(float(value), places) + 0.0  # + 0.0 turns -0.0 into 0.0
    return f"{number:,.{places}f}".replace("-", MINUS)


def quantity(value: float | None, unit: str, state: str = "ok") -> str:
    """Number and unit (``98,450 户``, ``93.4%``), or the word for its absence."""
    text = figure(value, unit, state)
    if absent(value):
        return text
    return text + unit if unit in PERCENT else f"{text} {unit}".rstrip()


def change(percent: float | None) -> str:
    """``增长 3.2%``, ``下降 1.0%``, ``持平``; the sign is a word."""
    if absent(percent):
        return silence("not_assessable")
    if abs(percent) < SMALLEST:
        return "持平"
    return f"{'增长' if percent > 0 else '下降'} {abs(percent):.1f}%"


def change_in_points(points: float | None) -> str:
    """``提高 0.3 个百分点``, for a change between two percentages."""
    if absent(points):
        return silence("not_assessable")
    if abs(points) < SMALLEST:
        return "持平"
    return f"{'提高' if points > 0 else '下降'} {abs(points):.1f} 个百分点"


def change_in(amount: float | None, unit: str) -> str:
    """``增加 120 户``, ``减少 1.5 天``, for a change in the unit itself."""
    if absent(amount):
        return silence("not_assessable")
    if abs(amount) < 0.5 * 10 ** -decimals(unit):
        return "持平"
    return f"{'增加' if amount > 0 else '减少'} {quantity(abs(amount), unit)}"


def arrow(difference: float | None, *, least: float = SMALLEST) -> str:
    """A black ▲ or ▼ for the direction, only beyond the least gap worth showing. Never coloured."""
    if absent(difference) or math.fabs(difference) < least:
        return ""
    return "▲" if difference > 0 else "▼"


def day(value: dt.date | None) -> str:
    """``2020年9月30日``."""
    return "" if absent(value) else f"{value.year}年{value.month}月{value.day}日"


def short_day(value: dt.date | None) -> str:
    """``9月30日``."""
    return "" if absent(value) else f"{value.month}月{value.day}日"


def day_near(value: dt.date | None, today: dt.date) -> str:
    """``9月30日`` of the year looked at; of any other year the year is said: what is due since last year is no news."""
    return short_day(value) if absent(value) or value.year == today.year else day(value)


def month(value: dt.date | None) -> str:
    """``2020年9月``."""
    return "" if absent(value) else f"{value.year}年{value.month}月"


def moment(value: dt.datetime | None) -> str:
    """``2020年9月30日 17:05`` on Shanghai's clocks."""
    if absent(value):
        return ""
    local = value.astimezone(SHANGHAI)
    return f"{day(local)} {local:%H:%M}"


def stamp(value: dt.datetime | None) -> str:
    """``2020-09-30 17:05`` on Shanghai's clocks: for lists, which sort as they read."""
    return "" if absent(value) else f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def age(days: int | None) -> str:
    """``当日``, ``2 天前``: how old a figure is against the day looked at."""
    if absent(days):
        return silence("missing")
    return "当日" if days <= 0 else f"{int(days)} 天前"


def of_total(part: int | None, total: int) -> str:
    """``88/91``: the denominator is always visible."""
    return f"{silence('missing') if absent(part) else int(part)}/{int(total)}"
