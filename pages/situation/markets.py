"""Farmers' markets: how many of all have reopened, how full they are, where, and why the others have not."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from monitoring.tallies import markets as tallies
from pages import reads
from pages.door import open_store
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import cards, charts, countymap, filters, links, matrix, number, tables
from pages.situation import market_views as views
from pages.situation.judgement import target
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head, moment_of

RATE, OCCUPANCY = "market_reopening_rate", "stall_occupancy"
CURVE_DAYS = 250


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What this page shows: every market as it stands, the same by county, the day's values, and their course."""

    stood: pd.DataFrame
    counted: pd.DataFrame
    told: Latest
    course: pd.DataFrame


def page() -> None:
    """The page."""
    user = require("markets")
    view = head(user, "农贸市场")
    completeness(user, view, indicators=("market_silence",))
    scene = read(user, view)
    if scene.stood.empty:
        st.info("尚未报送农贸市场名录。请在“数据报送”页报送《农贸市场名录》。")
        return
    links.follow(cards.headline_cards(views.headline(scene, view), key="market_cards"))
    _places(scene, view)
    _course(scene, view)
    _special(scene)
    _listing(user, scene, view)


def read(user: User, view: View) -> Scene:
    """Everything at once, for the counties the reader may see."""
    since = view.at.day - dt.timedelta(days=CURVE_DAYS)
    told = Latest(user, view.at, (RATE, OCCUPANCY))
    stood, counted = reads.market_standing(user, view.at, counties=tuple(view.counties))
    return Scene(
        stood=stood,
        counted=counted,
        told=told,
        course=reads.history(user, view.at, indicators=(RATE, OCCUPANCY), since=since, subjects=(view.subject,)),
    )


def _places(scene: Scene, view: View) -> None:
    left, right = st.columns([7, 5], gap="medium")
    with left:
        st.subheader("各县（市）复市情况" if len(view.counties) > 1 else f"{view.name}复市情况", anchor=False)
        rows = views.county_rows(scene, view)
        links.follow(matrix.table(views.COUNTY_COLUMNS, rows, key="market_counties", caption="单位：个"))
        st.caption(views.COUNTY_NOTE)
    with right:
        if len(view.counties) > 1:
            _map(scene, view)
        else:
            _reasons(scene, view)


def _map(scene: Scene, view: View) -> None:
    shown = filters.switch("map", "地图", {"counties": "县市状态", "points": "市场点位"})
    if shown == "points":
        views.points(scene, view)
        return
    picked = countymap.county_map(
        views.areas(scene, view),
        boundary=open_store.region().boundary,
        source=open_store.region().map_source,
        title="各县（市）复市状态",
        chosen=view.county,
        key="market_map",
    )
    if picked:
        links.follow(views.address(county=None if picked == view.county else picked))


def _course(scene: Scene, view: View) -> None:
    beside = len(view.counties) > 1
    left, right = st.columns([7, 5], gap="medium") if beside else (st.container(), None)
    with left:
        st.subheader(f"{view.name}复市进度", anchor=False)
        figure = views.course(scene.course, aim=target(RATE, view.subject, day=view.at.day))
        charts.show(figure, key="market_course", alt=views.course_in_words(scene.course, view.name))
        with st.expander("数据表"):
            told, alt = views.course_table(scene.course), "复市率与摊位开业率逐周数据"
            tables.listing(told, views.COURSE_FIELDS, key="market_course_table", alt=alt)
    if right is not None:
        with right:
            _reasons(scene, view)


def _reasons(scene: Scene, view: View) -> None:
    st.subheader("未全面复市的原因", anchor=False)
    rows = views.reason_rows(tallies.reasons(views.inside(scene.stood, view)))
    matrix.table(
        views.REASON_COLUMNS, rows, key="market_reasons", empty="没有部分复市或未复市的市场", caption="单位：个"
    )


def _special(scene: Scene) -> None:
    special = scene.stood[scene.stood["special"]]
    if special.empty:
        return
    st.subheader(f"工作方案点名的特色市场（{len(special)} 个）", anchor=False)
    matrix.table(views.MARKET_COLUMNS, views.market_rows(special), key="market_special")


def _listing(user: User, scene: Scene, view: View) -> None:
    inside = views.inside(scene.stood, view)
    st.subheader("市场名单", anchor=False)
    status, kind, text, out = st.columns([5, 2, 2, 1.4], vertical_alignment="bottom")
    with status:
        statuses = filters.several("status", "复市状态", views.STATUS_WORDS)
    with kind:
        kinds = filters.choose("kind", "市场类型", views.KIND_WORDS, every="全部类型")
    with text:
        looked_for = filters.search("q", "查找", placeholder="市场、乡镇名称或编号")
    with out:
        export_link(user, "markets", "markets", label="导出", county=view.county, on=filters.given_day())
    chosen = views.chosen(inside, statuses=statuses, kind=kinds, text=looked_for)
    st.caption(f"共 {number.of_total(len(chosen), len(inside))} 个市场")
    tables.listing(chosen, views.market_fields(), key="market_list", alt="农贸市场名单及复市状态")


@export("markets", "markets", title="农贸市场复市情况")
def markets_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The list as a file."""
    view = moment_of(user, county=county, on=on)
    return tables.readable(views.inside(read(user, view).stood, view), views.market_fields())
