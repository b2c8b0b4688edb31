"""The decision box of the meeting view: what was decided becomes a case on the spot."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from monitoring.cases.deadlines import running
from monitoring.cases.rows import rows
from pages.door import clock, open_store
from pages.door.session import User, require
from pages.parts import status
from pages.registry import may
from pages.response import case_list, case_steps
from pages.response.alert_steps import known_owners
from pages.situation import case_reads
from pages.situation.moment import View

HANDLED = ["case", "owner", "level", "status", "due", "missed_due", "first_due", "check_by"]
DAYS = 7
"""How far ahead the deadline stands when the box opens."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is being decided about: its alert, its county and whose it is, for the form to start from."""

    alert: int
    county: str
    owner: str | None


def box(user: User, view: View, about: Matter | None = None) -> None:
    """The form; for those who decide, and only about the present. Beside a matter it stands open."""
    case_steps.tell_outcome()
    if view.at.past or not may(user.role, "overview", "decide"):
        return
    region = open_store.region()
    places = {region.code: region.short, **view.counties}
    place, owners = f"decision_{about.alert}" if about else "decision", known_owners()
    here, whose = (about.county, about.owner) if about else (view.county, None)
    with st.expander("会议决定：当场立件交办", expanded=about is not None), st.form(place, border=False):
        st.text_input("决定事项", key=f"{place}_title", max_chars=200, placeholder="例：9 月底前开放城北农贸市场")
        left, middle, right, last = st.columns([3, 4, 3, 2], vertical_alignment="bottom")
        left.selectbox("地区", list(places), format_func=places.get, key=f"{place}_county",
                       index=list(places).index(here if here in places else region.code))  # fmt: skip
        middle.selectbox("责任单位", owners, key=f"{place}_owner",
                         index=owners.index(whose) if whose in owners else 0)  # fmt: skip
        today = clock.today()
        right.date_input("办理时限", value=today + dt.timedelta(days=DAYS), min_value=today + dt.timedelta(days=1),
                         key=f"{place}_until", format="YYYY-MM-DD")  # fmt: skip
        last.form_submit_button("立件", type="primary", on_click=_decide, args=(place,))


def _decide(place: str) -> None:
    """Runs without the router, so it asks for the right itself."""
    user = require("overview", "decide")
    said = {name: st.session_state.get(f"{place}_{name}") for name in ("title", "county", "owner", "until")}
    if not (said["title"] or "").strip() or not isinstance(said["until"], dt.date):
        outcome = case_steps.Outcome(done=False, text="请写明决定事项和办理时限，再点“立件”。")
    else:
        key = "/".join(str(said[name]).strip() for name in ("title", "county", "owner", "until"))
        outcome = case_steps.decided(user, **said, key=key, now=clock.now())
    st.session_state[case_steps.OUTCOME] = outcome
    if outcome.done:
        st.session_state[f"{place}_title"] = ""


def with_deadlines(user: User, view: View, alerts: pd.DataFrame) -> pd.DataFrame:
    """Alerts with the deadline that runs for their case, put off or begun anew; their own where they are in none."""
    told = handled(user, view)
    each = zip(alerts["alert"].tolist(), alerts["due"].tolist())
    due = [told[alert]["due_day"] if alert in told else day for alert, day in each]
    return alerts.assign(due=pd.Series(due, index=alerts.index, dtype=alerts["due"].dtype))


def handled(user: User, view: View) -> dict[int, dict]:
    """Alert to the living case it is in: case, owner, level, status, and three of its deadlines' days."""
    cases, inside = case_reads.cases(user, view.at), case_reads.case_members(user, view.at)
    living = cases.loc[~cases["status"].isin(status.ENDED), HANDLED]  # few of many: narrowed before anything is told
    until = pd.Series([running(case) for case in rows(living)], index=living.index, dtype=living["due"].dtype)
    told = {name: living[name].tolist() for name in ("case", "owner", "level", "status")} | {
        "due_day": case_list.day_of(until).tolist(),
        "missed_day": case_list.day_of(living["missed_due"]).tolist(),
        "first_day": case_list.day_of(living["first_due"]).tolist(),
    }
    by_case = {row[0]: dict(zip(told, row)) for row in zip(*told.values())}
    current = zip(inside["alert"].tolist(), inside["case"].tolist(), inside["left_at"].isna().tolist())
    return {alert: by_case[case] for alert, case, here in current if here and case in by_case}
