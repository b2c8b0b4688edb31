"""One alert in full: the sentence, its evidence, how it came about, what was done, and what may be done now."""

import datetime as dt

import pandas as pd
import streamlit as st

from monitoring.alerts import sentence_reason
from monitoring.alerts.sentence_shown import full_width
from monitoring.cases.opening import why_no_case
from pages import reads
from pages.door import open_store
from pages.door.menu import to_page
from pages.door.session import User
from pages.parts import matrix, number, status
from pages.registry import may, page_at
from pages.response import alert_course, alert_names, alert_steps
from pages.situation.moment import View

FACT_COLUMNS = (matrix.Column(title="项目", nowrap=True, width="8em"), matrix.Column(title="内容"))
EVENT_COLUMNS = (
    matrix.Column(title="时间", nowrap=True, width="12em"),
    matrix.Column(title="何人", nowrap=True, width="9em"),
    matrix.Column(title="何事", nowrap=True, width="18em"),
    matrix.Column(title="说明"),
)
WHY_NO_CASE = {
    "watch": "统计信号，最低级别，只观察不立件",
    "nobody": "没有责任单位，不立件",
    "answered": "已办结",
}
SEEN = {
    "open": "发出预警",
    "raise": "级别升高",
    "lower": "级别降低",
    "clear": "数值恢复，预警解除",
    "return": "再次预警",
    "settle": "连续多日正常，自动销号",
}


def show(user: User, view: View, alert) -> None:
    """The alert, from top to bottom."""
    called = alert_names.names(user, view.at)
    _ways(user, view, alert)
    _sentence(alert, called, view)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        st.subheader(f"近 {alert_course.DAYS} 天走势", anchor=False)
        alert_course.show(user, view, alert, called)
    with right:
        st.subheader("依据", anchor=False)
        matrix.table(FACT_COLUMNS, facts(alert, view), key="alert_facts")
    alert_steps.offer(user, view, alert)
    _events(user, view, alert)


def _ways(user: User, view: View, alert) -> None:
    """Back to the list as it was filtered; on to a problem behind the alert, to its case, to the rows behind it."""
    back, need, handled, on = st.columns([4, 2, 2, 2])
    back.button("返回预警列表", key="alert_back", type="tertiary", icon=":material/arrow_back:", on_click=_back)
    case = alert_names.case_of(user, view.at, alert.alert)
    if case is None:
        handled.caption(WHY_NO_CASE.get(why_no_case(alert._asdict()), "下次评估后归入处置件"))
    elif may(user.role, "cases"):
        handled.page_link(to_page("cases"), label=f"处置件 {case} 号", icon=":material/assignment_turned_in:",
                          query_params={"case": str(case)})  # fmt: skip
    if may(user.role, "problems", "act"):
        need.page_link(to_page("problems"), label="登记相关问题", icon=":material/add_notes:",
                       query_params={"alert": str(alert.alert)})  # fmt: skip
    path, filters = alert_names.behind(alert, on=view.at.day if view.at.past else None)
    if may(user.role, path):
        label = f"查看{page_at(path).title}明细"
        on.page_link(to_page(path), label=label, icon=":material/arrow_forward:", query_params=filters)


def _back() -> None:
    """Touches nothing but the address."""
    st.query_params.pop("alert", None)


def _sentence(alert, called, view: View) -> None:
    late = not number.absent(alert.due) and alert.due < pd.Timestamp(view.at.day)
    cells = [
        matrix.Cell(text="", severity=alert.severity),
        matrix.Cell(text=full_width(alert.sentence), strong=True),
        matrix.Cell(text=status.ALERT_STATUS[alert.status] + ("" if alert.active else "（已解除）")),
        matrix.Cell(text=alert.owner),
        matrix.Cell(text=number.day_near(alert.due, view.at.day) or "未定", note="已超期" if late else "", strong=late),
    ]
    columns = (
        matrix.Column(title="级别", nowrap=True),
        matrix.Column(title=alert_names.title(alert, called)),
        matrix.Column(title="处置状态", nowrap=True),
        matrix.Column(title="责任单位", nowrap=True),
        matrix.Column(title="办理时限", nowrap=True),
    )
    matrix.table(columns, [matrix.Row(cells=cells)], key="alert_sentence", heads=False)


def facts(alert, view: View) -> list[matrix.Row]:
    """The numbers behind the sentence, and what would end it."""
    thing, evidence = alert_names.passport(alert.indicator), alert.evidence
    unit = thing.unit if thing else ""
    said = [
        ("当前值", number.quantity(alert.value, unit)),
        ("警戒线", f"{status.level_text(alert.severity)} {number.quantity(alert.threshold, unit)}"),
        *verdict_facts(evidence),
        ("定线依据", _source(evidence)),
        ("本轮起始", _day(evidence.get("since"))),
        ("最近一次信号", number.day(alert.last_signal_for)),
        ("解除条件", _clears(evidence, unit)),
        ("数据状态", _state(evidence)),
        ("指标口径", " ".join(thing.definition.split()) if thing else ""),
    ]
    return [matrix.Row(cells=[label, full_width(text)]) for label, text in said if text]


def verdict_facts(evidence: dict) -> list[tuple[str, str]]:
    """Fall or artefact: the name, the entities by cause, and over which days they were weighed."""
    if "verdict" not in evidence:
        return []
    verdict = evidence["verdict"]
    name = sentence_reason.called(verdict["call"])
    if verdict["call"] == "unreported":
        return [("真假判读", f"{name}；报数前不认定升降")]
    sure = f"{sentence_reason.sureness(verdict['confidence'])}，{round(100 * verdict['confidence'])}%"
    said = [("真假判读", f"{name}（{sure}）" if sentence_reason.weighed(verdict["call"]) else name)]
    if verdict["parts"]:
        since = _day(verdict["first"])
        heard = f"，已报 {round(100 * verdict['heard'])}%" if verdict["heard"] < 1 else ""
        said.append(("成因构成", f"{sentence_reason.causes(verdict['parts'], 9)}（{since}以来{heard}）"))
    return said


def _source(evidence: dict) -> str:
    if not evidence.get("source"):
        return ""
    sourced = "S" in str(evidence.get("mark", ""))
    return f"{evidence['source']}（{'有文件依据' if sourced else '默认值，待主管部门确认'}）"


def _clears(evidence: dict, unit: str) -> str:
    if "clears_at" not in evidence:
        return ""
    times = evidence.get("lower_after", open_store.config().evaluation["lower_after"])
    bound = number.quantity(evidence["clears_at"], unit)
    way = f"回升到 {bound} 及以上" if evidence.get("worse") == "low" else f"降到 {bound} 以下"
    return f"连续 {times} 次{way}；未报不算恢复"


def _state(evidence: dict) -> str:
    state = evidence.get("state", "ok")
    return {"ok": "正常上报", "provisional": "初步数"}.get(state) or status.silence_mark(state)


def _day(text: str | None) -> str:
    return number.day(dt.date.fromisoformat(text)) if text else ""


def _events(user: User, view: View, alert) -> None:
    st.subheader("处置记录", anchor=False)
    told = reads.alert_events(user, view.at, alert=alert.alert)
    told = told[told["action"] != "refresh"].iloc[::-1]
    people = alert_names.people()
    rows = [
        matrix.Row(
            cells=[
                number.moment(step.at) if step.actor != alert_names.MACHINE else number.day(step.date),
                people.get(step.actor, step.actor),
                matrix.Cell(
                    text=SEEN.get(step.action, alert_steps.DONE.get(step.action, step.action)), severity=step.severity
                ),
                step.note,
            ]
        )
        for step in told.itertuples(index=False)
    ]
    matrix.table(EVENT_COLUMNS, rows, key="alert_events", heads=False, empty="还没有处置记录")
