"""The parts of 数从何来 above the files: the value, its runs and lines, the rows it rests on, what used it."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake import SHEETS, signoff
from data.intake.sheet import Kind
from data.store import runs
from pages import reads
from pages.door import open_store
from pages.parts import links, matrix, number, status
from pages.parts.matrix import Cell, Column, Row
from pages.parts.personal import masked, masked_name
from pages.registry import may
from pages.response import case_words
from pages.situation import case_reads
from pages.situation.judgement import judged, ruling

FACTS = (Column(title="项目", nowrap=True, width="9em"), Column(title="内容"))
RUNS = (
    Column(title="算出时间", nowrap=True), Column(title="数值", align="number", nowrap=True), Column(title="状态"),
    Column(title="评估批次", nowrap=True), Column(title="此后", nowrap=True),
)  # fmt: skip
USED = (Column(title="何时何处", nowrap=True), Column(title="级别", nowrap=True), Column(title="内容"))
SHOWN = 20  # rows of one sheet
STEADY, NARROW = (Kind.DAY, Kind.MONTH, Kind.COUNTY, Kind.WORD, Kind.TEXT), 10  # what is short keeps to one line
LONGEST_HASH = 12
STATES = {"ok": "正常", "provisional": "初步（含未签发的填报数）"}
ROW_STATES = {"approved": "现行", "provisional": "现行（暂，未签发）"}
PERSONS = {"contact": masked_name, "officer": masked_name, "phone": masked}


def value(asked, told, name: str) -> None:
    """The figure with its unit, where it stands, and by which definition and lines."""
    thing = asked.thing
    st.subheader(f"{name} · {thing.title} · {number.day(asked.day)}", anchor=False)
    one = judged(pd.DataFrame([told]), day=asked.day).iloc[0]
    lines = ruling(thing.id, asked.subject, day=asked.day)
    said = [
        ("数值", Cell(text=number.quantity(told["value"], thing.unit, told["state"]), strong=True,
                    severity=one["severity"])),
        ("状态", _state(told["state"])),
        ("指标口径", " ".join(thing.definition.split())),
        ("口径起用", number.day(thing.since)),
        *[("警戒线", _line(line, thing.unit)) for line in lines],
        ("责任单位", thing.owner),
    ]  # fmt: skip
    matrix.table(FACTS, [Row(cells=[label, text]) for label, text in said], key="origin_value", heads=False)


def _state(state: str) -> str:
    return STATES.get(state) or status.silence_mark(state)


def _line(line, unit: str) -> str:
    levels = "、".join(f"{status.level_text(one)} {number.quantity(bound, unit)}" for one, bound in line.levels.items())
    return f"{levels}（依据：{line.source}；{number.day(line.since)}起）"


def computed(asked, told: pd.DataFrame) -> None:
    """Each time it was computed differently: when, by which run, and what took its place."""
    st.subheader("计算过程", anchor=False)
    rows = []
    for one in told.itertuples(index=False):
        with open_store.store().reading() as conn:
            run = runs.at(conn, moment=one.known_at.to_pydatetime())
        batch = f"第 {run['id']} 次（参数 {run['config_hash'][:LONGEST_HASH]}）" if run else "—"
        after = "现行" if number.absent(one.superseded_at) else f"{number.stamp(one.superseded_at)} 起由新值取代"
        text = number.quantity(one.value, asked.thing.unit, one.state)
        rows.append(Row(cells=[number.stamp(one.known_at), text, _state(one.state), batch, after]))
    matrix.table(RUNS, rows, key="origin_runs", foot="同一天的数，填报更正后会重算；原来的值保留，不覆盖。")


def observations(user, parts: list[pd.DataFrame], *, used_at: dt.datetime | None) -> None:
    """The reported rows, a table a sheet, each with all its versions."""
    st.subheader("所依据的填报数", anchor=False)
    if not parts:
        st.info("没有直接的填报数：由名录、登记或系统记录算出，或应报未报。")
    for rows in parts:
        _sheet(rows, used_at)


def _sheet(rows: pd.DataFrame, used_at: dt.datetime | None) -> None:
    sheet, region = SHEETS[rows["topic"].iloc[0]], open_store.region()
    columns, shown = list(rows["said"].iloc[0]), rows.head(SHOWN)
    lines = [tuple(_unnamed(name, said[name]) for name in columns) for said in shown["said"]]
    printed = signoff.printed_rows(sheet, columns, lines, signoff.words_of(sheet, region))
    heads = [
        Column(title=column.printed, nowrap=column.kind in STEADY and _longest(printed, place) <= NARROW)
        for place, column in enumerate(column for column in sheet.columns if column.name in columns)
    ]
    more = [Column(title="收到", nowrap=True), Column(title="状态", nowrap=True),
            *([Column(title="采用", align="center", nowrap=True)] if used_at is not None else []),
            Column(title="回执号 / 行", nowrap=True)]  # fmt: skip
    cells = [_row(line, one, used_at) for line, one in zip(printed, shown.itertuples(index=False))]
    foot = f"只列最近 {SHOWN} 行，共 {len(rows)} 行以上" if len(rows) > SHOWN else ""
    matrix.table([*heads, *more], cells, key=f"origin_{sheet.topic}", caption=sheet.title, foot=foot, heads=False)


def _unnamed(name: str, said):
    return PERSONS[name](said) if name in PERSONS else said


def _longest(lines: list[list], place: int) -> int:
    return max(len(str(line[place])) for line in lines)


def _row(line: list, one, used_at: dt.datetime | None) -> Row:
    gone = not number.absent(one.superseded_at)
    said = [text if isinstance(text, str) else f"{text:,.10g}" for text in line]
    stands = f"{number.stamp(one.superseded_at)} 更正" if gone else ROW_STATES[one.state]
    used = []
    if used_at is not None:
        then = one.known_at <= used_at and (not gone or one.superseded_at > used_at)
        used = ["✓" if then else ""]
    return Row(cells=[*said, number.stamp(one.known_at), stands, *used, f"{one.receipt} / {one.source_row}"])


def used_by(user, at: reads.AsOf, asked) -> None:
    """The signals of the day, the alerts they kept, the cases these are in."""
    st.subheader("用到这个数的信号、预警和处置件", anchor=False)
    thing, rows = asked.thing, []
    for one in reads.signal_versions(user, at, indicator=thing.id, subject=asked.subject, day=asked.day).itertuples():
        after = "" if number.absent(one.superseded_at) else f"，{number.stamp(one.superseded_at)} 更新"
        beyond = number.quantity(one.threshold, thing.unit)
        text = f"信号：{number.quantity(one.value, thing.unit)}，警戒线 {beyond}{after}"
        rows.append(Row(cells=[number.stamp(one.known_at), Cell(text="", severity=one.severity), text]))
    alerts = reads.all_alerts(user, at)
    alerts = alerts[(alerts["indicator"] == thing.id) & (alerts["subject"] == asked.subject)]
    day = pd.Timestamp(asked.day)
    alerts = alerts[(alerts["opened_for"] <= day) & (alerts["last_signal_for"] >= day)]
    for one in alerts.itertuples(index=False):
        href = links.to("alerts", alert=one.alert) if may(user.role, "alerts") else None
        place = Cell(text=f"预警 {one.alert} 号", href=href)
        rows.append(Row(cells=[place, Cell(text="", severity=one.severity), one.sentence]))
    rows += _cases(user, at, alerts)
    links.follow(matrix.table(USED, rows, key="origin_used", heads=False, empty="这个数没有触发信号或预警"))


def _cases(user, at: reads.AsOf, alerts: pd.DataFrame) -> list[Row]:
    if not may(user.role, "cases"):
        return []
    members = case_reads.case_members(user, at)
    inside = set(members[members["alert"].isin(alerts["alert"])]["case"])
    cases = case_reads.cases(user, at)
    return [
        Row(cells=[
            Cell(text=f"处置件 {one.case} 号", href=links.to("cases", case=one.case)),
            Cell(text="", severity=one.severity), f"{case_words.name_of(one)}，{case_words.status_of(one)}",
        ])
        for one in cases[cases["case"].isin(inside)].itertuples(index=False)
    ]  # fmt: skip


def fed(values: pd.DataFrame, called) -> None:
    """The values of the day this row may count in, an indicator a row; each leads to its own life."""
    st.subheader("当日用到这一行的指标", anchor=False)
    catalog, subjects = open_store.config().thresholds.catalog, list(dict.fromkeys(values["subject"]))
    told = {(one.indicator, one.subject): one for one in values.itertuples(index=False)}
    rows = []
    for indicator in dict.fromkeys(values["indicator"]):
        thing = catalog[indicator]
        cells = [_fed(told.get((indicator, subject)), thing.unit) for subject in subjects]
        rows.append(Row(cells=[thing.title, *cells]))
    columns = [Column(title="指标", nowrap=True), *[Column(title=called.of(one), align="number") for one in subjects]]
    links.follow(matrix.table(columns, rows, key="origin_fed", heads=False, empty="当日没有指标用到这一行"))


def _fed(one, unit: str) -> Cell:
    if one is None:
        return Cell(text=number.silence("not_applicable"), quiet=True)
    here = links.to("", indicator=one.indicator, subject=one.subject, on=f"{one.date:%Y-%m-%d}")
    return Cell(text=number.quantity(one.value, unit, one.state), href=here)
