"""Days until stockout in words and rows: by category, and the firms that run out first."""

import datetime as dt

from pages.parts import number, outlookchart
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.situation import names
from pages.situation.moment import View
from pages.situation.outlook_told import Told, chance, span
from pages.situation.words import county_names as counties

STOCKOUT = "days_to_stockout"
MOST_FIRMS = 12
CATEGORY_COLUMNS = (
    Column(title="品类", nowrap=True),
    Column(title="企业", unit="家", align="number"),
    Column(title="库存", unit="吨", align="number"),
    Column(title="还能撑", unit="天", align="number"),
    Column(title="十次有八次落在", unit="天", align="center"),
    Column(title="照近七日推算", unit="天", align="number"),
    Column(title="最先告急的县（市）", align="center"),
)
FIRM_COLUMNS = (
    Column(title="企业", nowrap=True),
    Column(title="县（市）", nowrap=True),
    Column(title="品类"),
    Column(title="库存", unit="吨", align="number"),
    Column(title="还能撑", unit="天", align="number"),
    Column(title="十次有八次落在", unit="天", align="center"),
    Column(title="两周内断供的可能", unit="按近期进货", align="center"),
)
NOTE = (
    "不再进货时，现有库存够用的天数。用量按近 12 周推算，断供日的出库不代表需求，不计入；节前七天的用量按往年节日上调。"
    "县（市）按企业所在地统计，企业可跨县供货。"
)


def card(told) -> Card:
    """The category that runs out first."""
    title, view = "最先告急的品类（不再进货）", told.view
    found = [(one["days"]["middle"], code, one) for code, one in _categories(told, view).items()]
    if not found:
        return Card(title=title, value=None, unit="天", state="not_assessable", target="没有可推算的库存资料")
    days, code, one = min(found, key=lambda entry: entry[:2])
    first = f"最先：{counties()[one['first_county']]}" if one["first_county"] else ""
    return Card(
        title=title, value=days, figure=_days(one), unit="天", place=f"{view.name} · {names.category(code)}",
        target=f"十次有八次落在 {span(one['days'], '天')} 天", changes=[("", first)] if first else [],
    )  # fmt: skip


def _categories(told, view: View) -> dict[str, Told]:
    codes = names.table("categories", "category", "name")
    found = {code: told.of(STOCKOUT, f"{view.subject}:{code}") for code in codes}
    return {code: one for code, one in found.items() if one.there}


def categories(told, view: View) -> dict[str, str]:
    """The categories there is an answer for."""
    return {code: names.category(code) for code in _categories(told, view)}


def category_rows(told, view: View) -> list[Row]:
    """All categories of the place looked at, in the printed order."""
    rows = []
    for code, one in _categories(told, view).items():
        first = "—"
        if one["first_county"]:
            first = f"{counties()[one['first_county']]}（{one['first_days']:.0f} 天）"
        naive = number.figure(one["naive_days"], "天")
        rows.append(
            Row(
                cells=[
                    names.category(code), f"{one['firms']:.0f}", number.figure(one["on_hand"], "吨"), _days(one),
                    span(one["days"], "天"), naive, first,
                ]
            )
        )  # fmt: skip
    return rows


def firm_rows(told, view: View) -> list[Row]:
    """The firms and categories with the fewest days, the fewest first."""
    frame = told.subjects(STOCKOUT)
    frame = frame[frame["enterprise"].notna() & (frame["state"] == "ok")]
    called = told.names
    order = sorted(
        zip(frame["answer"], frame["enterprise"], frame["county"], frame["subject"]),
        key=lambda entry: (entry[0]["days"]["middle"], -(entry[0]["chance_14"] or 0), entry[3]),
    )
    return [
        Row(
            cells=[
                Cell(text=called.get(firm, (firm, ""))[0]), counties()[county], names.category(subject.split(":")[1]),
                number.figure(answer["on_hand"], "吨"), _days(Told("ok", answer)), span(answer["days"], "天"),
                chance(answer["chance_14"]),
            ]
        )
        for answer, firm, county, subject in order[:MOST_FIRMS]
    ]  # fmt: skip


def left_out(told, view: View) -> str:
    """How many could not be judged, and why."""
    frame = told.subjects(STOCKOUT)
    frame = frame[frame["enterprise"].notna()]
    out = int((frame["state"] == "not_assessable").sum())
    said = f"只列前 {MOST_FIRMS} 项，共 {len(frame)} 项（企业 × 品类）。"
    if not out:
        return said
    return said + f"其中 {out} 项资料不足，不予评价（近 12 周不足 14 天有出库，或近两周未报库存）。"


def figure(one: Told) -> dict:
    """How the stock goes down."""
    made = dt.date.fromisoformat(one["made"])
    length = len(one["ahead"]["middle"])
    ahead = {"date": [made + dt.timedelta(days=k) for k in range(1, length + 1)], **one["ahead"]}
    past = {"date": [made], "value": [one["on_hand"]]}
    return outlookchart.fan(past, ahead, unit="吨", zero=True)


def in_words(one: Told, view: View, category: str) -> str:
    """What the chart shows."""
    held, days = number.quantity(one["on_hand"], "吨"), span(one["days"], "天")
    return f"{view.name}{category}库存 {held}，不再进货还能撑 {days} 天"


def _days(one: Told) -> str:
    return f"{one['days']['middle']:.0f} 以上" if one["beyond"] else f"{one['days']['middle']:.0f}"
