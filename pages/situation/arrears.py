"""Arrears: what was promised by now and what was paid, by county and month; how old the rest is, and who owes most."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages import reads
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import barcharts, cards, charts, filters, links, matrix, number, tables
from pages.situation import arrears_ledger as ledger_views
from pages.situation import arrears_views as views
from pages.situation.counted import Arrears
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head, moment_of
from pages.situation.whence import headed


@dataclass(frozen=True, kw_only=True)
class Scene(Arrears):
    """What this page shows: the counted ledger, and the day's judged values."""

    told: Latest


def page() -> None:
    """The page."""
    user = require("arrears")
    view = head(user, "清欠")
    completeness(user, view, indicators=())
    scene = read(user, view)
    if scene.led.empty:
        st.info("尚未报送拖欠账款台账。请在“数据报送”页报送《拖欠账款台账》。")
        return
    _unapproved(user, view)
    links.follow(cards.headline_cards(views.headline(scene, view), key="arrears_cards"))
    _counties(user, scene, view)
    _plan(scene, view)
    _progress(scene, view)
    _ageing(scene, view)
    _debtors(scene, view)
    _items(user, scene, view)


def read(user: User, view: View) -> Scene:
    """Everything at once, within the reader's scope."""
    ledger = reads.arrears(
        user, view.at, county=view.county, counties=tuple(view.counties), visible=tuple(view.visible)
    )
    return Scene(**vars(ledger), told=Latest(user, view.at, views.INDICATORS))


def _unapproved(user: User, view: View) -> None:
    """Whose payments are used although nobody has issued them yet."""
    waiting = reads.unapproved(user, view.at)
    waiting = set(waiting.loc[waiting["observation"] == "arrears_payments", "county"])
    names = [name for code, name in view.visible.items() if code in waiting]
    if names:
        st.caption(f"◌ 暂：{'、'.join(names)}的清偿明细尚未签发，有关数字为暂用数，签发或退回后以正式数为准。")


def _counties(user: User, scene: Scene, view: View) -> None:
    subject, day = view.subject, view.at.day
    headed(user, "各县（市）清欠进度", indicator="arrears_clearance_rate", subject=subject, day=day)
    rows = views.county_rows(scene, view)
    links.follow(matrix.table(views.COUNTY_COLUMNS, rows, key="arrears_counties", caption="金额单位：万元"))
    st.caption(views.COUNTY_NOTE)


def _plan(scene: Scene, view: View) -> None:
    st.subheader(f"{view.name}计划与实际", anchor=False)
    if scene.months.empty:
        st.info("尚未报送清偿计划，无法对照序时进度。请在“数据报送”页报送《拖欠账款清偿计划表》。")
        return
    labelled = views.labelled(scene.months)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**按月清偿**（带 * 的月份未完）" if views.running(scene.months) else "**按月清偿**")
        figure = barcharts.plan_and_actual(
            labelled, unit="万元", label="label", plan="planned", actual="paid", height=290
        )
        charts.show(figure, key="arrears_months", alt=views.months_in_words(scene.months, view.name))
    with right:
        st.markdown("**累计清偿**")
        figure = views.cumulative(scene.months)
        charts.show(figure, key="arrears_total", alt=views.total_in_words(scene.months, view.name))
    with st.expander("数据表"):
        matrix.table(
            views.MONTH_COLUMNS, views.month_rows(scene.months), key="arrears_month_table", caption="单位：万元"
        )


def _progress(scene: Scene, view: View) -> None:
    if scene.months.empty:
        return
    st.subheader("各县（市）逐月序时进度", anchor=False)
    columns, rows = views.progress_matrix(scene, view)
    matrix.table(columns, rows, key="arrears_progress", caption="月末累计实际 ÷ 累计计划，单位：%")


def _ageing(scene: Scene, view: View) -> None:
    st.subheader("无分歧欠款余额的账龄（自应付日起算）", anchor=False)
    left, right = st.columns([5, 7], gap="medium")
    with left:
        figure = barcharts.ranked_bars(views.by_age(scene.aged), unit="万元", label="label", value="left", height=280)
        charts.show(figure, key="arrears_ages", alt=views.ages_in_words(scene.aged, view.name))
    with right:
        rows = views.age_rows(scene.aged, view)
        matrix.table(views.AGE_COLUMNS, rows, key="arrears_age_table", caption="单位：万元")


def _debtors(scene: Scene, view: View) -> None:
    line = ledger_views.listing_line(view)
    st.subheader("挂牌督办对象", anchor=False)
    if line is not None:
        st.caption(f"剩余无分歧欠款达到 {number.quantity(line, '万元')} 的，或情况特别复杂、台账已挂牌的欠款主体。")
    rows = ledger_views.debtor_rows(scene.debtors, scene.told)
    links.follow(
        matrix.table(
            ledger_views.DEBTOR_COLUMNS, rows, key="arrears_debtors", caption="金额单位：万元",
            empty="没有达到挂牌督办线的欠款主体",
        )
    )  # fmt: skip


def _items(user: User, scene: Scene, view: View) -> None:
    st.subheader("欠款台账", anchor=False)
    states, kinds, looked_for, out = st.columns([4.4, 2, 2.2, 1.4], vertical_alignment="bottom")
    with states:
        state = filters.several("status", "清偿状态", ledger_views.STATE_WORDS)
    with kinds:
        kind = filters.choose("kind", "欠款主体类型", ledger_views.DEBTOR_KINDS, every="全部类型")
    with looked_for:
        text = filters.search("q", "查找", placeholder="欠款主体、债权企业或编号")
    with out:
        export_link(user, "arrears", "items", label="导出", county=view.county, on=filters.given_day())
    chosen = ledger_views.chosen(scene.led, states=state, kind=kind, text=text)
    left = number.quantity(chosen["left"].sum(), "万元")
    st.caption(f"共 {number.of_total(len(chosen), len(scene.led))} 笔，余额合计 {left}")
    tables.listing(chosen, ledger_views.ITEM_FIELDS, key="arrears_items", alt="欠款台账逐笔清单")


@export("arrears", "items", title="拖欠账款台账")
def items_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The ledger as a file."""
    view = moment_of(user, county=county, on=on)
    return tables.readable(ledger_views.named(read(user, view).led), ledger_views.ITEM_FIELDS)
