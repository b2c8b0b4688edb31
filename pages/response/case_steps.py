"""What people do with a case: the forms, and the functions behind their buttons, which call no element."""

import datetime as dt
from collections.abc import Callable

import streamlit as st

from data.store.cases import CaseChanged
from monitoring.alerts import Action, NotAllowed, ReasonNeeded
from monitoring.alerts.acting import Actor
from monitoring.alerts.lifecycle import open_to
from monitoring.cases.acting import OF_ALERTS_ALONE, NoSuchCase, NoSuchDay, OwnerNeeded, ProofNeeded, act_on_case
from monitoring.cases.deadlines import LONGEST_EXTENSION, may_be_asked
from monitoring.cases.opening import DECISION
from monitoring.cases.proof import BadProof, NoFigure, add_figure, add_proof
from monitoring.cases.regrouping import NoSuchDeadline, NoSuchHome, NothingToSplit, decide
from pages.door import clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.parts import number, status
from pages.parts.literal import literal
from pages.registry import may
from pages.response import case_words as words
from pages.response.alert_steps import LONGEST_NOTE, Outcome, known_owners
from pages.situation.moment import View

OUTCOME = "case_outcome"
NO_SUCH_DAY = {
    "静默": "静默须选定截止日，最长 90 天。",
    "申请延期": f"请选定延至哪一天：须晚于现在的时限，每次最多延 {LONGEST_EXTENSION} 天。",
}
NOTE = "说明（销号、误报、已知原因、退回、提级、静默、延期必填）"
SIMPLE = (Action.ACKNOWLEDGE, Action.HANDLE, Action.REPORT, Action.CLOSE, Action.CLOSE_SIGNED, Action.REWORK,
          Action.NOTE, Action.KNOWN_CAUSE, Action.FALSE_ALARM, Action.RETURN, Action.ESCALATE, Action.GRANT,
          Action.REFUSE)  # fmt: skip
KINDS = {kind: word for kind, word in words.PROOFS.items() if kind != "figure"}
ENDINGS = ["pdf", "jpg", "jpeg", "png", "docx", "xlsx"]


def tell_outcome() -> None:
    """Say once what came of the last step."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome is not None:
        (st.success if outcome.done else st.warning)(outcome.text)


def steps_for(user: User, case) -> list[Action]:
    """The steps this reader may take on the case as it stands."""
    nobody = not isinstance(case.owner, str)
    allowed = open_to(case.status, role=user.role, active=bool(case.active)) if case.status in status.CASE_OPEN else []
    working = (Action.ACKNOWLEDGE, Action.HANDLE, Action.REPORT)
    silent = isinstance(case.silenced_why, str)
    wrong = {Action.TAKE: not nobody, Action.UNSILENCE: not silent, Action.ESCALATE: case.level == "province",
             Action.CLOSE_SIGNED: not case.active,
             Action.POSTPONE: nobody or not may_be_asked(case._asdict(), now=clock.now()),
             **dict.fromkeys((Action.GRANT, Action.REFUSE), number.absent(case.asked_due))}  # fmt: skip
    if case.cause == DECISION:
        wrong |= dict.fromkeys(OF_ALERTS_ALONE, True)
    return [a for a in allowed if a in words.STEPS and not wrong.get(a) and not (nobody and a in working)]


def offer(user: User, view: View, case, quiet_alerts: dict[int, str]) -> None:
    """The forms; none while looking back or without the right."""
    if view.at.past or not may(user.role, "cases", "act"):
        return
    steps = steps_for(user, case)
    if not steps:
        return
    st.subheader("办理", anchor=False)
    with st.container(border=True):
        note = f"case_note_{case.case}"
        st.text_area(NOTE, key=note, max_chars=LONGEST_NOTE, height=80)
        with st.container(horizontal=True):
            for step in (one for one in SIMPLE if one in steps):
                _button(case, step, first=step == steps[0])
            for step in (one for one in (Action.TAKE, Action.ASSIGN) if one in steps):
                with st.popover(words.STEPS[step]):
                    key = f"case_owner_{step.value}_{case.case}"
                    st.selectbox("责任单位", known_owners(), key=key)
                    _button(case, step, label=f"确定{words.STEPS[step]}")
            if Action.POSTPONE in steps:
                with st.popover("申请延期"):
                    st.caption(f"须在时限前申请、由领导批准，每次最多延 {LONGEST_EXTENSION} 天；原时限一直留在记录里。")
                    st.date_input("延期至", value=None, key=_until_key(case.case, Action.POSTPONE), format="YYYY-MM-DD")
                    _button(case, Action.POSTPONE, label="提交申请")
            if Action.SILENCE in steps:
                with st.popover("静默"):
                    st.caption("静默只停止催办和提级，不改变颜色；理由、截止日和批准人公开列出。")
                    st.date_input("静默至", value=None, key=_until_key(case.case, Action.SILENCE), format="YYYY-MM-DD")
                    _button(case, Action.SILENCE, label="确定静默")
            if Action.UNSILENCE in steps:
                _button(case, Action.UNSILENCE)
        if not number.absent(case.asked_due):
            st.caption(f"申请延期至 {number.moment(case.asked_due)}：{literal(case.asked_why)}")
        if case.active:
            st.caption("指标仍越线：恢复之前只能由领导签字说明理由后销号。")
    if Action.NOTE in steps:
        _proof_form(case, quiet_alerts)


def _button(case, step: Action, *, label: str | None = None, first: bool = False) -> None:
    st.button(label or words.STEPS[step], key=f"case_{step.value}", type="primary" if first else "secondary",
              on_click=_take, args=(int(case.case), int(case.revision), step.value))  # fmt: skip


def _proof_form(case, quiet_alerts: dict[int, str]) -> None:
    with st.expander("上传佐证（文件、照片、银行回单，或引用核准数据）"):
        with st.form(f"case_proof_{case.case}", clear_on_submit=True, border=False):
            left, right = st.columns([3, 7])
            left.selectbox("类别", list(KINDS), format_func=KINDS.get, key=f"proof_kind_{case.case}")
            right.text_input("说明", key=f"proof_said_{case.case}", max_chars=200)
            st.file_uploader("选择文件（不超过 5 MB）", type=ENDINGS, key=f"proof_file_{case.case}")
            st.form_submit_button("上传", on_click=_prove, args=(int(case.case),))
        for alert, title in quiet_alerts.items():
            st.button(f"引用核准数据：{title}", key=f"proof_figure_{alert}", on_click=_prove_by_figure,
                      args=(int(case.case), int(alert)))  # fmt: skip


def _until_key(case: int, step: Action) -> str:
    return f"case_until_{step.value}_{case}"


def actor_of(user: User) -> Actor:
    """Who acts."""
    return Actor(uid=user.uid, name=user.name, role=user.role, scope=user.scope)


def _take(case: int, revision: int, step: str) -> None:
    """A button was clicked. Runs without the router, so it asks for the right itself."""
    user = require("cases", "act")
    said = {
        "note": (st.session_state.get(f"case_note_{case}") or "")[:LONGEST_NOTE],
        "owner": st.session_state.get(f"case_owner_{step}_{case}"),
        "until": st.session_state.get(_until_key(case, Action(step))),
    }
    outcome = take(user, case, Action(step), revision=revision, now=clock.now(), **said)
    st.session_state[OUTCOME] = outcome
    if outcome.done:
        st.session_state[f"case_note_{case}"] = ""


def take(
    user: User, case: int, step: Action, *, revision: int, now: dt.datetime, note: str, owner: str | None, until
) -> Outcome:
    """Take one step and say what came of it; the same click twice is one step."""
    if owner is not None and owner not in known_owners():
        return Outcome(done=False, text="请从名单中选择责任单位。")
    word = words.STEPS[step]

    def work() -> str:
        after = act_on_case(
            open_store.store(), case, step, actor=actor_of(user), now=now, expected_revision=revision, note=note,
            owner=owner, until=until, key=f"{case}:{revision}:{step.value}", config=open_store.config(),
        )  # fmt: skip
        return f"已{word}，当前状态：{status.CASE_STATUS[after]}。"

    return told(work, word)


def told(work: Callable[[], str], word: str) -> Outcome:
    """Do it and say what came of it, or why not."""
    try:
        return Outcome(done=True, text=work())
    except ReasonNeeded:
        return Outcome(done=False, text=f"请先填写说明，再点“{word}”。")
    except ProofNeeded:
        return Outcome(done=False, text=f"请先上传佐证（文件、照片、银行回单或核准数据），再点“{word}”。")
    except OwnerNeeded:
        return Outcome(done=False, text="这件尚未认领，请先认领并选定责任单位。")
    except NoSuchDay:
        return Outcome(done=False, text=NO_SUCH_DAY[word])
    except NoSuchDeadline:
        return Outcome(done=False, text="办理时限须在今天之后。")
    except NoSuchHome:
        return Outcome(done=False, text="不能并入这件：它已经办结，是会议决定，或就是本件。")
    except NothingToSplit:
        return Outcome(done=False, text="分件须选出一部分在办预警，并至少留下一件。")
    except CaseChanged:
        return Outcome(done=False, text="没有办成：别人刚刚办理过这件。下面是最新情况，请看过后再办。")
    except NotAllowed:
        return Outcome(done=False, text=f"现在不能{word}：指标仍越线、状态已变化，或您的角色没有这项权限。")
    except NoSuchCase:
        return Outcome(done=False, text="没有这件，或它不在您的办理范围内。")
    except NoFigure:
        return Outcome(done=False, text="没有恢复之后的核准数据可以引用。")
    except BadProof as bad:
        return Outcome(done=False, text=words.REFUSED[str(bad)])


def _prove(case: int) -> None:
    user = require("cases", "act")
    file = st.session_state.get(f"proof_file_{case}")
    said = (st.session_state.get(f"proof_said_{case}") or "")[:200]
    kind = st.session_state.get(f"proof_kind_{case}")
    content = file.getvalue() if file is not None else b""

    def work() -> str:
        name = file.name if file is not None else "a.pdf"
        told = {"kind": kind if kind in KINDS else "document", "said": said, "filename": name, "content": content}
        add_proof(open_store.store(), case, **told, actor=actor_of(user), now=clock.now())
        return "佐证已上传。"

    st.session_state[OUTCOME] = told(work, "上传")


def _prove_by_figure(case: int, alert: int) -> None:
    user = require("cases", "act")

    def work() -> str:
        add_figure(open_store.store(), case, alert, actor=actor_of(user), now=clock.now())
        return "已引用核准数据作为佐证。"

    st.session_state[OUTCOME] = told(work, "引用")


def decided(user: User, *, county: str, title: str, owner: str, until: dt.date, key: str, now: dt.datetime) -> Outcome:
    """Open a case by decision of the meeting and say so."""
    if owner not in known_owners():
        return Outcome(done=False, text="请从名单中选择责任单位。")

    def work() -> str:
        number = decide(open_store.store(), open_store.region(), actor=actor_of(user), now=now, county=county,
                        title=title[:200], owner=owner, until=until, key=key)  # fmt: skip
        return f"已立件：{number} 号，责任单位 {owner}，时限 {until.month}月{until.day}日。"

    return told(work, "立件")
