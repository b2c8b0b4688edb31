"""总览: one screen for the people who decide; words, four numbers, what is wrong and whose it is, then the counties."""

import streamlit as st

from pages import reads
from pages.door.session import require
from pages.parts import cards, links
from pages.situation import board, decision, diagnosis, exceptions, followed, headlines, panels
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head
from pages.situation.whence import headed

PANELS = 2  # columns of them beside the map
INDICATORS = tuple({*headlines.STOCK, *headlines.MARKETS, *headlines.ARREARS, *board.INDICATORS})


def page() -> None:
    """Strip, sentences, cards, exceptions; below the fold the matrix, the map and eight small panels."""
    user = require("overview")
    view = head(user, "总览")
    completeness(user, view)
    everywhere = reads.living_alerts(user, view.at)
    told = Latest(user, view.at, INDICATORS, subjects=board.subjects(view))
    living = view.here(everywhere)
    recent = view.here(reads.all_alerts(user, view.at))
    first, *others = diagnosis.sentences(user, view, told, recent)
    st.markdown(f"**{first}** {''.join(others)}")
    links.follow(cards.headline_cards(headlines.headline_cards(user, view, told)))
    st.subheader("需要关注的事项", anchor=False)
    exceptions.exceptions(view, living, decision.handled(user, view))
    followed.table(user, view)
    decision.box(user, view)
    alarms = everywhere[everywhere["active"]]
    _counties(user, view, told, alarms)
    if len(view.counties) == 1:  # a map of one county shows nothing
        _panels(user, view, alarms, columns=1)
        return
    left, right = st.columns([5, 7], gap="large")
    with left:
        _place(view, told)
    with right:
        _panels(user, view, alarms, columns=PANELS)


def _counties(user, view: View, told: Latest, alerts) -> None:
    title = "各县市情况" if len(view.counties) > 1 else "各项指标"
    headed(user, title, indicator="closing_stock", subject=view.subject, day=view.at.day)
    links.follow(board.county_matrix(view, told, alerts))


def _place(view: View, told: Latest) -> None:
    st.subheader("县市分布", anchor=False)
    picked = board.county_map(view, told)
    if picked is not None:
        again = picked == view.county
        links.follow(links.to(county=None if again else picked, on=view.at.on))


def _panels(user, view: View, alerts, *, columns: int) -> None:
    st.subheader("每周净增（每千户）与常态区间", anchor=False)
    panels.county_panels(user, view, alerts, value="rate", said="每周净增", unit="户/千户", columns=columns)
