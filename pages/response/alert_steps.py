"""What people do with an alert: the form, and the one function behind its buttons, which calls no element."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from data.store import alerts as stored
from data.store.engine import Store
from monitoring.alerts import Action, Actor, AlertChanged, NoSuchAlert, NotAllowed, ReasonNeeded, act
from monitoring.alerts.lifecycle import NEEDS_A_REASON, open_to
from pages.door import clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.parts import status
from pages.registry import may
from pages.response.alert_names import people
from pages.situation.moment import View

WORDS = {
    Action.ACKNOWLEDGE: "签收",
    Action.HANDLE: "开始处置",
    Action.ASSIGN: "转办",
    Action.NOTE: "补充说明",
    Action.KNOWN_CAUSE: "列为已知原因",
    Action.FALSE_ALARM: "判为误报",
    Action.RETURN: "退回重办",
}
DONE = {action.value: word for action, word in WORDS.items()} | {
    "return": "退回重办", "report": "报请复核", "rework": "退回续办", "close": "销号", "close_signed": "领导签字销号",
    "join": "并入处置件", "take": "认领",
}  # fmt: skip
OUTCOME = "alert_outcome"
NOTE, OWNER = "alert_note", "alert_owner"
LONGEST_NOTE = 500


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a step, in words."""

    done: bool
    text: str


def tell_outcome() -> None:
    """Say once what came of the last step."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome is not None:
        (st.success if outcome.done else st.warning)(outcome.text)


def offer(user: User, view: View, alert) -> None:
    """The steps this reader may take from here; none while looking back or without the right."""
    if view.at.past or not may(user.role, "alerts", "act"):
        return
    steps = [step for step in open_to(alert.status, role=user.role, active=bool(alert.active)) if step in WORDS]
    if not steps:
        return
    st.subheader("处置", anchor=False)
    with st.container(border=True):
        _form(user, alert, steps)


def _form(user: User, alert, steps: list[Action]) -> None:
    st.text_area(
        "说明（补充说明、误报、已知原因和退回必填）",
        key=f"{NOTE}_{alert.alert}",
        max_chars=LONGEST_NOTE,
        height=80,
        placeholder="核实的情况、采取的措施、佐证材料等",
    )
    with st.container(horizontal=True):
        for step in steps:
            if step is Action.ASSIGN:
                with st.popover(WORDS[step]):
                    st.selectbox("转办给", owners(alert.owner), key=f"{OWNER}_{alert.alert}")
                    _button(alert, step, "确定转办")
            else:
                _button(alert, step, WORDS[step], first=step == steps[0])
    st.caption("销号须在处置件上办理：上传佐证、报请复核；数值恢复之前不能销号。")


def _button(alert, step: Action, label: str, *, first: bool = False) -> None:
    st.button(
        label,
        key=f"alert_{step.value}",
        type="primary" if first else "secondary",
        on_click=_take,
        args=(int(alert.alert), int(alert.revision), step),
    )


def owners(current: str) -> list[str]:
    """Who may be asked to answer: the present owner first, then everybody known."""
    return list(dict.fromkeys([current, *known_owners()]))


def known_owners() -> list[str]:
    """The plan's departments and the counties' governments."""
    region = open_store.region()
    leads = [one for text in region.measures["leads"].dropna() for one in str(text).split("|") if one]
    return [*dict.fromkeys(leads), *(f"{name}人民政府" for name in region.counties["name"])]


def _take(alert: int, revision: int, step: Action) -> None:
    """A button was clicked. Runs without the router, so it asks for the right itself."""
    user = require("alerts", "act")
    note = st.session_state.get(f"{NOTE}_{alert}", "") or ""
    owner = st.session_state.get(f"{OWNER}_{alert}") if step is Action.ASSIGN else None
    outcome = take(open_store.store(), user, alert, step, revision=revision, note=note, owner=owner, now=clock.now())
    st.session_state[OUTCOME] = outcome
    if outcome.done:
        st.session_state[f"{NOTE}_{alert}"] = ""


def take(
    store: Store,
    user: User,
    alert: int,
    step: Action,
    *,
    revision: int,
    note: str,
    owner: str | None,
    now: dt.datetime,
) -> Outcome:
    """Take one step and say what came of it. The same click twice changes nothing; who was faster is named."""
    actor = Actor(uid=user.uid, name=user.name, role=user.role, scope=user.scope)
    key = f"{alert}:{revision}:{step.value}"
    if owner is not None and owner not in known_owners() and owner != _owner(store, user, alert):
        return Outcome(done=False, text="请从名单中选择转办单位。")
    try:
        after = act(
            store, alert, step, actor=actor, now=now, expected_revision=revision,
            note=note[:LONGEST_NOTE], owner=owner, key=key,
        )  # fmt: skip
    except ReasonNeeded:
        needed = "请先填写说明" if step in NEEDS_A_REASON else "请先选择转办单位"
        return Outcome(done=False, text=f"{needed}，再点“{WORDS[step]}”。")
    except AlertChanged:
        return Outcome(done=False, text=_who_was_faster(store, user, alert))
    except NotAllowed:
        if _moved_on(store, user, alert, revision):
            return Outcome(done=False, text=_who_was_faster(store, user, alert))
        return Outcome(done=False, text=f"现在不能{WORDS[step]}：这件预警的状态已经变化，或您的角色没有这项权限。")
    except NoSuchAlert:
        return Outcome(done=False, text="没有这件预警，或它不在您的办理范围内。")
    return Outcome(done=True, text=f"已{WORDS[step]}，当前状态：{status.ALERT_STATUS[after]}。")


def _moved_on(store: Store, user: User, alert: int, revision: int) -> bool:
    """Whether the alert is no longer as the reader saw it."""
    with store.reading() as conn:
        row = stored.get(conn, scope=user.scope, alert=alert)
    return row is not None and row["revision"] != revision


def _owner(store: Store, user: User, alert: int) -> str | None:
    with store.reading() as conn:
        row = stored.get(conn, scope=user.scope, alert=alert)
    return row["owner"] if row else None


def _who_was_faster(store: Store, user: User, alert: int) -> str:
    with store.reading() as conn:
        told = stored.events(conn, scope=user.scope, alert=alert)
    last = told.iloc[-1]
    who = people().get(last["actor"], last["actor"])
    what = DONE.get(last["action"], "更新")
    return f"没有办成：{who}刚刚已经{what}。下面是最新情况，请看过后再办。"
