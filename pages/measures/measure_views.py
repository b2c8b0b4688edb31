"""How the ledger is shown: cards of the counters, one line a target, and the lines by department and by county."""

import datetime as dt

import pandas as pd

from data.intake.measures import ordinal
from data.intake.words import MEASURE_STAGES
from monitoring.tallies import measures as tallies
from pages.parts import filters, links, number
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.parts.status import Status
from pages.parts.tables import Field
from pages.situation.words import printed

SLIPS = {
    tallies.OVERDUE: "超期", tallies.BEHIND: "滞后", tallies.MADE_UP: "补齐", tallies.NEAR: "临近",
    tallies.MISSING: "未报", tallies.WAITING: "未启动", tallies.ON: "正常推进", tallies.DONE: "已完成",
    tallies.STANDARD: "政策标准",
}  # fmt: skip
SLIP = {tallies.OVERDUE: "red", tallies.BEHIND: "yellow", tallies.MADE_UP: "yellow", tallies.NEAR: "blue"}
STATUS = {
    tallies.MISSING: Status.STALE, tallies.ON: Status.GREEN, tallies.DONE: Status.GREEN, tallies.WAITING: Status.AMBER,
}  # fmt: skip
COUNTERS = (
    "markets_reopened", "commerce_firms_reopened", "cloud_firms", "service_visits", "manager_trainees",
    "opening_workdays_p95", "guarantee_fee_rate",
)  # fmt: skip
"""With the card of all targets, two full rows of four."""
SCALES = {"次/月": "次", "次/季": "次"}
SEEN_BY_US = {"system": "系统监测", "list": "系统台账"}
STAGES = printed(MEASURE_STAGES)
LINE_COLUMNS = (
    Column(title="条", nowrap=True, width="4.5em"),
    Column(title="任务指标", width="14em"),
    Column(title="目标", nowrap=True, align="number", width="7.5em"),
    Column(title="时限", width="8em"),
    Column(title="最新进展", nowrap=True, align="number", width="8.5em"),
    Column(title="序时进度", unit="%", nowrap=True, align="number", width="6em"),
    Column(title="状态", nowrap=True, width="7.5em"),
    Column(title="牵头单位", unit="责任单位"),
    Column(title="佐证", width="11em"),
)
LEAD_COLUMNS = (
    Column(title="牵头单位"),
    Column(title="任务指标", unit="项", align="number"),
    *(Column(title=SLIPS[slip], align="number") for slip in tallies.ORDER if slip != tallies.STANDARD),
)
CAPTION = (
    "督办单：▼ 蓝单 = 临近时限；▲ 黄单 = 落后于计划节点，或逾期后才补齐（当月保持黄单）；■ 红单 = 超过时限未完成。"
    "督办单说办得晚不晚，预警级别（Ⅰ红至Ⅳ蓝）说情况重不重，是两套尺度。"
)
NOTE = (
    "序时进度 = 累计完成 ÷ 最近应报日的计划节点数。计划节点与县（市）分解见地区资料包，方案未分解的为默认值；"
    "逾期未报的记“未报”，不沿用上期结果。点任务指标看计划曲线、各县（市）进展和来源文件。"
)
EXPORT_FIELDS = {
    "ordinal": Field(title="方案条目"), "title": Field(title="任务指标"), "goal": Field(title="目标值", kind="number"),
    "unit": Field(title="单位"), "deadline": Field(title="时限", kind="day"), "leads": Field(title="牵头单位"),
    "responsible": Field(title="责任单位"), "achieved": Field(title="最新进展", kind="number"),
    "pace": Field(title="序时进度%", kind="number"), "slip": Field(title="状态", words=SLIPS),
    "told": Field(title="已报单位", kind="number"), "of": Field(title="应报单位", kind="number"),
    "date": Field(title="最近报告", kind="day"), "evidence": Field(title="佐证材料"), "receipt": Field(title="回执号"),
    "ambiguity": Field(title="方案未明确之处"),
}  # fmt: skip


def address(**more: object) -> str:
    """This page with other filters; the day looked at stays."""
    return links.to("measures", on=filters.given_day(), **more)


def headline(lines: pd.DataFrame, county: str | None, *, today: dt.date) -> list[Card]:
    """How the targets stand, then the plan's own counters."""
    judged = lines[lines["slip"] != tallies.STANDARD]
    counts = judged["slip"].value_counts()
    late = int(counts.get(tallies.OVERDUE, 0) + counts.get(tallies.BEHIND, 0))
    told = [
        (SLIPS[slip], f"{int(counts.get(slip, 0))} 项") for slip in (tallies.OVERDUE, tallies.BEHIND, tallies.MISSING)
    ]
    first = Card(title="滞后和超期任务", value=None, figure=number.of_total(late, len(judged)), unit="项", changes=told,
                 target="工作方案可考核的任务指标", status=_overall(counts),
                 href=address(county=county, slip="overdue,behind") if late else None)  # fmt: skip
    return [first, *(_counter(line, today) for line in lines.itertuples() if line.target in COUNTERS)]


def _overall(counts: pd.Series) -> str:
    if counts.get(tallies.OVERDUE, 0):
        return Status.RED
    return Status.AMBER if counts.get(tallies.BEHIND, 0) else Status.GREEN


def _counter(line, today: dt.date) -> Card:
    counts = line.unit != "%" and line.way != "most" and not number.absent(line.achieved)
    figure = number.of_total(line.achieved, line.goal) if counts else None
    look = dict.fromkeys((tallies.BEHIND, tallies.MADE_UP, tallies.NEAR), Status.AMBER) | {tallies.OVERDUE: Status.RED}
    pace = [("序时进度", number.quantity(line.pace, "%"))] if not number.absent(line.pace) else []
    reported = [("已报", f"{number.of_total(line.told, line.of)} 个单位")] if line.of else []
    return Card(
        title=line.title, value=line.achieved, figure=figure, unit=line.unit, changes=[*pace, *reported],
        target=f"目标：{goal_text(line)}，{deadline_text(line, today)}", word=SLIPS[line.slip],
        status=look.get(line.slip, STATUS.get(line.slip)), href=address(target=line.target),
    )  # fmt: skip


def goal_text(line) -> str:
    """``500 家``, ``不超过 2 个工作日``; nothing where the plan gives no number."""
    if number.absent(line.goal):
        return "未定量"
    goal = f"{line.goal:g}" if line.unit == "%" else f"{line.goal:,.0f}"
    unit = "%" if line.unit == "%" else f" {SCALES.get(line.unit, line.unit)}"
    return f"{'≤ ' if line.way == 'most' else ''}{goal}{unit}"


def deadline_text(line, today: dt.date) -> str:
    """The target's own day, with its year where that is not the year looked at; or what the plan says instead."""
    return number.day_near(line.deadline, today) or line.deadline_text or "方案未定"


def achieved_text(line) -> str:
    """The number reached in its own unit, or the stage somebody reported."""
    if line.way == "work":
        return STAGES.get(line.stage, "—") if line.slip != tallies.MISSING else "未报"
    if line.way == "standard":
        return "—"
    if number.absent(line.achieved):
        return "未报"
    if line.target == "listing_line":
        return f"{line.achieved:,.0f} 个主体"
    text = f"{line.achieved:,.1f}" if line.achieved != round(line.achieved) else f"{line.achieved:,.0f}"
    return f"{text}%" if line.unit == "%" else f"{text} {SCALES.get(line.unit, line.unit)}"


def slip_cell(slip: str) -> Cell:
    """Chip and word of a slip: 红单, 黄单, 蓝单 and why."""
    return Cell(text=SLIPS[slip], slip=SLIP.get(slip), status=STATUS.get(slip))


def in_order(lines: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Overdue first, or as the plan has them."""
    if by == "plan":
        return lines
    rank = lines["slip"].map({slip: place for place, slip in enumerate(tallies.ORDER)})
    return lines.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank")


def chosen(lines: pd.DataFrame, *, slips: tuple[str, ...], lead: str | None) -> pd.DataFrame:
    """The lines the filters leave."""
    kept = lines["slip"].isin(slips or tuple(SLIPS))
    if lead:
        kept &= [lead in leads.split("|") for leads in lines["leads"]]
    return lines[kept]


def rows(lines: pd.DataFrame, *, county: str | None, today: dt.date) -> list[Row]:
    """One row a target."""
    return [_row(line, county, today) for line in lines.itertuples(index=False)]


def _row(line, county: str | None, today: dt.date) -> Row:
    told = f"{number.of_total(line.told, line.of)} 已报" if line.of > 1 else ""
    day = f"截至{number.short_day(line.date)}" if not number.absent(line.date) else ""
    doubt = "方案有未明确之处" if line.ambiguity else ""
    evidence = "见各县（市）明细" if line.of > 1 else line.evidence or SEEN_BY_US.get(line.way, "—")
    return Row(
        cells=[
            ordinal(line.measure),
            Cell(text=line.title, href=address(target=line.target, county=county), note=doubt),
            goal_text(line),
            deadline_text(line, today),
            Cell(text=achieved_text(line), note=told or day),
            number.figure(line.pace, "%") if not number.absent(line.pace) else "—",
            slip_cell(line.slip),
            Cell(text=line.leads.replace("|", "、"), note=line.responsible),
            evidence,
        ]
    )


def lead_rows(lines: pd.DataFrame) -> list[Row]:
    """One row a department."""
    table = tallies.by_lead(lines[lines["slip"] != tallies.STANDARD])
    shown = [slip for slip in tallies.ORDER if slip != tallies.STANDARD]
    return [
        Row(
            cells=[
                Cell(text=row["lead"], href=address(lead=row["lead"])),
                str(row["targets"]),
                *(Cell(text=str(row[slip]), strong=bool(row[slip]) and slip in SLIP) if row[slip] else "0"
                  for slip in shown),
            ]
        )
        for row in table.to_dict("records")
    ]  # fmt: skip


def county_table(each: pd.DataFrame, names: dict[str, str]) -> tuple[list[Column], list[Row]]:
    """County x target: the number reached, how it stands, its pace below."""
    targets = each.drop_duplicates("target")[["target", "title", "unit"]]
    columns = [
        Column(title="县（市）", nowrap=True),
        *(
            Column(title=title, unit=SCALES.get(unit, unit), align="number")
            for _, title, unit in targets.itertuples(index=False)
        ),
    ]
    found = {(line.county, line.target): line for line in each.itertuples(index=False)}
    made = [
        Row(
            cells=[
                Cell(text=name, href=address(county=code)),
                *(_county_cell(found[code, t]) for t in targets["target"]),
            ]
        )
        for code, name in names.items()
    ]
    return columns, made


def _county_cell(line) -> Cell:
    pace = f"序时 {line.pace:.0f}%" if not number.absent(line.pace) else ""
    text = achieved_text(line).removesuffix(line.unit).rstrip()
    return Cell(
        text=text, slip=SLIP.get(line.slip), status=STATUS.get(line.slip), note=pace, bare=True,
        href=address(target=line.target, county=line.county),
    )  # fmt: skip
