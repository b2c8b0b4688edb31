"""报送情况: who reported which period in time, who is to be reminded, and how much was corrected since."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake import SHEETS
from data.store import events, supply
from monitoring.naming import Names
from monitoring.notices.corrected import FIGURES
from pages import reads
from pages.door import clock, open_store
from pages.door.exports import NotExportable, export, export_link
from pages.door.session import User, require
from pages.intake import burden
from pages.intake.reported import TOPICS, Reported
from pages.parts import filters, matrix, number, tables
from pages.parts.matrix import Cell, Column, Row
from pages.parts.personal import masked
from pages.response import alert_names

MARKS = {
    "on_time": ("●", "按时"),
    "late": ("◐", "迟报"),
    "zero": ("0", "零（已确认）"),
    "zero_late": ("0迟", "零，迟报"),
    "missing": ("◇", "未报"),
    "not_due": ("○", "未到期"),
}
LEGEND = "　".join(f"{mark} {word}" for mark, word in MARKS.values())
CADENCES = {"daily": "每日", "weekly": "每周", "monthly": "每月"}
MOST_UNITS = 60
PHONE = "completeness_phone"
REVISION_DAYS = 92
REMIND_FIELDS = {
    "name": tables.Field(title="报送单位", pinned=True),
    "county": tables.Field(title="县（市）"),
    "missing": tables.Field(title="未报", unit="期", kind="number"),
    "last": tables.Field(title="最近一期"),
    "contact": tables.Field(title="联系人"),
    "phone": tables.Field(title="电话（遮盖）"),
}
REVISION_FIELDS = {
    "topic": tables.Field(title="报表", words={
        kind: f"{word}（{unit}）" for kind, (word, unit) in FIGURES.items()}),
    "county": tables.Field(title="县（市）"),
    "subject": tables.Field(title="对象"),
    "day": tables.Field(title="数据日期"),
    "then": tables.Field(title="当时报送", kind="number"),
    "now": tables.Field(title="更正后", kind="number"),
    "size": tables.Field(title="改动", kind="number"),
    "changed": tables.Field(title="更正时间"),
}  # fmt: skip


def page() -> None:
    """Marks by unit and period, the reminders, the corrections."""
    user = require("completeness")
    st.title("报送情况", anchor=False)
    at = reads.as_of()
    counties = reads.counties(user)
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        topic = filters.switch("topic", "报表", {one: SHEETS[one].title for one in TOPICS}, hidden=True)
    with right:
        county = filters.county(counties, whole=user.scope.whole)
    found = reads.reported(user, at, topic=topic, now=_now())
    units = found.units if county is None else found.units[found.units["county"] == county]
    _grid(found, units, counties)
    behind = reminders(found, units, counties)
    _remind(user, topic, county, behind, units)
    _revisions(user, at, county, counties)
    burden.show(user, at, county, counties)


def _now() -> dt.datetime:
    """The moment, to the minute: a steady key for the cache."""
    return clock.now().replace(second=0, microsecond=0)


def _grid(found: Reported, units: pd.DataFrame, counties: dict[str, str]) -> None:
    timed = found.timeliness
    counted = timed.counts().set_index("unit")
    states = {(unit, day): state for unit, day, state in timed.marks[["unit", "date", "state"]].itertuples(index=False)}
    columns = (
        Column(title="报送单位", nowrap=True), Column(title="报到", unit="期", align="number"),
        Column(title="按时", unit="期", align="number"),
        *[Column(title=_heading(day, timed.cadence), align="center", nowrap=True) for day in timed.periods],
    )  # fmt: skip
    rows = []
    for one in units.head(MOST_UNITS).itertuples():
        here = counted.loc[one.unit] if one.unit in counted.index else {"here": 0, "on_time": 0, "due": 0}
        cells = [one.name, f"{here['here']}/{here['due']}", f"{here['on_time']}/{here['due']}"]
        cells += [_cell(states[one.unit, day]) for day in timed.periods]
        rows.append(Row(cells=cells))
    more = f"；只列前 {MOST_UNITS} 家，可按县（市）筛选" if len(units) > MOST_UNITS else ""
    caption = f"{CADENCES[timed.cadence]}一报，截止 {_deadline(timed)}"
    matrix.table(
        columns, rows, key="completeness_grid", caption=caption, foot=LEGEND + more,
        empty="还没有这张表的报送单位名录",
    )  # fmt: skip


def _cell(state: str) -> Cell:
    mark, word = MARKS[state]
    return Cell(text=mark, note="" if state in ("on_time", "not_due", "zero") else word, strong=state == "missing")


def _heading(day: dt.date, cadence: str) -> str:
    return f"{day.year}-{day.month:02d}" if cadence == "monthly" else f"{day.month}-{day.day:02d}"


def _deadline(timed) -> str:
    return number.stamp(timed.deadlines[-1]) if timed.deadlines else "—"


def reminders(found: Reported, units: pd.DataFrame, counties: dict[str, str]) -> pd.DataFrame:
    """Who owes something that is past its deadline, the most behind first; numbers are masked here already."""
    marks = found.timeliness.marks
    missing = marks[marks["state"] == "missing"]
    owed = missing.groupby("unit").agg(missing=("date", "size"), last=("date", "max")).reset_index()
    behind = units.merge(owed, on="unit").sort_values(["missing", "unit"], ascending=[False, True])
    return behind.assign(
        county=behind["county"].map(counties).fillna(""),
        last=[f"{day:%Y-%m-%d}" for day in behind["last"]],
        phone=[masked(phone) for phone in behind["phone"]],
    ).reset_index(drop=True)


def _remind(user: User, topic: str, county: str | None, behind: pd.DataFrame, units: pd.DataFrame) -> None:
    st.subheader(f"催报名单（{len(behind)} 家）", anchor=False)
    tables.listing(behind, REMIND_FIELDS, key="completeness_remind", alt="催报名单", empty="到期的都已报到，没有要催的")
    if behind.empty:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        export_link(user, "completeness", "reminders", in_a_row=True, topic=topic, county=county)
        with_phone = behind[behind["phone"] != ""]
        if len(with_phone) and user.role in ("bureau", "staff", "clerk"):
            names = dict(zip(with_phone["unit"], with_phone["name"]))
            st.selectbox("查看完整电话（记入日志）", list(names), format_func=names.__getitem__, key=PHONE)
            st.button("查看", key="completeness_reveal", on_click=_reveal)
    told = st.session_state.pop("completeness_told", None)
    if told:
        st.info(told)


def _reveal() -> None:
    user = require("completeness", "reveal")
    unit = st.session_state.get(PHONE)
    st.session_state["completeness_told"] = reveal(user, str(unit), at=clock.wall())


def reveal(user: User, enterprise: str, *, at: dt.datetime) -> str:
    """A firm's full number, for those who may see the firm; each look is an event of the audit."""
    with open_store.store().noting() as conn:
        firms = supply.enterprises(conn, scope=user.scope, as_known=None)
        own = firms[firms["enterprise"] == enterprise]
        if own.empty or number.absent(own["phone"].iloc[0]):
            return "没有这家企业的电话，或它不在您的范围内。"
        firm = own.iloc[0]
        events.append(
            conn, at=at, actor=user.uid, action="reveal", object_kind="reveal", object_id=enterprise,
            county=firm["county"], detail={"what": "phone"},
        )  # fmt: skip
    return f"{firm['name']} {firm['contact']} {firm['phone']}（本次查看已记入操作日志）"


def _revisions(user: User, at, county: str | None, counties: dict[str, str]) -> None:
    shown = revised(user, at, county, counties)
    st.subheader(f"近 {REVISION_DAYS} 天数据的更正（{len(shown)} 处）", anchor=False)
    st.caption("同时保留“当时报送”与“更正后”；按当时所知回看各页时，用的是当时报送的数。")
    tables.listing(shown, REVISION_FIELDS, key="completeness_revised", alt="更正清单", empty="这段时间的数据没有更正")
    if len(shown):
        export_link(user, "completeness", "revisions", county=county)


def revised(user: User, at, county: str | None, counties: dict[str, str]) -> pd.DataFrame:
    """The corrections as people read them."""
    since = clock.today() - dt.timedelta(days=REVISION_DAYS)
    found = reads.revisions(user, at, since=since)
    found = found if county is None else found[found["county"] == county]
    called = alert_names.names(user, at)
    return found.assign(
        subject=[_called(one, called) for one in found["subject"]],
        topic=found["observation"], county=found["county"].map(counties).fillna(""), size=found["now"] - found["then"],
        day=[f"{day:%Y-%m-%d}" for day in found["date"]], changed=[number.stamp(one) for one in found["changed_at"]],
    ).reset_index(drop=True)  # fmt: skip


def _called(subject: str, called: Names) -> str:
    """What a corrected row is about, by its name; an item of arrears with its voucher."""
    number_, _, part = subject.partition(":")
    name = called.of(subject)
    return f"{number_} 凭证 {part}" if part and name == f"{number_}{part}" else name


@export("completeness", "reminders", title="催报名单")
def reminders_file(user: User, *, topic: str | None = None, county: str | None = None) -> pd.DataFrame:
    """The reminders, their numbers masked."""
    if topic not in TOPICS:
        raise NotExportable(str(topic))
    found = reads.reported(user, reads.as_of(), topic=topic, now=_now())
    units = found.units if county is None else found.units[found.units["county"] == county]
    return tables.readable(reminders(found, units, reads.counties(user)), REMIND_FIELDS)


@export("completeness", "revisions", title="更正清单")
def revisions_file(user: User, *, county: str | None = None) -> pd.DataFrame:
    """The corrections."""
    return tables.readable(revised(user, reads.as_of(), county, reads.counties(user)), REVISION_FIELDS)
