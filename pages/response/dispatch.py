"""调运建议: who should send what to whom so that no county stays below its target, and what cannot be helped here."""

import pandas as pd
import streamlit as st

from pages import reads
from pages.door import open_store
from pages.door.exports import File, NotExportable, export, export_link
from pages.door.session import User, require
from pages.parts import cards, filters, links, matrix, number, status
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.response.dispatch_slip import slip
from pages.situation.moment import View, completeness, head, moment_of

STATES = {
    "short": (status.Status.RED, "州内不足"),
    "small": (status.Status.AMBER, "余缺不足一笔"),
    "filled": (status.Status.AMBER, "调运后达标"),
    "enough": (status.Status.GREEN, "已达目标"),
    "unknown": (status.Status.STALE, "不予评价"),
}
BALANCE_COLUMNS = (
    Column(title="品类", nowrap=True),
    Column(title="状态", nowrap=True),
    Column(title="目标", unit="天", align="number"),
    Column(title="已报企业", align="number"),
    Column(title="缺口", unit="吨", align="number"),
    Column(title="可调出", unit="吨", align="number"),
    Column(title="建议调入", unit="吨", align="number"),
    Column(title="仍缺", unit="吨", align="number"),
    Column(title="说明"),
)
LINE_COLUMNS = (
    Column(title="调出企业"),
    Column(title="调入企业"),
    Column(title="数量", unit="吨", align="number", nowrap=True),
    Column(title="里程", unit="公里", align="number", nowrap=True),
    Column(title="调出后", unit="天", align="number", nowrap=True),
    Column(title="调入前", unit="天", align="number", nowrap=True),
    Column(title="调入后", unit="天", align="number", nowrap=True),
    Column(title="理由"),
)
NOTE = (
    "先补最急的缺口，再求总里程最短；调出企业保留本企业目标天数的库存，鲜活品类以保质期为限；在途计入调入方；"
    "未报企业不参与。每笔不少于起运量，凑不成一笔的零星缺口不单独发车，已低于黄色警戒线的除外。"
    "里程按县城直线距离 × 1.4 估算，资料包有里程表的以表为准。建议供商务部门研究，不是调度指令。"
)


def page() -> None:
    """What is short, then who sends what to whom."""
    user = require("dispatch")
    view = head(user, "调运建议")
    completeness(user, view, indicators=())
    balances, lines = reads.dispatch_balances(user, view.at), reads.dispatch_lines(user, view.at)
    if balances.empty:
        st.info("这一天没有调运测算。报送《重点保供企业名录》和供应日报后，每日评估时自动测算。")
        return
    whole = balances[balances["county"] == open_store.region().code]
    cards.headline_cards(_cards(whole, lines), key="dispatch_cards")
    _whole(whole)
    _lines(user, view, lines)
    st.caption(NOTE)


def goods() -> dict[str, str]:
    """The categories' names, in the pack's order."""
    known = open_store.region().categories
    return dict(zip(known["category"], known["name"]))


def _cards(whole: pd.DataFrame, lines: pd.DataFrame) -> list[Card]:
    names, unmet = goods(), whole[whole["state"] == "short"]
    lacking = whole[whole["state"].isin(["short", "small", "filled"])]
    said = "、".join(names[c] for c in lacking["category"])
    return [
        Card(title="有缺口的品类", value=None, figure=number.of_total(len(lacking), len(whole)), unit="类",
             target=said or "各品类均已达目标天数"),
        Card(title="建议调运", value=None, figure=str(len(lines)), unit="笔",
             changes=[("合计", number.quantity(float(lines["tonnes"].sum()), "吨"))]),
        Card(title="州内不能解决", value=None, figure=number.of_total(len(unmet), len(whole)), unit="类",
             target="、".join(names[c] for c in unmet["category"]) or "缺口可由县际互调补足",
             changes=[("仍缺", number.quantity(float(unmet["unmet"].sum()), "吨"))]),
    ]  # fmt: skip


def _whole(whole: pd.DataFrame) -> None:
    st.subheader("各品类缺口与货源", anchor=False)
    told = whole.set_index("category")
    rows = [_balance_row(name, told.loc[category]) for category, name in goods().items() if category in told.index]
    matrix.table(BALANCE_COLUMNS, rows, key="dispatch_balances", caption="缺口按各县（市）距目标天数合计，在途已计入")


def _balance_row(name: str, row) -> Row:
    mark, word = STATES[row["state"]]
    figures = [Cell(text=number.figure(row[column], "吨")) for column in ("need", "spare", "received", "unmet")]
    return Row(
        cells=[
            Cell(text=name),
            Cell(text=word, status=mark),
            Cell(text=f"{row['target_days']:g}"),
            Cell(text=number.of_total(int(row["heard"]), int(row["firms"]))),
            *figures,
            Cell(text=row["reason"]),
        ]
    )


def _lines(user: User, view: View, lines: pd.DataFrame) -> None:
    left, middle, right = st.columns([5, 3, 2], vertical_alignment="bottom")
    left.subheader("调运建议明细", anchor=False)
    with middle:
        category = filters.choose("category", "品类", goods(), every="全部品类")
    with right:
        export_link(user, "dispatch", "slip", label="导出调运单", county=view.county, category=category,
                    on=filters.given_day())  # fmt: skip
    chosen = chosen_lines(lines, county=view.county, category=category)
    if chosen.empty:
        st.info("没有需要调运的。" if lines.empty else "所选范围没有需要调运的。")
        return
    names = {code: name for code, (name, _) in reads.reporters(user, view.at).items()}
    for code, name in goods().items():
        own = chosen[chosen["category"] == code]
        if len(own):
            st.markdown(f"**{name}**（{len(own)} 笔，{number.quantity(float(own['tonnes'].sum()), '吨')}）")
            rows = [_line_row(line, names) for line in own.itertuples(index=False)]
            links.follow(matrix.table(LINE_COLUMNS, rows, key=f"dispatch_{code}"))


def chosen_lines(lines: pd.DataFrame, *, county: str | None, category: str | None) -> pd.DataFrame:
    """The lines that leave or reach a county, of one category."""
    if county is not None:
        lines = lines[(lines["from_county"] == county) | (lines["to_county"] == county)]
    return lines if category is None else lines[lines["category"] == category]


def _line_row(line, names: dict[str, str]) -> Row:
    days = [number.figure(value, "天") for value in (line.sender_after, line.receiver_before, line.receiver_after)]
    return Row(
        cells=[
            Cell(text=names.get(line.sender, line.sender)),
            names.get(line.receiver, line.receiver),
            number.figure(line.tonnes, "吨"),
            f"{line.km:.0f}",
            *days,
            line.reason,
        ]
    )


@export("dispatch", "slip", title="调运单")
def slip_file(user: User, *, county: str | None = None, category: str | None = None, on: str | None = None) -> File:
    """The lines as a printable sheet with room for signatures."""
    if category is not None and category not in goods():
        raise NotExportable(category)
    view = moment_of(user, county=county, on=on)
    lines = chosen_lines(reads.dispatch_lines(user, view.at), county=view.county, category=category)
    names = {code: name for code, (name, _) in reads.reporters(user, view.at).items()}
    content = slip(lines, firms=names, goods=goods(), place=view.name, day=view.at.day, demo=open_store.demo())
    return File(filename=f"生活必需品调运单（建议）{view.at.day:%Y%m%d}.xlsx", content=content, rows=len(lines))
