"""请核实: the files that wait for an answer, and the answer: "confirmed, because ...", or a corrected file instead."""

import streamlit as st

from data.intake import SHEETS
from data.intake.answers import Reporter
from data.intake.crossings import TITLES
from data.intake.history import LONGEST_ANSWER
from data.intake.holding import NotHeld, withdraw
from data.intake.lasting import LASTING, MONTHS, UntilFurtherNotice, last_day
from data.store import held
from pages.door import clock, open_store
from pages.door.exports import export_link
from pages.door.session import User, require
from pages.intake import delivery
from pages.parts import matrix, number
from pages.parts.literal import literal

WAIT_SECONDS = 3
MOST_FILES = 5
MOST_QUESTIONS = 12  # with a reason of their own; the rest share one
MOST_SHOWN = 60
TOLD = "held_told"
ASKED_ANEW = "没有入库：这份文件的疑点刚有变化（库中的数据已更新）。请看过最新的疑点后再答复。"
KINDS = {
    "unit_slip": "疑似单位错",
    "outlier": "与往常相差很大",
    "last_day_jump": "集中在月末最后一天",
    "copied": "疑似照抄上期",
    "round": "整数过多",
    "balance": "库存与进出不平",
    **TITLES,
}
NUMBER = matrix.Column(title="序号", align="number")
ROW, LINE = matrix.Column(title="行", align="number"), matrix.Column(title="填报对象", nowrap=True)
COLUMNS = (
    matrix.Column(title="列", nowrap=True),
    matrix.Column(title="填写的数", align="number"),
    matrix.Column(title="疑点", nowrap=True),
    matrix.Column(title="为什么问"),
)


def show(user: User, reporter: str, sent_key: str) -> None:
    """Every file of this reporter that waits for an answer; nothing where there is none."""
    if told := st.session_state.pop(TOLD, None):
        st.warning(told)
    with open_store.store().reading() as conn:
        files = held.waiting(conn, scope=user.scope, reporter=reporter)
    if not files:
        return
    st.subheader(f"请核实（{len(files)} 个文件）", anchor=False)
    st.caption("系统只是提问，不改数字。数字无误的，写明原因后入库；有误的，撤下本文件，改正原表后重新报送。")
    for file in files[:MOST_FILES]:
        _one(user, file, reporter, sent_key)
    if len(files) > MOST_FILES:
        st.caption(f"另有 {len(files) - MOST_FILES} 个文件待核实，答复以上文件后显示。")


def _one(user: User, file: held.HeldFile, reporter: str, sent_key: str) -> None:
    several, form = len(file.questions) > 1, any("line" in asked for asked in file.questions)
    with st.container(border=True):
        st.text(f"《{SHEETS[file.topic].title}》 {file.filename}　{number.stamp(file.held_at)} 收到，尚未入库")
        rows = [
            matrix.Row(cells=[str(n), _place(q, form=form), q["header"], q["found"], KINDS[q["kind"]], q["reason"]])
            for n, q in enumerate(file.questions, 1)
        ]
        columns = (NUMBER, LINE if form else ROW, *COLUMNS)
        matrix.table(columns, rows[:MOST_SHOWN], key=f"held_{file.id}", foot=_more(len(rows)))
        st.text_input(
            "数字无误，原因是（适用于全部）" if several else "数字无误，原因是",
            key=f"because_{file.id}", max_chars=LONGEST_ANSWER, placeholder="例如：新到货集中入库，已与入库单核对",
        )  # fmt: skip
        if several:
            _single(file, form=form)
        _how_long(file)
        with st.container(horizontal=True):
            st.button("确认无误，入库", key=f"held_confirm_{file.id}", type="primary", on_click=_confirm,
                      args=(file.id, file.mark, reporter, sent_key))  # fmt: skip
            st.button("有误，撤下本文件", key=f"held_withdraw_{file.id}", on_click=_withdraw,
                      args=(file.id, reporter))  # fmt: skip
            export_link(user, "upload", "questioned", label="下载标注后的原表", number=file.id)


def _place(asked: dict, *, form: bool) -> str:
    """Where a question stands: the line of a form, the row of a file."""
    return asked.get("line") or (f"第{asked['row']}行" if form else str(asked["row"]))


def _single(file: held.HeldFile, *, form: bool) -> None:
    with st.expander("逐条填写原因"):
        for n, one in enumerate(file.questions[:MOST_QUESTIONS], 1):
            where = _place(one, form=form) if form else f"第 {one['row']} 行"
            st.text_input(f"{n}．{literal(where)}“{literal(one['header'])}”填写 {literal(one['found'])}，原因是",
                          key=f"because_{file.id}_{n}", max_chars=LONGEST_ANSWER)  # fmt: skip


def _how_long(file: held.HeldFile) -> None:
    """Where two tables count differently by definition, the reason may hold for months."""
    lasting = list(dict.fromkeys(KINDS[one["kind"]] for one in file.questions if one["kind"] in LASTING))
    if not lasting:
        return
    today = clock.today()
    st.selectbox(
        f"“{'”“'.join(lasting)}”的原因管多久", [0, *MONTHS], key=f"until_{file.id}",
        format_func=lambda months: (
            f"{months} 个月内有效（至 {last_day(today, months)}），期间不再询问" if months else "只说明这一次"
        ),
        help="两张表口径长期不同的才选；相差明显扩大时仍会询问。有效期内列在“数据报送”页的“长期有效的说明”，可以撤销。",
    )  # fmt: skip


def _answer_to(asked: dict, reason: str, months: object) -> str | UntilFurtherNotice:
    """A reason with its last day, where this kind of question may have one; the browser only chose among ours."""
    if reason and asked["kind"] in LASTING and months in MONTHS:
        return UntilFurtherNotice(reason, last_day(clock.today(), months))
    return reason


def _more(count: int) -> str:
    return f"共 {count} 处，只列前 {MOST_SHOWN} 处" if count > MOST_SHOWN else ""


def _reporter(user: User, name: str) -> Reporter:
    return Reporter(name=name, scope=user.scope, role=user.role)


def _confirm(file_id: int, mark: str, name: str, sent_key: str) -> None:
    """The button was clicked: what was asked is our own copy; only the reasons come from the browser.

    ``mark`` is of the questions that stood on this screen.
    """
    user = require("upload", "send")
    with open_store.store().reading() as conn:
        found = held.content(conn, scope=user.scope, reporter=name, number=file_id)
    if found is None:
        st.session_state[TOLD] = _fate(user, file_id, name)
        return
    file, _ = found
    if file.mark != mark:
        st.session_state[TOLD] = ASKED_ANEW
        return
    every = _typed(f"because_{file_id}")
    months = st.session_state.get(f"until_{file_id}")
    because = {
        q["key"]: _answer_to(q, _typed(f"because_{file_id}_{n}") or every, months)
        for n, q in enumerate(file.questions, 1)
    }
    if not all(because.values()):
        st.session_state[TOLD] = "还没有写明原因：每一处都要有原因才能入库。"
        return
    sent = delivery.answered(
        open_store.store(), open_store.region(), file_id, file.filename, because=because, mark=mark,
        reporter=_reporter(user, name), now=clock.now().astimezone(clock.SHANGHAI),
    )  # fmt: skip
    sent.wait(WAIT_SECONDS)
    st.session_state[sent_key] = sent


def _typed(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def _withdraw(file_id: int, name: str) -> None:
    user = require("upload", "send")
    try:
        withdraw(open_store.store(), file_id, reporter=_reporter(user, name), now=clock.now())
    except NotHeld:
        st.session_state[TOLD] = _fate(user, file_id, name)
    else:
        st.session_state[TOLD] = "文件已撤下，没有计入任何数据。请改正原表后重新报送。"


def _fate(user: User, file_id: int, name: str) -> str:
    """What became of a file that waits no longer, whoever was faster."""
    with open_store.store().reading() as conn:
        file = held.fate(conn, scope=user.scope, reporter=name, number=file_id)
    if file is None:
        return "没有这份待核实的文件。"
    if file.status == "stored":
        return f"《{file.filename}》已在另一个窗口答复并入库，回执 {file.receipt}；您这一次没有改动任何数据。"
    if file.status == "withdrawn":
        return f"《{file.filename}》已在另一个窗口撤下，没有计入任何数据；您这一次没有改动任何数据。"
    return ASKED_ANEW
