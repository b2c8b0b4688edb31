"""并件和分件: putting a case's alerts into another case, or some of them into one of their own."""

import streamlit as st

from monitoring.alerts import NotAllowed
from monitoring.alerts.lifecycle import Action, advance
from monitoring.cases.opening import DECISION
from monitoring.cases.regrouping import merge, split
from pages.door import clock, open_store
from pages.door.session import User, require
from pages.parts import status
from pages.registry import may
from pages.response import case_steps
from pages.response import case_words as words
from pages.situation import case_reads
from pages.situation.moment import View


def offer(user: User, view: View, case, inside: dict[int, str]) -> None:
    """The forms, for those who may; ``inside``: the case's living alerts and their titles."""
    if view.at.past or not may(user.role, "cases", "act") or not _allowed(user, case):
        return
    homes, clicked = _homes(user, view, case), (int(case.case), int(case.revision))
    with st.expander("并件、分件"):
        left, right = st.columns(2, gap="medium")
        with left:
            st.caption("并入另一件后，本件所含预警由那一件一并办理，本件记为已并件；同地区同领域以后的预警也归那一件。")
            st.selectbox("并入", list(homes), format_func=homes.get, key=_home_key(case.case), index=None,
                         placeholder="选择另一件在办的处置件")  # fmt: skip
            st.button(words.DONE[Action.MERGE.value], key="case_merge", disabled=not homes, on_click=_merge,
                      args=clicked)  # fmt: skip
        with right:
            st.caption("选出的预警另立一件，责任单位、时限和状态与本件相同；至少留下一件预警。")
            st.multiselect("分出", list(inside), format_func=inside.get, key=_part_key(case.case),
                           placeholder="选择要分出的预警" if len(inside) > 1 else "只含一件预警，不能再分")  # fmt: skip
            st.button(words.DONE[Action.SPLIT.value], key="case_split", disabled=len(inside) < 2, on_click=_split,
                      args=clicked)  # fmt: skip


def _allowed(user: User, case) -> bool:
    if case.cause == DECISION or case.status in status.ENDED:
        return False
    try:
        advance(case.status, Action.MERGE, role=user.role, active=bool(case.active))
    except NotAllowed:
        return False
    return True


def _homes(user: User, view: View, case) -> dict[int, str]:
    """The other living cases with alerts, those of the same county first."""
    everything = case_reads.cases(user, view.at)
    others = everything[~everything["status"].isin(status.ENDED) & (everything["cause"] != DECISION)]
    others = others[others["case"] != case.case]
    far = others["county"] != case.county
    rows = others.assign(far=far).sort_values(["far", "case"]).itertuples(index=False)
    return {int(one.case): f"{one.case} 号 {words.name_of(one)}" for one in rows}


def _home_key(case: int) -> str:
    return f"case_home_{case}"


def _part_key(case: int) -> str:
    return f"case_part_{case}"


def _merge(case: int, revision: int) -> None:
    """Runs without the router, so it asks for the right itself."""
    user, into = require("cases", "act"), st.session_state.get(_home_key(case))
    if into is None:
        st.session_state[case_steps.OUTCOME] = case_steps.Outcome(done=False, text="请先选择并入哪一件。")
        return

    def work() -> str:
        merge(open_store.store(), case, int(into), actor=case_steps.actor_of(user), now=clock.now(),
              expected_revision=revision, key=f"{case}:{revision}:merge")  # fmt: skip
        return f"{case} 号已并入 {into} 号，由 {into} 号一并办理。"

    st.session_state[case_steps.OUTCOME] = case_steps.told(work, "并件")


def _split(case: int, revision: int) -> None:
    user, parts = require("cases", "act"), st.session_state.get(_part_key(case)) or []

    def work() -> str:
        number = split(open_store.store(), case, [int(one) for one in parts], actor=case_steps.actor_of(user),
                       now=clock.now(), expected_revision=revision, config=open_store.config(),
                       key=f"{case}:{revision}:split")  # fmt: skip
        return f"已分出 {len(parts)} 件预警，另立 {number} 号。"

    st.session_state[case_steps.OUTCOME] = case_steps.told(work, "分件")
