"""How markets are shown: rows, cards and figures from the scene the page has read."""

import pandas as pd
import streamlit as st

from pages.door import open_store
from pages.parts import charts, filters, links, number, pointmap
from pages.parts.cards import Card
from pages.parts.countymap import Area
from pages.parts.matrix import Cell, Column, Row, value_cell
from pages.parts.status import STATUS, Status, look
from pages.parts.tables import Field
from pages.situation.latest import Told
from pages.situation.moment import View
from pages.situation.words import MARKET_KINDS as KIND_WORDS
from pages.situation.words import MARKET_STATUSES as STATUS_WORDS
from pages.situation.words import county_names

RATE, OCCUPANCY = "market_reopening_rate", "stall_occupancy"
MARKS = {"open": Status.GREEN, "partial": Status.AMBER, "closed": Status.RED, "missing": Status.STALE}
MARKED_WORDS = {code: f"{look(MARKS[code]).shape} {word}" for code, word in STATUS_WORDS.items()}
STALLS_WORDS = {status: look.text for status, look in STATUS.items()}
COUNTY_NOTE = (
    "复市率 = 全面复市 ÷ 应复市；摊位开业率 = 开业摊位 ÷ 状态已知市场的摊位总数。"
    "“本期未报”的市场沿用最近一次状态（最长 60 天），超过的计为“未报”，均不算作复市。"
)
COUNTY_COLUMNS = (
    Column(title="县（市）", nowrap=True),
    Column(title="应复市", align="number"),
    Column(title="全面复市", align="number"),
    Column(title="部分复市", align="number"),
    Column(title="未复市", align="number"),
    Column(title="未报", align="number"),
    Column(title="其中本期未报", align="number"),
    Column(title="复市率", unit="%", align="number"),
    Column(title="摊位开业率", unit="%", align="number"),
)
REASON_COLUMNS = (Column(title="原因"), Column(title="市场数", align="number", width="6em"))
MARKET_COLUMNS = (
    Column(title="市场"),
    Column(title="县（市）", nowrap=True),
    Column(title="复市状态", nowrap=True),
    Column(title="开业摊位", align="number"),
    Column(title="摊位开业率", unit="%", align="number"),
    Column(title="线上线下融合", align="center"),
    Column(title="未全面复市的原因"),
    Column(title="最近报告", nowrap=True),
)
COURSE_FIELDS = {
    "date": Field(title="日期", kind="day"),
    "value": Field(title="复市率", unit="%", kind="number"),
    "occupancy": Field(title="摊位开业率", unit="%", kind="number"),
}


def address(**more: object) -> str:
    """This page with other filters; the day looked at stays."""
    return links.to("markets", on=filters.given_day(), **more)


def inside(stood: pd.DataFrame, view: View) -> pd.DataFrame:
    """The markets of the county looked at."""
    return view.here(stood)


def chosen(stood: pd.DataFrame, *, statuses: tuple[str, ...], kind: str | None, text: str) -> pd.DataFrame:
    """The markets the filters leave, those not open first."""
    kept = stood["status"].isin(statuses or STATUS_WORDS)
    if kind:
        kept &= stood["kind"] == kind
    if text:
        kept &= (stood["name"] + " " + stood["township"] + " " + stood["market"]).str.contains(text, regex=False)
    order = {status: place for place, status in enumerate(("closed", "missing", "partial", "open"))}
    return stood[kept].sort_values("status", key=lambda s: s.map(order), kind="stable")


def headline(scene, view: View) -> list[Card]:
    """Four numbers: reopened, stalls, not reopened, online."""
    shown = inside(scene.stood, view)
    counts = shown["status"].value_counts()
    total = owed(shown, view)
    rate, stalls = scene.told.get(RATE, view.subject), scene.told.get(OCCUPANCY, view.subject)
    points = {name: part["value"].tolist()[::-7][:12][::-1] for name, part in scene.course.groupby("indicator")}
    not_open = int(counts.get("partial", 0) + counts.get("closed", 0))
    return [
        Card(
            title="全面复市", value=None, figure=number.of_total(counts.get("open", 0), total), unit="个",
            place=view.name, target=f"目标：{total} 个应复尽复", status=rate.status, points=points.get(RATE, []),
            changes=[("复市率", number.quantity(rate.value, "%", rate.state))], age=_provisional(rate),
        ),
        Card(
            title="摊位开业率", value=stalls.value, unit="%", state=stalls.state, place=view.name,
            target="开门而摊位寥寥不算复市", status=stalls.status,
            points=points.get(OCCUPANCY, []), age=_provisional(stalls),
        ),
        Card(
            title="尚未全面复市", value=not_open, unit="个",
            changes=[(STATUS_WORDS[s], f"{counts.get(s, 0)} 个") for s in ("partial", "closed", "missing")],
            target="部分复市与未复市合计", href=address(county=view.county, status="partial,closed"),
        ),
        _fourth(shown, total),
    ]  # fmt: skip


def _fourth(shown: pd.DataFrame, total: int) -> Card:
    """The markets the plan names, where there are any here; else online trade alone."""
    online = number.of_total(int(shown["integrated"].eq(True).sum()), total)
    special = shown[shown["special"]]
    if special.empty:
        return Card(title="线上线下融合", value=None, figure=online, unit="个", target="已开展线上线下融合交易的市场")
    running = int((special["status"] == "open").sum())
    return Card(
        title="特色市场启动", value=None, figure=number.of_total(running, len(special)), unit="个",
        target="工作方案点名、应尽快启动运营", changes=[("线上线下融合", f"{online} 个")],
        status=Status.GREEN if running == len(special) else Status.AMBER,
    )  # fmt: skip


def owed(shown: pd.DataFrame, view: View) -> int:
    """How many are to reopen: the plan's number for the whole region, the register's for a county."""
    targets = open_store.region().targets
    return len(shown) if view.county else int(targets.get("markets_total", len(shown)))


def county_rows(scene, view: View) -> list[Row]:
    """One row a county, and the region where the reader may see it."""
    rows = [
        _county_row(scene, code, view.counties[code], counted, chosen=code == view.county)
        for code, counted in scene.counted.set_index("county").iterrows()
    ]
    region = open_store.region()
    if len(scene.counted) > 1 and region.code in scene.told.of(RATE):
        rows.append(_county_row(scene, region.code, region.short, scene.counted.sum(numeric_only=True), total=True))
    return rows


def _county_row(scene, code: str, name: str, counted, *, chosen: bool = False, total: bool = False) -> Row:
    rate, stalls = scene.told.get(RATE, code), scene.told.get(OCCUPANCY, code)
    county = None if total else code
    counts = [_count(counted[s], address(county=county, status=s)) for s in ("open", "partial", "closed", "missing")]
    return Row(
        cells=[
            Cell(text=name, href=address(county=county)),
            Cell(text=str(int(counted["markets"]))),
            *counts,
            _count(counted["late"], None),
            value_cell(rate.value, "%", state=rate.state, status=rate.status),
            value_cell(stalls.value, "%", state=stalls.state, status=stalls.status),
        ],
        chosen=chosen,
        total=total,
    )


def _count(value: float, href: str | None) -> Cell:
    return Cell(text=str(int(value)), href=href if value else None)


def areas(scene, view: View) -> list[Area]:
    """The counties on the map: open of all, and how they stand."""
    full = open_store.region().counties.set_index("county")["name"]
    found = []
    for row in scene.counted.itertuples(index=False):
        rate = scene.told.get(RATE, row.county)
        text = number.of_total(row.open, row.markets)
        name = view.counties[row.county]
        found.append(Area(code=row.county, name=name, full=full[row.county], text=text, status=rate.status))
    return found


def points(scene, view: View) -> None:
    """The point map, with what to do where it stays empty."""
    shown = inside(scene.stood, view)
    marks = shown.apply(mark, axis=1)
    places = shown.assign(
        text=shown["county"].map(view.counties) + " · " + shown["status"].map(MARKED_WORDS),
        colour=marks.map(lambda status: look(status).fill),
    )
    pointmap.point_map(places, boundary=open_store.region().boundary, key="market_points")
    st.caption("点位图需要浏览器支持 WebGL；若为空白，请切换到“县市状态”，内容相同。")


def mark(market) -> Status:
    """How one market is marked: open with few stalls is not green."""
    own = MARKS[market.status]
    return Status.AMBER if own == Status.GREEN and market.stalls_status in (Status.AMBER, Status.RED) else own


def course(frame: pd.DataFrame, *, aim: float | None) -> dict:
    """Both rates over time, with the aim."""
    thresholds = [(aim, f"目标 {aim:g}%")] if aim is not None else []
    wide = _wide(frame)
    figure = charts.line(wide, unit="%", name="复市率", compare={"occupancy": "摊位开业率"}, thresholds=thresholds)
    figure["layout"]["yaxis"] |= {"range": [0, 108], "rangemode": "normal"}
    return figure


def course_in_words(frame: pd.DataFrame, name: str) -> str:
    """What the figure shows, for those who cannot see it."""
    wide = _wide(frame).dropna(subset=["value"])
    if wide.empty:
        return f"{name}复市率：尚无数据"
    first, last = wide.iloc[0], wide.iloc[-1]
    return (
        f"{name}复市率由 {number.day(first['date'])} 的 {number.quantity(first['value'], '%')} "
        f"到 {number.day(last['date'])} 的 {number.quantity(last['value'], '%')}"
    )


def course_table(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a week, the latest first."""
    return _wide(frame).iloc[::-1].iloc[::7]


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    wide = frame.pivot(index="date", columns="indicator", values="value")
    wide = wide.reindex(columns=[RATE, OCCUPANCY]).rename(columns={RATE: "value", OCCUPANCY: "occupancy"})
    told = wide.dropna(how="all")
    return wide.loc[told.index.min() :].reset_index() if len(told) else told.reset_index()


def reason_rows(reasons: pd.DataFrame) -> list[Row]:
    """Reasons with how many markets gave them."""
    return [
        Row(cells=["未说明原因" if number.absent(r.reason) else r.reason, str(r.markets)])
        for r in reasons.itertuples(index=False)
    ]


def market_rows(markets: pd.DataFrame) -> list[Row]:
    """Named markets in full."""
    names = county_names()
    return [_market_row(m, names) for m in markets.itertuples(index=False)]


def _market_row(m, names: dict[str, str]) -> Row:
    stalls = "未报" if number.absent(m.stalls_open) else number.of_total(m.stalls_open, m.stalls_total)
    integrated = "未报" if number.absent(m.integrated) else ("是" if m.integrated else "否")
    reason = "" if m.status == "open" or number.absent(m.reason) else m.reason
    return Row(
        cells=[
            m.name,
            names.get(m.county, m.county),
            Cell(text=STATUS_WORDS[m.status], status=mark(m)),
            stalls,
            value_cell(m.occupancy, "%", state=m.state or "missing", status=m.stalls_status),
            integrated,
            reason,
            number.day(m.date) or "从未报送",
        ]
    )


def market_fields() -> dict[str, Field]:
    """The columns of the list and of its export."""
    return {
        "name": Field(title="市场", pinned=True),
        "county": Field(title="县（市）", words=county_names()),
        "status": Field(title="复市状态", words=MARKED_WORDS),
        "stalls_open": Field(title="开业摊位", unit="个", kind="number"),
        "stalls_total": Field(title="摊位总数", unit="个", kind="number"),
        "occupancy": Field(title="摊位开业率", unit="%", kind="number"),
        "stalls_status": Field(title="摊位开业", words=STALLS_WORDS),
        "reason": Field(title="未全面复市的原因"),
        "date": Field(title="最近报告", kind="day"),
        "kind": Field(title="类型", words=KIND_WORDS),
        "township": Field(title="乡镇（街道）"),
        "integrated": Field(title="线上线下融合", kind="flag"),
    }


def _provisional(value: Told) -> str:
    return "初步数：本期尚未报齐" if value.state == "provisional" else ""
