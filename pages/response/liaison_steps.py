"""What people do here: put a visit's finding on the list of problems, and stand an opened plan down."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.store import liaison as stored
from data.store.engine import Store
from data.store.plans import OpeningChanged
from monitoring.plans.opening import NoSuchOpening, ReasonNeeded, StillMet, stand_down
from monitoring.problems import acting
from pages.door import clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.registry import may
from pages.response.problem_steps import actor_of
from pages.response.problem_words import CATEGORIES
from pages.situation.moment import View

OUTCOME, NOTE, WHICH = "liaison_outcome", "plan_note", "plan_which"


def tell_outcome() -> None:
    """Say once what came of the last step."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome is not None:
        done, text = outcome
        (st.success if done else st.warning)(text)


def offer_raise(user: User, view: View, visit, names: dict[str, str], *, key: str) -> None:
    """A button that puts one finding on the list; for who may."""
    if not view.at.past and may(user.role, "liaison", "act"):
        name = names.get(visit.enterprise, visit.enterprise)
        st.button("列入问题清单", key=key, on_click=_raise, args=(visit.enterprise, visit.date.isoformat()[:10], name))


def _raise(enterprise: str, day: str, name: str) -> None:
    user = require("liaison", "act")
    st.session_state[OUTCOME] = put_on_list(
        open_store.store(), user, enterprise, dt.date.fromisoformat(day), now=clock.now(), name=name
    )


def put_on_list(
    store: Store, user: User, enterprise: str, day: dt.date, *, now: dt.datetime, name: str
) -> tuple[bool, str]:
    """Raise a problem from a visit as it is stored; the same visit twice is one problem."""
    with store.reading() as conn:
        visits = stored.visits(conn, scope=user.scope, as_known=None, since=day, until=day)
    found = visits[(visits["enterprise"] == enterprise) & visits["need"].notna()]
    if found.empty:
        return False, "没有这次走访，或它没有发现需要解决的问题。"
    visit = found.iloc[0]
    said = {"county": visit["county"], "entity": name, "category": visit["need"], "detail": visit["finding"],
            "title": f"{CATEGORIES[visit['need']]}问题（走访发现）"}  # fmt: skip
    number = acting.report(store, open_store.region(), actor=actor_of(user), now=now, enterprise=enterprise,
                           source="visit", key=f"visit:{enterprise}:{day}", **said)  # fmt: skip
    return True, f"已列入问题需求清单，编号 {number}。"


def offer_stand_down(user: User, view: View, living: pd.DataFrame, names: dict[str, str]) -> None:
    """The form that ends an opened plan; for who may."""
    if view.at.past or not may(user.role, "liaison", "act"):
        return
    choices = {int(one.opening): names.get(one.enterprise, one.enterprise) for one in living.itertuples(index=False)}
    revisions = {int(one.opening): int(one.revision) for one in living.itertuples(index=False)}
    with st.popover("结束一个预案"):
        st.selectbox("哪一个", list(choices), format_func=choices.__getitem__, key=WHICH)
        st.text_area("处置结果（必填）", key=NOTE, max_chars=300, height=80)
        st.button("结束预案", type="primary", key="plan_close", on_click=_close, args=(revisions,))


def _close(revisions: dict[int, int]) -> None:
    user = require("liaison", "act")
    which, note = st.session_state.get(WHICH), st.session_state.get(NOTE, "") or ""
    done, text = close(open_store.store(), user, which, revision=revisions.get(which, -1), note=note, now=clock.now())
    st.session_state[OUTCOME] = done, text
    if done:
        st.session_state[NOTE] = ""


def close(store: Store, user: User, which: int, *, revision: int, note: str, now: dt.datetime) -> tuple[bool, str]:
    """Stand a plan down and say what came of it."""
    try:
        stand_down(store, which, actor=actor_of(user), now=now, expected_revision=revision, note=note)
    except ReasonNeeded:
        return False, "请先填写处置结果。"
    except StillMet:
        return False, "触发预案的预警还没有解除，现在不能结束。数值恢复正常后再办。"
    except OpeningChanged:
        return False, "刚刚已有人结束了这个预案。"
    except NoSuchOpening:
        return False, "没有这个预案，或它不在您的办理范围内。"
    return True, "预案已结束，处置结果已记入。"
