"""操作日志: who did what and who took what away, with the chain that shows tampering; and who may do what."""

import datetime as dt
import json

import pandas as pd
import streamlit as st

from data.store import events
from pages.door import attempts, clock
from pages.door.exports import export, export_link
from pages.door.identity import User
from pages.door.open_store import region, store
from pages.door.session import require
from pages.parts import filters, number
from pages.parts.tables import Field, listing, readable
from pages.registry import PAGES, ROLES
from pages.response import case_words, problem_words
from pages.situation import price_reports

SHOWN, MOST_EXPORTED = 500, 50_000
KINDS = {
    "login": ("登录与账号", ("account", "api_token")),
    "read": ("导出与查看", ("export", "reveal")),
    "send": ("报送", ("source_file", "file", "held_file", "lasting_answer", "draft", "price_report")),
    "sign": ("审核签发", ("submission",)),
    "alert": ("预警与处置件", ("alert", "case", "plan")),
    "problem": ("问题需求", ("problem",)),
    "work": ("评估与推演", ("run", "scenario")),
    "attempt": ("越权尝试", (attempts.MESSAGE, attempts.PAGE, attempts.CELLS)),
}
SPANS = {"0": "全部", "7": "近 7 天", "30": "近 30 天", "180": "近 180 天"}
ACTIONS = {
    "sign_in": "登录", "sign_out": "退出", "sign_in_refused": "登录被拒", "change_password": "修改密码",
    "create_account": "建立账号", "change_account": "修改账号", "disable_account": "停用账号",
    "enable_account": "启用账号", "reset_password": "重置密码", "end_sessions": "结束登录",
    "issue_token": "签发接口令牌", "revoke_token": "吊销接口令牌", "export": "导出", "reveal": "查看完整电话",
    "receive_file": "收到报表", "refuse_file": "拒收报表", "submission.review": "审核通过", "submission.issue": "签发",
    "submission.return": "退回", "submission.withdraw": "撤回", "begin_draft": "起草填报", "discard_draft": "作废草稿",
    "hold_file": "存疑待核实", "withdraw_held": "撤回待核实", "revoke_lasting": "撤销长期说明", "evaluate": "启动评估",
    "attempt": "越权尝试（未执行）",
    "plan.open": "启用预案", "scenario.make": "建立情景", "scenario.answer": "推演完成", "scenario.judge": "评判情景",
    "scenario.retire": "作废情景",
    **{f"price_report.{kind}": f"价格{word}" for kind, word in price_reports.KINDS.items()},
    **{f"{kind}.{step}": word for kind in ("alert", "case") for step, word in case_words.DONE.items()},
    **{f"problem.{step}": word for step, word in problem_words.DONE.items()},
}  # fmt: skip
OBJECTS = {
    "account": "账号", "api_token": "接口令牌", "export": "导出", "reveal": "企业", "source_file": "回执",
    "file": "文件", "submission": "回执", "alert": "预警", "draft": "草稿", "held_file": "待核实文件",
    "lasting_answer": "长期说明", "case": "处置件",
    "problem": "问题", "plan": "预案", "scenario": "情景", "price_report": "价格报告", "run": "评估",
    attempts.MESSAGE: "伪造的消息", attempts.PAGE: "无权的页面", attempts.CELLS: "表中不可填的格",
}  # fmt: skip
DETAILS = {
    "address": "来源", "filename": "文件", "rows": "行数", "new": "新增", "changed": "更正", "unchanged": "未变",
    "reason": "理由", "name": "姓名", "note": "说明", "approved": "签发行数", "taken_back": "撤下行数",
    "restored": "恢复行数", "sessions": "登录数", "enterprise": "企业",
}  # fmt: skip
FIELDS = {
    "when": Field(title="时间", pinned=True, width=140),
    "actor": Field(title="操作人", width=160),
    "what": Field(title="操作", width=110),
    "object": Field(title="对象", width=200),
    "county": Field(title="县（市）", width=90),
    "said": Field(title="内容", width="large"),
}
MATRIX_WORDS = {
    "export": "导出", "act": "处置", "send": "报送", "evaluate": "启动评估", "change": "修改", "sign": "审核签发",
}  # fmt: skip


def page() -> None:
    """The log, newest first."""
    user = require("audit")
    st.title("操作日志", anchor=False)
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    with left:
        span = filters.choose("span", "时间", SPANS, every=None)
    with middle:
        kind = filters.choose("kind", "类别", {code: title for code, (title, _) in KINDS.items()}, every="全部")
    with right:
        actor = filters.search("actor", "操作人（用户名，须完全一致）")
    frame = _events(user, span=span, kind=kind, actor=actor, limit=SHOWN)
    listing(frame, FIELDS, key="audit", alt="操作日志", empty="这段时间没有符合条件的记录")
    if len(frame) == SHOWN:
        st.caption(f"只列最近 {SHOWN} 条；导出的文件列全部。")
    with st.container(horizontal=True):
        export_link(user, "audit", "log", in_a_row=True, span=span, kind=kind, actor=actor or None)
        export_link(user, "audit", "matrix", in_a_row=True)
        st.button("核对日志是否被改动", key="audit_verify", on_click=_verify)
    told = st.session_state.pop("audit_verdict", None)
    if told:
        st.info(told)
    st.caption("日志只增不改不删，至少保存 180 天；每条都含前一条的摘要，改动、删除、调换都能查出。")


def _verify() -> None:
    require("audit")
    with store().reading() as conn:
        verdict = events.verify(conn)
    state = "前后连贯，没有改动" if verdict.whole else f"第 {'、'.join(map(str, verdict.broken[:10]))} 条不连贯"
    st.session_state["audit_verdict"] = f"共 {verdict.events:,} 条，{state}。最新摘要 {verdict.head[:16]}…"


def _events(user: User, *, span: str | None, kind: str | None, actor: str | None, limit: int) -> pd.DataFrame:
    days = int(span) if span in SPANS else 0
    since = clock.wall() - dt.timedelta(days=days) if days else None
    with store().reading() as conn:
        kinds = KINDS[kind][1] if kind in KINDS else (None,)
        parts = [
            events.history(conn, scope=user.scope, since=since, person=actor or None, object_kind=one, limit=limit)
            for one in kinds
        ]
    here = region()
    places = {here.code: here.short, **dict(zip(here.counties["county"], here.counties["short"]))}
    found = pd.concat(parts).sort_values("event", ascending=False).head(limit).reset_index(drop=True)
    return found.assign(
        when=[number.stamp(at) for at in found["at"]],
        what=[ACTIONS.get(one, one) for one in found["action"]],
        object=[f"{OBJECTS.get(kind, kind)} {one}" for kind, one in zip(found["object_kind"], found["object_id"])],
        county=[places.get(one, one) if isinstance(one, str) else "" for one in found["county"]],
        said=[_said(one) for one in found["detail"]],
    )


def _said(detail: dict) -> str:
    """What people look for in an event's detail; the whole of it is in the exported file."""
    return "，".join(f"{word} {detail[name]}" for name, word in DETAILS.items() if detail.get(name) not in (None, ""))


@export("audit", "log", title="操作日志")
def log_file(user: User, *, span: str | None = None, kind: str | None = None, actor: str | None = None) -> pd.DataFrame:
    """The log as it is filtered."""
    found = _events(user, span=span, kind=kind, actor=actor, limit=MOST_EXPORTED)
    whole = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in found["detail"]]
    return readable(found, FIELDS).assign(全文=whole)


@export("audit", "matrix", title="权限矩阵")
def matrix_file(user: User) -> pd.DataFrame:
    """Who may open which page and do what on it, as the registry says."""
    rows = []
    for entry in PAGES:
        for action, allowed in [("打开", entry.roles), *entry.actions.items()]:
            marks = {title: "√" if role in allowed else "" for role, title in ROLES.items()}
            rows.append({"页面": entry.title, "操作": MATRIX_WORDS.get(action, action), **marks})
    return pd.DataFrame(rows)
