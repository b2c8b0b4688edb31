"""How liaison and contingency plans are shown: cards, the list of whom to see next, visits, plans."""

import pandas as pd

from data.intake.words import DRILL_RESULTS, NEEDS, PLAN_TRIGGERS, VISIT_WAYS
from pages.parts import links, number, status
from pages.parts.cards import Card
from pages.parts.literal import literal
from pages.parts.matrix import Cell, Column, Row
from pages.parts.status import Status
from pages.parts.tables import Field
from pages.situation.words import county_names, printed

WAYS, NEED_WORDS = printed(VISIT_WAYS), printed(NEEDS)
TRIGGERS, RESULTS = printed(PLAN_TRIGGERS), printed(DRILL_RESULTS)
FORMULA = (
    "先看谁：分值 = 风险 × （距上次联系天数 + 1）；风险 = 1 + 该企业在办预警分值之和（蓝 1、黄 4、橙 16、红 64）；"
    "从未联系的按 90 天计。系数为默认值。"
)
NEXT_COLUMNS = (
    Column(title="企业"),
    Column(title="县（市）", nowrap=True),
    Column(title="联络员", nowrap=True),
    Column(title="派驻单位", nowrap=True),
    Column(title="在办预警", unit="件", nowrap=True, align="number"),
    Column(title="上次联系", nowrap=True),
    Column(title="风险", nowrap=True, align="number"),
    Column(title="分值", nowrap=True, align="number"),
)
COUNTY_COLUMNS = (
    Column(title="县（市）", nowrap=True),
    Column(title="重点企业", align="number"),
    Column(title="有联络员", align="number"),
    Column(title="30 天内联系过", align="number"),
)
OPENING_COLUMNS = (
    Column(title="触发级别", nowrap=True, width="7em"),
    Column(title="企业"),
    Column(title="触发情形", nowrap=True),
    Column(title="启动日", nowrap=True),
    Column(title="触发的预警", nowrap=True),
    Column(title="应对措施"),
    Column(title="牵头责任人", nowrap=True),
)
PLAN_COLUMNS = (
    Column(title="企业"),
    Column(title="县（市）", nowrap=True),
    Column(title="预案触发情形"),
    Column(title="牵头责任人", nowrap=True),
    Column(title="最近演练", nowrap=True),
    Column(title="演练结果", nowrap=True),
    Column(title="已启动", nowrap=True),
)
VISIT_FIELDS = {
    "date": Field(title="日期", kind="day"), "name": Field(title="企业"), "way": Field(title="方式", words=WAYS),
    "finding": Field(title="了解的情况"), "need": Field(title="问题类别", words=NEED_WORDS),
    "reporter": Field(title="填报人"),
}  # fmt: skip
OFFICER_FIELDS = {
    "name": Field(title="企业"), "county": Field(title="县（市）代码"), "officer": Field(title="联络员"),
    "department": Field(title="派驻单位"), "last": Field(title="上次联系", kind="day"),
    "contacts": Field(title="近90天联系次数", kind="number"), "alerts": Field(title="在办预警", kind="number"),
    "risk": Field(title="风险", kind="number"), "score": Field(title="分值", kind="number"),
}  # fmt: skip
PLAN_FIELDS = {
    "name": Field(title="企业"), "county": Field(title="县（市）代码"), "said": Field(title="预案触发情形"),
    "lead": Field(title="牵头责任人"), "drawn_on": Field(title="编制日期", kind="day"),
    "drilled": Field(title="最近演练", kind="day"), "result": Field(title="演练结果", words=RESULTS),
    "open": Field(title="已启动", kind="number"),
}  # fmt: skip


def headline(rolled: pd.DataFrame, planned: pd.DataFrame, opened: pd.DataFrame) -> list[Card]:
    """Coverage of officers, contacts, plans and drills."""
    firms = len(rolled)
    covered, seen = int(rolled["officer"].notna().sum()), int((rolled["last"].notna() & (rolled["days"] <= 30)).sum())
    drawn = int(planned["triggers"].map(len).gt(0).sum())
    drilled, living = int(planned["drilled"].notna().sum()), int(opened["closed_for"].isna().sum())

    def card(title: str, part: int, whole: int, target: str, look: str | None) -> Card:
        return Card(title=title, value=None, figure=number.of_total(part, whole), unit="户", target=target, status=look)

    full = Status.GREEN if covered == firms else Status.AMBER
    every = Status.GREEN if drawn == firms else Status.AMBER
    return [
        card("有联络员的企业", covered, firms, "保障机制二：重点企业全部派驻", full),
        card("30 天内联系过", seen, firms, "现场、电话或微信均计", None),
        card("有应急预案的企业", drawn, firms, "保障机制三：一企一策", every),
        Card(title="已启动的预案", value=None, figure=str(living), unit="个", target="触发预警达到级别时自动启动",
             changes=[("演练过", f"{number.of_total(drilled, firms)} 户")], status=Status.AMBER if living else None),
    ]  # fmt: skip


def next_rows(rolled: pd.DataFrame) -> list[Row]:
    """One row an enterprise, the one to see next first."""
    names = county_names()
    return [
        Row(
            cells=[
                one.name,
                names.get(one.county, one.county),
                Cell(text="未派驻", status=Status.AMBER) if number.absent(one.officer) else one.officer,
                "—" if number.absent(one.department) else one.department,
                Cell(text=str(one.alerts), href=links.to("alerts", county=one.county) if one.alerts else None),
                "从未联系" if number.absent(one.last) else f"{number.short_day(one.last)}（{number.age(one.days)}）",
                str(one.risk),
                Cell(text=f"{one.score:,}", strong=True),
            ]
        )
        for one in rolled.itertuples(index=False)
    ]


def county_rows(counted: pd.DataFrame, names: dict[str, str]) -> list[Row]:
    """One row a county."""
    return [
        Row(cells=[names[one.county], str(one.firms), str(one.covered), str(one.seen)])
        for one in counted.itertuples(index=False)
    ]


def waiting_text(visit, names: dict[str, str]) -> str:
    """A finding in one line."""
    return (
        f"**{literal(names.get(visit.enterprise, visit.enterprise))}**　{number.short_day(visit.date)}"
        f"{WAYS[visit.way]}：{literal(visit.finding)}（{NEED_WORDS[visit.need]}）"
    )


def opening_rows(living: pd.DataFrame, plans: pd.DataFrame, names: dict[str, str], active: set[int]) -> list[Row]:
    """Open plans with what is to be done; the trigger leads to its alert, which is still active or not."""
    rows = []
    for one in living.itertuples(index=False):
        key = (one.enterprise, one.trigger)
        plan = plans.loc[key] if key in plans.index else None
        rows.append(Row(cells=[
            Cell(text="", severity=one.severity),
            names.get(one.enterprise, one.enterprise),
            Cell(text=TRIGGERS.get(one.trigger, one.trigger), href=links.to("alerts", alert=one.alert)),
            number.short_day(one.opened_for),
            "仍在预警" if one.alert in active else Cell(text="已解除，可结束预案", strong=True),
            "预案已撤换" if plan is None else plan["actions"],
            "—" if plan is None else plan["lead"],
        ]))  # fmt: skip
    return rows


def plan_rows(planned: pd.DataFrame) -> list[Row]:
    """One row an enterprise: open plans first, then those without a plan."""
    names = county_names()
    return [
        Row(
            cells=[
                one.name,
                names.get(one.county, one.county),
                triggers_text(one.triggers) or Cell(text="没有预案", status=Status.AMBER),
                "—" if number.absent(one.lead) else one.lead,
                number.short_day(one.drilled) or "未演练",
                Cell(text=RESULTS[one.result], status=Status.AMBER if one.result == "wanting" else Status.GREEN)
                if not number.absent(one.result)
                else "—",
                Cell(text=f"{one.open} 个", strong=True) if one.open else "—",
            ]
        )
        for one in planned.itertuples(index=False)
    ]


def triggers_text(triggers) -> str:
    """``断供（Ⅲ 黄色起）、停报（Ⅱ 橙色起）``."""
    return "、".join(f"{TRIGGERS.get(what, what)}（{status.level_text(level)}起）" for what, level in triggers)


def plans_in_words(planned: pd.DataFrame) -> pd.DataFrame:
    """With the triggers as one text."""
    return planned.assign(said=planned["triggers"].map(triggers_text))
