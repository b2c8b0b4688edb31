"""What 在线填报 tells of a form: what moved on below it, what was found at which cell, its drafts and receipts."""

import datetime as dt
from collections.abc import Iterable

import streamlit as st

from data.intake import SHEETS
from data.intake.answers import Problem
from data.intake.forms import Moved, names_of
from data.store import drafts, submissions
from data.store.drafts import Draft
from pages.door import clock, open_store
from pages.door.session import User
from pages.intake import answers, form_steps, questions
from pages.intake.form_steps import SENT, Opened
from pages.intake.owed import label_of
from pages.parts import links, matrix, number
from pages.parts.literal import literal
from pages.response import alert_names

RECENT_DAYS = 92
MOST_TOLD = 8
STATUSES = {"open": "◌ 草稿（未报送）", "sent": "● 已报送", "discarded": "⊘ 已作废"}
CAME_BACK = {"returned": "↩ 已退回，待修改", "withdrawn": "⊘ 已撤回"}
_WHERE = (
    matrix.Column(title="填报对象", nowrap=True),
    matrix.Column(title="列", nowrap=True),
    matrix.Column(title="填写的内容"),
)
PROBLEM_COLUMNS = (*_WHERE, matrix.Column(title="问题"), matrix.Column(title="怎么改"))
DOUBT_COLUMNS = (*_WHERE, matrix.Column(title="疑点"), matrix.Column(title="为什么问"))
DRAFT_COLUMNS = (
    matrix.Column(title="报表"),
    matrix.Column(title="填报单位", nowrap=True),
    matrix.Column(title="期间", nowrap=True),
    matrix.Column(title="状态", nowrap=True),
    matrix.Column(title="最近保存", nowrap=True),
    matrix.Column(title="保存人"),
    matrix.Column(title="回执号", nowrap=True),
)


def moved_on(opened: Opened) -> None:
    """What changed since the draft was saved: its template, its lines, the figures beside its cells."""
    if opened.source is None:
        return
    if opened.source.template != opened.form.version:
        st.warning("起草之后表样已更新，下面是新表样；原来填的内容已对应到新表，请逐格看过再报送。")
    if opened.homeless:
        st.warning(f"新表样或名录中没有位置、因此未带入的内容：{literal('、'.join(opened.homeless[:MOST_TOLD]))}")
    if opened.moved:
        lines = "；".join(map(_moved, opened.moved[:MOST_TOLD]))
        more = f"等 {len(opened.moved)} 处" if len(opened.moved) > MOST_TOLD else ""
        st.warning(f"起草之后，参照的数据有了变化：{literal(lines)}{more}。您填的数没有改动，请核对后再报送。")


def _moved(one: Moved) -> str:
    what = "本期已报" if one.stored else "上次"
    return f"{one.name}“{one.header}”{what} {one.then or '（无）'}，现为 {one.now or '（无）'}"


def checked(opened: Opened) -> None:
    """The answer of the last check: every problem at its cell's name, or every question, or that it is fit to send."""
    found = opened.found
    if found is None:
        return
    if found.problems:
        st.error(f"核对发现 {len(found.problems)} 处问题，改正后才能入库：")
        _problems(opened, found.problems, key="form_checked")
        return
    if found.doubts:
        st.warning(f"没有错误；有 {len(found.doubts)} 处与往常不同，报送后请写明原因：")
        names = names_of(opened.form, opened.cells)
        rows = [
            matrix.Row(cells=[names[one.row], one.header, one.found, questions.KINDS[one.kind], one.reason])
            for one in found.doubts
        ]
        matrix.table(DOUBT_COLUMNS, rows, key="form_doubts")
    else:
        st.success(f"核对通过：{found.rows} 行，没有问题，可以报送。")
    for note in found.notes:
        st.caption(literal(note))


def outcome(user: User, opened: Opened) -> None:
    """What came of sending: the receipt, or the problems that kept it out."""
    sent = st.session_state.get(SENT)
    if sent is None:
        return
    if not sent.done:
        st.info("正在核对并入库…可以离开本页，结果见下方“我的草稿与回执”。")
        return
    st.subheader("报送结果", anchor=False)
    refused = [problem for one in sent.outcomes for problem in one.problems]
    if refused:
        st.error(f"没有入库：有 {len(refused)} 处问题，草稿仍在，改正后再报送。")
        _problems(opened, refused, key="form_problems")
    else:
        answers.show(user, sent)


def _problems(opened: Opened, problems: Iterable[Problem], *, key: str) -> None:
    names = names_of(opened.form, opened.cells)
    rows = [
        matrix.Row(cells=[names.get(one.row, "整张表"), one.header or "—", one.found or "空", one.reason, one.advice])
        for one in problems
    ]
    matrix.table(PROBLEM_COLUMNS, rows, key=key)


def drafts_and_receipts(user: User) -> None:
    """The drafts of this account and its unit, each with the receipt it was sent under."""
    st.subheader("我的草稿与回执", anchor=False)
    since = clock.wall() - dt.timedelta(days=RECENT_DAYS)
    with open_store.store().reading() as conn:
        found = drafts.mine(conn, scope=user.scope, uid=user.uid, since=since)
        back = submissions.listing(conn, scope=user.scope, statuses=tuple(CAME_BACK), since=since)
    empty = f"近 {RECENT_DAYS} 天没有草稿"
    people = alert_names.people()
    statuses = dict(zip(back["receipt"], back["status"]))
    rows = [_draft(one, people, statuses.get(one.receipt)) for one in found]
    links.follow(matrix.table(DRAFT_COLUMNS, rows, key="form_drafts", empty=empty, caption="点报表接着填"))


def _draft(one: Draft, people: dict[str, str], came_back: str | None) -> matrix.Row:
    here = links.to("forms", topic=one.topic, county=one.county, period=one.day.isoformat())
    cells = [
        matrix.Cell(text=SHEETS[one.topic].title, href=here), form_steps.unit_name(one.place),
        label_of(one.topic, one.day), CAME_BACK.get(came_back, STATUSES[one.status]), number.stamp(one.saved_at),
        people.get(one.saved_by, one.saved_by), one.receipt or "—",
    ]  # fmt: skip
    return matrix.Row(cells=cells)
