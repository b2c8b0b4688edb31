"""How a county's file is shown: the line of each county, and its record of reporting."""

import pandas as pd

from monitoring.tallies import record
from pages.parts import filters, links, number
from pages.parts.matrix import Cell, Column, Row
from pages.parts.status import Status
from pages.parts.tables import Field
from pages.situation.moment import View

SUMMARY_COLUMNS = (
    Column(title="县（市）", nowrap=True),
    Column(title="红、橙色预警", unit="件", align="number"),
    Column(title="在办预警", unit="件", align="number"),
    Column(title="超期问题", unit="件", align="number"),
    Column(title="在办问题", unit="件", align="number"),
    Column(title="滞后和超期任务", unit="项", align="number"),
    Column(title="最长欠报", unit="天", align="number"),
)
SUMMARY_FIELDS = {
    "name": Field(title="县（市）"), "grave": Field(title="红、橙色预警（件）", kind="number"),
    "alerts": Field(title="在办预警（件）", kind="number"), "late": Field(title="超期问题（件）", kind="number"),
    "problems": Field(title="在办问题（件）", kind="number"),
    "behind": Field(title="滞后和超期任务（项）", kind="number"),
    "targets": Field(title="应报任务（项）", kind="number"),
    "owed": Field(title="最长欠报（天）", kind="number"),
}  # fmt: skip
RECORD_COLUMNS = (
    Column(title="报送项目"),
    Column(title="目前", nowrap=True, align="number"),
    Column(title="期内平均", nowrap=True, align="number"),
    Column(title="期内欠报天数", nowrap=True, align="number"),
)
RECORD_NOTE = "报送率、及时率按天平均；农贸市场和保供企业有一户欠报即计欠报。"
TITLES = {
    "entity_reporting_rate": "市场主体户数：报送率",
    "supply_reporting_rate": "生活必需品：报送率",
    "supply_on_time_rate": "生活必需品：及时率",
    "entity_silence": "市场主体户数：欠报",
    "market_silence": "农贸市场状态：欠报（最长一家）",
    "supply_silence": "保供企业日报：欠报（最长一户）",
    "measure_silence": "任务进展：欠报",
}


def summary_rows(told: pd.DataFrame, view: View) -> list[Row]:
    """One row a county; each number leads to what is behind it."""
    return [_summary(one, view) for one in told.itertuples(index=False)]


def _summary(one, view: View) -> Row:
    on, code = filters.given_day(), one.county
    owed = number.silence("missing") if number.absent(one.owed) else f"{one.owed:.0f}"
    return Row(
        cells=[
            Cell(text=view.counties[code], href=links.to("county", county=code, on=on)),
            Cell(text=str(one.grave), status=Status.RED if one.grave else None,
                 href=links.to("alerts", county=code, severity="red,orange", on=on)),
            Cell(text=str(one.alerts), href=links.to("alerts", county=code, on=on)),
            Cell(text=str(one.late), status=Status.RED if one.late else None,
                 href=links.to("problems", county=code, on=on)),
            Cell(text=str(one.problems), href=links.to("problems", county=code, on=on)),
            Cell(text=number.of_total(one.behind, one.targets), status=Status.AMBER if one.behind else None,
                 href=links.to("measures", county=code, on=on)),
            Cell(text=owed, status=Status.AMBER if one.owed and one.owed > 0 else None),
        ]
    )  # fmt: skip


def named(told: pd.DataFrame, view: View) -> pd.DataFrame:
    """With the counties' names."""
    return told.assign(name=told["county"].map(view.counties))


def record_rows(told: pd.DataFrame) -> list[Row]:
    """One row a kind of report; what was never owed is not assessed."""
    return [_record(one) for one in told.itertuples(index=False)]


def _record(one) -> Row:
    unit = "%" if one.indicator in record.RATES else "天"
    if one.days == 0:
        blank = Cell(text=number.silence("not_applicable"), quiet=True)
        return Row(cells=[TITLES[one.indicator], blank, "—", "—"])
    rate = one.indicator in record.RATES
    last = f"{one.last:.1f}{unit}" if rate else f"{one.last:.0f} {unit}" if one.last else "不欠"
    bad = one.last < 100 if rate else one.last > 0
    return Row(
        cells=[
            TITLES[one.indicator],
            Cell(text=last, status=Status.AMBER if bad else Status.GREEN),
            f"{one.mean:.1f}%" if rate else "—",
            "—" if rate else f"{number.of_total(one.owed_days, one.days)} 天",
        ]
    )
