"""长期有效的说明: the reasons that hold until a day, whose they are, and the way to take one back."""

import streamlit as st

from data.intake import SHEETS
from data.intake.crossings import TITLES
from data.intake.lasting import NotHolding, revoke
from data.store import lasting
from pages import reads
from pages.door import clock, open_store
from pages.door.session import User, require
from pages.parts import matrix, number
from pages.parts.literal import literal
from pages.registry import may

TOLD, CHOSEN = "lasting_told", "lasting_chosen"
COLUMNS = (
    matrix.Column(title="序号", align="number", nowrap=True),
    matrix.Column(title="报表", nowrap=True),
    matrix.Column(title="县（市）", nowrap=True),
    matrix.Column(title="对象", nowrap=True),
    matrix.Column(title="疑点", nowrap=True),
    matrix.Column(title="说明时的情况"),
    matrix.Column(title="原因"),
    matrix.Column(title="说明人", nowrap=True),
    matrix.Column(title="说明日期", nowrap=True),
    matrix.Column(title="有效至", nowrap=True),
)


def show(user: User) -> None:
    """Those of the reader's counties; nothing where there is none."""
    if told := st.session_state.pop(TOLD, None):
        st.info(told)
    with open_store.store().reading() as conn:
        standing = lasting.listing(conn, scope=user.scope, on=clock.today())
    if not standing:
        return
    st.subheader(f"长期有效的说明（{len(standing)} 条）", anchor=False)
    st.caption("两张表口径不同造成的疑点，到期前不再逐月询问；相差明显扩大、到期或撤销后会再问。")
    counties = reads.counties(user)
    rows = [matrix.Row(cells=[str(n), *_cells(one, counties)]) for n, one in enumerate(standing, 1)]
    matrix.table(COLUMNS, rows, key="lasting_list")
    if may(user.role, "upload", "send"):
        _revoking(standing)


def _cells(one: lasting.LastingAnswer, counties: dict[str, str]) -> list[str]:
    return [
        SHEETS[one.topic].title, counties.get(one.county, one.county), _subject(one), TITLES[one.kind],
        f"“{one.header}”填 {one.found}，{one.reason}", one.because, one.given_by, number.stamp(one.given_at),
        str(one.until),
    ]  # fmt: skip


def _subject(one: lasting.LastingAnswer) -> str:
    """What of the county it is: a kind of entity, or a target of the plan."""
    part = one.subject.removeprefix(f"{one.county}:")
    region = open_store.region()
    kinds = dict(zip(region.kinds["kind"], region.kinds["name"]))
    targets = dict(zip(region.measure_targets["target"], region.measure_targets["title"]))
    return kinds.get(part) or targets.get(part) or part


def _revoking(standing: list[lasting.LastingAnswer]) -> None:
    words = {one.id: f"第 {n} 条：{literal(one.because)}" for n, one in enumerate(standing, 1)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("撤销哪一条", list(words), format_func=words.get, key=CHOSEN, width=420)
        st.button("撤销这条说明", on_click=_revoke, key="lasting_revoke")


def _revoke() -> None:
    """The button was clicked; whose answer it is, the store looks up within the reader's scope."""
    user = require("upload", "send")
    chosen = st.session_state.get(CHOSEN)
    try:
        revoke(open_store.store(), int(chosen or 0), scope=user.scope, by=f"{user.name}（{user.uid}）", now=clock.now())
    except NotHolding:
        st.session_state[TOLD] = "这条说明已到期或已在另一个窗口撤销。"
    else:
        st.session_state[TOLD] = "说明已撤销，已记入操作日志；下一次报送时会重新询问。"
