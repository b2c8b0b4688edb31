"""联络员与预案: whom to see next, who keeps in touch with whom, what visits found, and which plans are open."""

import pandas as pd
import streamlit as st

from monitoring.tallies import liaison as tallies
from monitoring.tallies import plans as plan_tallies
from pages import reads
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import cards, filters, links, matrix, number, tables
from pages.response import liaison_steps as steps
from pages.response import liaison_views as views
from pages.response import reading
from pages.situation.moment import View, completeness, head, moment_of

TABS = {"next": "走访建议", "visits": "走访记录", "plans": "应急预案"}
MOST_NEXT, MOST_VISITS = 15, 40


def page() -> None:
    """The page."""
    user = require("liaison")
    view = head(user, "联络员与预案")
    completeness(user, view, indicators=())
    steps.tell_outcome()
    rolled, planned, opened = read(user, view)
    if rolled.empty:
        st.info("尚未报送重点保供企业名录。名录入库后，可报送《重点企业联络员派驻表》《“一企一策”应急预案表》。")
        return
    links.follow(cards.headline_cards(views.headline(rolled, planned, opened), key="liaison_cards"))
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with left:
        tab = filters.switch("tab", "查看", TABS, hidden=True)
    with right:
        name, label = ("plans", "导出预案清单") if tab == "plans" else ("officers", "导出联络台账")
        export_link(user, "liaison", name, label=label, county=view.county, on=filters.given_day())
    {"next": _next, "visits": _visits, "plans": _plans}[tab](user, view, rolled, planned, opened)


def read(user: User, view: View) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Enterprises with officer and contact, the same with their plans, and the plans that were opened."""
    firms, alerts = reads.enterprises(user, view.at), reads.living_alerts(user, view.at)
    opened = reading.plan_openings(user, view.at)
    if view.county is not None:
        firms, opened = firms[firms["county"] == view.county], opened[opened["county"] == view.county]
    visits, officers = reading.liaison_visits(user, view.at), reading.liaison_officers(user, view.at)
    rolled = tallies.roll(firms, officers, visits, alerts, on=view.at.day)
    drills, plans = reading.contingency_drills(user, view.at), reading.contingency_plans(user, view.at)
    return rolled, plan_tallies.roll(firms, plans, drills, opened, on=view.at.day), opened


def _next(user: User, view: View, rolled, planned, opened) -> None:
    st.caption(views.FORMULA)
    rows = views.next_rows(rolled.head(MOST_NEXT))
    links.follow(matrix.table(views.NEXT_COLUMNS, rows, key="liaison_next", heads=False))
    if len(view.visible) > 1:
        st.subheader("各县（市）覆盖情况", anchor=False)
        counted = tallies.by_county(rolled, counties=list(view.visible))
        matrix.table(views.COUNTY_COLUMNS, views.county_rows(counted, view.visible), key="liaison_counties",
                     caption="单位：户")  # fmt: skip


def _visits(user: User, view: View, rolled, planned, opened) -> None:
    visits = reading.liaison_visits(user, view.at)
    inside = visits[visits["enterprise"].isin(rolled["enterprise"])]
    waiting = tallies.not_raised(inside, reading.problems(user, view.at))
    names = dict(zip(rolled["enterprise"], rolled["name"]))
    if len(waiting):
        st.subheader(f"走访发现、尚未列入问题需求清单（{len(waiting)} 件）", anchor=False)
        for place, visit in enumerate(waiting.head(8).itertuples(index=False)):
            left, right = st.columns([8, 2], vertical_alignment="center")
            left.markdown(views.waiting_text(visit, names))
            with right:
                steps.offer_raise(user, view, visit, names, key=f"liaison_raise_{place}")
    st.subheader("走访联系记录", anchor=False)
    newest = inside.sort_values("date", ascending=False, kind="stable").head(MOST_VISITS)
    st.caption(f"最近 {len(newest)} 次，共 {number.of_total(len(newest), len(inside))} 次")
    tables.listing(newest.assign(name=newest["enterprise"].map(names)), views.VISIT_FIELDS, key="liaison_visits",
                   alt="联络员走访联系记录", empty="还没有走访记录。请报送《联络员走访联系记录》。")  # fmt: skip


def _plans(user: User, view: View, rolled, planned, opened) -> None:
    living = opened[opened["closed_for"].isna()]
    if len(living):
        names = dict(zip(rolled["enterprise"], rolled["name"]))
        plans = reading.contingency_plans(user, view.at).set_index(["enterprise", "trigger"])
        st.subheader(f"已启动的预案（{len(living)} 个）", anchor=False)
        alerts = reads.living_alerts(user, view.at)
        active = set(alerts.loc[alerts["active"], "alert"])
        rows = views.opening_rows(living, plans, names, active)
        links.follow(matrix.table(views.OPENING_COLUMNS, rows, key="plan_openings", heads=False))
        steps.offer_stand_down(user, view, living, names)
    st.subheader("各企业预案和演练", anchor=False)
    matrix.table(views.PLAN_COLUMNS, views.plan_rows(planned), key="plan_roll", heads=False)


@export("liaison", "officers", title="联络台账")
def officers_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """Enterprises with officer, last contact and score."""
    rolled, _, _ = read(user, moment_of(user, county=county, on=on))
    return tables.readable(rolled, views.OFFICER_FIELDS)


@export("liaison", "plans", title="应急预案清单")
def plans_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """Enterprises with their plans and drills."""
    _, planned, _ = read(user, moment_of(user, county=county, on=on))
    return tables.readable(views.plans_in_words(planned), views.PLAN_FIELDS)
