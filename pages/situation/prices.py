"""价格预警: what a week's shock reaches (Ⅳ、Ⅲ), how unusual a month's price is, and the reports each level owes."""

import pandas as pd
import streamlit as st

from monitoring.alerts.sentence_reason import DEGREES, LEVELS
from pages import reads
from pages.door import open_store
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import cards, filters, links, matrix, number, status
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.situation import price_report_steps as steps
from pages.situation import price_reports as reports
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head, moment_of

REACH, CHANGE, RUN, SCORE = "price_reach", "price_change_7d", "stockout_run", "price_anomaly"
REASONS = {
    "nothing": "还没有一个整月的报价",
    "history": "历史 {history} 个月，不足 {needed} 个月",
    "recency": "近半年没有报价",
    "coverage": "近三年有价月份占 {share:.0%}，不足七成",
    "silent": "上月没有报价",
    "gaps": "往年同月缺价",
}
COLUMNS = (
    Column(title="品类", nowrap=True),
    Column(title="七日价格涨跌", unit="%", align="number"),
    Column(title="最长断供", unit="天", align="number"),
    Column(title="异动县（市）", align="number"),
    Column(title="异常波动等级", nowrap=True),
    Column(title="程度", nowrap=True),
    Column(title="预警颜色", nowrap=True),
    Column(title="价格季节异常度"),
)
NOTE = (
    "等级按波及范围：一个县（市）为Ⅳ级，两个以上为Ⅲ级；程度按涨幅（30%、50%、100%）与断供天数（3天、7天）；"
    "二者与蓝黄橙红是不同的尺度，不互相换算。七日涨跌一周后自然归零，不等于价格回落，高位是否持续看季节异常度："
    "与往年同月增幅比较，1 以上为异常偏高。未报不等于正常：企业未报的，沿用其原有判断。"
)


def page() -> None:
    """The table by category, then the reports owed and made; one report where the address names it."""
    user = require("prices")
    view = head(user, "价格预警")
    completeness(user, view, indicators=("supply_silence",))
    steps.tell_outcome()
    reporting = reports.Reporting(user, view)
    chosen = filters.named(reporting.reports, "report")
    if chosen is not None:
        reports.one(user, view, reporting, chosen)
        return
    told = Latest(user, view.at, (REACH, CHANGE, RUN, SCORE))
    if not told.of(REACH):
        st.info("这一天没有价格预警测算。报送《重点保供企业名录》和供应日报后，每日评估时自动测算。")
        return
    standing = _standing(user, view)
    cards.headline_cards(_cards(told, standing), key="price_cards")
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    left.subheader("各品类价格与供应异动", anchor=False)
    with right:
        export_link(user, "prices", "categories", county=view.county, on=filters.given_day())
    rows = [_row(view, line) for line in _lines(user, view, told, standing)]
    caption = f"涨跌、断供与异常度为{view.name}；异动县（市）与等级为全州"
    links.follow(matrix.table(COLUMNS, rows, key="price_categories", caption=caption))
    st.caption(NOTE)
    reports.show(user, view, reporting)
    steps.form(user, view, reporting)


def _goods() -> dict[str, str]:
    known = open_store.region().categories
    return dict(zip(known["category"], known["name"]))


def _standing(user: User, view: View) -> dict[str, dict]:
    """The living alert of each category's reach, that is active."""
    living = reads.living_alerts(user, view.at)
    ours = living[(living["indicator"] == REACH) & living["active"]]
    return {row["subject"].split(":")[1]: row for row in ours.to_dict("records")}


def _reach_of(alert: dict | None) -> dict:
    return {} if alert is None else alert["evidence"].get("reach", {})


def _level(alert: dict | None) -> str:
    level = _reach_of(alert).get("level")
    return f"{LEVELS[level]}级" if level else ""


def _cards(told: Latest, standing: dict[str, dict]) -> list[Card]:
    names, heard = _goods(), [one for one in told.of(REACH).values() if one.there]
    wide = [code for code, alert in standing.items() if _reach_of(alert).get("level") == "III"]
    scored = [one for one in told.of(SCORE).values() if one.there]
    return [
        Card(title="有等级的品类", value=None, figure=number.of_total(len(standing), len(told.of(REACH))), unit="类",
             target="、".join(names[code] for code in names if code in standing) or "目前没有"),
        Card(title="其中Ⅲ级", value=None, figure=number.of_total(len(wide), len(told.of(REACH))), unit="类",
             target="、".join(names[code] for code in wide) or "没有波及两个以上县（市）的"),
        Card(title="报告足以判断的品类", value=None, figure=number.of_total(len(heard), len(told.of(REACH))), unit="类",
             target="其余未报，不作正常论" if len(heard) < len(told.of(REACH)) else "各品类均已报"),
        Card(title="可评季节异常度", value=None, figure=number.of_total(len(scored), len(told.of(SCORE))), unit="项",
             target="县（市）与全州分品类计"),
    ]  # fmt: skip


def _why_not(user: User, view: View) -> dict[str, str]:
    """Why a subject is given no seasonal score, and from when it may be."""
    rule = open_store.config().price_rules.seasonal_on(view.at.day)
    said = {}
    for row in reads.price_eligibility(user, view.at).itertuples(index=False):
        if isinstance(row.reason, str):
            words = REASONS[row.reason].format(history=row.history, share=row.coverage, needed=rule.history_months)
            since = "" if row.first is None else f"；此后按月报价，{number.month(row.first)}起可评"
            said[row.subject] = f"不予评价：{words}{since}"
    return said


def _outs(told: Latest, code: str, firms: dict[str, str], county: str | None) -> list[float]:
    """Days out of stock of the category's enterprises looked at, of those that were heard."""
    own = [(subject.split(":")[0], one) for subject, one in told.of(RUN).items() if subject.endswith(f":{code}")]
    return [one.value for firm, one in own if one.there and (county is None or firms.get(firm) == county)]


def _lines(user: User, view: View, told: Latest, standing: dict[str, dict]) -> list[dict]:
    """What is said of each category; the table and the export show the same."""
    firms = {code: county for code, (_, county) in reads.reporters(user, view.at).items()}
    why_not, region = _why_not(user, view), open_store.region().code
    lines = []
    for code, name in _goods().items():
        alert, reach = standing.get(code), _reach_of(standing.get(code))
        score, outs = told.get(SCORE, f"{view.subject}:{code}"), _outs(told, code, firms, view.county)
        lines.append(
            {
                "code": code,
                "name": name,
                "change": told.get(CHANGE, f"{view.subject}:{code}"),
                "out": max(outs, default=None),
                "reach": told.get(REACH, f"{region}:{code}"),
                "where": "、".join(reach.get("counties", ())),
                "level": _level(alert),
                "degree": DEGREES.get(reach.get("degree"), ""),
                "severity": alert["severity"] if alert else None,
                "score": f"{score.value:.2f}" if score.there else why_not.get(f"{view.subject}:{code}", "未报"),
            }
        )
    return lines


def _row(view: View, line: dict) -> Row:
    href = links.to("supply", category=line["code"], county=view.county)
    change, reach = line["change"], line["reach"]
    quiet = ("无" if reach.state == "ok" else "暂无（报告不全）") if reach.there else "未报，不予评价"
    return Row(
        cells=[
            Cell(text=line["name"], href=href),
            matrix.value_cell(change.value, "%", state=change.state),
            matrix.value_cell(line["out"], "个"),
            Cell(text=number.figure(reach.value, "个", reach.state), note=line["where"], quiet=not reach.there),
            Cell(text=line["level"] or quiet, strong=bool(line["level"])),
            Cell(text=line["degree"] or "—"),
            Cell(text=status.LEVELS[line["severity"]].word if line["severity"] else "—"),  # no numeral: it is no level
            Cell(text=line["score"]),
        ]
    )


@export("prices", "categories", title="价格预警")
def categories(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The table by category, as the page shows it."""
    view = moment_of(user, county=county, on=on)
    lines = _lines(user, view, Latest(user, view.at, (REACH, CHANGE, RUN, SCORE)), _standing(user, view))
    return pd.DataFrame(
        [
            {
                "范围": view.name,
                "品类": line["name"],
                "七日价格涨跌(%)": number.figure(line["change"].value, "%", line["change"].state),
                "最长断供(天)": number.figure(line["out"], "个"),
                "异动县(市)数": number.figure(line["reach"].value, "个", line["reach"].state),
                "波及县(市)": line["where"],
                "异常波动等级": line["level"],
                "程度": line["degree"],
                "价格季节异常度": line["score"],
            }
            for line in lines
        ]
    )
