"""审核签发: what waits for a step, what one submission says, and the steps its reader may take."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake import SHEETS, signoff
from data.intake.approval import NEEDS_A_REASON, WORDS, Signer, Step, open_to
from data.intake.signing import LONGEST_REASON
from data.store import batches, held, submissions
from pages import reads
from pages.door import clock, open_store
from pages.door.exports import File, NotExportable, export, export_link
from pages.door.session import User, require
from pages.intake import approval_steps
from pages.intake.standing_words import period, status_text
from pages.parts import filters, links, matrix, number, tables
from pages.parts.matrix import Cell, Column, Row

RECENT_DAYS = 92
SHOWN_ROWS = 200
FEW_ROWS = 12
VIEWS = {"open": "待办", "held": "待核实", "issued": "已签发", "returned": "已退回", "withdrawn": "已撤回"}
COLUMNS = (
    Column(title="回执号", nowrap=True),
    Column(title="报表"),
    Column(title="县（市）", nowrap=True),
    Column(title="数据日期", nowrap=True),
    Column(title="填报人"),
    Column(title="收到", nowrap=True),
    Column(title="有效", unit="行", align="number"),
    Column(title="状态", nowrap=True),
)
HELD_COLUMNS = (
    Column(title="报表"),
    Column(title="文件"),
    Column(title="填报人"),
    Column(title="县（市）", nowrap=True),
    Column(title="收到", nowrap=True),
    Column(title="待核实", unit="处", align="number"),
    Column(title="第一处疑点"),
)


def page() -> None:
    """The list, and below it the one chosen."""
    user = require("approval")
    st.title("审核签发", anchor=False)
    approval_steps.tell_outcome()
    st.caption(
        "填报 → 审核（县级）→ 签发（州级部门）。未签发的数据先行使用，标“暂”或“初步”；"
        "审核时数据不会变动：对方另报新版本的，原件自动失效，须重新审核。"
    )
    at = reads.as_of()
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        view = filters.switch("view", "状态", VIEWS, hidden=True)
    counties = reads.counties(user)
    with right:
        county = filters.county(counties, whole=user.scope.whole)
    if view == "held":
        _held(user, counties, county)
        return
    since = dt.datetime.combine((clock.now() - dt.timedelta(days=RECENT_DAYS)).date(), dt.time(), dt.UTC)
    statuses = submissions.OPEN if view == "open" else (view,)
    found = reads.submissions(user, at, statuses=statuses, since=None if view == "open" else since)
    found = found[(found["by_rule"] == 0) | (found["status"] == "withdrawn")]
    if county is not None:
        found = found[found["county"] == county]
    chosen = _chosen(user)
    _list(found, counties, view, chosen)
    if chosen is not None:
        _one(user, chosen)


def signer_of(user: User) -> Signer:
    """The reader as who takes a step."""
    return Signer(uid=user.uid, name=user.name, role=user.role, scope=user.scope, duties=user.duties)


def _chosen(user: User) -> dict | None:
    said = filters.numbered(st.query_params.get("submission"))
    if said is None:
        return None
    with open_store.store().reading() as conn:
        return submissions.get(conn, scope=user.scope, submission=said)


def _list(found: pd.DataFrame, counties: dict[str, str], view: str, chosen: dict | None) -> None:
    rows = [_row(one, counties, view, chosen) for one in found.head(SHOWN_ROWS).itertuples()]
    more = f"只列最近 {SHOWN_ROWS} 份" if len(found) > SHOWN_ROWS else ""
    empty = "没有待审核、待签发的报表" if view == "open" else f"近 {RECENT_DAYS} 天没有{VIEWS[view]}的报表"
    links.follow(matrix.table(COLUMNS, rows, key="approval_list", empty=empty, foot=more, caption="点回执号看内容"))


def _held(user: User, counties: dict[str, str], county: str | None) -> None:
    """Files that wait for their senders' answers: they count for nothing, and somebody should ask."""
    with open_store.store().reading() as conn:
        found = held.open_files(conn, scope=user.scope)
    here = [(file, places) for file, places in found if county is None or county in places]
    rows = [
        Row(cells=[
            SHEETS[file.topic].title, file.filename, file.reporter,
            "、".join(counties[place] for place in sorted(places) if place in counties) or "—",
            number.stamp(file.held_at), str(len(file.questions)), file.questions[0]["reason"],
        ])
        for file, places in here[:SHOWN_ROWS]
    ]  # fmt: skip
    st.caption("收到但有疑点、等填报人核实的文件；核实前不计入任何数据。请按名单电话催办。")
    matrix.table(HELD_COLUMNS, rows, key="approval_held", empty="没有待核实的文件")


def _row(one, counties: dict[str, str], view: str, chosen: dict | None) -> Row:
    here = links.to("approval", submission=one.submission, view=None if view == "open" else view)
    number_cell = Cell(text=one.receipt, href=here, strong=True)
    place = counties.get(one.county, "多县市") if isinstance(one.county, str) else "多县市"
    cells = [
        number_cell, SHEETS[one.topic].title, place, period(one.first_day, one.last_day), one.reporter,
        number.stamp(one.received_at), f"{one.rows:,}", status_text(one.status, one.replaced_by),
    ]  # fmt: skip
    return Row(cells=cells, chosen=chosen is not None and chosen["submission"] == one.submission)


def _one(user: User, row: dict) -> None:
    sheet = SHEETS[row["topic"]]
    with open_store.store().reading() as conn:
        columns, rows = batches.rows(conn, row["fact"], row["source_file"], limit=SHOWN_ROWS)
    words = signoff.words_of(sheet, open_store.region())
    shown = pd.DataFrame(
        signoff.printed_rows(sheet, columns, rows, words), columns=signoff.headings(sheet, columns), dtype=object
    )
    with st.container(border=True):
        st.subheader(f"{sheet.title} · {row['receipt']}", anchor=False)
        st.text(f"{status_text(row['status'], row['replaced_by'])}    第 {row['revision']} 稿    {_trail(row)}")
        if row["reason"]:
            st.text(f"理由：{row['reason']}")
        fields = {name: tables.Field(title=name) for name in shown.columns}
        tables.listing(
            shown, fields, key=f"approval_rows_{row['submission']}", alt="报表内容", empty="没有生效的数据行"
        )
        if len(rows) == SHOWN_ROWS:
            st.caption(f"只列前 {SHOWN_ROWS} 行；签发单列全部。")
        if row["fingerprint"]:
            st.caption(f"数据指纹（SHA-256）：{row['fingerprint']}")
        _steps(user, row)


def _trail(row: dict) -> str:
    parts = [f"填报 {row['reporter']} {number.stamp(row['received_at'])}"]
    if row["reviewed_by"]:
        parts.append(f"审核 {row['reviewed_by']} {number.stamp(row['reviewed_at'])}")
    if row["issued_by"]:
        parts.append(f"签发 {row['issued_by']} {number.stamp(row['issued_at'])}")
    return " → ".join(parts)


def _steps(user: User, row: dict) -> None:
    steps = open_to(row["status"], signer=signer_of(user), reporter=row["reporter"])
    if any(step in NEEDS_A_REASON for step in steps):
        st.text_input("退回、撤回的理由（必填）", key=approval_steps.reason_key(row["submission"]),
                      max_chars=LONGEST_REASON)  # fmt: skip
    with st.container(horizontal=True):
        for step in steps:
            st.button(
                WORDS[step],
                key=f"approval_{step.value}",
                type="primary" if step in (Step.REVIEW, Step.ISSUE) else "secondary",
                on_click=approval_steps.take_clicked,
                args=(row["submission"], row["revision"], step),
            )
        export_link(user, "approval", "sign_off", label="签发单（打印）", receipt=row["receipt"])
    if not steps and row["status"] in submissions.OPEN:
        st.caption("您不能办理这一步：审核须有审核职责且不是填报人本人，签发须由州级部门有签发职责的人员办理。")


@export("approval", "sign_off", title="签发单")
def sign_off_file(user: User, *, receipt: str | None = None) -> File:
    """The sheet to print and stamp."""
    with open_store.store().reading() as conn:
        row = submissions.of_receipt(conn, scope=user.scope, receipt=receipt or "")
        if row is None:
            raise NotExportable(str(receipt))
        mark = row["fingerprint"] or batches.fingerprint(conn, row["fact"], row["source_file"])
        columns, rows = batches.rows(conn, row["fact"], row["source_file"], limit=signoff.MOST_ROWS)
        answers = held.confirmed(conn, scope=user.scope, receipt=row["receipt"])
    sheet, region = SHEETS[row["topic"]], open_store.region()
    names = dict(zip(region.counties["county"], region.counties["name"]))
    signed = signoff.Signed(
        receipt=row["receipt"], unit=names.get(row["county"], region.name), status=row["status"], fingerprint=mark,
        period=period(row["first_day"], row["last_day"]), reporter=row["reporter"],
        received=number.stamp(row["received_at"]), reviewer=row["reviewed_by"] or "",
        reviewed=number.stamp(row["reviewed_at"]), issuer=row["issued_by"] or "", issued=number.stamp(row["issued_at"]),
        confirmations=tuple((f"{one['header']} {one['found']}：{one['reason']}", one["because"]) for one in answers),
        mark=f"{'演示数据 ' if open_store.demo() else ''}{user.name} {number.stamp(clock.now())} 导出",
    )  # fmt: skip
    content = signoff.sign_off(sheet, signed, columns, rows, signoff.words_of(sheet, region))
    return File(filename=f"{sheet.title}签发单_{row['receipt']}.xlsx", content=content, rows=len(rows))
