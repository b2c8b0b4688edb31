"""From a county to kind, industry and township, and to the list of those that closed: each choice is in the address."""

import datetime as dt

import pandas as pd
import streamlit as st

from monitoring.turnover import full_months
from pages import reads
from pages.door import open_store
from pages.door.exports import NotExportable, export, export_link
from pages.door.identity import User
from pages.parts import charts, filters, links, matrix, number, tables
from pages.situation.moment import View

PAGE = 20
MOST_EXPORTED = 50_000
SHOWN = 8
ENDED_BY = {"deregistered": "注销", "revoked": "吊销"}
SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
DIMENSIONS = {"county": "县市", "kind": "类型", "section": "行业", "township": "乡镇"}
FLOWS = {"net": "净增", "entries": "新设", "exits": "退出"}


def drill(user: User, view: View, kind: str | None) -> None:
    """Three tables of where the flow changed, its months, and the entities that closed."""
    flow, chosen = filters.given("flow", FLOWS) or "net", _chosen(view, kind)
    st.subheader(f"{view.name}{FLOWS[flow]}的变化在哪里", anchor=False)
    _say(view, chosen, flow)
    dimensions = ("kind", "section", "county" if view.county is None else "township")
    rows = reads.turnovers(user, view.at, by=dimensions, flow=flow, **chosen)
    if rows.empty:
        st.info("登记台账尚未导入或尚未汇总，无法按行业、乡镇查看。")
        return
    for column, dimension in zip(st.columns(3, gap="medium"), dimensions):
        with column:
            _table(view, rows[rows["dimension"] == dimension], dimension, chosen, flow)
    _months(user, view, chosen, flow)
    _closed(user, view, chosen)


def _chosen(view: View, kind: str | None) -> dict[str, str | None]:
    return {
        "county": view.county,
        "kind": kind,
        "section": filters.given("section", _names("section")),
        "township": filters.given("township", _townships(view.county)) if view.county else None,
    }


def _say(view: View, chosen: dict[str, str | None], flow: str) -> None:
    """What is counted, and what the view is narrowed to."""
    first, after = full_months(view.at.day)
    last = after - pd.Timedelta(days=1)
    span = f"{number.month(first)}至{number.month(last)}（三个整月）与上年同期比较，变差最多的排在前。"
    picked = [(d, chosen[d]) for d in ("kind", "section", "township") if chosen[d] is not None]
    st.caption(span + "点击一行缩小范围，再点一次取消。")
    if picked:
        shown = "、".join(f"{DIMENSIONS[d]}：{_names(d).get(code, code)}" for d, code in picked)
        st.markdown(f"当前范围：{shown}")


def _table(view: View, rows: pd.DataFrame, dimension: str, chosen: dict[str, str | None], flow: str) -> None:
    shown = rows.head(SHOWN)
    beyond = rows[rows["key"].eq(chosen[dimension]) & ~rows["key"].isin(shown["key"])]
    lines = [_row(view, row, dimension, chosen) for row in pd.concat([shown, beyond]).itertuples()]
    rest = rows[~rows["key"].isin([*shown["key"], *beyond["key"]])]
    if len(rest):
        lines.append(_line(f"其余 {len(rest)} 个", rest[["value", "before", "more", "running"]].sum(min_count=1), None))
    columns = _columns(dimension, flow)
    if rows["running"].isna().all():
        columns, lines = columns[:-1], [matrix.Row(cells=line.cells[:-1], chosen=line.chosen) for line in lines]
    links.follow(matrix.table(columns, lines, key=f"turnover_{dimension}"))


def _columns(dimension: str, flow: str) -> list[matrix.Column]:
    """A month that is running cannot be compared, but what happens in it must be seen."""
    titles = [FLOWS[flow], "上年同期", "增减", "本月至今"]
    shown = [matrix.Column(title=title, unit="户", align="number", nowrap=True) for title in titles]
    return [matrix.Column(title=DIMENSIONS[dimension]), *shown]


def _row(view: View, row, dimension: str, chosen: dict[str, str | None]) -> matrix.Row:
    picked = row.key == chosen[dimension]
    choice = chosen | {dimension: None if picked else row.key}
    address = links.to(**choice, flow=filters.given("flow", {"entries": "", "exits": ""}), on=view.at.on)
    return _line(_names(dimension).get(row.key, row.key), row, address, chosen=picked)


def _line(name: str, sums, address: str | None, *, chosen: bool = False) -> matrix.Row:
    cells = [
        matrix.Cell(text=name, href=address),
        matrix.value_cell(sums.value, "户"),
        matrix.Cell(text=_or_dash(sums.before)),
        matrix.Cell(text=_more(sums.more)),
        matrix.Cell(text=_or_dash(sums.running)),
    ]
    return matrix.Row(cells=cells, chosen=chosen)


def _or_dash(value: float) -> str:
    return "—" if number.absent(value) else number.figure(value, "户")


def _more(more: float) -> str:
    if number.absent(more):
        return "—"
    gap = number.arrow(more, least=1)
    return f"{gap} {number.figure(abs(more), '户')}" if gap else "持平"


def _months(user: User, view: View, chosen: dict[str, str | None], flow: str) -> None:
    months = reads.months(user, view.at, flow=flow, **chosen)
    if months.empty:
        return
    running = pd.Timestamp(view.at.day).to_period("M")
    partial = (months["date"].dt.to_period("M") == running) & (not pd.Timestamp(view.at.day).is_month_end)
    shown = months.assign(provisional=partial)
    name = f"每月{FLOWS[flow]}"
    figure = charts.line(shown, unit="户", name=name, compare={"before": "上年同月"}, height=240, zero=True)
    charts.show(figure, key="months", alt=f"所选范围近一年{name}与上年同月")
    if partial.any():
        st.caption("空心点为当月至今，未满一月，不作同比。")


def _closed(user: User, view: View, chosen: dict[str, str | None]) -> None:
    since, until = _span(view.at.day)
    total = reads.closed_count(user, view.at, since=since, until=until, **chosen)
    st.subheader(f"退出主体名单（{number.figure(total, '户')} 户）", anchor=False)
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with right:
        export_link(user, "entities", "closed", label="导出名单", on=view.at.on, **chosen)
    with left:
        st.caption(f"{number.day(since)}至{number.day(until)}注销、吊销的主体，按日期由近及远")
    number_of_page = filters.page_number(total, size=PAGE)
    offset = (number_of_page - 1) * PAGE
    rows = reads.closed_entities(user, view.at, since=since, until=until, limit=PAGE, offset=offset, **chosen)
    fields = {name: field for name, field in _fields().items() if name != "county" or view.county is None}
    tables.listing(rows, fields, key="closed", alt="退出主体名单", empty="所选范围内没有注销、吊销的主体")


def _fields() -> dict[str, tables.Field]:
    return {
        "name": tables.Field(title="名称", width=200),
        "credit_code": tables.Field(title="统一社会信用代码", width=165),
        "kind": tables.Field(title="类型", words=_names("kind"), width=105),
        "county": tables.Field(title="县市", words=_names("county"), width=75),
        "township": tables.Field(title="乡镇", width=85),
        "section": tables.Field(title="行业", words=_names("section"), width=95),
        "size": tables.Field(title="规模", words=SIZES, width=55),
        "opened": tables.Field(title="成立日期", kind="day", width=95),
        "closed": tables.Field(title="退出日期", kind="day", width=95),
        "ended_by": tables.Field(title="方式", words=ENDED_BY, width=60),
    }


@export("entities", "closed", title="退出主体名单")
def closed(
    user: User,
    *,
    county: str | None = None,
    kind: str | None = None,
    section: str | None = None,
    township: str | None = None,
    on: str | None = None,
) -> pd.DataFrame:
    """The list a page shows, whole. Codes it does not know are refused; the scope is the reader's own."""
    known = {"county": county, "kind": kind, "section": section}
    if any(code is not None and code not in _names(name) for name, code in known.items()):
        raise NotExportable(str(known))
    at = reads.as_of(_day(on))
    if at.day is None:
        raise NotExportable("nothing evaluated")
    since, until = _span(at.day)
    narrow = known | {"township": township, "limit": MOST_EXPORTED}
    return tables.readable(reads.closed_entities(user, at, since=since, until=until, **narrow), _fields())


def _span(day: dt.date) -> tuple[dt.date, dt.date]:
    """The full months compared, and the running one so far."""
    return full_months(day)[0].date(), day


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotExportable(text) from error


def _names(dimension: str) -> dict[str, str]:
    region = open_store.region()
    if dimension == "township":
        return {}
    frame, key, name = {
        "county": (region.counties, "county", "short"),
        "kind": (region.kinds, "kind", "name"),
        "section": (region.sections, "section", "short"),
    }[dimension]
    return dict(zip(frame[key], frame[name]))


def _townships(county: str | None) -> dict[str, str]:
    rows = open_store.region().townships
    return {name: name for name in rows.loc[rows["county"] == county, "township"]}
