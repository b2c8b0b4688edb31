"""What 市场主体 shows of the reported counts: cards, the weekly course and its usual band, the steps, the tables."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages import reads
from pages.parts import barcharts, charts, filters, links, matrix, number, status
from pages.parts.cards import Card
from pages.situation.latest import Latest, Told
from pages.situation.moment import View
from pages.situation.whence import headed

INDICATORS = (
    "closing_stock",
    "stock_vs_year_end",
    "stock_vs_last_year",
    "stock_vs_last_month",
    "entries_28d",
    "exits_28d",
    "net_28d",
    "deregistration_ratio",
    "decline_in_entries",
    "rise_in_exits",
    "decline_in_net",
    "decline_in_stock",
)
DETECTORS = {
    "decline_in_entries": "新设下降",
    "rise_in_exits": "退出上升",
    "decline_in_net": "净增下降",
    "decline_in_stock": "存量下降",
}
FLOWS = {"net": "净增", "entries": "新设", "exits": "退出"}
STEPS = {
    "entries": "新设",
    "deregistrations": "注销",
    "revocations": "吊销",
    "moves_in": "迁入",
    "moves_out": "迁出",
    "reclassified": "口径调整",
    "unreported": "未报日差额",
}
TABLE = (
    ("closing_stock", "期末实有", "户"),
    ("stock_vs_year_end", "较上年末", "%"),
    ("stock_vs_last_year", "同比", "%"),
    ("stock_vs_last_month", "环比", "%"),
    ("entries_28d", "近四周新设", "户"),
    ("exits_28d", "近四周退出", "户"),
    ("net_28d", "近四周净增", "户"),
    ("deregistration_ratio", "注销注册比", "%"),
)


def cards_of(user, view: View, told: Latest, subject: str) -> list[Card]:
    """Stock, entries, exits and net of the subject looked at."""
    stock = told.get("closing_stock", subject)
    changes = [
        ("较上年末", number.change(told.get("stock_vs_year_end", subject).value)),
        ("同比", number.change(told.get("stock_vs_last_year", subject).value)),
        ("环比", number.change(told.get("stock_vs_last_month", subject).value)),
    ]
    ratio = told.get("deregistration_ratio", subject)
    first = Card(
        title="期末实有",
        value=stock.value,
        state=stock.state,
        unit="户",
        changes=changes,
        points=reads.course(user, view.at, indicator="closing_stock", subject=subject),
        status=told.get("stock_vs_year_end", subject).status,
        age=number.age(stock.age),
    )
    return [
        first,
        _flow(user, view, told, subject, "entries_28d", "近四周新设"),
        _flow(user, view, told, subject, "exits_28d", "近四周退出", note=("注销注册比", ratio)),
        _flow(user, view, told, subject, "net_28d", "近四周净增"),
    ]


def _flow(user, view: View, told: Latest, subject: str, indicator: str, title: str, note=None) -> Card:
    one = told.get(indicator, subject)
    then = _year_before(user, view, indicator, subject)
    changes = [] if number.absent(then) else [("上年同期", number.quantity(then, "户"))]
    if note is not None:
        changes.append((note[0], number.quantity(note[1].value, "%", note[1].state)))
    return Card(
        title=title,
        value=one.value,
        state=one.state,
        unit="户",
        changes=changes,
        points=reads.course(user, view.at, indicator=indicator, subject=subject),
        status=note[1].status if note else None,
        age=number.age(one.age),
    )


def _year_before(user, view: View, indicator: str, subject: str) -> float | None:
    day = (pd.Timestamp(view.at.day) - pd.DateOffset(years=1)).date()
    frame = reads.history(user, view.at, indicators=(indicator,), since=day, until=day, subjects=(subject,))
    return None if frame.empty else frame["value"].iloc[-1]


def course_and_steps(user, view: View, kind: str | None) -> None:
    """The weekly course with its usual band, and the steps from last year's end to the day looked at."""
    left, right = st.columns([6, 5], gap="large")
    with left:
        st.markdown("**每周走势与常态区间**")
        flow = filters.switch("flow", "走势", FLOWS, hidden=True)
        weeks = _weeks(user, view, kind, flow)
        if weeks.empty:
            st.info("尚无完整周次的户数。")
        else:
            figure = charts.line(weeks, unit="户", name=f"每周{FLOWS[flow]}", band="常态区间", height=310)
            charts.show(figure, key="weeks", alt=f"{view.name}近一年每周{FLOWS[flow]}与常态区间")
            st.caption("常态区间为此前 26 周中八成周次所在的范围，不含当周；缺报三天以上的周不连线。")
    with right:
        _steps(user, view, kind)


def _weeks(user, view: View, kind: str | None, flow: str) -> pd.DataFrame:
    by = tuple(name for name, code in (("county", view.county), ("kind", kind)) if code is not None)
    weeks = reads.weekly_flows(user, view.at, by=by, value=flow)
    for name, code in (("county", view.county), ("kind", kind)):
        weeks = weeks if code is None else weeks[weeks[name] == code]
    return weeks.rename(columns={flow: "value"})


def _steps(user, view: View, kind: str | None) -> None:
    since = dt.date(view.at.day.year - 1, 12, 31)
    steps = reads.stock_steps(user, view.at, since=since, county=view.county, kind=kind)
    amounts = dict(zip(steps["step"], steps["amount"]))
    st.markdown(f"**较上年末变动的构成**（{number.day(since)}至{number.short_day(view.at.day)}）")
    if not amounts.get("before"):
        st.info("上年末户数未报，无法分解。")
        return
    bars = [("上年末", amounts["before"], "absolute")]
    bars += [(name, amounts[step], "relative") for step, name in STEPS.items() if amounts[step]]
    bars.append((number.short_day(view.at.day), amounts["after"], "total"))
    charts.show(barcharts.waterfall(bars, unit="户", height=350), key="steps", alt=f"{view.name}户数变动分解")
    st.caption("纵轴不从零起；吊销、迁移和口径调整不等于经营下滑，单独列示。")


def county_table(user, view: View, told: Latest, living: pd.DataFrame, kind: str | None) -> None:
    """Counties in the administrative order; a click opens the county."""
    headed(user, "分县市", indicator="closing_stock", subject=view.subject, day=view.at.day)
    rows, signals = [], _signals(living)
    for code, name in view.counties.items():
        address = links.to(county=code, kind=kind, on=view.at.on)
        rows.append(_row(name, code if kind is None else f"{code}:{kind}", told, signals, address))
    links.follow(matrix.table(_columns("县市"), rows, key="county_table", caption="点击县市逐级查看"))


def kind_table(
    user, view: View, told: Latest, living: pd.DataFrame, kinds: Mapping[str, str], chosen: str | None
) -> None:
    """Kinds of entities of the county; a click narrows to the kind."""
    headed(user, f"{view.name}分类型", indicator="closing_stock", subject=view.subject, day=view.at.day)
    signals = _signals(living)
    rows = [
        _row(
            name,
            f"{view.county}:{code}",
            told,
            signals,
            links.to(county=view.county, kind=code, on=view.at.on),
            chosen=code == chosen,
        )
        for code, name in kinds.items()
    ]
    links.follow(matrix.table(_columns("类型"), rows, key="kind_table", caption="点击类型逐级查看"))


def _columns(first: str) -> list[matrix.Column]:
    shown = [matrix.Column(title=title, unit=unit, align="number", nowrap=True) for _, title, unit in TABLE]
    return [matrix.Column(title=first, nowrap=True), *shown, matrix.Column(title="异常信号", nowrap=True)]


def _row(
    name: str, subject: str, told: Latest, signals: Mapping[str, matrix.Cell], address: str, *, chosen: bool = False
) -> matrix.Row:
    cells = [matrix.Cell(text=name, href=address)]
    for indicator, _, unit in TABLE:
        one = told.get(indicator, subject)
        cells.append(_cell(one, unit))
    return matrix.Row(cells=[*cells, signals.get(subject, matrix.Cell(text="无"))], chosen=chosen)


def _cell(one: Told, unit: str) -> matrix.Cell:
    note = "初步" if one.state == "provisional" else number.age(one.age) if one.there and one.age else ""
    return matrix.value_cell(one.value, unit, state=one.state, status=one.status, note=note)


def _signals(living: pd.DataFrame) -> dict[str, matrix.Cell]:
    """By subject, the living alerts of the detectors of falls: which streams, how grave."""
    own = living[living["active"] & living["indicator"].isin(DETECTORS)]
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, indicator, severity in zip(*(own[name].tolist() for name in ("subject", "indicator", "severity"))):
        found.setdefault(subject, []).append((DETECTORS[indicator], severity))
    return {
        subject: matrix.Cell(
            text="、".join(dict.fromkeys(stream for stream, _ in alarms)),
            severity=status.gravest(severity for _, severity in alarms),
            bare=True,
        )
        for subject, alarms in found.items()
    }
