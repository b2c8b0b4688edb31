"""What people do with scenario cards: the form of each kind, and the pure functions behind the buttons."""

import datetime as dt

import streamlit as st

from data.store import scenarios as stored
from data.store.engine import Store
from monitoring.alerts.acting import Actor
from monitoring.scenarios import acting
from monitoring.scenarios.card import LATER, Card, Unsound
from pages.administration import evaluation
from pages.door import clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.parts import filters
from pages.registry import may
from pages.situation import scenario_options as options
from pages.situation.moment import View
from pages.situation.scenario_words import KINDS

OUTCOME = "scenario_outcome"
FIELDS = ("place", "other", "target", "way", "day", "number", "days", "category", "assumption")
LONGEST, WAYS = 500, {"by": "在某月底前清完", "monthly": "每月至少清偿"}
WRONG = {
    "county": "请选择县（市）。", "monthly": "请填写不为零的数额。", "markets": "请选择市场。",
    "date": "请选择今天或以后两年内的日期。", "by": "请选择今天或以后两年内的日期。", "debtor": "请选择欠款主体。",
    "enterprise": "请选择企业。", "since": "停供起始日须在今天以后、六十天以内。", "until": "停供天数太多。",
    "other": "请选择两个不同的县（市）。", "day": "请选择六十天以内的节日。",
    "percent": "用量变化须在 -50% 到 300% 之间。", "category": "没有这个品类。", "number": "请填写数字。",
}  # fmt: skip


def tell_outcome() -> None:
    """Say once what came of the last step."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome is not None:
        (st.success if outcome[0] else st.warning)(outcome[1])


def form(user: User, view: View) -> None:
    """The form for a new card, folded away: what is assumed, then its own fields, then why."""
    if view.at.past or not may(user.role, "scenarios", "make"):
        return
    kinds = {code: name for code, name in KINDS.items() if user.scope.whole or code not in LATER}
    with st.expander("新建情景卡", expanded="kind" in st.query_params):
        kind = filters.switch("kind", "假设什么", kinds)
        with st.form("scenario_form", border=False):
            _own(kind, user, view)
            st.text_area("依据和理由（必填）", key="scenario_assumption", max_chars=LONGEST, height=80,
                         placeholder="为什么这样假设，由谁提出，依据什么文件或协议")  # fmt: skip
            st.form_submit_button("推算并保存", type="primary", on_click=_make, args=(kind, clock.now().isoformat()))


def _own(kind: str, user: User, view: View) -> None:
    """The fields a kind has."""
    left, middle, right = st.columns(3)
    today = clock.today()

    def pick(column, name: str, label: str, offered: dict[str, str]) -> None:
        column.selectbox(label, list(offered), format_func=lambda code: offered.get(code, code),
                         key=f"scenario_{name}")  # fmt: skip

    def when(column, label: str, *, most: int = 730) -> None:
        soon, last = today + dt.timedelta(days=7), today + dt.timedelta(days=most)
        if kind == "festival":
            soon = options.festival_after(today, within=most) or soon
        column.date_input(label, value=soon, min_value=today, max_value=last, key="scenario_day", format="YYYY-MM-DD")

    if kind == "net":
        pick(left, "place", "地区", options.places(user, view))
        middle.text_input("每月比目前多净增（户；少则填负数）", key="scenario_number", max_chars=9, placeholder="100")
    elif kind == "reopening":
        pick(left, "target", "市场", options.markets(user, view))
        when(middle, "开业日期")
    elif kind == "payment":
        pick(left, "target", "欠款主体", options.debtors(user, view))
        pick(middle, "way", "怎样清偿", WAYS)
        when(right, "清完日期（选“在某月底前清完”时填）")
        right.text_input("每月至少清偿（万元；选“每月至少清偿”时填）", key="scenario_number", max_chars=10)
    elif kind == "outage":
        pick(left, "target", "企业", options.firms(user, view))
        when(middle, "停供起始日")
        right.text_input("停供天数（不填为一直停供）", key="scenario_days", max_chars=3)
    elif kind == "festival":
        pick(left, "place", "地区", options.places(user, view))
        when(middle, "节日当天（以日历为准，限六十天以内）", most=50)
        pick(left, "category", "品类", options.goods())
        right.text_input("节前七天用量比平日多（%；少则填负数）", key="scenario_number", max_chars=5, placeholder="30")
    else:
        pick(left, "place", "道路一端", view.counties)
        pick(middle, "other", "道路另一端", view.counties)


def _make(kind: str, drawn: str) -> None:
    """The form was sent. ``drawn`` is when it was drawn: the same form sent twice is one card."""
    user = require("scenarios", "make")
    said = {name: st.session_state.get(f"scenario_{name}") for name in FIELDS}
    done, text, number = make(open_store.store(), user, kind, said, now=clock.now(), drawn=drawn)
    st.session_state[OUTCOME] = done, text
    if done:
        st.session_state["scenario_assumption"] = ""
        st.query_params["scenario"] = str(number)
        if kind in LATER:  # asks the solver, which the web process never loads; the daily run makes up for what fails
            evaluation.launch("scenarios", now=clock.now())


def make(
    store: Store, user: User, kind: str, said: dict, *, now: dt.datetime, drawn: str
) -> tuple[bool, str, int | None]:
    """Make a card from what a form says; nothing of it is trusted."""
    if kind not in KINDS:
        return False, "请选择假设什么。", None
    assumption = (said.get("assumption") or "")[:LONGEST]
    try:
        card = options.card(kind, said)
        number = acting.make(store, open_store.region(), card, assumption=assumption, actor=actor_of(user), now=now,
                             key=f"{user.uid}:{drawn}:{kind}:{_told(card)}")  # fmt: skip
    except Unsound as wrong:
        return False, WRONG[str(wrong)], None
    except acting.ReasonNeeded:
        return False, "请写明依据和理由。", None
    except acting.NoOutlook:
        return False, "尚未形成展望，没有可对照的基线。展望每周日随每日评估生成。", None
    except acting.NoSuchCard:
        return False, "只能对本人负责范围内的县（市）作情景推演。", None
    waits = "正在后台计算，通常一分钟内算完。" if kind in LATER else "结果如下。"
    return True, f"已保存为 {number} 号情景卡，{waits}", number


def _told(card: Card) -> str:
    return f"{card.county}:{sorted(card.levers.items())}"


def offer(user: User, view: View, card) -> None:
    """Whether it came true, computing again, retiring: for those who may, of a card that stands."""
    if view.at.past or not may(user.role, "scenarios", "make") or card.retired_at == card.retired_at:
        return
    st.subheader("认定与作废", anchor=False)
    with st.container(border=True):
        st.text_area("说明（必填，重算核对除外）", key=f"scenario_note_{card.scenario}", max_chars=LONGEST, height=80,
                     placeholder="假设是否真的发生，依据什么；或为什么作废")  # fmt: skip
        with st.container(horizontal=True):
            asked = (int(card.scenario), int(card.revision))
            for step, label in (("yes", "假设成立"), ("no", "假设未成立"), ("retire", "作废")):
                st.button(label, key=f"scenario_{step}", on_click=_say, args=(*asked, step))
            if card.kind not in LATER:
                st.button("按当时资料重算核对", key="scenario_again", on_click=_again, args=asked[:1])


def _say(number: int, revision: int, step: str) -> None:
    user = require("scenarios", "make")
    note = st.session_state.get(f"scenario_note_{number}") or ""
    done, text = say(open_store.store(), user, number, step, revision=revision, note=note, now=clock.now())
    st.session_state[OUTCOME] = done, text
    if done:
        st.session_state[f"scenario_note_{number}"] = ""


def say(
    store: Store, user: User, number: int, step: str, *, revision: int, note: str, now: dt.datetime
) -> tuple[bool, str]:
    """Judge or retire a card and say what came of it."""
    about = {"why": note[:LONGEST], "actor": actor_of(user), "now": now, "expected_revision": revision}
    try:
        if step == "retire":
            acting.retire(store, number, **about)
            return True, "已作废；所作推算仍保留备查。"
        acting.judge(store, number, step == "yes", **about)
    except acting.ReasonNeeded:
        return False, "请先填写说明。"
    except stored.ScenarioChanged:
        return False, "没有办成：刚刚有人先办了这张卡。下面是最新情况，请看过后再办。"
    except acting.NoSuchCard:
        return False, "没有这张情景卡，或它不在您的办理范围内。"
    return True, "已认定：假设成立，评分有效。" if step == "yes" else "已认定：假设未成立，评分只作参考。"


def _again(number: int) -> None:
    user = require("scenarios", "make")
    st.session_state[OUTCOME] = again(open_store.store(), user, number)


def again(store: Store, user: User, number: int) -> tuple[bool, str]:
    """Compute a card again from the data as known when it was made, and compare."""
    with store.reading() as conn:
        held = stored.get(conn, scope=user.scope, scenario=number)
        said = stored.answers(conn, scope=user.scope, as_known=None)
    if held is None or held["kind"] in LATER:
        return False, "没有这张情景卡，或它不在您的办理范围内。"
    told = said[said["scenario"] == number]
    made = {(row["outlook"], row["subject"]): row for row in acting.recomputed(store, open_store.region(), held)}
    same = [
        made[key]["answer"] == answer and made[key]["baseline"] == baseline
        for key, answer, baseline in zip(zip(told["outlook"], told["subject"]), told["answer"], told["baseline"])
    ]
    if all(same):
        return True, f"按制卡时所知的资料重算，{len(same)} 项结果与保存的完全一致。"
    return False, f"重算后有 {len(same) - sum(same)} 项与保存的不同：推算方法在制卡之后有过改动。"


def actor_of(user: User) -> Actor:
    """The user as the one who acts."""
    return Actor(uid=user.uid, name=user.name, role=user.role, scope=user.scope)
