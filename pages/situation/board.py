"""The county by indicator matrix and the map beside it: eight rows are read faster, the map is for place."""

from dataclasses import dataclass

import pandas as pd

from pages.door import open_store
from pages.parts import countymap, filters, links, matrix, number, status
from pages.situation import names
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
LAYERS = {
    "stock_vs_year_end": "较上年末",
    "net_28d": "净增",
    "market_reopening_rate": "复市率",
    "days_of_cover": "可供天数",
    "price_change_7d": "涨价",
    "arrears_plan_progress": "清欠",
}
"""What the map can show: a column of the matrix, in its place."""


def subjects(view: View) -> tuple[str, ...]:
    """Whose values the overview shows: the region, the counties, and each one's categories."""
    places = (open_store.region().code, *view.counties)
    categories = names.table("categories", "category", "name")
    return (*places, *(f"{place}:{category}" for place in places for category in categories))


def measures(told: Latest) -> list[Measure]:
    """The columns this region has: what nobody was ever to report is no column of silence."""
    return [measure for measure in MEASURES if told.of(measure.indicator)] or list(MEASURES)


def county_matrix(view: View, told: Latest, alerts: pd.DataFrame) -> str | None:
    """Counties in the administrative order by indicator; the address of a clicked cell."""
    columns = [
        matrix.Column(title="县市", nowrap=True),
        matrix.Column(title="预警", unit="件", align="number", nowrap=True),
    ]
    shown = measures(told)
    columns += [matrix.Column(title=m.title, unit=m.unit, align="number", nowrap=True) for m in shown]
    severities: dict[str, list[str]] = {code: [] for code in view.counties}
    for code, severity in zip(alerts["county"].tolist(), alerts["severity"].tolist()):
        severities.setdefault(code, []).append(severity)
    rows = [_row(view, told, shown, severities[code], code, name) for code, name in view.counties.items()]
    caption = f"截至 {number.day(view.at.day)}；点击单元格查看明细"
    return matrix.table(columns, rows, key="board", caption=caption)


def _row(view: View, told: Latest, shown: list[Measure], severities: list[str], code: str, name: str) -> matrix.Row:
    on = view.at.on
    cells = [
        matrix.Cell(text=name, href=links.to("entities", county=code, on=on)),
        matrix.Cell(
            text=str(len(severities)),
            severity=status.gravest(severities),
            bare=True,
            href=links.to("alerts", county=code, on=on),
        ),
    ]
    cells += [_cell(told, code, measure, on) for measure in shown]
    return matrix.Row(cells=cells, chosen=code == view.county)


def _cell(told: Latest, code: str, measure: Measure, on) -> matrix.Cell:
    subject, one = _value(told, code, measure)
    category = subject.partition(":")[2] if measure.worst else None
    return matrix.value_cell(
        one.value,
        measure.unit,
        state=one.state,
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


def _note(category: str | None, one: Told | None) -> str:
    parts = [names.category(category)] if category else []
    if one is not None and one.there and one.age:
        parts.append(number.age(one.age))
    if one is not None and one.state == "provisional":
        parts.append("初步")
    return " ".join(parts)


def county_map(view: View, told: Latest) -> str | None:
    """One column of the matrix in its place; the code of a clicked county."""
    shown = {m.indicator: m for m in measures(told)}
    layers = {indicator: title for indicator, title in LAYERS.items() if indicator in shown}
    measure = shown[filters.switch("layer", "地图图层", layers, hidden=True)]
    region = open_store.region()
    areas = [_area(told, code, name, measure) for code, name in view.counties.items()]
    return countymap.county_map(
        areas,
        boundary=region.boundary,
        source=region.map_source,
        title=f"县市状态图：{measure.title}",
        chosen=view.county,
        clickable=len(areas) > 1,
    )


def _area(told: Latest, code: str, name: str, measure: Measure) -> countymap.Area:
    subject, one = _value(told, code, measure)
    category = subject.partition(":")[2] if measure.worst else None
    told_text = number.quantity(one.value, measure.unit, one.state) if one.state != "not_assessable" else "不予评价"
    text = f"{_note(category, None)} {told_text}".strip()
    return countymap.Area(code=code, name=name, full=names.county(code), text=text, status=one.status)


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
