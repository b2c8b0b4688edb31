"""登记信息报告: the form, and the pure function behind its button."""

import datetime as dt

import streamlit as st

from data.store.engine import Store
from monitoring.alerts.acting import Actor
from monitoring.price_warning.reporting import Incomplete, NoSuchLevel, NotNow, Report, record
from pages.door import clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.parts import filters
from pages.registry import may
from pages.situation.moment import View
from pages.situation.price_reports import KINDS, WAYS, Reporting, category_of

OUTCOME = "price_report_outcome"
LONGEST = {"unit": 60, "signer": 30, "recipients": 120, "situation": 500, "taken": 500, "next_steps": 500}
MISSING = {"unit": "请填写报送单位。", "signer": "请填写签发人。", "recipients": "请填写报送对象。",
           "situation": "请填写基本情况。", "taken": "请填写已采取措施。"}  # fmt: skip
REFUSED = {
    "before": "报送时间早于等级出现的时间。", "future": "报送时间不能晚于现在。",
    "first": "每次等级出现只有一份首报，须先有首报，再有续报和终报。", "stands": "等级尚未解除，还不能终报。",
    "ended": "等级已经解除或已有终报。", "unknown": "没有可更正的同类报告。",
}  # fmt: skip


def tell_outcome() -> None:
    """Say once what came of the last click."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome is not None:
        done, text = outcome
        (st.success if done else st.warning)(text)


def form(user: User, view: View, told: Reporting) -> None:
    """The form for a report that was made; none while looking back or without the right."""
    if view.at.past or told.rule is None or told.alerts.empty or not may(user.role, "prices", "report"):
        return
    offered = dict(zip(told.alerts["alert"], told.alerts["subject"]))
    now = clock.now().astimezone(clock.SHANGHAI)
    with st.expander("登记信息报告"), st.form("price_report_form", border=False):
        left, middle, right = st.columns(3)
        left.selectbox("品类", list(offered), format_func=lambda code: category_of(offered[code]),
                       key="price_report_alert")  # fmt: skip
        middle.selectbox("报别", list(KINDS), format_func=KINDS.__getitem__, key="price_report_kind")
        right.selectbox("报送方式", list(WAYS), format_func=WAYS.__getitem__, key="price_report_way")
        left.date_input("报送日期", value=now.date(), max_value=now.date(), key="price_report_day", format="YYYY-MM-DD")
        middle.time_input("报送时刻", value=now.time().replace(second=0, microsecond=0), step=60,
                          key="price_report_time")  # fmt: skip
        right.text_input("更正第几号（不是更正不填）", key="price_report_corrects", max_chars=4)
        left.text_input("报送单位", value=told.rule.unit, key="price_report_unit", max_chars=LONGEST["unit"])
        middle.text_input("签发人", key="price_report_signer", max_chars=LONGEST["signer"])
        right.text_input("报送对象（用、分开）", value="、".join(told.rule.recipients), key="price_report_recipients",
                         max_chars=LONGEST["recipients"])  # fmt: skip
        for name, label in (("situation", "基本情况"), ("taken", "已采取措施"), ("next_steps", "下一步工作（可不填）")):
            st.text_area(label, key=f"price_report_{name}", max_chars=LONGEST[name], height=80)
        st.form_submit_button("登记", type="primary", on_click=_send, args=(clock.now().isoformat(),))


def _send(drawn: str) -> None:
    """The form was sent. Runs without the router, so it asks for the right itself."""
    user = require("prices", "report")
    names = ("alert", "kind", "way", "day", "time", "corrects", *LONGEST)
    said = {name: st.session_state.get(f"price_report_{name}") for name in names}
    done, text = send(open_store.store(), user, said, now=clock.now(), drawn=drawn)
    st.session_state[OUTCOME] = done, text
    if done:
        for name in ("situation", "taken", "next_steps", "corrects"):
            st.session_state[f"price_report_{name}"] = ""


def send(store: Store, user: User, said: dict, *, now: dt.datetime, drawn: str) -> tuple[bool, str]:
    """Record a report from what a form says; nothing of it is trusted. ``drawn``: the same form sent twice is one."""
    text = {name: str(said.get(name) or "")[:most] for name, most in LONGEST.items()}
    alert, corrects = filters.numbered(str(said.get("alert"))), str(said.get("corrects") or "").strip()
    if alert is None or said.get("kind") not in KINDS or said.get("way") not in WAYS:
        return False, "请选择品类、报别和报送方式。"
    if corrects and filters.numbered(corrects) is None:
        return False, "更正第几号请填数字。"
    if not isinstance(said.get("day"), dt.date) or not isinstance(said.get("time"), dt.time):
        return False, "请填写报送日期和时刻。"
    at = dt.datetime.combine(said["day"], said["time"], tzinfo=clock.SHANGHAI)
    recipients = tuple(text.pop("recipients").split("、"))
    report = Report(kind=said["kind"], reported_at=at, recipients=recipients, way=said["way"],
                    corrects=filters.numbered(corrects) or 0, **text)  # fmt: skip
    actor = Actor(uid=user.uid, name=user.name, role=user.role, scope=user.scope)
    try:
        number = record(store, alert, report, actor=actor, now=now,
                        key=f"{user.uid}:{drawn}:{alert}:{report.kind}:{at.isoformat()}:{corrects}")  # fmt: skip
    except Incomplete as missing:
        return False, MISSING[str(missing)]
    except NotNow as refused:
        return False, f"没有登记：{REFUSED[str(refused)]}"
    except NoSuchLevel:
        return False, "没有这个等级，或它不在您的办理范围内。"
    return True, f"已登记{KINDS[report.kind]}，编号 {number}。"
