"""How the enterprises are shown: the matrix of firm and category, stockouts, and the detail for export."""

import pandas as pd

from pages.door import open_store
from pages.parts import number
from pages.parts.matrix import Cell, Column, Row
from pages.parts.status import Status
from pages.parts.tables import Field
from pages.situation.latest import Told
from pages.situation.moment import View
from pages.situation.supply_views import CHANGE, COVER, RUN, address, categories_of
from pages.situation.whence import whence
from pages.situation.words import VALUE_STATES, county_names

CAPTION = "每格：可供天数（天），小字为零售价（元/公斤）；▲▼ 为超过警戒线的七日涨跌；点数字看数从何来"
STOCKOUT_COLUMNS = (
    Column(title="企业"),
    Column(title="县（市）", nowrap=True),
    Column(title="品类", nowrap=True),
    Column(title="已断供", unit="天", align="number"),
    Column(title="库存", unit="吨", align="number"),
    Column(title="在途", unit="吨", align="number"),
    Column(title="最近报告", nowrap=True),
)
GRAVITY = {Status.RED: 0, Status.AMBER: 1, Status.STALE: 2}


def matrix_of(scene, view: View, *, troubled_only: bool) -> tuple[list[Column], list[Row]]:
    """Firm x category. A pair the firm does not carry is 不适用; the most troubled firms come first."""
    names = categories_of(scene)
    columns = [
        Column(title="企业"),
        Column(title="县（市）", nowrap=True),
        *[Column(title=name, unit="天", align="number", nowrap=True) for name in names.values()],
    ]
    last = {(told.enterprise, told.category): told for told in scene.last.itertuples(index=False)}
    places, rows = county_names(), []
    for firm in scene.enterprises.itertuples(index=False):
        cells = [_cell(scene, last, firm.enterprise, category) for category in names]
        worst = min((GRAVITY.get(cell.status, 3) for cell in cells), default=3)
        if worst == 3 and troubled_only:
            continue
        rows.append((worst, _row(firm, places.get(firm.county, firm.county), cells)))
    return columns, [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _row(firm, place: str, cells: list[Cell]) -> Row:
    return Row(cells=[firm.name, Cell(text=place, href=address(county=firm.county)), *cells])


def _cell(scene, last: dict, enterprise: str, category: str) -> Cell:
    told = last.get((enterprise, category))
    if told is None:
        return Cell(text=number.silence("not_applicable"))
    subject = f"{enterprise}:{category}"
    cover, change, run = (scene.told.get(name, subject) for name in (COVER, CHANGE, RUN))
    if run.value:
        out, here = f"断供{run.value:.0f}天", whence(RUN, subject, run.day)
        return Cell(text=out, status=run.status or Status.AMBER, note=_price(told, change), href=here)
    status, here = _worse(cover.status, change.status), whence(COVER, subject, cover.day)
    if cover.state == "missing":  # an old price beside "not reported" would read as today's
        return Cell(text=number.silence(cover.state), status=status, href=here)
    text = number.silence(cover.state) if cover.value is None else number.figure(cover.value, "天")
    return Cell(text=text, status=status, note=_price(told, change), href=here)


def _price(told, change: Told) -> str:
    price = "" if number.absent(told.retail_price) else f"{told.retail_price:.2f}"
    if change.value is None or change.status not in (Status.AMBER, Status.RED):
        return price
    return f"{price} {number.arrow(change.value)}{abs(change.value):.0f}%".strip()


def _worse(one: str | None, other: str | None) -> str | None:
    return min((one, other), key=lambda status: GRAVITY.get(status, 3))


def stockout_rows(scene) -> list[Row]:
    """Who is out of what, the longest first."""
    names = categories_of(scene)
    firms = scene.enterprises.set_index("enterprise")["name"]
    found = []
    for told in scene.last.itertuples(index=False):
        run = scene.told.get(RUN, f"{told.enterprise}:{told.category}")
        if run.value:
            found.append((run.value, _stockout_row(told, run, firms[told.enterprise], names[told.category])))
    return [row for _, row in sorted(found, key=lambda pair: -pair[0])]


def _stockout_row(told, run: Told, firm: str, category: str) -> Row:
    return Row(
        cells=[
            firm,
            county_names().get(told.county, told.county),
            category,
            Cell(text=f"{run.value:.0f}", severity=None, status=run.status),
            number.figure(told.on_hand, "吨"),
            number.figure(told.in_transit, "吨") if not number.absent(told.in_transit) else "未填",
            number.day(told.date),
        ]
    )


def detail(scene) -> pd.DataFrame:
    """One row a firm and category, for export."""
    names = scene.enterprises.set_index("enterprise")["name"]
    told = scene.last.assign(name=scene.last["enterprise"].map(names))
    subjects = told["enterprise"] + ":" + told["category"]
    for column, indicator in (("cover", COVER), ("change", CHANGE), ("run", RUN)):
        values = [scene.told.get(indicator, subject) for subject in subjects]
        told[column] = [one.value for one in values]
        told[f"{column}_state"] = [one.state for one in values]
    return told


def detail_fields(view: View) -> dict[str, Field]:
    """The columns of the export."""
    known = open_store.region().categories
    return {
        "name": Field(title="企业"),
        "county": Field(title="县（市）", words=county_names()),
        "category": Field(title="品类", words=dict(zip(known["category"], known["name"]))),
        "date": Field(title="最近报告", kind="day"),
        "on_hand": Field(title="库存(吨)", unit="吨", kind="number"),
        "in_transit": Field(title="在途(吨)", unit="吨", kind="number"),
        "wholesale_price": Field(title="批发价(元/公斤)", kind="number"),
        "retail_price": Field(title="零售价(元/公斤)", kind="number"),
        "cover": Field(title="可供天数(天)", kind="number"),
        "cover_state": Field(title="可供天数状态", words=VALUE_STATES),
        "change": Field(title="七日价格涨跌(%)", kind="number"),
        "run": Field(title="断供天数(天)", kind="number"),
    }
