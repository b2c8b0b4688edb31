"""任务台账: the plan's 32 rows and 5 mechanisms, overdue first; one target in full at ?target=."""

import pandas as pd
import streamlit as st

from data.intake.measures import ordinal
from monitoring.tallies import measures as tallies
from pages import reads
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.measures import measure_detail, measure_views
from pages.parts import cards, filters, links, matrix, number, tables
from pages.registry import may
from pages.situation.moment import View, completeness, head, moment_of

TABS = {"lines": "逐项台账", "leads": "按牵头单位", "counties": "按县（市）"}
ORDERS = {"slip": "超期在前", "plan": "按方案顺序"}


def page() -> None:
    """The page: the ledger, or one target where the address names it."""
    user = require("measures")
    view = head(user, "任务台账")
    completeness(user, view, indicators=("measure_silence",))
    told = read(user, view)
    if told.lines.empty:
        st.info("地区资料包没有工作任务清单（measures.csv、measure_targets.csv），无法建立任务台账。")
        return
    target = filters.given("target", dict.fromkeys(told.lines["target"]))
    if target is not None:
        measure_detail.show(user, view, told, target)
        return
    if told.progress.empty:
        _ask(user)
    counters = measure_views.headline(told.lines, view.county, today=view.at.day)
    links.follow(cards.headline_cards(counters, key="measure_cards"))
    _tabs(user, view, told)


def read(user: User, view: View):
    """The ledger of the place looked at."""
    return reads.measure_ledger(user, view.at, county=view.county, counties=tuple(view.visible))


def _ask(user: User) -> None:
    more = "请在“数据报送”页报送《工作任务进展情况表》。" if may(user.role, "upload") else ""
    st.info(f"还没有收到县（市）和州级部门的任务进展报告，能由系统直接监测的任务已列出。{more}")


def _tabs(user: User, view: View, told) -> None:
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with left:
        tab = filters.switch("tab", "查看", TABS, hidden=True)
    with right:
        export_link(user, "measures", "ledger", label="导出台账", county=view.county, on=filters.given_day())
    if tab == "leads":
        rows = measure_views.lead_rows(told.lines)
        links.follow(matrix.table(measure_views.LEAD_COLUMNS, rows, key="measure_leads", caption="单位：项",
                                  foot="一项任务有几个牵头单位的，各计一次"))  # fmt: skip
    elif tab == "counties":
        columns, rows = measure_views.county_table(told.counties, view.visible)
        links.follow(matrix.table(columns, rows, key="measure_counties", foot=measure_views.CAPTION))
    else:
        _lines(view, told.lines)


def _lines(view: View, lines: pd.DataFrame) -> None:
    left, middle, right = st.columns([6, 2, 2], vertical_alignment="bottom")
    with left:
        slips = filters.several("slip", "状态", {slip: measure_views.SLIPS[slip] for slip in tallies.ORDER})
    leads = sorted({lead for text in lines["leads"] for lead in text.split("|")})
    with middle:
        lead = filters.choose("lead", "牵头单位", {one: one for one in leads}, every="全部牵头单位")
    with right:
        by = filters.switch("by", "排列", ORDERS)
    kept = measure_views.in_order(measure_views.chosen(lines, slips=slips, lead=lead), by=by)
    st.caption(f"共 {number.of_total(len(kept), len(lines))} 项任务指标。{measure_views.NOTE}")
    rows = measure_views.rows(kept, county=view.county, today=view.at.day)
    links.follow(matrix.table(measure_views.LINE_COLUMNS, rows, key="measure_lines", foot=measure_views.CAPTION))


@export("measures", "ledger", title="任务台账")
def ledger_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The ledger as a file."""
    view = moment_of(user, county=county, on=on)
    lines = read(user, view).lines
    return tables.readable(lines.assign(ordinal=lines["measure"].map(ordinal)), measure_views.EXPORT_FIELDS)


@export("measures", "reports", title="任务进展报告")
def reports_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """Every report behind the ledger, with the file it came in."""
    view = moment_of(user, county=county, on=on)
    return tables.readable(measure_detail.named(read(user, view).progress, view), measure_detail.REPORT_FIELDS)
