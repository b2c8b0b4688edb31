"""One case in full: where it stands, its alerts, proofs, timeliness, what happened, and what may be done now."""

import pandas as pd
import streamlit as st

from monitoring.cases.opening import DECISION
from monitoring.cases.rows import plain
from monitoring.cases.slips import timeliness
from pages import reads
from pages.door.exports import export_link
from pages.door.session import User
from pages.parts import links, matrix, number, status
from pages.parts.literal import literal
from pages.registry import may
from pages.response import (
    alert_list,
    alert_names,
    case_list,
    case_regroup,
    case_steps,
    liaison_views,
    problem_views,
    reading,
)
from pages.response import case_words as words
from pages.situation import case_reads
from pages.situation.moment import View

STAGE_COLUMNS = tuple(matrix.Column(title=title, nowrap=True) for title in ("环节", "时效", "完成时间", "时限"))
PROOF_COLUMNS = (
    matrix.Column(title="类别", nowrap=True, width="6em"),
    matrix.Column(title="内容"),
    matrix.Column(title="上传", nowrap=True, width="14em"),
    matrix.Column(title="校验码", nowrap=True, width="9em"),
)
EVENT_COLUMNS = (
    matrix.Column(title="时间", nowrap=True, width="12em"),
    matrix.Column(title="何人", nowrap=True, width="8em"),
    matrix.Column(title="何事", nowrap=True, width="12em"),
    matrix.Column(title="说明"),
)


def show(user: User, view: View, case, counts: dict[int, int]) -> None:
    """The case, from top to bottom."""
    called = alert_names.names(user, view.at)
    st.button("返回处置件列表", key="case_back", type="tertiary", icon=":material/arrow_back:", on_click=_back)
    st.subheader(f"{case.case} 号 · {literal(words.name_of(case))}", anchor=False)
    row = case_list.rows(pd.DataFrame([case]), view, counts)
    matrix.table(case_list.COLUMNS, row, key="case_head", heads=False, foot=_foot(case))
    alerts = _alerts(user, view, case)
    if case.cause != DECISION:
        st.subheader("所含预警", anchor=False)
        told = alert_list.rows(alerts, view, called)
        links.follow(matrix.table(alert_list.COLUMNS, told, key="case_alerts", heads=False, empty="没有在办的预警"))
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _proofs(user, view, case, called)
    with right:
        st.subheader("时效", anchor=False)
        matrix.table(STAGE_COLUMNS, stage_rows(case, view), key="case_stages")
    _plans(user, view, alerts)
    _problems(user, view, alerts)
    quiet = {int(a.alert): alert_names.title(a, called) for a in alerts.itertuples(index=False) if not a.active}
    case_steps.offer(user, view, case, quiet)
    living = alerts[~alerts["status"].isin(status.ENDED)]
    inside = {int(a.alert): alert_names.title(a, called) for a in living.itertuples(index=False)}
    case_regroup.offer(user, view, case, inside)
    _events(user, view, case)


def _back() -> None:
    """Touches nothing but the address."""
    st.query_params.pop("case", None)


def _foot(case) -> str:
    told = [f"下一层级：{words.NEXT_LEVEL[case.level]}"]
    if not number.absent(case.recheck):
        told.append(f"销号后复测：{words.RECHECKS[case.recheck]}")
    if not number.absent(case.waived):
        told.append(f"领导签字销号理由：{case.waived}")
    if not number.absent(case.merged_into):
        told.append(f"已并入 {int(case.merged_into)} 号")
    return "；".join(told)


def _alerts(user: User, view: View, case) -> pd.DataFrame:
    inside = case_reads.case_members(user, view.at)
    numbers = inside[(inside["case"] == case.case) & inside["left_at"].isna()]["alert"]
    everything = reads.all_alerts(user, view.at)
    return alert_list.in_order(everything[everything["alert"].isin(numbers)])


def stage_rows(case, view: View) -> list[matrix.Row]:
    """Detected, signed, acted, closed: in time, late, open, or without a record."""
    told = timeliness(plain(case._asdict()), now=case_list.moment(view))
    return [
        matrix.Row(cells=[words.STAGES[stage], words.STANDS[how], number.moment(done) if done is not None else "—",
                          number.moment(limit) if limit is not None else "未定"])
        for stage, how, done, limit in told
    ]  # fmt: skip


def _plans(user: User, view: View, alerts: pd.DataFrame) -> None:
    """The contingency plans that the case's alerts have opened, with what is to be done."""
    opened = reading.plan_openings(user, view.at)
    living = opened[opened["alert"].isin(alerts["alert"]) & opened["closed_for"].isna()]
    if living.empty:
        return
    firms = reads.enterprises(user, view.at)
    plans = reading.contingency_plans(user, view.at).set_index(["enterprise", "trigger"])
    active = set(alerts.loc[alerts["active"], "alert"])
    rows = liaison_views.opening_rows(living, plans, dict(zip(firms["enterprise"], firms["name"])), active)
    st.subheader(f"已启动的应急预案（{len(rows)} 个）", anchor=False)
    links.follow(matrix.table(liaison_views.OPENING_COLUMNS, rows, key="case_plans", heads=False))


def _proofs(user: User, view: View, case, called) -> None:
    st.subheader("佐证", anchor=False)
    people, found = alert_names.people(), []
    told = case_reads.case_evidence(user, view.at, case=case.case)
    for one in told.itertuples(index=False):
        name = words.figure(one.said, called) if one.kind == "figure" else one.filename
        note = "" if one.kind == "figure" else f"{one.said} {one.size / 1024:,.0f} KB".strip()
        by = f"{people.get(one.added_by, one.added_by)} {number.moment(one.added_at)}"
        cells = [words.PROOFS[one.kind], matrix.Cell(text=name, note=note), by, one.sha256[:12]]
        found.append(matrix.Row(cells=cells))
    matrix.table(PROOF_COLUMNS, found, key="case_proofs", heads=False, empty="还没有佐证；没有佐证不能销号")
    with st.container(horizontal=True):
        for one in told[told["kind"] != "figure"].itertuples(index=False):
            export_link(user, "cases", "evidence", label=one.filename, in_a_row=True, number=one.evidence)


def _problems(user: User, view: View, alerts: pd.DataFrame) -> None:
    """What was registered from one of its alerts; nothing where nothing was."""
    everything = reading.problems(user, view.at)
    own = everything[everything["alert"].isin(alerts["alert"])]
    if own.empty or not may(user.role, "problems"):
        return
    st.subheader(f"相关问题（{len(own)} 件）", anchor=False)
    rows = problem_views.rows(problem_views.in_order(own, view), view)
    links.follow(matrix.table(problem_views.COLUMNS, rows, key="case_problems", heads=False))


def _events(user: User, view: View, case) -> None:
    st.subheader("办理记录", anchor=False)
    told = case_reads.case_events(user, view.at, case=case.case).iloc[::-1]
    people = alert_names.people()
    rows = [
        matrix.Row(cells=[
            number.moment(step.at),
            people.get(step.actor, step.actor),
            words.DONE.get(step.action, step.action),
            words.note(step.note),
        ])
        for step in told.itertuples(index=False)
    ]  # fmt: skip
    matrix.table(EVENT_COLUMNS, rows, key="case_events", heads=False, empty="还没有办理记录")
