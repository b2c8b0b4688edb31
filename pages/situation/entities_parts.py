"""变动分解: every change of the stock in its exact parts, by county, kind, industry or township."""

import datetime as dt

import pandas as pd
import streamlit as st

from monitoring.decomposition import PARTS
from pages import reads
from pages.door import open_store
from pages.door.exports import NotExportable, export, export_link
from pages.door.identity import User
from pages.parts import filters, matrix, number, tables
from pages.situation.moment import View, moment_of

TITLES = {
    "before": "期初",
    "entries": "新设",
    "deregistrations": "注销",
    "revocations": "吊销",
    "moves_in": "迁入",
    "moves_out": "迁出",
    "reclassified": "口径调整",
    "unexplained": "未报差额",
    "after": "期末",
}
DIMENSIONS = {"county": "县市", "kind": "类型", "section": "行业", "township": "乡镇"}
REGISTERED = ("section", "township")
WHY = {"move": "迁移", "definition": "口径调整"}
MOST_NAMED = 4
UNSEEN = "外县市"


def parts_table(user: User, view: View, kind: str | None) -> None:
    """The table with its sum; the parts of each row add up to its change."""
    offered = {name: f"按{title}" for name, title in DIMENSIONS.items() if name != _left_out(view.county)}
    left, middle, right = st.columns([5, 3, 2], vertical_alignment="bottom")
    with left:
        st.subheader(f"{view.name}户数变动分解", anchor=False)
    with middle:
        by = filters.switch("parts", "分解", offered, hidden=True)
    with right:
        export_link(user, "entities", "parts", label="导出分解表", county=view.county, kind=kind, by=by, on=view.at.on)
    rows = parts(user, view, by, kind)
    if rows.empty:
        st.info("这段时间没有可分解的户数。")
        return
    shown = [name for name in TITLES if name in ("before", "after") or rows[name].any()]
    columns = [matrix.Column(title=f"分{DIMENSIONS[by]}")]
    columns += [matrix.Column(title=TITLES[name], unit="户", align="number", nowrap=True) for name in shown]
    lines = [_line(_name(by, row["key"]), row, shown) for row in rows.to_dict("records")]
    lines.append(_line("合计", rows[list(TITLES)].sum().to_dict(), shown))
    matrix.table(columns, lines, key="parts")
    st.caption(f"{_span(view.at.day, by)}。期初加各项等于期末，逐户相符；吊销、迁移、口径调整不等于经营下滑。")
    _went(user, view, by, kind)


def parts(user: User, view: View, by: str, kind: str | None) -> pd.DataFrame:
    """key, before, the parts, after: from the counts since last year's end, or from the registry's months."""
    narrow = {"county": view.county, "kind": kind}
    if by in REGISTERED:
        return reads.registry_parts(user, view.at, **_months(view.at.day), by=by, **narrow)
    return reads.stock_parts(user, view.at, since=dt.date(view.at.day.year - 1, 12, 31), by=by, **narrow)


def _months(day: dt.date) -> dict[str, dt.date]:
    return {"first": dt.date(day.year, 1, 1), "last": day.replace(day=1)}


def _went(user: User, view: View, by: str, kind: str | None) -> None:
    """From where to where: the largest bookings over, and how many others there were."""
    went = reads.booked_over(user, view.at, **_months(view.at.day), by=by, county=view.county, kind=kind)
    if went.empty:
        return
    told = [
        f"{_name(row.from_by, row.from_key)} → {_name(row.to_by, row.to_key)} "
        f"{number.quantity(row.entities, '户')}（{WHY[row.why]}）"
        for row in went.head(MOST_NAMED).itertuples()
    ]
    rest = went["entities"].iloc[MOST_NAMED:]
    if len(rest):
        told.append(f"其余 {len(rest)} 个去向共 {number.quantity(rest.sum(), '户')}")
    st.caption(f"登记台账所见去向：{'；'.join(told)}。按获知变更的月份计入，更正住所也算迁移。")


def _left_out(county: str | None) -> str:
    return "township" if county is None else "county"


def _line(name: str, amounts: dict, shown: list[str]) -> matrix.Row:
    cells = [matrix.Cell(text=name)]
    for part in shown:
        signed = part in PARTS and amounts[part]
        text = number.figure(abs(amounts[part]), "户") if signed else number.figure(amounts[part], "户")
        cells.append(matrix.Cell(text=("增 " if amounts[part] > 0 else "减 ") + text if signed else text))
    return matrix.Row(cells=cells)


def _name(by: str, key: str) -> str:
    region = open_store.region()
    names = {
        "county": (region.counties, "county", "short"),
        "kind": (region.kinds, "kind", "name"),
        "section": (region.sections, "section", "short"),
    }
    if by not in names:
        return key
    if not key:
        return UNSEEN
    frame, code, name = names[by]
    return dict(zip(frame[code], frame[name])).get(key, key)


def _span(day: dt.date, by: str) -> str:
    if by in REGISTERED:
        return f"登记台账 {day.year} 年 1 月至 {day.month} 月"
    return f"日报 {number.day(dt.date(day.year - 1, 12, 31))}至{number.short_day(day)}"


@export("entities", "parts", title="户数变动分解")
def parts_file(
    user: User, *, county: str | None = None, kind: str | None = None, by: str | None = None, on: str | None = None
) -> pd.DataFrame:
    """The table as a file, signed numbers."""
    kinds = set(open_store.region().kinds["kind"])
    if by not in DIMENSIONS or (kind is not None and kind not in kinds):
        raise NotExportable(f"{by} {kind}")
    view = moment_of(user, county=county, on=on)
    if view.at.day is None:
        raise NotExportable("nothing evaluated")
    rows = parts(user, view, by, kind)
    rows = rows.assign(key=[_name(by, key) for key in rows["key"]])
    fields = {"key": tables.Field(title=DIMENSIONS[by])}
    return tables.readable(rows, fields | {name: tables.Field(title=f"{t}（户）") for name, t in TITLES.items()})
