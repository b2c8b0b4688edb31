"""数据报送: the sheet to fill in, the files sent in, and the answer: a receipt, or every problem there is."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake import SHEETS, marking
from data.intake.answers import Reporter
from data.intake.limits import MEGABYTE, UPLOAD
from data.intake.periods import periods
from data.intake.prefill import TOPICS as PREFILLED
from data.intake.prefill import rows_owed
from data.intake.prefilled import prefilled
from data.intake.templates import template
from data.store import held
from pages import reads
from pages.administration import evaluation
from pages.door import clock, open_store
from pages.door.exports import File, NotExportable, export, export_link
from pages.door.session import User, require
from pages.intake import answers, delivery, lasting, owed, questions, received
from pages.parts import filters, number, tables

ROUND, SENT = "upload_round", "upload_sent"
WAIT_SECONDS = 1.5
MOST_FILES = 20


def page() -> None:
    """The page."""
    user = require("upload")
    st.title("数据报送", anchor=False)
    received.came_back(user, name_of(user))
    owed.show(user, list(topics_of(user)))
    left, right = st.columns([7, 5], gap="large")
    with left:
        topic = _choose(user)
        _files(topic)
    with right:
        _guide(user, topic)
    _answer(user)
    questions.show(user, name_of(user), SENT)
    lasting.show(user)
    received.recent(user)


def topics_of(user: User) -> dict[str, str]:
    """The sheets a reader may send: an enterprise reports its own supply."""
    mine = ["supply"] if user.scope.enterprise is not None else list(SHEETS)
    return {topic: SHEETS[topic].title for topic in mine}


def may_send(user: User, topic: str | None) -> bool:
    """Whether this sheet is theirs to send; who has only one must name it."""
    options = topics_of(user)
    return topic in options or (topic is None and len(options) > 1)


def name_of(user: User) -> str:
    """Who sends, as the receipt and the audit say it: two people may share a name."""
    return f"{user.name}（{user.uid}）"


def _choose(user: User) -> str | None:
    options = topics_of(user)
    every = "自动识别（按表头）" if len(options) > 1 else None
    return filters.choose("topic", "报送哪张表", options, every=every)


def _files(topic: str | None) -> None:
    place = f"upload_files_{st.session_state.get(ROUND, 0)}"
    st.file_uploader(
        f"选择文件（.xlsx 或 .csv，可一次选多个，最多 {MOST_FILES} 个）",
        type=["xlsx", "csv"],
        accept_multiple_files=True,
        max_upload_size=UPLOAD.content // MEGABYTE,
        key=place,
    )
    chosen = len(st.session_state.get(place) or [])
    st.button(
        "报送" if not chosen else f"报送（{chosen} 个文件）",
        type="primary",
        disabled=not chosen,
        on_click=_send,
        args=(place, topic),
        key="upload_send",
    )


def _send(place: str, topic: str | None) -> None:
    """The button was clicked. The import runs in its own thread: a click elsewhere or a closed tab leaves it whole."""
    user = require("upload", "send")
    files = [(file.name, file.getvalue()) for file in (st.session_state.get(place) or [])[:MOST_FILES]]
    if not files or not may_send(user, topic):
        return
    reporter = Reporter(name=name_of(user), scope=user.scope, role=user.role)
    now = clock.now().astimezone(clock.SHANGHAI)
    sent = delivery.send(open_store.store(), open_store.region(), files, reporter=reporter, now=now, topic=topic)
    sent.wait(WAIT_SECONDS)
    st.session_state[SENT] = sent
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1  # an empty box for the next files


def _guide(user: User, topic: str | None) -> None:
    shown = [topic] if topic else list(topics_of(user))
    ready = [one for one in shown if one in PREFILLED]
    if ready:
        st.markdown("**预填表**")
        st.caption("已填好编号和日期，旁边印着上次的数和往常范围，填好即可报送。")
        with st.container(horizontal=True):
            for one in ready:
                day = periods(open_store.region(), one, clock.today(), running=False)[0]
                export_link(user, "upload", "prefilled", label=f"{SHEETS[one].title}（{owed.label_of(one, day)}）",
                            in_a_row=True, topic=one, on=day.isoformat())  # fmt: skip
    with st.expander(f"空白表（{len(shown)} 张）", expanded=not ready):
        st.caption("表头、单位和下拉选项与系统一致。已有的表只要表头写明即可，单位按表头所印换算。")
        with st.container(horizontal=True):
            for one in shown:
                export_link(user, "upload", "template", label=SHEETS[one].title, in_a_row=True, topic=one)
    for one in shown if topic else []:
        st.caption(f"报送要求：{SHEETS[one].cadence}")


def _answer(user: User) -> None:
    sent = st.session_state.get(SENT)
    if sent is None:
        return
    st.subheader("报送结果", anchor=False)
    if not sent.done:
        _progress()
        return
    accepted = answers.show(user, sent)
    if accepted:
        at = reads.as_of()
        until = f"目前页面数据截至 {number.day(at.day)}" if at.day else "目前尚未评估"
        st.info(f"数据已入库。指标、信号和预警以每日评估为准，下一次评估后更新；{until}。")
        evaluation.offer(user, "upload")


@st.fragment(run_every=1.0)
def _progress() -> None:
    """How far the files are; when they are through, the whole page is run again."""
    require("upload")
    sent = st.session_state.get(SENT)
    if sent is None or sent.done:
        st.rerun()
    st.progress(
        len(sent.outcomes) / sent.files, text=f"正在核对并入库：第 {len(sent.outcomes) + 1}/{sent.files} 个文件…"
    )
    st.caption("可以离开本页：文件会整份入库或整份不入库，结果见下方报送记录。")


@export("upload", "template", title="空白表")
def template_file(user: User, *, topic: str | None = None) -> File:
    """The sheet to fill in."""
    if topic not in topics_of(user):
        raise NotExportable(str(topic))
    sheet = SHEETS[topic]
    return File(filename=f"{sheet.title}（空白表）.xlsx", content=template(sheet, open_store.region()), rows=0)


@export("upload", "prefilled", title="预填表", of_now=True)
def prefilled_file(user: User, *, topic: str | None = None, on: str | None = None) -> File:
    """The sheet of one day with what is known filled in; of the reader's own rows only."""
    if topic not in topics_of(user) or topic not in PREFILLED:
        raise NotExportable(str(topic))
    try:
        day = dt.date.fromisoformat(on or "")
    except ValueError:
        raise NotExportable(str(on)) from None
    sheet, region = SHEETS[topic], open_store.region()
    with open_store.store().reading() as conn:
        rows = rows_owed(conn, sheet, region, scope=user.scope, day=day)
    unit = _unit(user)
    content = prefilled(sheet, region, rows, day=day, unit=unit)
    return File(filename=f"{sheet.title}_{unit}_{day.isoformat()}（预填）.xlsx", content=content, rows=len(rows))


def _unit(user: User) -> str:
    if user.scope.enterprise is not None:
        return user.scope.enterprise
    counties = reads.counties(user)
    return "、".join(counties.values()) if len(counties) <= 2 else open_store.region().name


@export("upload", "marked", title="标注后的原表")
def marked_file(user: User, *, key: str | None = None) -> File:
    """The refused workbook with every problem marked in its cell; the sender's alone."""
    outcome = delivery.refused(key or "", reporter=name_of(user))
    if outcome is None or outcome.marked is None:
        raise NotExportable("no such refusal")
    return File(
        filename=marking.filename_of(outcome.filename),
        content=outcome.marked,
        rows=len(outcome.problems),
        original=True,
    )


@export("upload", "questioned", title="标注后的原表")
def questioned_file(user: User, *, number: str | None = None) -> File:
    """The held workbook with every question marked in its cell; the sender's alone."""
    if not (number or "").isdecimal():
        raise NotExportable(str(number))
    with open_store.store().reading() as conn:
        found = held.content(conn, scope=user.scope, reporter=name_of(user), number=int(number))
    made = found and marking.marked(found[1], marking.marks_of(found[0].questions))
    if not made:
        raise NotExportable(str(number))
    return File(
        filename=marking.filename_of(found[0].filename), content=made, rows=len(found[0].questions), original=True
    )


@export("upload", "problems", title="报送问题清单")
def problems_file(user: User, *, key: str | None = None) -> pd.DataFrame:
    """The problems of a refused file, to be handed to who fills the sheet in."""
    outcome = delivery.refused(key or "", reporter=name_of(user))
    if outcome is None:
        raise NotExportable("no such refusal")
    return tables.readable(answers.problems(outcome), answers.fields(outcome))
