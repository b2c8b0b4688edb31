"""The two counts to come, in words and rows: entities at year-end, markets that are open."""

from pages.parts import number
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.situation.moment import View
from pages.situation.outlook_told import (
    PROSPECT_WORDS,
    PROSPECTS,
    Told,
    chance,
    dates,
    place_link,
    short,
    span,
    why_not,
)

STOCK, MARKETS = "year_end_stock", "full_reopening"
BEYOND = "两年以后或难以预见"
STOCK_COLUMNS = (
    Column(title="地区", nowrap=True),
    Column(title="现有", unit="户", align="number"),
    Column(title="上年末", unit="户", align="number"),
    Column(title="年底预测", unit="户", align="number"),
    Column(title="十次有八次落在", unit="户", align="center", nowrap=True),
    Column(title="不少于上年末的可能", align="center"),
    Column(title="判断", align="center", nowrap=True),
    Column(title="近13周月均净增", unit="户", align="number"),
    Column(title="达到目标须月均净增", unit="户", align="number"),
)
STOCK_NOTE = (
    "净增 = 新设 + 迁入 − 注销 − 吊销 − 迁出，不含口径调整。"
    "“须月均净增”为负，表示即使每月净减这么多，年底仍不少于上年末。"
    "全州各次推算是各县（市）同一次推算之和。"
)
MARKET_COLUMNS = (
    Column(title="地区", nowrap=True),
    Column(title="全面开业", unit="个", align="center"),
    Column(title="预计全部开业", align="center"),
    Column(title="十次有八次落在", align="center"),
    Column(title="年底前实现的可能", align="center"),
    Column(title="判断", align="center", nowrap=True),
    Column(title="照近四周推算", align="center"),
)
MARKET_NOTE = (
    "“部分营业”不算全面开业；已开业的市场也可能再停。"
    "推算依据各县（市）停业市场逐周重新开业的快慢，越近的周分量越重，资料少的县（市）参考全州；"
    "多数市场同一周停业的，视为统一停业，不算作日后每周都可能发生的停业。"
)


def stock_card(told) -> Card:
    """How likely the stock is not below last year-end's."""
    one = told.of(STOCK, told.view.subject)
    if not one.there:
        return Card(title="年底总量不减的可能", value=None, unit="", state="not_assessable", target=why_not(one))
    return Card(
        title="年底总量不减的可能", value=one["chance"], figure=chance(one["chance"]), unit="",
        status=PROSPECTS[one["prospect"]], word=PROSPECT_WORDS[one["prospect"]], place=told.view.name,
        target=f"目标：不少于上年末 {number.quantity(one['base'], '户')}",
        changes=[("年底预测", number.quantity(one["final"]["middle"], "户"))],
    )  # fmt: skip


def market_card(told) -> Card:
    """When all markets are open."""
    one = told.of(MARKETS, told.view.subject)
    title = "农贸市场全部开业"
    if not one.drawable:
        return Card(title=title, value=None, unit="", state="not_assessable", target=why_not(one))
    so_far = f"{one['now']:.0f}/{one['total']:.0f} 个已开业"
    if one.state == "reached":
        return Card(
            title=title, value=one["now"], figure="已全部开业", unit="", status="green", word="已达到", target=so_far
        )
    if not one.there:
        return Card(title=title, value=None, unit="", state="not_assessable", target=so_far)
    middle = short(one["dates"]["middle"]) or "难以预见"  # a headline has room for a day
    return Card(
        title=title, value=one["now"], figure=middle, unit="", target=f"{told.view.name} {so_far}",
        status=PROSPECTS[one["prospect"]], word=PROSPECT_WORDS[one["prospect"]],
        changes=[("年底前实现的可能", chance(one["year_end"]))],
    )  # fmt: skip


def stock_in_words(one: Told, view: View) -> str:
    """The answer in two sentences."""
    if not one.there:
        return f"不予评价：{why_not(one)}。"
    final, needed = one["final"], one["needed"]
    said = (
        f"照目前走势，{view.name}到 {short(one['end'])}预计有 {number.quantity(final['middle'], '户')}"
        f"（十次有八次落在 {span(final, '户')} 户），不少于上年末的可能**{chance(one['chance'])}**。"
    )
    if needed > 0:
        said += f"要达到目标，余下 {one['months_left']:.1f} 个月每月须净增 {needed:,.0f} 户，"
        return said + f"近 13 周月均{_net(one['pace'])}。"
    return said + f"现有户数高于上年末 {one['now'] - one['base']:,.0f} 户，近 13 周月均{_net(one['pace'])}。"


def _net(pace: float) -> str:
    return f"净增 {pace:,.0f} 户" if pace >= 0 else f"净减 {-pace:,.0f} 户"


def stock_row(one: Told, name: str, view: View) -> Row:
    """One place."""
    head = Cell(text=name, href=place_link(one.answer.get("place", ""), view, "stock"))
    if not one.there:
        return Row(cells=[head, *["—"] * 5, Cell(text="不予评价", quiet=True, note=why_not(one)), "—", "—"])
    cells = [one["now"], one["base"], one["final"]["middle"]]
    return Row(
        cells=[
            head, *[number.figure(v, "户") for v in cells], span(one["final"], "户"), chance(one["chance"]),
            Cell(text=PROSPECT_WORDS[one["prospect"]], status=PROSPECTS[one["prospect"]]),
            number.figure(one["pace"], "户"), number.figure(one["needed"], "户"),
        ],
        total=name == view.name and view.county is None,
    )  # fmt: skip


def markets_in_words(one: Told, view: View) -> str:
    """The answer in one sentence."""
    if not one.drawable:
        return f"不予评价：{why_not(one)}。"
    so_far = f"{view.name} {one['total']:.0f} 个农贸市场中，{one['now']:.0f} 个已全面开业"
    if one.state == "reached":
        return f"{so_far}，目标已达到。"
    if not one.there:
        return f"{so_far}。{why_not(one)}。"
    return (
        f"{so_far}。照近四周的快慢，预计 **{short(one['dates']['middle']) or BEYOND}**全部开业"
        f"（十次有八次落在 {dates(one['dates'], beyond=BEYOND)}），年底前实现的可能{chance(one['year_end'])}。"
    )


def market_row(one: Told, name: str, view: View) -> Row:
    """One place."""
    head = Cell(text=name, href=place_link(one.answer.get("place", ""), view, "markets"))
    if not one.drawable:
        return Row(cells=[head, "—", "—", "—", "—", Cell(text="不予评价", quiet=True, note=why_not(one)), "—"])
    so_far = f"{one['now']:.0f}/{one['total']:.0f}"
    total = name == view.name and view.county is None
    if one.state == "reached":
        return Row(cells=[head, so_far, "已全部开业", "—", "—", Cell(text="已达到", status="green"), "—"], total=total)
    if not one.there:
        return Row(
            cells=[head, so_far, "—", "—", "—", Cell(text="不予评价", quiet=True, note=why_not(one)), "—"], total=total
        )
    return Row(
        cells=[
            head, so_far, short(one["dates"]["middle"]) or BEYOND, dates(one["dates"], beyond=BEYOND),
            chance(one["year_end"]), Cell(text=PROSPECT_WORDS[one["prospect"]], status=PROSPECTS[one["prospect"]]),
            short(one["naive_date"]) or "近四周无进展",
        ],
        total=total,
    )  # fmt: skip
