"""The county by indicator matrix and the map beside it: eight rows are read faster, the map is for place."""

from dataclasses import dataclass

import pandas as pd

from pages.door import open_store
from pages.parts import countymap, filters, links, matrix, number, status
from pages.parts.status import Status
from pages.situation.latest import Latest, Told
from pages.situation.moment import View


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One column of the matrix. ``worst`` looks through the county's categories and shows the worst, named."""

    indicator: str
    title: str
    unit: str
    page: str
    worst: str = ""  # low or high


MEASURES = (
    Measure(indicator="closing_stock", title="实有主体", unit="户", page="entities"),
    Measure(indicator="stock_vs_year_end", title="较上年末", unit="%", page="entities"),
    Measure(indicator="stock_vs_last_year", title="同比", unit="%", page="entities"),
    Measure(indicator="net_28d", title="近四周净增", unit="户", page="entities"),
    Measure(indicator="market_reopening_rate", title="市场复市率", unit="%", page="markets"),
    Measure(indicator="stall_occupancy", title="摊位开业率", unit="%", page="markets"),
    Measure(indicator="days_of_cover", title="最低可供", unit="天", page="supply", worst="low"),
    Measure(indicator="price_change_7d", title="七日最大涨价", unit="%", page="supply", worst="high"),
    Measure(indicator="supply_reporting_rate", title="保供报送率", unit="%", page="supply"),
    Measure(indicator="arrears_plan_progress", title="清欠序时进度", unit="%", page="arrears"),
)
INDICATORS = tuple(measure.indicator for measure in MEASURES)
TOPICS = {
    "all": "综合",
    "entities": "市场主体",
    "markets": "农贸市场",
    "supply": "生活必需品",
    "arrears": "清欠",
}


def county_matrix(view: View, told: Latest, alerts: pd.DataFrame) -> str | None:
    """Counties in the administrative order by indicator; the address of a clicked cell."""
    columns = [
        matrix.Column(title="县市", nowrap=True),
        matrix.Column(title="预警", unit="件", align="number", nowrap=True),
    ]
    columns += [matrix.Column(title=m.title, unit=m.unit, align="number", nowrap=True) for m in MEASURES]
    rows = [_row(view, told, alerts, code, name) for code, name in view.counties.items()]
    caption = f"截至 {number.day(view.at.day)}；点击单元格查看明细"
    return matrix.table(columns, rows, key="board", caption=caption)


def _row(view: View, told: Latest, alerts: pd.DataFrame, code: str, name: str) -> matrix.Row:
    own = alerts[alerts["county"] == code]
    on = view.at.on
    grave = status.gravest(own["severity"])
    cells = [
        matrix.Cell(text=name, href=links.to("entities", county=code, on=on)),
        matrix.Cell(text=str(len(own)), severity=grave, bare=True, href=links.to("alerts", county=code, on=on)),
    ]
    cells += [_cell(told, code, measure, on) for measure in MEASURES]
    return matrix.Row(cells=cells, chosen=code == view.county)


def _cell(told: Latest, code: str, measure: Measure, on) -> matrix.Cell:
    subject, one = _value(told, code, measure)
    category = subject.partition(":")[2] if measure.worst else None
    return matrix.Cell(
        text=number.figure(one.value, measure.unit, one.state),
        status=one.status,
        note=_note(category, one),
        href=links.to(measure.page, county=code, category=category, on=on),
    )


def _value(told: Latest, code: str, measure: Measure) -> tuple[str, Told]:
    if not measure.worst:
        return code, told.get(measure.indicator, code)
    cells = {s: t for s, t in told.of(measure.indicator).items() if s.startswith(f"{code}:")}
    there = {s: t for s, t in cells.items() if t.there}
    if not there:
        return next(iter(cells.items()), (code, Told()))
    sign = 1 if measure.worst == "low" else -1
    return min(there.items(), key=lambda item: (sign * item[1].value, item[0]))


def _note(category: str | None, one: Told) -> str:
    names = open_store.region().categories.set_index("category")["name"]
    parts = [str(names[category])] if category else []
    if one.there and one.age:
        parts.append(number.age(one.age))
    if one.state == "provisional":
        parts.append("初步")
    return " ".join(parts)


def county_map(view: View, told: Latest, alerts: pd.DataFrame) -> str | None:
    """The map of the chosen topic; the code of a clicked county."""
    topic = filters.switch("layer", "地图图层", TOPICS)
    region = open_store.region()
    areas = [_area(view, told, alerts, code, name, topic) for code, name in view.counties.items()]
    return countymap.county_map(
        areas,
        boundary=region.boundary,
        source=f"{region.map_source}",
        title=f"县市状态图：{TOPICS[topic]}",
        chosen=view.county,
        clickable=len(areas) > 1,
    )


def _area(view: View, told: Latest, alerts: pd.DataFrame, code: str, name: str, topic: str) -> countymap.Area:
    """The worst standing among the topic's columns, and the alerts counted."""
    measures = [m for m in MEASURES if topic in ("all", m.page)]
    own = alerts[alerts["county"] == code]
    own = own if topic == "all" else own[own["indicator"].isin(indicators_of(topic))]
    shown = [_value(told, code, measure)[1] for measure in measures]
    silent = all(one.state == "missing" for one in shown)
    raised = [Status.RED if s in ("red", "orange") else Status.AMBER for s in own["severity"]]
    seen = [one.status for one in shown if one.status != Status.STALE]
    standing = Status.STALE if silent else status.worst([*raised, *seen])
    names = open_store.region().counties.set_index("county")["name"]
    beyond = sum(one.status in (Status.RED, Status.AMBER) for one in shown)
    quiet = f"越线 {beyond} 项" if beyond else "无预警"
    text = "无数据" if silent else f"预警 {len(own)} 件" if len(own) else quiet
    return countymap.Area(code=code, name=name, full=str(names.get(code, name)), text=text, status=standing)


def indicators_of(page: str) -> list[str]:
    """The indicators a page of the situation answers for."""
    return [indicator for indicator in open_store.config().thresholds.catalog if topic_of(indicator) == page]


def topic_of(indicator: str) -> str:
    """Which page of the situation an indicator belongs to; an unknown one to none."""
    catalog = open_store.config().thresholds.catalog
    topic = catalog[indicator].topic if indicator in catalog else ""
    if topic == "reporting":
        return "entities" if indicator.startswith("entity_") else "supply"
    return topic
