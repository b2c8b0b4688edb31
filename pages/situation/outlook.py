"""展望: will the stock hold by year-end, when are all markets open, what runs out first, when are arrears cleared."""

import pandas as pd
import streamlit as st

from monitoring.notices.words import MARK
from pages import reads
from pages.door import open_store
from pages.door.exports import File, NotExportable, export, export_link
from pages.door.session import User, require
from pages.parts import cards, charts, filters, links, matrix, number, outlookchart
from pages.situation import outlook_arrears as arrears
from pages.situation import outlook_festivals as festivals
from pages.situation import outlook_file
from pages.situation import outlook_stock as stock
from pages.situation import outlook_supply as supply
from pages.situation.moment import View, completeness, head, moment_of
from pages.situation.outlook_alerts import alerts_beside
from pages.situation.outlook_told import Outlooks, record_line

TOPICS = {
    "stock": "总量能否不减", "markets": "市场何时全部开业", "supply": "物资还能撑几天", "festivals": "节日要备多少货",
    "arrears": "欠款何时清完",
}  # fmt: skip


def page() -> None:
    """Four answers as cards, then one question in full: sentence, chart with its record, the places."""
    user = require("outlook")
    view = head(user, "展望")
    completeness(user, view, indicators=())
    told = _told(user, view)
    if told.empty:
        st.info("尚未形成展望。展望每周日随每日评估生成一次，所需资料报送后的下一个周日可见。")
        return
    links.follow(cards.headline_cards(_cards(told), key="outlook_cards"))
    said, sheet, table = st.columns([7, 1.5, 1.5], vertical_alignment="center")
    said.caption(
        f"依据 {told.made} 及以前的资料推算，每周更新一次；是概率，不是计划。若假设有变，可在“情景推演”另作推算。"
    )
    for column, name, label in ((sheet, "sheet", "导出打印表"), (table, "answers", "导出数据")):
        with column:
            export_link(user, "outlook", name, label=label, county=view.county, on=filters.given_day())
    topic = filters.switch("topic", "想看哪一问", TOPICS)
    SHOWN[topic](user, told, view)


def _told(user: User, view: View) -> Outlooks:
    return Outlooks(reads.outlooks(user, view.at), view, reads.reporters(user, view.at))


def _cards(told: Outlooks) -> list[cards.Card]:
    return [stock.stock_card(told), stock.market_card(told), supply.card(told), arrears.card(told)]


def _stock(user: User, told: Outlooks, view: View) -> None:
    st.subheader(f"{view.name}：年底市场主体能否不少于上年末", anchor=False)
    one = told.of(stock.STOCK, view.subject)
    st.markdown(stock.stock_in_words(one, view))
    if one.there:
        figure = outlookchart.fan(
            one["past"], one["ahead"], unit="户", line=(one["base"], f"上年末 {one['base']:,.0f} 户")
        )
        charts.show(figure, key="outlook_stock", alt=stock.stock_in_words(one, view))
        record = record_line(one, "未来 4、8、13 周净增", thin=outlookchart.thin(figure), unit="户")
        st.caption(record + "不满一周的资料不画入曲线，也不参与推算。")
    alerts_beside(user, view, "stock")
    rows = [stock.stock_row(told.of(stock.STOCK, code), name, view) for code, name in told.places().items()]
    links.follow(matrix.table(stock.STOCK_COLUMNS, rows, key="outlook_stock_places"))
    st.caption(stock.STOCK_NOTE)


def _markets(user: User, told: Outlooks, view: View) -> None:
    st.subheader(f"{view.name}：农贸市场何时全部开业", anchor=False)
    one = told.of(stock.MARKETS, view.subject)
    st.markdown(stock.markets_in_words(one, view))
    if one.drawable:
        line = (one["total"], f"全部 {one['total']:.0f} 个")
        figure = outlookchart.fan(one["past"], one["ahead"], unit="个", line=line)
        charts.show(figure, key="outlook_markets", alt=stock.markets_in_words(one, view))
        st.caption(record_line(one, "4 周后的开业个数", thin=outlookchart.thin(figure), unit="个"))
    alerts_beside(user, view, "markets")
    rows = [stock.market_row(told.of(stock.MARKETS, code), name, view) for code, name in told.places().items()]
    links.follow(matrix.table(stock.MARKET_COLUMNS, rows, key="outlook_market_places"))
    st.caption(stock.MARKET_NOTE)


def _supply(user: User, told: Outlooks, view: View) -> None:
    st.subheader(f"{view.name}：停止进货的话，物资还能撑几天", anchor=False)
    rows = supply.category_rows(told, view)
    links.follow(matrix.table(supply.CATEGORY_COLUMNS, rows, key="outlook_categories"))
    st.caption(supply.NOTE)
    options = supply.categories(told, view)
    if options:
        left, right = st.columns([8, 2], vertical_alignment="bottom")
        left.markdown(f"**{view.name}现有库存的消耗（不再进货）**")
        with right:
            category = filters.choose("category", "品类", options, every=None)
        one = told.of(supply.STOCKOUT, f"{view.subject}:{category}")
        if one.there:
            figure = supply.figure(one)
            charts.show(figure, key="outlook_supply", alt=supply.in_words(one, view, options[category]))
            st.caption(record_line(one, "未来 7、14 天用量", thin=outlookchart.thin(figure), unit="吨"))
    alerts_beside(user, view, "supply")
    st.subheader("最先告急的企业", anchor=False)
    rows = supply.firm_rows(told, view)
    links.follow(matrix.table(supply.FIRM_COLUMNS, rows, key="outlook_firms", empty="没有可推算的企业"))
    st.caption(supply.left_out(told, view))


def _festivals(user: User, told: Outlooks, view: View) -> None:
    coming = festivals.options(told)
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    left.subheader(f"{view.name}：节日要备多少货", anchor=False)
    if not coming:
        st.info("尚无节日用量的推算：没有库存与出库的日报，或日历中一年之内没有节日。")
        return
    with right:
        festival = filters.choose("festival", "节日", coming, every=None)
    st.markdown(festivals.in_words(told, view, festival))
    rows = festivals.category_rows(told, view, festival)
    left, right = st.columns([6, 4], gap="medium")
    with left:
        links.follow(matrix.table(festivals.CATEGORY_COLUMNS, rows, key="outlook_festival_goods"))
        if foot := festivals.foot(told, view, festival):
            st.caption(foot)
    with right:
        figure = festivals.figure(told, view, festival)
        if figure["data"][0]["x"]:
            st.markdown("**节前七天用量为平日的几倍**")
            charts.show(figure, key="outlook_festival_ratios", alt=festivals.in_words(told, view, festival))
            st.caption(festivals.record(told, festival))
    alerts_beside(user, view, "festivals")
    st.subheader("可能不够的县（市）与最迟备足日", anchor=False)
    rows = festivals.short_rows(told, view, festival)
    empty = "照此推算，没有哪个县（市）的哪个品类会不够"
    links.follow(matrix.table(festivals.SHORT_COLUMNS, rows, key="outlook_festival_short", empty=empty))
    st.caption(festivals.NOTE)


def _arrears(user: User, told: Outlooks, view: View) -> None:
    st.subheader(f"{view.name}：无分歧欠款何时清完", anchor=False)
    one = told.of(arrears.CLEARANCE, view.subject)
    st.markdown(arrears.in_words(one, view))
    if one.drawable:
        left, right = st.columns(2, gap="medium")
        with left:
            st.markdown("**余额走势**（万元）")
            figure = arrears.figure(one)
            charts.show(figure, key="outlook_arrears", alt=arrears.in_words(one, view))
            st.caption(record_line(one, "未来两个月清偿额", thin=outlookchart.thin(figure), unit="万元"))
        with right:
            st.markdown("**按月清偿**（虚线：按期清完须月均清偿的数额）")
            charts.show(arrears.month_figure(one), key="outlook_months", alt="按月清偿额，斜纹为未满的月份")
            st.caption("斜纹为未满的月份，不参与平均与推算。" if one["past"]["running"] else "各月均已满。")
    alerts_beside(user, view, "arrears")
    rows = [arrears.place_row(told.of(arrears.CLEARANCE, code), name, view) for code, name in told.places().items()]
    links.follow(matrix.table(arrears.COLUMNS, rows, key="outlook_arrears_places", caption="金额单位：万元"))
    st.caption(arrears.NOTE)
    st.subheader("最难按期清完的欠款主体", anchor=False)
    rows = arrears.debtor_rows(told, view)
    links.follow(
        matrix.table(
            arrears.DEBTOR_COLUMNS, rows, key="outlook_debtors", caption="金额单位：万元", empty="没有未清的欠款主体"
        )
    )


SHOWN = {"stock": _stock, "markets": _markets, "supply": _supply, "festivals": _festivals, "arrears": _arrears}


@export("outlook", "answers", title="展望")
def answers_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """Every answer with its band, its rival and its record."""
    return outlook_file.frame(_told(user, moment_of(user, county=county, on=on)))


@export("outlook", "sheet", title="展望打印表")
def sheet_file(user: User, *, county: str | None = None, on: str | None = None) -> File:
    """The same as a sheet to print."""
    view = moment_of(user, county=county, on=on)
    told = _told(user, view)
    if told.empty:
        raise NotExportable("no outlook")
    rows = outlook_file.frame(told, printed=True)
    mark = f"{MARK}；" if open_store.demo() else ""
    stamp = f"{mark}依据 {told.made} 及以前的资料推算，数据截至 {number.day(view.at.day)}；是概率，不是计划"
    content = outlook_file.workbook(rows, title=f"{view.name}展望", stamp=stamp)
    return File(filename=f"展望{view.at.day:%Y%m%d}.xlsx", content=content, rows=len(rows))
