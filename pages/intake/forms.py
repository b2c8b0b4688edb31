"""在线填报: a topic's sheet as a form of one unit and period, saved cell by cell, checked and sent like a file."""

import datetime as dt

import streamlit as st

from data.intake.forms import TOPICS
from data.intake.measures import REGION_ITSELF
from data.intake.periods import periods
from data.store import supply
from data.store.drafts import Place
from pages import reads
from pages.door import clock, open_store
from pages.door.session import User, require
from pages.intake import form_grid, form_returned, form_steps, form_told, questions
from pages.intake.form_steps import SENT, Opened
from pages.intake.owed import label_of
from pages.intake.upload import name_of, topics_of
from pages.parts import filters, number
from pages.response import alert_names

NOUGHT = {
    "entity_counts": "本期无变化，填零",
    "supply": "本期无进出，填零",
    "arrears_payments": "本月无清偿，零报告",
}


def page() -> None:
    """Choose a form, fill it in, send it; below, one's drafts and receipts."""
    user = require("forms")
    form_steps.take_edits(user)
    st.title("在线填报", anchor=False)
    st.caption(
        "与报送文件同一套表、同一套规则。填一格存一格，断线、刷新、换一台电脑都能接着填；报送之前不计入任何数据。"
    )
    place = _choose(user)
    if place is None:
        st.info("名录中还没有您的企业，暂时不能在线填报；请联系县（市）商务部门先登记。")
        return
    opened = form_steps.open_form(user, place)
    if opened.form.lines:
        _form(opened)
    else:
        st.info("名录中还没有要填报的对象，请先报送名录。")
    form_told.outcome(user, opened)
    questions.show(user, name_of(user), SENT)
    form_told.drafts_and_receipts(user)


def _choose(user: User) -> Place | None:
    left, middle, right = st.columns([4, 3, 3])
    with left:
        options = {topic: title for topic, title in topics_of(user).items() if topic in TOPICS}
        topic = filters.choose("topic", "报表", options, every=None)
    with middle:
        county = _unit(user, topic)
    days = periods(
        open_store.region(), topic, clock.today(), running=topic != "measure_progress"
    )  # it speaks of the month's last day
    with right:
        labels = {day.isoformat(): label_of(topic, day) for day in days}
        said = filters.choose("period", "期间", labels, every=None)
    if county is None:
        return None
    return Place(topic=topic, day=dt.date.fromisoformat(said), county=county, enterprise=user.scope.enterprise)


def _unit(user: User, topic: str) -> str | None:
    """The county of whom the form is filled in for; None where an enterprise is not in the list."""
    counties = reads.counties(user)
    if user.scope.enterprise is not None:
        with open_store.store().reading() as conn:
            firms = supply.enterprises(conn, scope=user.scope, as_known=None)
        counties = dict(zip(firms["county"], firms["name"]))
    if topic == "measure_progress" and user.scope.whole:
        counties = {open_store.region().code: REGION_ITSELF, **counties}
    if len(counties) > 1:
        return filters.choose("county", "填报单位", counties, every=None)
    county, name = next(iter(counties.items()), (None, "—"))
    st.text_input("填报单位", value=name, disabled=True)
    return county


def _form(opened: Opened) -> None:
    for said in form_steps.told_once():
        st.warning(said)
    form_returned.tell(opened.back)
    form_told.moved_on(opened)
    if opened.form.reported and opened.source is None:
        st.info("本期已报送过，格内是已入库的数；改动后再报送就是更正，系统保留历次记录。")
    form_grid.show(opened.form, opened.shown, key=opened.grid)
    nothing = opened.draft is None
    left, right = st.columns([6, 4], vertical_alignment="center")
    with left, st.container(horizontal=True):
        st.button("核对", key="form_check", on_click=form_steps.check)
        st.button("报送", key="form_send", type="primary", disabled=nothing, on_click=form_steps.send)
        if opened.form.place.topic in NOUGHT:
            st.button(NOUGHT[opened.form.place.topic], key="form_nought", on_click=form_steps.nothing_happened)
        st.button("作废草稿", key="form_discard", disabled=nothing, on_click=form_steps.discard)
    right.caption(_saved(opened))
    form_told.checked(opened)


def _saved(opened: Opened) -> str:
    draft = opened.draft
    if opened.pending:
        return "⚠ 刚填的内容还没有保存。"
    if draft is None and opened.back is not None:
        return "改动任何一格后即可重新报送。"
    if draft is None:
        told = "尚未改动。" if opened.form.reported else "尚未填写。"
        beside = "；“参考”列是上次的数和往常范围；右边还有列的，可横向拖动" if opened.form.owed else ""
        return f"{told}★为必填{beside}。"
    name = alert_names.people().get(draft.saved_by, draft.saved_by)
    return f"草稿已保存 {number.stamp(draft.saved_at)}（{name}）"
