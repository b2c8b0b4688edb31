"""The course of one category as figures: days of cover and price change against their lines."""

import datetime as dt

import pandas as pd

from pages.parts import charts, number, status
from pages.parts.tables import Field
from pages.situation.judgement import ruling
from pages.situation.supply_views import CHANGE, COVER

TITLES = {COVER: "可供天数", CHANGE: "七日价格涨跌"}
UNITS = {COVER: "天", CHANGE: "%"}
TREND_FIELDS = {
    "date": Field(title="日期", kind="day"),
    COVER: Field(title="可供天数", unit="天", kind="number"),
    CHANGE: Field(title="七日价格涨跌", unit="%", kind="number"),
}


def trend(course: pd.DataFrame, indicator: str, subject: str, *, day: dt.date) -> dict:
    """One indicator with the lines that rule it; provisional days are hollow."""
    part = course[course["indicator"] == indicator]
    frame = part.assign(provisional=part["state"] == "provisional")
    return charts.line(
        frame, unit=UNITS[indicator], name=TITLES[indicator], thresholds=_lines(indicator, subject, day),
        height=280, zero=indicator == COVER,
    )  # fmt: skip


def _lines(indicator: str, subject: str, day: dt.date) -> list[tuple[float, str]]:
    """The mildest level of each side; for cover also the gravest and the target: a far line flattens the course."""
    found = []
    for line in ruling(indicator, subject, day=day):
        levels = [s for s in status.SEVERITIES if s in line.levels]
        shown = [levels[0]] if indicator == CHANGE else [levels[0], levels[-1]]
        found += [(line.levels[s], f"{status.level_text(s)}线 {line.levels[s]:g}") for s in dict.fromkeys(shown)]
        if line.target is not None and indicator == COVER:
            found.append((line.target, f"目标 {line.target:g}"))
    return found


def in_words(course: pd.DataFrame, indicator: str, name: str) -> str:
    """What the figure shows, for those who cannot see it."""
    told = course[(course["indicator"] == indicator) & course["value"].notna()]
    if told.empty:
        return f"{name}{TITLES[indicator]}：尚无数据"
    last, lowest = told.iloc[-1], told["value"].min()
    return (
        f"{name}{TITLES[indicator]}：{number.day(last['date'])} 为 {number.quantity(last['value'], UNITS[indicator])}，"
        f"期间最低 {number.quantity(lowest, UNITS[indicator])}"
    )


def trend_table(course: pd.DataFrame) -> pd.DataFrame:
    """Day by day, the latest first."""
    wide = course.pivot(index="date", columns="indicator", values="value").reindex(columns=[COVER, CHANGE])
    return wide.iloc[::-1].reset_index()
