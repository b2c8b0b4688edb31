"""县市档案: a county's indicators, alerts, problems, measures and report record together, or a line for each."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from data.intake.measures import ordinal
from monitoring.tallies import measures as measure_tallies
from monitoring.tallies import record
from pages import reads
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.measures import measure_views
from pages.parts import filters, links, matrix, number, tables
from pages.response import case_list, problem_views, reading
from pages.situation import board, case_reads, county_views, decision, exceptions, followed
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head, moment_of

MOST = 8


def page() -> None:
    """The page: every county in a line, or one in full."""
    user = require("county")
    view = head(user, "县市档案")
    completeness(user, view)
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with right:
        export_link(user, "county", "summary", label="导出汇总", on=filters.given_day())
    if view.county is None:
        left.caption("点县（市）名称看完整档案；各项数字可点击看明细。")
        rows = county_views.summary_rows(summarised(user, view), view)
        links.follow(matrix.table(county_views.SUMMARY_COLUMNS, rows, key="county_summary"))
        return
    left.subheader(f"{view.name}档案", anchor=False)
    _indicators(user, view)
    _alerts(user, view)
    _cases(user, view)
    _problems(user, view)
    _measures(user, view)
    _record(user, view)


def summarised(user: User, view: View) -> pd.DataFrame:
    """One row a county the reader may see."""
    problems = reading.problems(user, view.at)
    records = reading.county_records(user, view.at, counties=tuple(view.visible))
    owed = {county: told.loc[told["indicator"].isin(record.SILENCES), "last"].max() for county, told in records.items()}
    ledger = reads.measure_ledger(user, view.at, county=view.county, counties=tuple(view.visible))
    return record.summary(
        list(view.visible),
        alerts=reads.living_alerts(user, view.at),
        problems=problems.assign(late=problem_views.late(problems, view)),
        lines=ledger.counties,
        owed=owed,
    )


def _indicators(user: User, view: View) -> None:
    st.markdown("##### 监测指标")
    alone = replace(view, counties=view.visible)
    living = reads.living_alerts(user, view.at)
    told = Latest(user, view.at, board.INDICATORS, subjects=board.subjects(view))
    own = living[living["active"] & (living["county"] == view.county)]
    links.follow(board.county_matrix(alone, told, own))


def _alerts(user: User, view: View) -> None:
    st.markdown("##### 在办预警")
    living = reads.living_alerts(user, view.at)
    exceptions.exceptions(view, living[living["county"] == view.county], decision.handled(user, view))


def _cases(user: User, view: View) -> None:
    everything = case_list.told(case_reads.cases(user, view.at), view)
    own = case_list.living(everything[everything["county"] == view.county])
    members = case_reads.case_members(user, view.at)
    counts = members[members["left_at"].isna()]["case"].value_counts().to_dict()
    st.markdown(f"##### 处置件（在办 {len(own)} 件，超期 {int((own['slip'] == 'red').sum())} 件）")
    rows = case_list.rows(own.head(MOST), view, counts)
    links.follow(matrix.table(case_list.COLUMNS, rows, key="county_cases", heads=False,
                              empty="没有在办的处置件"))  # fmt: skip
    followed.table(user, view)


def _problems(user: User, view: View) -> None:
    everything = reading.problems(user, view.at)
    own = everything[(everything["county"] == view.county) & everything["status"].isin(problem_views.LIVING)]
    st.markdown(f"##### 问题需求（在办 {len(own)} 件）")
    rows = problem_views.rows(problem_views.in_order(own, view).head(MOST), view)
    links.follow(matrix.table(problem_views.COLUMNS, rows, key="county_problems", heads=False,
                              empty="没有在办的问题"))  # fmt: skip


def _measures(user: User, view: View) -> None:
    lines = reads.measure_ledger(user, view.at, county=view.county, counties=tuple(view.visible)).lines
    slipping = int(lines["slip"].isin((measure_tallies.OVERDUE, measure_tallies.BEHIND)).sum())
    st.markdown(f"##### 工作任务（滞后和超期 {number.of_total(slipping, len(lines))} 项）")
    rows = measure_views.rows(measure_views.in_order(lines, by="slip"), county=view.county, today=view.at.day)
    links.follow(matrix.table(measure_views.LINE_COLUMNS, rows, key="county_measures", foot=measure_views.CAPTION,
                              empty="地区资料包没有县（市）上报的任务"))  # fmt: skip


def _record(user: User, view: View) -> None:
    st.markdown(f"##### 近 {record.DAYS} 天报送记录")
    records = reading.county_records(user, view.at, counties=tuple(view.visible))
    rows = county_views.record_rows(records[view.county])
    matrix.table(county_views.RECORD_COLUMNS, rows, key="county_record", foot=county_views.RECORD_NOTE)


@export("county", "summary", title="县市档案汇总")
def summary_file(user: User, *, on: str | None = None) -> pd.DataFrame:
    """One row a county as a file."""
    view = moment_of(user, on=on)
    return tables.readable(county_views.named(summarised(user, view), view), county_views.SUMMARY_FIELDS)


@export("county", "measures", title="县市任务进展")
def measures_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The targets of one county as a file."""
    view = moment_of(user, county=county, on=on)
    lines = reads.measure_ledger(user, view.at, county=view.county, counties=tuple(view.visible)).lines
    return tables.readable(lines.assign(ordinal=lines["measure"].map(ordinal)), measure_views.EXPORT_FIELDS)
