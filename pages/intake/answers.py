"""What a sender is told: the receipt with what was understood, or the whole table of problems."""

import pandas as pd
import streamlit as st

from data.intake import SHEETS, unserved
from data.intake.answers import Receipt
from pages.door.exports import export_link
from pages.door.identity import User
from pages.intake.delivery import Outcome, Sent
from pages.parts import matrix, number, tables
from pages.parts.literal import literal
from pages.parts.tables import Field

TITLES = {topic: sheet.title for topic, sheet in SHEETS.items()}
RECEIPT_COLUMNS = (
    matrix.Column(title="回执号", nowrap=True),
    matrix.Column(title="报表"),
    matrix.Column(title="文件"),
    matrix.Column(title="共", unit="行", align="number"),
    matrix.Column(title="新增", unit="行", align="number"),
    matrix.Column(title="更正", unit="行", align="number"),
    matrix.Column(title="未变", unit="行", align="number"),
    matrix.Column(title="数据日期", nowrap=True),
    matrix.Column(title="结果", nowrap=True),
)
PROBLEM_FIELDS = {
    "sheet": Field(title="工作表"),
    "row": Field(title="行"),
    "header": Field(title="列"),
    "found": Field(title="填写的内容"),
    "reason": Field(title="问题", width="large"),
    "advice": Field(title="怎么改", width="large"),
}
NARROW = ("工作表", "行", "列")
MOST_NOTES = 12
MOST_PROBLEMS = 60


def show(user: User, sent: Sent) -> bool:
    """Every file's answer; whether anything new was stored."""
    accepted = [one for one in sent.outcomes if one.receipt is not None]
    _summary(sent, accepted)
    if accepted:
        matrix.table(RECEIPT_COLUMNS, [_receipt_row(one.receipt) for one in accepted], key="upload_receipts")
        _notes(accepted)
    for place, outcome in enumerate(one for one in sent.outcomes if one.problems):
        _refusal(user, outcome, place)
    return any(not one.receipt.already and (one.receipt.new or one.receipt.changed) for one in accepted)


def _summary(sent: Sent, accepted: list[Outcome]) -> None:
    already = sum(one.receipt.already for one in accepted)
    stored, kept_out = len(accepted) - already, sum(bool(one.problems) for one in sent.outcomes)
    held = sum(one.held is not None for one in sent.outcomes)
    if stored:
        st.success(f"{stored} 个文件已入库。")
    if already:
        st.info(f"{already} 个文件以前已经入库，本次没有改动任何数据。")
    if held:
        st.warning(f"{held} 个文件已收下，但有数字需要先核实；答复之前不计入任何数据，请看下方“请核实”。")
    missed = {one.missed: one.filename for one in sent.outcomes if one.missed}
    if "gone" in missed:
        st.warning(f"《{literal(missed['gone'])}》已在另一个窗口答复或撤下，本次没有改动任何数据。")
    if "asked anew" in missed:
        st.warning(
            f"《{literal(missed['asked anew'])}》没有入库：疑点刚有变化（库中的数据已更新），请看过最新的疑点后再答复。"
        )
    if kept_out:
        st.error(f"{kept_out} 个文件未入库：整份文件都没有写入，请按下表修改后重新报送。")
    if sent.broken:
        missing = sent.files - len(sent.outcomes)
        why = unserved.told(sent.why) if sent.why else "系统故障，请稍后再试"
        st.error(f"{missing} 个文件没有入库：{why}。请重报这些文件；已入库的文件重报不会重复。")


def _receipt_row(receipt: Receipt) -> matrix.Row:
    return matrix.Row(
        cells=[
            receipt.receipt,
            TITLES.get(receipt.topic, receipt.topic),
            receipt.filename,
            *[f"{count:,}" for count in (receipt.rows, receipt.new, receipt.changed, receipt.unchanged)],
            _span(receipt),
            "以前已入库" if receipt.already else "已入库",
        ]
    )


def _span(receipt: Receipt) -> str:
    if receipt.first_day is None:
        return "—"
    first, last = number.day(receipt.first_day), number.day(receipt.last_day)
    return first if first == last else f"{first} 至 {last}"


def _notes(accepted: list[Outcome]) -> None:
    notes = [(one.filename, note) for one in accepted if not one.receipt.already for note in one.receipt.notes]
    if not notes:
        return
    rows = [matrix.Row(cells=[filename, note]) for filename, note in notes[:MOST_NOTES]]
    more = f"另有 {len(notes) - MOST_NOTES} 条未列" if len(notes) > MOST_NOTES else ""
    columns = (matrix.Column(title="文件"), matrix.Column(title="系统作了这样的理解，请核对"))
    matrix.table(columns, rows, key="upload_notes", foot=more)


def _refusal(user: User, outcome: Outcome, place: int) -> None:
    left, right = st.columns([7, 5], vertical_alignment="bottom")
    left.text(f"{outcome.filename}：共 {len(outcome.problems)} 处问题")
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        if outcome.marked is not None:
            export_link(user, "upload", "marked", label="下载标注后的原表", in_a_row=True, key=outcome.key)
        export_link(user, "upload", "problems", label="导出问题清单", in_a_row=True, key=outcome.key)
    if outcome.marked is not None:
        st.caption("标注后的原表：有问题的单元格标红并附批注，末尾附核对结果；其余内容不动，改好后直接重新报送。")
    shown = tables.readable(problems(outcome).head(MOST_PROBLEMS), fields(outcome))
    columns = [matrix.Column(title=title, nowrap=title in NARROW) for title in shown.columns]
    more = f"只列前 {MOST_PROBLEMS} 处，全部见问题清单" if len(outcome.problems) > MOST_PROBLEMS else ""
    rows = [matrix.Row(cells=list(row)) for row in shown.itertuples(index=False)]
    matrix.table(columns, rows, key=f"upload_problems_{place}", foot=more, heads=False)


def problems(outcome: Outcome) -> pd.DataFrame:
    """The problems as a table: sheet, row, header, found, reason, advice."""
    rows = [
        (one.sheet, "" if one.row is None else str(one.row), one.header, one.found, one.reason, one.advice)
        for one in outcome.problems
    ]
    return pd.DataFrame(rows, columns=list(PROBLEM_FIELDS))


def fields(outcome: Outcome) -> dict[str, Field]:
    """The columns of the problems; a file without worksheets shows none."""
    named = any(one.sheet for one in outcome.problems)
    return {name: field for name, field in PROBLEM_FIELDS.items() if named or name != "sheet"}
