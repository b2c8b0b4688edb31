"""One scenario card from top to bottom: what is assumed, what it says beside the baseline, and how it did."""

import datetime as dt

import pandas as pd
import streamlit as st

from pages import reads
from pages.door.session import User
from pages.parts import charts, filters, links, matrix, number, outlookchart
from pages.parts.literal import literal
from pages.parts.matrix import Cell, Column, Row
from pages.response.alert_names import people
from pages.situation import scenario_steps
from pages.situation.moment import View
from pages.situation.outlook_told import Told, short
from pages.situation.scenario_words import KINDS, OF_OUTLOOK, QUANTITIES, UNITS, lines, place, sentence, subject

CAME = {"yes": "假设成立", "no": "假设未成立", "open": "待认定"}
WAITING = "待计算"
FACTS = (Column(title="项目", nowrap=True, width="8em"), Column(title="内容"))
SIDE = (
    Column(title="对象", nowrap=True),
    Column(title="项目", nowrap=True),
    Column(title="基线（十次有八次落在）", align="center"),
    Column(title="情景（十次有八次落在）", align="center"),
    Column(title="变化", align="center"),
)
SCORES = (
    Column(title="对象", nowrap=True),
    Column(title="项目"),
    Column(title="到期日", nowrap=True),
    Column(title="实际", align="number"),
    Column(title="基线偏差", align="number"),
    Column(title="在基线区间内", align="center"),
    Column(title="情景偏差", align="number"),
    Column(title="在情景区间内", align="center"),
)
FAIR = {
    "yes": "假设已认定成立，评分有效。",
    "no": "假设未成立，评分只作参考。",
    "open": "假设是否成立待认定，认定成立后评分方为有效。",
}
SCORE_NOTE = "偏差 = 推算 − 实际；区间为十次有八次落在的区间。"


def verdict(card) -> Cell:
    """What people said of the assumption."""
    said = "open" if number.absent(card.came_true) else card.came_true
    return Cell(text=CAME[said], quiet=said == "open")


def hits(scores: pd.DataFrame) -> str:
    """``3/4``: how many of the checks that have come the scenario's band held."""
    return number.of_total(int(scores["scenario_inside"].sum()), len(scores)) if len(scores) else "未到期"


def in_short(answers: pd.DataFrame, card) -> str:
    """The one change that says most: of the card's own county, the first figure."""
    if answers.empty:
        return WAITING
    row = _leading(answers, card)
    said = _lines(row)
    what, before, after, _ = next((line for line in reversed(said) if line[1] != line[2]), said[0])
    return f"{subject(row.outlook, row.subject)}{what}：{before} → {after}"


def _leading(answers: pd.DataFrame, card):
    own = answers[answers["county"] == card.county]
    rows = list((own if len(own) else answers).itertuples(index=False))
    moved = [row for row in rows if any(before != after for _, before, after, _ in _lines(row))]
    return max(moved or rows, key=lambda row: row.subject == card.county)


def _lines(row) -> list[tuple[str, str, str, str]]:
    return lines(row.outlook, *_told(row))


def _told(row) -> tuple[Told, Told]:
    return Told(row.baseline_state, row.baseline), Told(row.state, row.answer)


def one(user: User, view: View, card) -> None:
    """One card."""
    st.button("返回情景卡清单", key="scenario_back", type="tertiary", icon=":material/arrow_back:", on_click=_back)
    st.subheader(
        f"{card.scenario} 号　{literal(sentence(card.kind, card.county, card.levers, reads.reporters(user, view.at)))}",
        anchor=False,
    )
    links.follow(matrix.table(FACTS, _facts(card), key="scenario_facts"))
    answers = reads.scenario_answers(user, view.at)
    answers = answers[answers["scenario"] == card.scenario]
    if answers.empty:
        st.info(
            "待计算：道路不通要重排当期调运方案，保存后即在后台计算，通常一分钟内算完；没有算成的，随下一次每日评估补算。"
        )
        st.button("查看是否算完", key="scenario_look")
    else:
        _beside(answers, card)
        scores = reads.scenario_scores(user, view.at)
        _scores(scores[scores["scenario"] == card.scenario], answers, card)
    scenario_steps.offer(user, view, card)


def _back() -> None:
    """Touches nothing but the address."""
    st.query_params.pop("scenario", None)


def _facts(card) -> list[Row]:
    who = people()
    said = [
        ("类别", KINDS[card.kind]),
        ("地区", place(card.county)),
        ("依据和理由", card.assumption),
        ("对照基线", f"{number.day(card.made_for)}的展望，资料截至 {number.moment(card.data_moment)} 所知"),
        ("制卡", f"{who.get(card.made_by, card.made_by)}，{number.moment(card.made_at)}；推算序号 {card.seed}"),
    ]
    if not number.absent(card.came_true):
        judge = who.get(card.judged_by, card.judged_by)
        said.append(("认定", f"{CAME[card.came_true]}（{judge}，{number.day(card.judged_at)}）：{card.judged_why}"))
    if not number.absent(card.retired_at):
        gone = who.get(card.retired_by, card.retired_by)
        said.append(("已作废", f"{gone}，{number.day(card.retired_at)}：{card.retired_why}"))
    return [Row(cells=[label, text]) for label, text in said]


def _beside(answers: pd.DataFrame, card) -> None:
    st.subheader("推算结果", anchor=False)
    rows = [
        Row(cells=[subject(row.outlook, row.subject), what, before, after, Cell(text=change, strong=before != after)])
        for row in answers.itertuples(index=False)
        for what, before, after, change in _lines(row)
    ]
    matrix.table(SIDE, rows, key="scenario_beside")
    drawable = {
        f"{row.outlook}|{row.subject}": row
        for row in answers.itertuples(index=False)
        if "ahead" in row.answer and "ahead" in row.baseline
    }
    if not drawable:
        return
    leading = _leading(answers, card)
    first = f"{leading.outlook}|{leading.subject}"
    named = {key: subject(row.outlook, row.subject) for key, row in drawable.items()}
    named = {key: named[key] for key in sorted(named, key=lambda key: key != first)}
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with right:
        chosen = filters.choose("about", "对象", named, every=None)
    left.markdown(f"**{named[chosen]}：{TITLES[drawable[chosen].outlook]}**")
    row = drawable[chosen]
    charts.show(_figure(row, card), key="scenario_chart", alt=f"{named[chosen]}：基线与情景的走势和区间")
    st.caption(_record(row))


TITLES = {
    "year_end_stock": "实有户数", "full_reopening": "全面开业的市场", "clearance": "欠款余额",
    "days_to_stockout": "不再进货时的库存",
}  # fmt: skip
COURSE_UNITS = {"year_end_stock": "户", "full_reopening": "个", "clearance": "万元", "days_to_stockout": "吨"}


def _figure(row, card) -> dict:
    past, before, after = row.baseline.get("past"), row.baseline["ahead"], row.answer["ahead"]
    if row.outlook == "clearance":
        ends = [f"{month}-28" for month in before["month"]]
        past, before, after = {"date": [], "value": []}, before | {"date": ends}, after | {"date": ends}
    elif row.outlook == "days_to_stockout":
        days = [card.made_for + dt.timedelta(days=k) for k in range(1, len(before["middle"]) + 1)]
        past, before, after = {"date": [], "value": []}, before | {"date": days}, after | {"date": days}
    zero = row.outlook in ("clearance", "days_to_stockout")
    return outlookchart.beside(past, before, after, unit=COURSE_UNITS[row.outlook], zero=zero)


def _record(row) -> str:
    kept = row.baseline.get("record") or {}
    said = "灰色为基线，蓝色为情景；色带：十次有八次落在此区间（情景以假设成立为前提）。"
    if kept.get("checks"):
        said += f"基线方法回头检验 {kept['checks']:.0f} 次，{kept['coverage']:.0f}% 落在区间内。"
    return said + "灰色点线：照近期平均推算，作对照。"


def _scores(scores: pd.DataFrame, answers: pd.DataFrame, card) -> None:
    st.subheader("到期评分", anchor=False)
    coming = sorted({check["date"] for checks in answers["checks"] for check in checks})
    if not coming:
        st.info(
            "没有可对照的项目：所涉县（市）品类没有变化，或进货记录不足。"
            if card.kind == "road"
            else "没有可对照的项目。"
        )
        return
    rows = []
    for score in scores.itertuples(index=False):
        quantity = OF_OUTLOOK[score.outlook]
        unit = UNITS[quantity]
        rows.append(
            Row(
                cells=[
                    subject(score.outlook, score.subject), f"{QUANTITIES[quantity]}（{unit}）", number.day(score.date),
                    number.figure(score.actual, unit), number.figure(score.baseline_error, unit),
                    "是" if score.baseline_inside else "否", number.figure(score.scenario_error, unit),
                    "是" if score.scenario_inside else "否",
                ]
            )
        )  # fmt: skip
    ahead = [day for day in coming if day not in {score.date().isoformat() for score in scores["date"]}]
    nothing = f"尚未到期，首次评分日：{short(coming[0])}"
    matrix.table(SCORES, rows, key="scenario_scores", empty=nothing)
    later = f"下一次：{short(ahead[0])}。" if rows and ahead else ""
    fair = FAIR["open" if number.absent(card.came_true) else card.came_true]
    st.caption(f"{SCORE_NOTE}{later}{fair}")
