"""How the supply of a region or county is shown: the roll of reports, the cards, categories and counties."""

import datetime as dt

import pandas as pd
import streamlit as st

from pages.door import open_store
from pages.parts import filters, links, number
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row, value_cell
from pages.parts.tables import Field
from pages.situation.judgement import target
from pages.situation.latest import Told
from pages.situation.moment import View
from pages.situation.words import ROLL_STATES, county_names

GRAVITY = {"red": 0, "amber": 1}
COVER, CHANGE, RUN = "days_of_cover", "price_change_7d", "stockout_run"
CATEGORY_COLUMNS = (
    Column(title="品类", nowrap=True),
    Column(title="可供天数", unit="天", align="number"),
    Column(title="目标", unit="天", align="number"),
    Column(title="库存", unit="吨", align="number"),
    Column(title="在途", unit="吨", align="number"),
    Column(title="零售均价", unit="元/公斤", align="number"),
    Column(title="批发均价", unit="元/公斤", align="number"),
    Column(title="七日价格涨跌", align="number"),
    Column(title="断供企业", unit="家", align="number"),
    Column(title="已报企业", align="number"),
)
CATEGORY_NOTE = (
    "可供天数 = 现有库存 ÷ 近七日日均出库量（剔除断供日）；全州日均出库不低于保供企业应承担的居民消费量。"
    "库存只合计本期已报企业，均价为报价企业的简单平均；未报不等于零。"
)


def inside(enterprises: pd.DataFrame, view: View) -> pd.DataFrame:
    """The enterprises of the county looked at."""
    return view.here(enterprises)


def area_name(scene, view: View) -> str:
    """Whose figures are shown: the firm's own, the county's or the region's."""
    return "本企业" if scene.area not in (view.subject, view.county) else view.name


def period_start(due, day: dt.date) -> dt.date:
    """From which day on a report is this period's."""
    return min(due.day, day) if due else day


def roll_line(scene) -> None:
    """How many have reported and, by name, who is lacking."""
    due, roll = scene.due, scene.roll
    counts = roll["state"].value_counts()
    said = [f"{word} **{counts[state]}** 家" for state, (_, word) in ROLL_STATES.items() if counts.get(state)]
    closes = due.deadline.astimezone(number.SHANGHAI)
    moment = f"{number.short_day(closes)} {closes:%H:%M}"
    passed = "已截报" if due.passed else "尚未到截报时间"
    first = f"**{number.short_day(due.day)}报表**（{moment} 截报，{passed}）："
    lines = [f"{first}应报 **{len(roll)}** 家，{'，'.join(said)}。"]
    lines += [_named(roll, state) for state in ("missing", "partial", "late") if counts.get(state)]
    with st.container(border=True):
        st.markdown("\n\n".join(lines))


def _named(roll: pd.DataFrame, state: str) -> str:
    names = roll.loc[roll["state"] == state, "name"].tolist()
    mark, word = ROLL_STATES[state]
    more = f" 等 {len(names)} 家" if len(names) > 8 else ""
    return f"**{mark} {word}**：{_plain('、'.join(names[:8]))}{more}"


def _plain(text: str) -> str:
    """A name as text: nothing in it may become markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~$:" else sign for sign in text)


def roll_fields(view: View) -> dict[str, Field]:
    """The list of those to be reminded."""
    return {
        "name": Field(title="企业", pinned=True),
        "county": Field(title="县（市）", words=county_names()),
        "state": Field(title="报送情况", words={s: f"{mark} {word}" for s, (mark, word) in ROLL_STATES.items()}),
        "reported": Field(title="已报品类", unit="个", kind="number"),
        "due": Field(title="应报品类", unit="个", kind="number"),
        "contact": Field(title="联系人"),
        "phone": Field(title="电话（遮盖）"),
    }


def headline(scene, view: View) -> list[Card]:
    """The shortest cover, the steepest price, stockouts, and who reported."""
    names = categories_of(scene)
    covers = {c: scene.told.get(COVER, f"{scene.area}:{c}") for c in names}
    changes = {c: scene.told.get(CHANGE, f"{scene.area}:{c}") for c in names}
    return [
        _extreme("最低可供天数", "天", covers, names, view, COVER, lowest=True, changes=_lowest_county(scene, view)),
        _extreme("七日涨幅最大", "%", changes, names, view, CHANGE, lowest=False),
        _troubled(scene),
        Card(title="本期已报企业", value=None, unit="家", **_heard(scene)),
    ]  # fmt: skip


def _troubled(scene) -> Card:
    """How many firms are beyond a line with anything they carry, and what is out of stock."""
    pairs = zip(scene.last["enterprise"], scene.last["category"])
    beyond = {firm for firm, category in pairs if _beyond(scene, f"{firm}:{category}")}
    return Card(
        title="超过警戒线的企业",
        value=None,
        figure=number.of_total(len(beyond), len(scene.enterprises)),
        unit="家",
        target="任一品类的可供天数、价格或断供超线",
        changes=[("其中断供", f"{int(scene.categories['stockouts'].sum())} 项")],
    )


def _beyond(scene, subject: str) -> bool:
    return any(scene.told.get(indicator, subject).status in GRAVITY for indicator in (COVER, CHANGE, RUN))


def _lowest_county(scene, view: View) -> list[tuple[str, str]]:
    """Where cover is shortest, when a whole region is looked at."""
    if view.county is not None or len(view.counties) < 2:
        return []
    names = categories_of(scene)
    covers = {
        (code, category): scene.told.get(COVER, f"{code}:{category}") for code in view.counties for category in names
    }
    told = {where: cover for where, cover in covers.items() if cover.there}
    if not told:
        return []
    (code, category), cover = min(told.items(), key=lambda pair: (GRAVITY.get(pair[1].status, 2), pair[1].value))
    return [("县（市）最低", f"{view.counties[code]}{names[category]} {number.quantity(cover.value, '天')}")]


def _heard(scene) -> dict:
    if scene.due is None:
        return {"figure": "—", "target": "当前没有应报的报表"}
    whole = int(scene.roll["state"].isin(["on_time", "late"]).sum())
    on_time = int((scene.roll["state"] == "on_time").sum())
    return {
        "figure": number.of_total(whole, len(scene.roll)),
        "changes": [("按时", f"{on_time} 家")],
        "target": f"{number.short_day(scene.due.day)}报表，全部品类报齐才算已报",
    }


def _extreme(
    title: str, unit: str, values: dict[str, Told], names: dict, view: View, indicator: str, *, lowest: bool, changes=()
) -> Card:
    """The card of the worst category; those without a number are named, not skipped silently."""
    told = {c: v for c, v in values.items() if v.value is not None}
    silent = [names[c] for c in values if c not in told]
    if not told:
        return Card(title=title, value=None, unit=unit, target="本期没有可用的数值")
    # The gravest status first, then the number: 2 days of eggs may be worse than 3 of rice.
    worst = min(told, key=lambda c: (GRAVITY.get(told[c].status, 2), told[c].value if lowest else -told[c].value))
    aim = target(indicator, f"{view.subject}:{worst}", day=view.at.day)
    return Card(
        title=title,
        value=told[worst].value,
        unit=unit,
        place=names[worst],
        status=told[worst].status,
        target=(f"目标 {aim:g} {unit}" if lowest and aim is not None else "较七日前")
        + (f"；未报：{'、'.join(silent)}" if silent else ""),
        changes=changes,
        href=address(county=view.county, category=worst),
    )


def address(**more: object) -> str:
    """This page with other filters; the day looked at stays."""
    return links.to("supply", on=filters.given_day(), **more)


def categories_of(scene) -> dict[str, str]:
    """The categories somebody here must report, in the pack's order."""
    known = open_store.region().categories
    kept = set(scene.last["category"])
    return {c: name for c, name in zip(known["category"], known["name"]) if c in kept}


def worst_first(scene) -> dict[str, str]:
    """The categories with the most pressing one in front: it is shown when the address names none."""
    names = categories_of(scene)
    covers = {category: scene.told.get(COVER, f"{scene.area}:{category}") for category in names}
    told = [category for category, cover in covers.items() if cover.there]
    if not told:
        return names
    worst = min(told, key=lambda category: (GRAVITY.get(covers[category].status, 2), covers[category].value))
    return {worst: names[worst]} | names


def category_rows(scene, view: View) -> list[Row]:
    """One row a category: how long it lasts against its target, what it costs, who is out."""
    counted = scene.categories.set_index("category")
    rows = []
    for category, name in categories_of(scene).items():
        told = counted.loc[category]
        cover = scene.told.get(COVER, f"{scene.area}:{category}")
        change = scene.told.get(CHANGE, f"{scene.area}:{category}")
        aim = target(COVER, f"{scene.area}:{category}", day=view.at.day)
        heard = int(told["heard"])
        rows.append(
            Row(
                cells=[
                    Cell(text=name, href=address(county=view.county, category=category)),
                    value_cell(cover.value, "天", state=cover.state, status=cover.status, note=provisional(cover)),
                    Cell(text="—" if aim is None else f"{aim:g}"),
                    value_cell(told["on_hand"] if heard else None, "吨"),
                    value_cell(told["in_transit"] if heard else None, "吨"),
                    _price(told["retail_price"]),
                    _price(told["wholesale_price"]),
                    change_cell(change),
                    Cell(text=str(int(told["stockouts"]))),
                    Cell(text=number.of_total(heard, int(told["firms"]))),
                ]
            )
        )
    return rows


def _price(price: float) -> Cell:
    return Cell(text="未报价" if number.absent(price) else number.figure(price, "元/公斤"))


def change_cell(change: Told) -> Cell:
    """A price change in words, marked only where a line says it matters."""
    if change.value is None:
        return Cell(text=number.silence(change.state), status=change.status)
    return Cell(text=number.change(change.value), status=change.status)


def provisional(told: Told) -> str:
    """What must be said beside a number not all have reported for."""
    return "初步" if told.state == "provisional" else ""


def county_matrix(scene, view: View) -> tuple[list[Column], list[Row]]:
    """Days of cover by county and category."""
    known = open_store.region().categories
    names = dict(zip(known["category"], known["name"]))
    columns = [Column(title="县（市）", nowrap=True), *[Column(title=name, align="number") for name in names.values()]]
    rows = [_county_row(scene, code, name, names, view) for code, name in view.counties.items()]
    region = open_store.region()
    if any(f"{region.code}:{c}" in scene.told.of(COVER) for c in names):
        rows.append(_county_row(scene, region.code, region.short, names, view, total=True))
    return columns, rows


def _county_row(scene, code: str, name: str, names: dict, view: View, *, total: bool = False) -> Row:
    county, covers, cells = None if total else code, scene.told.of(COVER), []
    for category in names:
        cover = covers.get(f"{code}:{category}", Told(state="not_applicable"))
        href = address(county=county, category=category) if cover.state != "not_applicable" else None
        cells.append(value_cell(cover.value, "天", state=cover.state, status=cover.status, href=href))
    return Row(cells=[Cell(text=name, href=address(county=county)), *cells], chosen=code == view.county, total=total)
