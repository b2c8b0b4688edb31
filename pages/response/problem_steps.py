"""What people do with problems: the forms, and the pure functions behind their buttons."""

import datetime as dt

import streamlit as st

from data.intake.measures import ordinal
from data.store import alerts, supply
from data.store.engine import Store
from data.store.problems import ProblemChanged
from monitoring.alerts import Actor
from monitoring.problems import acting
from monitoring.problems.lifecycle import NEEDS_A_REASON, NotAllowed, Place, Step, open_to
from pages.door import clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.parts import filters
from pages.registry import may
from pages.response.problem_words import CATEGORIES, LEVELS, STATUSES, STEPS
from pages.situation.moment import View

OUTCOME, NOTE = "problem_outcome", "problem_note"
LONGEST = {"entity": 60, "title": 60, "detail": 500, "phone": 20}
MISSING = {"entity": "请填写反映问题的主体名称。", "category": "请选择问题类别。", "title": "请用一句话写明问题。",
           "note": "请先填写说明。"}  # fmt: skip


def actor_of(user: User) -> Actor:
    """The user as the one who acts."""
    return Actor(uid=user.uid, name=user.name, role=user.role, scope=user.scope)


def tell_outcome() -> None:
    """Say once what came of the last step."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome is not None:
        done, text = outcome
        (st.success if done else st.warning)(text)


def offer(user: User, view: View, problem) -> None:
    """The steps this reader may take from here; none while looking back or without the right."""
    if view.at.past or not may(user.role, "problems", "act"):
        return
    place = Place(status=problem.status, level=problem.level)
    possible = [step for step in open_to(place, role=user.role) if step is not Step.MERGE]
    steps = sorted(possible, key=lambda step: step is Step.NOTE)  # a note is never the thing to do first
    if not steps:
        return
    st.subheader("办理", anchor=False)
    with st.container(border=True):
        st.text_area("说明（除受理和回访满意外必填）", key=f"{NOTE}_{problem.problem}", max_chars=500, height=80,
                     placeholder="答复内容、协调情况、回访结果或提请理由")  # fmt: skip
        with st.container(horizontal=True):
            for step in steps:
                st.button(STEPS[step], key=f"problem_{step.value}", type="primary" if step is steps[0] else "secondary",
                          on_click=_take, args=(int(problem.problem), int(problem.revision), step))  # fmt: skip


def _take(problem: int, revision: int, step: Step) -> None:
    """A button was clicked. Runs without the router, so it asks for the right itself."""
    user = require("problems", "act")
    note = st.session_state.get(f"{NOTE}_{problem}", "") or ""
    done, text = take(open_store.store(), user, problem, step, revision=revision, note=note, now=clock.now())
    st.session_state[OUTCOME] = done, text
    if done:
        st.session_state[f"{NOTE}_{problem}"] = ""


def take(
    store: Store, user: User, problem: int, step: Step, *, revision: int, note: str, now: dt.datetime
) -> tuple[bool, str]:
    """Take one step and say what came of it. The same click twice changes nothing."""
    key = f"{problem}:{revision}:{step.value}"
    try:
        after = acting.act(store, open_store.region(), problem, step, actor=actor_of(user), now=now,
                           expected_revision=revision, note=note[:500], key=key)  # fmt: skip
    except acting.Incomplete:
        return False, f"请先填写说明，再点“{STEPS[step]}”。" if step in NEEDS_A_REASON else MISSING["note"]
    except ProblemChanged:
        return False, "没有办成：刚刚有人先办了这件。下面是最新情况，请看过后再办。"
    except NotAllowed:
        return False, f"现在不能{STEPS[step]}：问题的状态或层级已经变化，或您的角色没有这项权限。"
    except acting.NoSuchProblem:
        return False, "没有这件问题，或它不在您的办理范围内。"
    return True, f"已{STEPS[step]}。当前状态：{STATUSES[after.status]}，由{LEVELS[after.level]}解决。"


def register(user: User, view: View, places: dict[str, str]) -> None:
    """The form for a new problem, folded away."""
    if view.at.past or not may(user.role, "problems", "act"):
        return
    alert = alert_of(open_store.store(), user, st.query_params.get("alert", ""))
    with st.expander("登记新问题", expanded=alert is not None), st.form("problem_form", border=False):
        if alert is not None:
            st.caption(f"登记后与预警 {alert} 号关联")
        left, middle, right = st.columns(3)
        with left:
            st.selectbox("县（市）", list(places), format_func=places.__getitem__, key="problem_county")
            st.text_input("主体名称", key="problem_entity", max_chars=LONGEST["entity"])
        with middle:
            st.selectbox("问题类别", list(CATEGORIES), format_func=CATEGORIES.__getitem__, key="problem_category")
            st.text_input("联系电话（只保存遮盖后的号码）", key="problem_phone", max_chars=LONGEST["phone"])
        with right:
            st.text_input("一句话写明问题", key="problem_title", max_chars=LONGEST["title"])
            st.selectbox("相关任务", ["", *measures()], format_func=lambda one: measures().get(one, "不选"),
                         key="problem_measure")  # fmt: skip
        st.text_area("具体情况和诉求", key="problem_detail", max_chars=LONGEST["detail"], height=80)
        st.form_submit_button("登记", type="primary", on_click=_register, args=(clock.now().isoformat(),))


def _register(drawn: str) -> None:
    """The form was sent. ``drawn`` is when it was drawn: the same form sent twice is one problem."""
    user = require("problems", "act")
    said = {name: st.session_state.get(f"problem_{name}") or "" for name in ("county", "category", "measure", *LONGEST)}
    said["alert"] = st.query_params.get("alert", "")
    done, text = raise_one(open_store.store(), user, said, now=clock.now(), drawn=drawn)
    st.session_state[OUTCOME] = done, text
    if done:
        for name in ("entity", "title", "detail", "phone"):
            st.session_state[f"problem_{name}"] = ""


def raise_one(store: Store, user: User, said: dict[str, str], *, now: dt.datetime, drawn: str) -> tuple[bool, str]:
    """Register a problem from what a form says; nothing of it is trusted."""
    if said["category"] not in CATEGORIES:
        return False, MISSING["category"]
    text = {name: said[name][:most].strip() for name, most in LONGEST.items()}
    county = said["county"] if user.scope.enterprise is None else own_county(store, user)
    if county not in places():
        return False, "请选择县（市）。"
    alert = alert_of(store, user, said.get("alert", ""))
    measure = said.get("measure") if said.get("measure") in measures() else None
    key = f"{drawn}:{county}:{said['category']}:{text['entity']}:{text['title']}"
    try:
        number = acting.report(store, open_store.region(), actor=actor_of(user), now=now, county=county, key=key,
                               enterprise=user.scope.enterprise, category=said["category"], measure=measure,
                               alert=alert, source="entity" if alert is None else "alert", **text)  # fmt: skip
    except acting.Incomplete as missing:
        return False, MISSING[str(missing)]
    except acting.NoSuchProblem:
        return False, "只能登记本人负责范围内的问题。"
    return True, f"已登记，编号 {number}。"


def measures() -> dict[str, str]:
    """The rows of the plan a problem may belong to."""
    told = open_store.region().measures
    return {measure: f"{ordinal(measure)} {title}" for measure, title in zip(told["measure"], told["title"])}


def places() -> frozenset[str]:
    """Where a problem may lie: a county, or the region itself."""
    region = open_store.region()
    return frozenset((region.code, *region.counties["county"]))


def alert_of(store: Store, user: User, said: str) -> int | None:
    """The alert the address names, where the reader may see it."""
    number = filters.numbered(said)
    if number is None:
        return None
    with store.reading() as conn:
        return number if alerts.get(conn, scope=user.scope, alert=number) else None


def own_county(store: Store, user: User) -> str:
    """Where an enterprise is registered, whatever its form says."""
    with store.reading() as conn:
        firms = supply.enterprises(conn, scope=user.scope, as_known=None)
    return firms["county"].iloc[0] if len(firms) else ""


def offer_merge(user: User, view: View, into: int, others: list[int], *, label: str, key: str) -> None:
    """A button that puts alike problems into one; for who may."""
    if not view.at.past and may(user.role, "problems", "merge"):
        st.button(label, key=key, on_click=_merge, args=(into, tuple(others)))


def _merge(into: int, others: tuple[int, ...]) -> None:
    user = require("problems", "merge")
    st.session_state[OUTCOME] = put_together(open_store.store(), user, into, list(others), now=clock.now())


def put_together(store: Store, user: User, into: int, others: list[int], *, now: dt.datetime) -> tuple[bool, str]:
    """Merge problems and say at which level the one now stands."""
    try:
        level = acting.merge(store, open_store.region(), into, others, actor=actor_of(user), now=now,
                             note="按系统提示并案", key=f"{into}<{sorted(others)}")  # fmt: skip
    except (NotAllowed, ProblemChanged):
        return False, "没有办成：其中有的问题刚刚已经变化，请看过后再办。"
    except acting.NoSuchProblem:
        return False, "其中有的问题不在您的办理范围内。"
    return True, f"已并入 {into} 号，由{LEVELS[level]}解决。"
