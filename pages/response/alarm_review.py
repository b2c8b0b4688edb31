"""预警评估: what the chosen budgets of false alarms meant over the past, and how often the alerts were right."""

import datetime as dt

import pandas as pd
import streamlit as st

from monitoring.cases.words import CAUSES
from monitoring.tallies.feedback import precision
from pages import reads
from pages.door import open_store
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import filters, matrix, number, status, tables
from pages.situation.moment import View, head

BY = {"indicator": "按规则", "county": "按县（市）"}
CHOICE_COLUMNS = (
    matrix.Column(title="预算", unit="次/年", align="number", nowrap=True),
    matrix.Column(title="级别", nowrap=True),
    matrix.Column(title="警戒线", unit="分", align="number", nowrap=True),
    matrix.Column(title="会发预警", unit="次", align="number", nowrap=True),
    matrix.Column(title="其中误报", unit="次/年", align="number", nowrap=True),
    matrix.Column(title="漏报", unit="次", align="number", nowrap=True),
    matrix.Column(title="提前", unit="天", align="number", nowrap=True),
    matrix.Column(title="说明"),
)
HELD_COLUMNS = (
    matrix.Column(title="规则"),
    matrix.Column(title="每年检验", unit="次", align="number", nowrap=True),
    matrix.Column(title="会发预警", unit="次/年", align="number", nowrap=True),
    matrix.Column(title="其中误报", unit="次/年", align="number", nowrap=True),
    matrix.Column(title="误报上限", unit="次/年", align="number", nowrap=True),
    matrix.Column(title="结论", nowrap=True),
)
OPENINGS = "decline_in_entries"
FEEDBACK = {
    "right": "属实",
    "known": "已知原因",
    "false": "误报",
    "settled": "自动销号",
    "unanswered": "尚未答复",
}


def page() -> None:
    """What another budget would have meant, whether fixed lines keep theirs, and whether the alerts were right."""
    user = require("alarm_review")
    view = head(user, "预警评估")
    if user.scope.whole:
        _replay(user, view)
    _feedback(user, view)


def _replay(user: User, view: View) -> None:
    st.subheader("误报预算与回放", anchor=False)
    found = reads.replay(user, view.at)
    if found is None:
        st.info("尚未回放。管理人员运行回放命令（见运行手册）后显示。")
        return
    since, until = (dt.date.fromisoformat(found[name]) for name in ("since", "until"))
    st.caption(
        f"按当时所知的数据重放 {number.day(since)}至{number.day(until)}：每个预算会发多少预警、其中多少事后看不属实、"
        f"{found['events']} 次真实存量下降中漏掉几次、比存量下降早几天。改预算只影响今后，见配置文件。"
    )
    rows = found["budgets"]
    measured = [row for row in rows if row["line"] is not None]
    if found["events"] and measured:
        st.info(_which_finds_what(measured))
    for name in dict.fromkeys(row["indicator"] for row in measured):
        st.markdown(f"**{_title(name)}**")
        own = [row for row in measured if row["indicator"] == name]
        st.markdown(_in_short(next(row for row in own if row["in_force"])))
        lines = [_choice(row) for row in own]
        matrix.table(CHOICE_COLUMNS, lines, key=f"choices_{name}")
    held = [_held(row) for row in rows if row["line"] is None]
    if held:
        st.markdown("**供应与价格：固定警戒线的误报是否在上限内**")
        matrix.table(HELD_COLUMNS, held, key="held")
        st.caption(
            "这两条警戒线直接写定，说的是不够用或涨得过快，不是反常，也不由预算推出：预算在这里只是误报上限，不要求用足。"
            "误报指事后更正撤回的，或三天内自行恢复、未加重的预警。"
        )


def _which_finds_what(rows: list[dict]) -> str:
    """Which stream finds which trouble, in one sentence made of the replay's figures."""
    first = {}
    for row in rows:
        if row["in_force"]:
            first.setdefault(row["indicator"], row)
    mild = list(first.values())
    exits, entries = (mild[0]["by_driver"][driver][1] for driver in ("exits", "entries"))
    came = "，".join(f"{n} 次主要来自{said}" for n, said in ((exits, "退出增多"), (entries, "新设不足")) if n)
    told = "、".join(
        f"{_title(row['indicator'])} {number.of_total(row['events'] - row['missed'], row['events'])}" for row in mild
    )
    openings = next((row for row in mild if row["indicator"] == OPENINGS), None)
    beyond = ""
    if openings is not None:
        real = openings["alarms"] - openings["false"]
        beyond = f"新设一路只看开业：属实的 {real} 次预警说的是开业减少，不等于存量已降，存量要看退出、净增和存量三路。"
    return f"哪一路发现哪类问题：{mild[0]['events']} 次真实存量下降中，{came}；各路报出：{told}。{beyond}"


def _in_short(row: dict) -> str:
    """What the choice in force meant, in one breath."""
    said = f"现行每年约容许 {row['a_year']:g} 次误报，回放中每年 {row['false_a_year']:g} 次"
    if not row["events"]:
        return f"{said}；期内没有真实存量下降。"
    found = f"{row['events']} 次真实存量下降报出 {row['events'] - row['missed']} 次"
    lead = row["lead_days"]
    early = "" if lead is None else f"，居中早 {lead:.0f} 天" if lead >= 0 else f"，居中晚 {-lead:.0f} 天"
    return f"{said}；{found}{early}。"


def _choice(row: dict) -> matrix.Row:
    missed = number.of_total(row["missed"], row["events"]) if row["events"] else "无事件"
    lead = "—" if row["lead_days"] is None else f"{row['lead_days']:.0f}"
    said = "现行" if row["in_force"] else ""
    texts = [f"{row['a_year']:g}", status.level_text(row["severity"]), f"{row['line']:.2f}", str(row["alarms"]),
             f"{row['false_a_year']:g}", missed, lead, said]  # fmt: skip
    return matrix.Row(cells=[matrix.Cell(text=text, strong=row["in_force"]) for text in texts])


def _held(row: dict) -> matrix.Row:
    kept = row["false_a_year"] <= row["a_year"]
    said = "在上限内" if kept else "超出上限，请核实警戒线"
    texts = [
        _title(row["indicator"]),
        f"{row['tests_a_year']:,}",
        f"{row['alarms_a_year']:g}",
        f"{row['false_a_year']:g}",
        f"{row['a_year']:g}",
        said,
    ]
    return matrix.Row(cells=[matrix.Cell(text=text, strong=not kept) for text in texts])


def _feedback(user: User, view: View) -> None:
    left, middle, right = st.columns([5, 3, 2], vertical_alignment="bottom")
    with left:
        st.subheader("预警是否属实：办理人员的答复", anchor=False)
    with middle:
        by = filters.switch("by", "分组", BY, hidden=True)
    with right:
        export_link(user, "alarm_review", "feedback", label="导出答复统计", county=view.county)
    told = precision(_answers(user, view), by=[by])
    if not told["answered"].sum():
        st.info("还没有办理人员答复过预警。销号、已知原因和误报都算答复，自动销号不算。")
    named = _title if by == "indicator" else _place
    columns = [matrix.Column(title=BY[by].removeprefix("按"))]
    columns += [matrix.Column(title=word, unit="件", align="number", nowrap=True) for word in FEEDBACK.values()]
    columns.append(matrix.Column(title="属实率", align="number", nowrap=True))
    rows = [_answered(named(row[by]), row) for row in told.to_dict("records")]
    matrix.table(columns, rows, key="feedback", empty="所选范围内没有预警")
    st.caption("属实率＝（属实＋已知原因）÷已答复件数。答复只用于评估规则，不会使任何预警静默。")


def _answered(name: str, row: dict) -> matrix.Row:
    share = "未答复" if number.absent(row["precision"]) else f"{row['precision']:.0f}%"
    good = f"{share}（{row['right'] + row['known']}/{row['answered']}）" if row["answered"] else share
    counts = [str(row[name]) for name in FEEDBACK]
    return matrix.Row(cells=[matrix.Cell(text=text) for text in (name, *counts, good)])


def _answers(user: User, view: View) -> pd.DataFrame:
    rows = reads.alert_answers(user, view.at)
    return view.here(rows)


def _title(indicator: str) -> str:
    thing = open_store.config().thresholds.catalog.get(indicator)
    return thing.title if thing else CAUSES.get(indicator, indicator)


def _place(county: str) -> str:
    region = open_store.region()
    names = dict(zip(region.counties["county"], region.counties["short"]))
    return names.get(county, region.short)


@export("alarm_review", "feedback", title="预警答复统计")
def feedback_file(user: User, *, county: str | None = None) -> pd.DataFrame:
    """Answers by rule and county."""
    rows = reads.alert_answers(user, reads.as_of())
    told = precision(rows if county is None else rows[rows["county"] == county], by=["indicator", "county"])
    told = told.assign(indicator=told["indicator"].map(_title), county=told["county"].map(_place))
    fields = {"indicator": tables.Field(title="规则"), "county": tables.Field(title="县市")}
    fields |= {name: tables.Field(title=f"{word}（件）", kind="number") for name, word in FEEDBACK.items()}
    return tables.readable(told, fields | {"precision": tables.Field(title="属实率（%）", kind="number")})
