"""总览: one screen for the people who decide; words, four numbers, what is wrong and whose it is, then the counties."""

import streamlit as st

from pages import reads
from pages.door.session import require
from pages.parts import cards, charts, links, status
from pages.situation import board, diagnosis, exceptions, headlines
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head

INDICATORS = tuple({*headlines.STOCK, *headlines.MARKETS, *headlines.ARREARS, *board.INDICATORS})


def page() -> None:
    """Strip, sentences, cards, exceptions; below the fold the matrix, the map and eight small panels."""
    user = require("overview")
    view = head(user, "总览")
    completeness(user, view)
    told = Latest(user, view.at, INDICATORS)
    living = _looked_at(reads.living_alerts(user, view.at), view)
    active = living[living["active"]]
    recent = _looked_at(reads.all_alerts(user, view.at), view)
    st.markdown("".join(diagnosis.sentences(view, told, active, recent)))
    links.follow(cards.headline_cards(headlines.headline_cards(user, view, told, active)))
    st.subheader("需要关注的事项", anchor=False)
    exceptions.exceptions(view, living)
    everywhere = reads.living_alerts(user, view.at)
    _counties(view, told, everywhere[everywhere["active"]])
    _panels(user, view, everywhere[everywhere["active"]])


def _looked_at(alerts, view: View):
    return alerts if view.county is None else alerts[alerts["county"] == view.county]


def _counties(view: View, told: Latest, alerts) -> None:
    st.subheader("各县市情况", anchor=False)
    left, right = st.columns([7, 3], gap="medium")
    with left:
        links.follow(board.county_matrix(view, told, alerts))
    with right:
        picked = board.county_map(view, told, alerts)
    if picked is not None:
        again = picked == view.county
        links.follow(links.to(county=None if again else picked, on=view.at.day if view.at.past else None))


def _panels(user, view: View, alerts) -> None:
    st.subheader("各县市每周净增与常态区间", anchor=False)
    weeks = reads.weekly_flows(user, view.at, by=("county",), value="net")
    weeks = weeks.rename(columns={"net": "value"})
    order = {code: i for i, code in enumerate(view.counties)}
    weeks = weeks[weeks["county"].isin(order)].sort_values("county", key=lambda c: c.map(order), kind="stable")
    marks = {
        view.counties[code]: status.look(status.of("ok", status.gravest(rows["severity"]))).shape
        for code, rows in alerts.groupby("county")
        if code in order
    }
    figure = charts.small_multiples(
        weeks.assign(name=weeks["county"].map(view.counties)), unit="户", panel="name", marks=marks
    )
    charts.show(figure, key="panels", alt="各县市近一年每周净增户数与常态区间")
    st.caption("蓝线为每周净增（户），浅蓝带为此前 26 周中八成周次所在的区间；落在带下为异常偏低。各图同一纵轴。")
