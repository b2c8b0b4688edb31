"""One target in full: what the plan says, what it leaves open, the planned and the real course, and the reports."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake.measures import ordinal
from pages.door import open_store
from pages.door.exports import export_link
from pages.door.session import User
from pages.measures import measure_views as views
from pages.parts import charts, filters, links, matrix, number, tables
from pages.parts.tables import Field
from pages.registry import may
from pages.response import problem_views, reading
from pages.situation.moment import View

FACT_COLUMNS = (matrix.Column(title="项目", nowrap=True, width="8em"), matrix.Column(title="内容"))
PLACE_COLUMNS = (
    matrix.Column(title="单位", nowrap=True),
    matrix.Column(title="计划数", align="number"),
    matrix.Column(title="累计完成", align="number"),
    matrix.Column(title="序时进度", unit="%", align="number"),
    matrix.Column(title="状态", nowrap=True),
    matrix.Column(title="最近报告", nowrap=True),
    matrix.Column(title="佐证"),
)
REPORT_FIELDS = {
    "place": Field(title="填报地区"),
    "title": Field(title="任务指标"),
    "date": Field(title="统计日期", kind="day"),
    "done": Field(title="累计完成数", kind="number"),
    "total": Field(title="应完成总数", kind="number"),
    "stage": Field(title="进展阶段", words=views.STAGES),
    "note": Field(title="进展说明"),
    "evidence": Field(title="佐证材料"),
    "reporter": Field(title="填报人"),
    "filename": Field(title="来源文件"),
    "source_row": Field(title="行号", kind="number"),
    "receipt": Field(title="回执号"),
}


def show(user: User, view: View, told, target: str) -> None:
    """The target, from top to bottom."""
    line = next(one for one in told.lines.itertuples(index=False) if one.target == target)
    st.button("返回任务台账", key="measure_back", type="tertiary", icon=":material/arrow_back:", on_click=_back)
    st.subheader(f"{ordinal(line.measure)} {line.title}", anchor=False)
    if line.ambiguity:
        st.warning(f"方案未明确之处：{line.ambiguity}")
    left, right = st.columns([5, 7], gap="medium")
    with left:
        matrix.table(FACT_COLUMNS, facts(line, today=view.at.day), key="measure_facts")
    with right:
        _course(view, told, line)
    _places(view, told, line)
    _problems(user, view, line.measure)
    _reports(user, view, told, target)


def _back() -> None:
    """Touches nothing but the address."""
    st.query_params.pop("target", None)


def facts(line, *, today: dt.date) -> list[matrix.Row]:
    """What the plan says of the row, word for word, and where its target stands."""
    plan = open_store.region().measures.set_index("measure").loc[line.measure]
    said = [
        ("所属任务", plan["title"]),
        ("方案目标", plan["target"] or "方案未定量"),
        ("考核目标", views.goal_text(line)),
        ("时限", f"{views.deadline_text(line, today)}（方案：{plan['deadline_text'] or '未定'}）"),
        ("牵头单位", line.leads.replace("|", "、")),
        ("责任单位", line.responsible),
        ("最新进展", views.achieved_text(line)),
        ("状态", views.SLIPS[line.slip]),
        ("依据", plan["source"]),
    ]
    return [matrix.Row(cells=[label, text]) for label, text in said]


def _course(view: View, told, line) -> None:
    plan = open_store.region().measure_plan
    own = plan[(plan["target"] == line.target) & (plan["county"].isin((view.county, "")) if view.county else True)]
    if own.empty:
        st.info("方案没有给这项任务定量的计划节点，按上报的进展阶段或系统监测值列示。")
        return
    share = line.unit == "%"
    planned = own.groupby("date", as_index=False)["planned"].agg("max" if share else "sum")
    frame = planned.rename(columns={"planned": "value"}).assign(series="计划节点")
    done = told.progress[told.progress["target"] == line.target].dropna(subset="done")
    if view.county:
        done = done[done["county"] == view.county]
    if len(done):
        sums = _summed(done)
        value = sums["done"] / sums["total"] * 100 if share else sums["done"]
        frame = pd.concat([frame, sums[["date"]].assign(value=value, series="实际完成")], ignore_index=True)
    unit = views.SCALES.get(line.unit, line.unit)
    charts.show(charts.lines(frame, unit=unit, series="series", height=330), key="measure_course",
                alt=f"{line.title}的计划节点与实际完成")  # fmt: skip
    sources = "；".join(dict.fromkeys(own["source"]))
    st.caption(f"计划节点来源：{sources}（{'方案' if set(own['mark']) == {'S'} else '含默认值，待牵头单位确认'}）")


def _summed(done: pd.DataFrame) -> pd.DataFrame:
    """The sums of every place by day; a silent place stands in with its last report, as in the ledger."""
    wide = done.pivot(index="date", columns="county", values=["done", "total"]).sort_index().ffill()
    return wide.T.groupby(level=0).sum().T.reset_index()


def _places(view: View, told, line) -> None:
    each = told.counties[told.counties["target"] == line.target] if len(told.counties) else told.counties
    if each.empty:
        return
    st.subheader("各县（市）进展", anchor=False)
    rows = [
        matrix.Row(
            cells=[
                matrix.Cell(text=view.visible[one.county], href=views.address(county=one.county, target=line.target)),
                _plan_text(one),
                views.achieved_text(one),
                number.figure(one.pace, "%") if not number.absent(one.pace) else "—",
                views.slip_cell(one.slip),
                number.short_day(one.date) or "从未报送",
                one.evidence or "—",
            ]
        )
        for one in each.itertuples(index=False)
    ]
    links.follow(matrix.table(PLACE_COLUMNS, rows, key="measure_places", foot=views.CAPTION))


def _problems(user: User, view: View, measure: str) -> None:
    """What entities need that this row of the plan is about; nothing where nothing was registered."""
    if not may(user.role, "problems"):
        return
    everything = view.here(reading.problems(user, view.at))
    own = everything[everything["measure"] == measure]
    if own.empty:
        return
    open_still = int(own["status"].isin(problem_views.LIVING).sum())
    st.subheader(f"相关问题需求（在办 {number.of_total(open_still, len(own))} 件）", anchor=False)
    rows = problem_views.rows(problem_views.in_order(own, view), view)
    links.follow(matrix.table(problem_views.COLUMNS, rows, key="measure_problems", heads=False))


def _plan_text(one) -> str:
    if number.absent(one.planned):
        return views.goal_text(one) if one.way == "most" else "—"
    return f"{one.planned:,.0f}"


def named(progress: pd.DataFrame, view: View) -> pd.DataFrame:
    """Reports with the names of place and target, newest first."""
    region = open_store.region()
    titles = dict(zip(region.measure_targets["target"], region.measure_targets["title"]))
    places = {region.code: "州本级"} | dict(zip(region.counties["county"], region.counties["short"]))
    inside = view.here(progress)
    told = inside.assign(place=inside["county"].map(places), title=inside["target"].map(titles))
    return told.sort_values(["date", "county"], ascending=[False, True], kind="stable")


def _reports(user: User, view: View, told, target: str) -> None:
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    left.subheader("报送记录与来源文件", anchor=False)
    with right:
        export_link(user, "measures", "reports", label="导出全部报告", county=view.county, on=filters.given_day())
    own = named(told.progress[told.progress["target"] == target], view)
    fields = {name: field for name, field in REPORT_FIELDS.items() if name != "title"}
    tables.listing(own, fields, key="measure_reports", alt="任务进展的报送记录",
                   empty="这项任务没有报送记录：由系统直接监测，或尚未报送。")  # fmt: skip
