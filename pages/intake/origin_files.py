"""The files behind a figure: who sent them and when, their hash, the questions answered, and who approved them."""

import pandas as pd
import streamlit as st

from data.intake import SHEETS
from data.intake.approval import STATUSES
from data.store import files as stored_files
from data.store import held, submissions
from pages.door import open_store
from pages.door.session import User
from pages.parts import matrix, number
from pages.parts.matrix import Column, Row
from pages.parts.personal import masked_name

FILES = (
    Column(title="回执号", nowrap=True), Column(title="报表", nowrap=True), Column(title="文件"),
    Column(title="报送人", nowrap=True), Column(title="收到", nowrap=True), Column(title="审批", width="11em"),
    Column(title="文件校验值（SHA-256）"),
)  # fmt: skip
ANSWERS = (
    Column(title="回执号", nowrap=True), Column(title="疑点"), Column(title="填写的数", align="number"),
    Column(title="答复：确认无误，因为"), Column(title="答复人", nowrap=True), Column(title="时间", nowrap=True),
)  # fmt: skip
READ = (Column(title="回执号", nowrap=True), Column(title="收到时系统作了这样的理解"))
MOST_FILES = 10
OTHERS = "含其他县市数据，文件信息由州级部门掌握"


def files(user: User, rows: pd.DataFrame, *, full: bool) -> None:
    """Each file once, the newest first, then the answers that were stored with them."""
    st.subheader("来源文件与审批", anchor=False)
    found = rows.drop_duplicates("receipt").sort_values("received_at", ascending=False)
    named = str if full else masked_name
    lines, answers, read = [], [], []
    with open_store.store().reading() as conn:
        for one in found.head(MOST_FILES).itertuples(index=False):
            standing = submissions.of_receipt(conn, scope=user.scope, receipt=one.receipt)
            lines.append(_file(one, standing, named))
            for said in held.confirmed(conn, scope=user.scope, receipt=one.receipt):
                answers.append(_answer(one.receipt, said, named))
            told = stored_files.interpreted(conn, scope=user.scope, receipt=one.receipt)
            read += [Row(cells=[one.receipt, line]) for line in told]
    foot = f"只列最近 {MOST_FILES} 个文件，共 {len(found)} 个" if len(found) > MOST_FILES else ""
    matrix.table(FILES, lines, key="origin_files", heads=False, foot=foot, empty="没有来源文件")
    st.subheader("读取时的理解", anchor=False)
    matrix.table(READ, read, key="origin_read", heads=False, empty="这些文件按原样读取，没有另作理解")
    st.subheader("请核实的答复", anchor=False)
    matrix.table(ANSWERS, answers, key="origin_answers", heads=False, empty="这些文件没有需要核实的疑点")


def _file(one, standing: dict | None, named) -> Row:
    title = SHEETS[one.topic].title
    if number.absent(one.sha256):
        return Row(cells=[one.receipt, title, OTHERS, "—", number.stamp(one.received_at), "—", "—"])
    cells = [one.receipt, title, one.filename, named(one.reporter), number.stamp(one.received_at),
             _trail(standing, named), _grouped(one.sha256)]  # fmt: skip
    return Row(cells=cells)


def _grouped(sha256: str) -> str:
    """In groups that break over lines and can be read aloud."""
    return " ".join(sha256[i : i + 16] for i in range(0, len(sha256), 16))


def _trail(standing: dict | None, named) -> str:
    """填报 → 审核 → 签发, each with who and when; what nobody is asked to approve says so."""
    if standing is None:
        return "—"
    parts = [STATUSES[standing["status"]]]
    if standing["by_rule"]:
        parts = ["按规定无须审批"]
    for word, step in (("审核", "reviewed"), ("签发", "issued")):
        if standing[f"{step}_by"]:
            parts.append(f"{word} {named(standing[f'{step}_by'])} {number.stamp(standing[f'{step}_at'])}")
    if standing["reason"]:
        who, _, why = standing["reason"].partition("：")
        parts.append(f"理由：{why or who}")
    return "；".join(parts)


def _answer(receipt: str, said: dict, named) -> Row:
    cells = [receipt, f"{said['header']}：{said['reason']}", said["found"], said["because"],
             named(said["answered_by"]), number.stamp(said["answered_at"])]  # fmt: skip
    return Row(cells=cells)
