"""信息报告 on 价格预警: what each level owes (首报, 续报, 终报), what was reported to whom, one report in full."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from monitoring.alerts.lifecycle import CLOSED
from monitoring.alerts.sentence_reason import DEGREES, LEVELS
from monitoring.price_warning.duties import Duty, duties
from monitoring.price_warning.explain import REACH
from pages import reads
from pages.door import clock, open_store
from pages.door.exports import File, NotExportable, export, export_link
from pages.door.session import User
from pages.parts import filters, links, matrix, number
from pages.parts.matrix import Cell, Column, Row
from pages.situation import names
from pages.situation.moment import View, moment_of
from pages.situation.price_sheet import sheet

KINDS = {"first": "首报", "follow": "续报", "final": "终报"}
WHY = {"appeared": "等级出现", "rose": "等级升高", "daily": "每日续报", "ended": "等级解除"}
HOW = {"within": "按时", "over": "超时", "incomplete": "时限内待报", "missing": "缺报"}
WAYS = {"phone": "电话", "paper": "书面", "system": "系统", "fax": "传真"}
LOOK_BACK, MOST = dt.timedelta(days=30), 20
DUTY_COLUMNS = (
    Column(title="品类", nowrap=True),
    Column(title="等级", nowrap=True),
    Column(title="出现时间", nowrap=True),
    Column(title="首报", nowrap=True),
    Column(title="续报"),
    Column(title="终报", nowrap=True),
    Column(title="下一次时限", nowrap=True),
)
REPORT_COLUMNS = (
    Column(title="报告", nowrap=True),
    Column(title="品类", nowrap=True),
    Column(title="报送时间", nowrap=True),
    Column(title="是否按时", nowrap=True),
    Column(title="报送单位"),
    Column(title="报送对象"),
    Column(title="方式", nowrap=True),
    Column(title="情况"),
)
FACTS = (Column(title="项目", nowrap=True, width="9em"), Column(title="内容"))


class Reporting:
    """The levels of the last month, and the reports made of them."""

    def __init__(self, user: User, view: View) -> None:
        self.now = view.at.as_known or clock.now()
        alerts = reads.all_alerts(user, view.at)
        levels, recent = alerts[alerts["indicator"] == REACH], pd.Timestamp(view.at.day - LOOK_BACK)
        self.alerts = levels[~levels["status"].isin(CLOSED) | (levels["last_signal_for"] >= recent)]
        self.reports = reads.price_reports(user, view.at)
        self.subjects = dict(zip(levels["alert"], levels["subject"]))
        self.rule = open_store.config().price_rules.report_on(view.at.day)
        asked = sorted({*self.alerts["alert"], *self.reports["alert"]})
        self._events = reads.events_of_alerts(user, view.at, alerts=asked)
        self._owed: dict[int, list[Duty]] = {}

    def owed(self, alert: int) -> list[Duty]:
        """What a level owes; worked out for those that are looked at only, for reports are kept for good."""
        if alert not in self._owed and self.rule is not None:
            events = self._events[self._events["alert"] == alert]
            own = self.reports[self.reports["alert"] == alert]
            self._owed[alert] = duties(events[events["at"] <= self.now], own, rule=self.rule, now=self.now,
                                       zone=ZoneInfo(open_store.region().timezone))  # fmt: skip
        return self._owed.get(alert, [])

    def how(self, alert: int, serial: int) -> str:
        """How a report stands against what it answers: the worst of it."""
        answered = [duty for duty in self.owed(alert) if duty.serial == serial]
        if not answered:
            return "—"
        how = HOW["over" if any(duty.how == "over" for duty in answered) else "within"]
        return f"{how}（补录）" if all(duty.noted for duty in answered) else how


def category_of(subject: str) -> str:
    """The category a level is about."""
    return names.category(subject.split(":")[1])


def level_of(stands: dict) -> str:
    """``Ⅲ级，较大``."""
    said = [f"{LEVELS[stands['level']]}级" if stands.get("level") else "", DEGREES.get(stands.get("degree"), "")]
    return "，".join(word for word in said if word)


def show(user: User, view: View, told: Reporting) -> None:
    """What is owed, then what was reported."""
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    left.subheader("信息报告（首报、续报、终报）", anchor=False)
    with right:
        export_link(user, "prices", "reports", label="导出报告记录", on=filters.given_day())
    owed = [duty for alert in told.alerts["alert"] for duty in told.owed(alert)]
    if owed:
        _owed(told, owed)
    else:
        st.info("近 30 日没有达到等级的品类，没有应报的信息报告。")
    rows = [_report_row(told, row) for row in told.reports.iloc[::-1].head(MOST).itertuples(index=False)]
    links.follow(matrix.table(REPORT_COLUMNS, rows, key="price_reports", empty="还没有登记的报告"))
    if len(told.reports) > MOST:
        st.caption(f"只列最近 {MOST} 份，共 {len(told.reports)} 份，全部见导出。")


def _owed(told: Reporting, owed: list[Duty]) -> None:
    counted = "、".join(f"{word} {sum(duty.how == how for duty in owed)} 次" for how, word in HOW.items())
    st.markdown(f"近 30 日达到过等级的品类应报 **{len(owed)}** 次：{counted}。")
    rule = told.rule
    links.follow(matrix.table(DUTY_COLUMNS, [_duty_row(told, row) for row in told.alerts.to_dict("records")],
                              key="price_duties"))  # fmt: skip
    st.caption(
        f"首报：等级出现或升高后 {rule.first_hours:g} 小时内；续报：持续期间每日 {rule.follow_by:%H:%M} 前；"
        f"终报：解除后 {rule.final_hours:g} 小时内。只有登记的报告才算已报，预警签办不算。"
    )


def _duty_row(told: Reporting, alert: dict) -> Row:
    owed = told.owed(alert["alert"])
    newest = max((duty.episode for duty in owed), default=0)
    last = [duty for duty in owed if duty.episode == newest]
    first = next((duty for duty in last if duty.kind == "first"), None)
    follows = [duty for duty in last if duty.kind == "follow"]
    final = next((duty for duty in last if duty.kind == "final"), None)
    waiting = min((duty.due for duty in last if duty.how == "incomplete"), default=None)
    return Row(
        cells=[
            Cell(text=category_of(alert["subject"]), href=links.to("alerts", alert=alert["alert"])),
            level_of(alert["evidence"].get("reach", {})) if alert["active"] else "已解除",
            number.stamp(first.since) if first else "—",
            _duty_cell(first),
            _follow_cell(follows),
            _duty_cell(final) if final else "未到",
            number.stamp(waiting) or "—",
        ]
    )


def _duty_cell(duty: Duty | None) -> Cell:
    if duty is None:
        return Cell(text="—")
    done = f"{number.stamp(duty.reported_at)}报" if duty.reported_at else f"时限 {number.stamp(duty.due)}"
    late_note = "，补录" if duty.noted else ""
    return Cell(text=HOW[duty.how], note=done + late_note, strong=duty.how in ("over", "missing"))


def _follow_cell(follows: list[Duty]) -> Cell:
    if not follows:
        return Cell(text="未到")
    made = sum(duty.serial is not None for duty in follows)
    late = sum(duty.how == "over" for duty in follows)
    missing = [number.short_day(duty.due.date()) for duty in follows if duty.how == "missing"]
    said = ([f"超时 {late} 次"] if late else []) + ([f"缺 {'、'.join(missing[-3:])}"] if missing else [])
    more = f"等 {len(missing)} 次" if len(missing) > 3 else ""
    return Cell(text=f"已报 {number.of_total(made, len(follows))} 次", note="；".join(said) + more,
                strong=bool(late or missing))  # fmt: skip


def title_of(report) -> str:
    """``首报（第 1 号）``; a correction says of which."""
    again = f"，更正第 {report.corrects} 号" if report.corrects else ""
    return f"{KINDS[report.kind]}（第 {report.serial} 号{again}）"


def _report_row(told: Reporting, report) -> Row:
    corrected = (told.reports["alert"] == report.alert) & (told.reports["corrects"] == report.serial)
    return Row(
        cells=[
            Cell(text=title_of(report), href=links.to("prices", report=report.report, on=filters.given_day()),
                 note="已更正" if corrected.any() else ""),
            category_of(told.subjects[report.alert]),
            number.stamp(report.reported_at),
            told.how(report.alert, report.serial),
            Cell(text=report.unit, note=f"签发：{report.signer}"),
            "、".join(report.recipients),
            WAYS[report.way],
            report.situation,
        ]
    )  # fmt: skip


def facts(told: Reporting, report) -> list[tuple[str, str]]:
    """What a report says, line by line: on the page and on the sheet alike."""
    stands = report.stands
    return [
        ("报告", title_of(report)),
        ("品类", category_of(told.subjects[report.alert])),
        ("等级和程度", level_of(stands) or "—"),
        ("波及县（市）", "、".join(stands.get("counties") or ()) or "—"),
        ("报送时间", f"{number.moment(report.reported_at)}（{told.how(report.alert, report.serial)}）"),
        ("报送单位", report.unit),
        ("签发人", report.signer),
        ("报送对象", "、".join(report.recipients)),
        ("报送方式", WAYS[report.way]),
        ("基本情况", report.situation),
        ("已采取措施", report.taken),
        ("下一步工作", report.next_steps or "—"),
        ("登记时间", number.moment(report.known_at)),
    ]


def one(user: User, view: View, told: Reporting, report) -> None:
    """One report, to read and to print."""
    st.button("返回价格预警", key="price_report_back", type="tertiary", icon=":material/arrow_back:", on_click=_back)
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    left.subheader("市场异常波动信息报告单", anchor=False)
    with right:
        export_link(user, "prices", "report_sheet", label="导出报告单", report=report.report, on=filters.given_day())
    rows = [Row(cells=list(line)) for line in facts(told, report)]
    matrix.table(FACTS, rows, key="price_report_facts")


def _back() -> None:
    """Touches nothing but the address."""
    st.query_params.pop("report", None)


@export("prices", "reports", title="信息报告记录")
def reports_file(user: User, *, on: str | None = None) -> pd.DataFrame:
    """Every report recorded, as the page lists them."""
    view = moment_of(user, on=on)
    told = Reporting(user, view)
    rows = [dict(facts(told, report)) | {"预警编号": report.alert} for report in told.reports.itertuples(index=False)]
    return pd.DataFrame(rows)


@export("prices", "report_sheet", title="信息报告单")
def report_sheet(user: User, *, report: str | None = None, on: str | None = None) -> File:
    """One report as a sheet to print, sign and stamp."""
    view, wanted = moment_of(user, on=on), filters.numbered(report)
    told = Reporting(user, view)
    found = next((row for row in told.reports.itertuples(index=False) if row.report == wanted), None)
    if found is None:
        raise NotExportable(str(report))
    lines = facts(told, found)
    content = sheet(lines, place=open_store.region().short, demo=open_store.demo())
    name = f"信息报告单_{KINDS[found.kind]}{found.report}.xlsx"
    return File(filename=name, content=content, rows=1)
