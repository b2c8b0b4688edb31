"""会议议程: what a meeting goes through, one matter a screen in large letters; the arrow keys turn the page."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from monitoring import triage
from monitoring.alerts.sentence_shown import brief
from monitoring.cases.opening import DECISION
from pages import reads
from pages.door import open_store
from pages.door.menu import to_page
from pages.door.session import User, require
from pages.measures import measure_views
from pages.parts import cards, filters, links, matrix, number
from pages.parts.literal import literal
from pages.response import alert_course, alert_names, case_list
from pages.response import case_words as words
from pages.situation import board, case_reads, decision, diagnosis, exceptions, followed, headlines
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head

INDICATORS = tuple({*headlines.STOCK, *headlines.MARKETS, *headlines.ARREARS, *board.INDICATORS})
MOST_TASKS, MOST_STEPS, MOST_FOLLOWED = 7, 6, 10
NOTHING_DECIDED = "本日还没有会议决定"
SHORT = (1, 2, 3, 4, 6)  # of the ledger's columns: what, how much, until when, how far, the slip
# Read from the far end of a table: words of 24 points and more; the wide table of the counties as large as it fits.
LARGE = """<style>
[data-testid="stApp"]:has(.st-key-meeting_back) [data-testid="stSidebar"] { display: none; }
.st-key-meeting { zoom: 1.5; }
.st-key-meeting p { font-size: 1.36rem; line-height: 1.6; }
.st-key-meeting_wide { zoom: 1.12; }
</style>"""
STEP_COLUMNS = (
    matrix.Column(title="时间", nowrap=True),
    matrix.Column(title="何人", nowrap=True),
    matrix.Column(title="何事", nowrap=True),
)
TASK_COLUMNS = (*(measure_views.LINE_COLUMNS[place] for place in SHORT), matrix.Column(title="牵头单位"))
DECIDED_COLUMNS = (
    matrix.Column(title="决定事项"),
    matrix.Column(title="责任单位", nowrap=True),
    matrix.Column(title="办理时限", nowrap=True),
    matrix.Column(title="进展", nowrap=True),
)


def page() -> None:
    """The agenda's bar, and the screen it stands at."""
    user = require("meeting")
    view = head(user, "会议议程")
    living = reads.living_alerts(user, view.at)
    living = view.here(living)
    groups = triage.exceptions(living, on=view.at.day, region_code=open_store.region().code)
    screens = _screens(user, view, living, groups)
    at = _bar({code: label for code, (label, _) in screens.items()})
    st.html(LARGE)
    screens[at][1]()


def _screens(user: User, view: View, living: pd.DataFrame, groups: pd.DataFrame) -> dict[str, tuple[str, Callable]]:
    """The agenda in the order of a meeting: code to label and the function that shows it."""
    matters = {
        f"alert{group['alert']}": (f"事项 {place}", lambda group=group: _matter(user, view, living, group))
        for place, group in enumerate(groups.to_dict("records"), start=1)
    }
    return {
        "overall": ("总体情况", lambda: _overall(user, view)),
        **matters,
        "followed": ("会后落实", lambda: _followed(user, view)),
        "tasks": ("滞后任务", lambda: _tasks(user, view)),
        "counties": ("各县市", lambda: _counties(user, view, living)),
        "decided": ("本次决定", lambda: _decided(user, view)),
    }


def _bar(agenda: dict[str, str]) -> str:
    """Back, the agenda, on; the arrow keys do the same. The address says where one is."""
    back, middle, on, out = st.columns([1.4, 9, 1.4, 1.2], vertical_alignment="center")
    with middle:
        at = filters.switch("item", "议程", agenda, hidden=True)
    codes = list(agenda)
    place = codes.index(at)
    before, after = codes[max(place - 1, 0)], codes[min(place + 1, len(codes) - 1)]
    back.button("上一项", key="meeting_back", icon=":material/arrow_back:", shortcut="Left", disabled=before == at,
                on_click=_turn, args=(before,))  # fmt: skip
    on.button("下一项", key="meeting_on", icon=":material/arrow_forward:", shortcut="Right", type="primary",
              disabled=after == at, on_click=_turn, args=(after,))  # fmt: skip
    out.page_link(to_page("overview"), label="退出")
    return at


def _turn(code: str) -> None:
    """Touches nothing but the address."""
    st.query_params.update(item=code)


def _overall(user: User, view: View) -> None:
    completeness(user, view)
    told = Latest(user, view.at, INDICATORS, subjects=board.subjects(view))
    recent = reads.all_alerts(user, view.at)
    recent = view.here(recent)
    first, *others = diagnosis.sentences(user, view, told, recent)
    with st.container(key="meeting"):
        st.markdown(f"**{literal(first)}**")
        st.markdown(literal("".join(others)))
    with st.container(key="meeting_wide"):
        links.follow(cards.headline_cards(headlines.headline_cards(user, view, told), key="meeting_cards"))


def _matter(user: User, view: View, living: pd.DataFrame, group: dict) -> None:
    """One exception: the sentence, whose it is and until when, its course and what was done; the decision below."""
    alert = next(living[living["alert"] == group["alert"]].itertuples(index=False))
    case = decision.handled(user, view).get(group["alert"])
    with st.container(key="meeting"):
        st.markdown(f"**{literal(brief(alert.sentence))}**")
        row = exceptions.row(group, view, living.set_index("alert").loc[group["alert"]], case)
        told = matrix.Row(cells=[cell for place, cell in enumerate(row.cells) if place != 1])
        columns = (exceptions.COLUMNS[0], *exceptions.COLUMNS[2:])
        links.follow(matrix.table(columns, [told], key="meeting_matter", heads=False))
    left, right = st.columns([7, 5], gap="large")
    with left:
        alert_course.show(user, view, alert, alert_names.names(user, view.at), height=250, strip=False)
    with right, st.container(key="meeting_wide"):
        _steps(user, view, case)
    decision.box(user, view, decision.Matter(
        alert=group["alert"], county=group["county"], owner=case["owner"] if case else group["owner"]))  # fmt: skip


def _steps(user: User, view: View, case: dict | None) -> None:
    rows = []
    if case is not None:
        people = alert_names.people()
        told = case_reads.case_events(user, view.at, case=case["case"]).iloc[::-1].head(MOST_STEPS)
        rows = [
            matrix.Row(cells=[number.moment(at), people.get(actor, actor), words.DONE.get(action, action)])
            for at, actor, action in zip(told["at"], told["actor"], told["action"])
        ]
    matrix.table(STEP_COLUMNS, rows, key="meeting_steps", heads=False, empty="还没有立件，没有办理记录")


def _followed(user: User, view: View) -> None:
    with st.container(key="meeting"):
        if not followed.table(user, view, most=MOST_FOLLOWED):
            st.markdown("以前会议的决定都已办结，销号的都已恢复。")


def _tasks(user: User, view: View) -> None:
    """The plan's targets that are overdue or behind, the overdue first."""
    lines = reads.measure_ledger(user, view.at, county=view.county, counties=tuple(view.visible)).lines
    late = measure_views.in_order(measure_views.chosen(lines, slips=("overdue", "behind"), lead=None), by="slip")
    rows = measure_views.rows(late.head(MOST_TASKS), county=view.county, today=view.at.day)
    leads = [text.replace("|", "、") for text in late["leads"].head(MOST_TASKS)]
    short = [
        matrix.Row(cells=[replace(row.cells[SHORT[0]], note=""), *(row.cells[place] for place in SHORT[1:]), lead])
        for row, lead in zip(rows, leads)
    ]
    foot = f"另有 {len(late) - MOST_TASKS} 项，见任务台账" if len(late) > MOST_TASKS else ""
    with st.container(key="meeting"):
        links.follow(matrix.table(TASK_COLUMNS, short, key="meeting_tasks", foot=foot, empty="没有滞后和超期的任务"))


def _counties(user: User, view: View, living: pd.DataFrame) -> None:
    told = Latest(user, view.at, INDICATORS, subjects=board.subjects(view))
    with st.container(key="meeting_wide"):
        links.follow(board.county_matrix(view, told, living[living["active"]]))


def _decided(user: User, view: View) -> None:
    """What this day's meeting decided, to be read back before people leave."""
    cases = case_reads.cases(user, view.at)
    here = cases[cases["cause"] == DECISION]
    here = view.here(here)
    told = case_list.told(here, view)
    of_today = told[case_list.day_of(told["opened_at"]) == pd.Timestamp(case_list.local_day(view))]
    rows = [_decision_row(case, view) for case in of_today.sort_values("case").itertuples(index=False)]
    with st.container(key="meeting"):
        links.follow(
            matrix.table(DECIDED_COLUMNS, rows, key="meeting_decided", heads=False, empty="本日还没有会议决定")
        )
    decision.box(user, view)


def _decision_row(case, view: View) -> matrix.Row:
    named = matrix.Cell(text=words.name_of(case), note=f"{case.case} 号",
                        href=links.to("cases", case=case.case, on=view.at.on))  # fmt: skip
    due = number.day_near(case.due_day, view.at.day)
    return matrix.Row(cells=[named, exceptions.short_owner(words.owner_of(case)), due, words.status_of(case)])
