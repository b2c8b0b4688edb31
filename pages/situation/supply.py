"""Daily necessities, the commerce bureau's morning page: who has not reported, what suffices, what runs short where."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from monitoring.tallies import supply as tallies
from pages import reads
from pages.door import clock, open_store
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import cards, charts, filters, links, matrix, tables
from pages.parts.personal import masked
from pages.situation import supply_figures as figures
from pages.situation import supply_firms as firms
from pages.situation import supply_views as views
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head, moment_of
from pages.situation.supply_views import CHANGE, COVER, RUN
from pages.situation.whence import headed

STANDS_DAYS, TREND_DAYS = 21, 120


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What this page shows. ``area`` heads the subjects looked at: the region, a county, or the reader's own firm."""

    area: str
    enterprises: pd.DataFrame
    last: pd.DataFrame
    due: tallies.Due | None
    roll: pd.DataFrame
    categories: pd.DataFrame
    told: Latest


def page() -> None:
    """The page."""
    user = require("supply")
    view = head(user, "生活必需品")
    completeness(user, view, indicators=())
    scene = read(user, view)
    if scene.enterprises.empty:
        st.info("尚未报送重点保供企业名录。请在“数据报送”页报送《重点保供企业名录》。")
        return
    _reported(user, scene, view)
    links.follow(cards.headline_cards(views.headline(scene, view), key="supply_cards"))
    _sufficiency(user, scene, view)
    if user.scope.enterprise is None:
        _firms(user, scene, view)
    _trend(user, scene, view)
    if user.scope.enterprise is None:
        _counties(user, scene, view)
    _stockouts(scene)


def read(user: User, view: View) -> Scene:
    """Everything at once, within the reader's scope and the county looked at."""
    day = view.at.day
    now = view.at.as_known or clock.now()
    span = {
        "since": day - dt.timedelta(days=STANDS_DAYS),
        "until": day if view.at.past else max(day, now.astimezone(clock.SHANGHAI).date()),
    }
    planned = reads.supply_schedule(user, view.at, **span)
    due = tallies.due(planned, open_store.region().timezone, now=now)
    last, categories = reads.supply_standing(
        user, view.at, **span, county=view.county, heard_since=views.period_start(due, day)
    )
    return Scene(
        area=user.scope.enterprise or view.subject,
        enterprises=views.inside(reads.enterprises(user, view.at), view),
        last=last,
        due=due,
        roll=pd.DataFrame() if due is None else reads.supply_roll(user, view.at, due=due, county=view.county),
        categories=categories,
        told=Latest(user, view.at, (COVER, CHANGE, RUN)),
    )


def _reported(user: User, scene: Scene, view: View) -> None:
    """The first line: who has not reported."""
    if scene.due is None:
        st.info("当前没有应报的生活必需品报表。")
        return
    views.roll_line(scene)
    late = scene.roll[scene.roll["state"] != "on_time"]
    if late.empty or user.scope.enterprise is not None:
        return
    with st.expander(f"催报名单（{len(late)} 家，含联系人）"):
        late = late.assign(phone=[masked(phone) for phone in late["phone"]])
        tables.listing(late, views.roll_fields(view), key="supply_roll", alt="未按时报齐的保供企业名单")


def _sufficiency(user: User, scene: Scene, view: View) -> None:
    left, right = st.columns([9, 1.3], vertical_alignment="bottom")
    left.subheader(f"{views.area_name(scene, view)}各品类保障情况", anchor=False)
    with right:
        export_link(user, "supply", "firms", label="导出明细", county=view.county, on=filters.given_day())
    rows = views.category_rows(scene, view)
    links.follow(matrix.table(views.CATEGORY_COLUMNS, rows, key="supply_categories"))
    st.caption(views.CATEGORY_NOTE)


def _firms(user: User, scene: Scene, view: View) -> None:
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    left.subheader(f"企业与品类对照（{len(scene.enterprises)} 家）", anchor=False)
    with right:
        shown = filters.switch("firms", "显示", {"troubled": "仅有问题的", "all": "全部企业"})
    columns, rows = firms.matrix_of(scene, view, troubled_only=shown == "troubled")
    links.follow(
        matrix.table(columns, rows, key="supply_firms", empty="所有企业、所有品类均正常", caption=firms.CAPTION)
    )


def _trend(user: User, scene: Scene, view: View) -> None:
    options = views.worst_first(scene)
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    left.subheader("分品类走势", anchor=False)
    with right:
        category = filters.choose("category", "品类", options, every=None)
    subject = f"{scene.area}:{category}"
    since = view.at.day - dt.timedelta(days=TREND_DAYS)
    course = reads.history(user, view.at, indicators=(COVER, CHANGE), since=since, subjects=(subject,))
    name = f"{views.area_name(scene, view)}{options[category]}"
    for place, indicator in zip(st.columns(2, gap="medium"), (COVER, CHANGE)):
        with place:
            figure = figures.trend(course, indicator, subject, day=view.at.day)
            st.markdown(f"**{name} · {figures.TITLES[indicator]}**")
            charts.show(figure, key=f"supply_{indicator}", alt=figures.in_words(course, indicator, name))
    with st.expander("数据表"):
        tables.listing(figures.trend_table(course), figures.TREND_FIELDS, key="supply_trend", alt=f"{name}逐日数据")


def _counties(user: User, scene: Scene, view: View) -> None:
    first = next(iter(views.worst_first(scene)))
    headed(user, "各县（市）可供天数", indicator=COVER, subject=f"{scene.area}:{first}", day=view.at.day)
    columns, rows = views.county_matrix(scene, view)
    links.follow(matrix.table(columns, rows, key="supply_counties", caption="单位：天"))
    st.caption("按企业所在县（市）统计，企业可跨县供货；点县（市）名查看该县企业。")


def _stockouts(scene: Scene) -> None:
    st.subheader("断供情况", anchor=False)
    rows = firms.stockout_rows(scene)
    matrix.table(firms.STOCKOUT_COLUMNS, rows, key="supply_stockouts", empty="当前没有断供的企业")


@export("supply", "firms", title="生活必需品保供明细")
def firms_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """What each firm holds of each category, as a file."""
    view = moment_of(user, county=county, on=on)
    return tables.readable(firms.detail(read(user, view)), firms.detail_fields(view))
