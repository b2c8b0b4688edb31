"""总览: one screen for the people who decide; words, four numbers, what is wrong and whose it is, then the counties."""

import streamlit as st

from pages import reads
from pages.door.session import require
from pages.parts import cards, charts, links, status
from pages.situation import board, diagnosis, exceptions, headlines
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head

PANELS = 2  # columns of them beside the map
MOST_PANELS = 16
PANEL = 118  # pixels high
INDICATORS = tuple({*headlines.STOCK, *headlines.MARKETS, *headlines.ARREARS, *board.INDICATORS})


def page() -> None:
    """Strip, sentences, cards, exceptions; below the fold the matrix, the map and eight small panels."""
    user = require("overview")
    view = head(user, "总览")
    completeness(user, view)
    everywhere = reads.living_alerts(user, view.at)
    told = Latest(user, view.at, INDICATORS, subjects=board.subjects(view))
    living = _looked_at(everywhere, view)
    recent = _looked_at(reads.all_alerts(user, view.at), view)
    first, *others = diagnosis.sentences(user, view, told, recent)
    st.markdown(f"**{first}** {''.join(others)}")
    links.follow(cards.headline_cards(headlines.headline_cards(user, view, told)))
    st.subheader("需要关注的事项", anchor=False)
    exceptions.exceptions(view, living)
    alarms = everywhere[everywhere["active"]]
    _counties(view, told, alarms)
    if len(view.counties) == 1:  # a map of one county shows nothing
        _panels(user, view, alarms, columns=1)
        return
    left, right = st.columns([5, 7], gap="large")
    with left:
        _place(view, told)
    with right:
        _panels(user, view, alarms, columns=PANELS)


def _looked_at(alerts, view: View):
    return alerts if view.county is None else alerts[alerts["county"] == view.county]


def _counties(view: View, told: Latest, alerts) -> None:
    st.subheader("各县市情况" if len(view.counties) > 1 else "各项指标", anchor=False)
    links.follow(board.county_matrix(view, told, alerts))


def _place(view: View, told: Latest) -> None:
    st.subheader("县市分布", anchor=False)
    picked = board.county_map(view, told)
    if picked is not None:
        again = picked == view.county
        links.follow(links.to(county=None if again else picked, on=view.at.on))


def _panels(user, view: View, alerts, *, columns: int) -> None:
    st.subheader("每周净增（每千户）与常态区间", anchor=False)
    weeks = reads.weekly_flows(user, view.at, by=("county",), value="rate").rename(columns={"rate": "value"})
    order = {code: i for i, code in enumerate(view.counties)}
    weeks = weeks[weeks["county"].isin(order)].sort_values("county", key=lambda c: c.map(order), kind="stable")
    if weeks.empty:
        st.info("尚无完整周次的户数。")
        return
    own = alerts[alerts["indicator"].isin(board.indicators_of("entities")) & (alerts["subject"] == alerts["county"])]
    shown = _shown(view, own)
    weeks = weeks[weeks["county"].isin(shown)]
    marks = {view.counties[code]: _mark(rows) for code, rows in own.groupby("county") if code in order}
    weeks = weeks.assign(name=weeks["county"].map(view.counties))
    height = PANEL if columns > 1 else 2 * PANEL
    figure = charts.small_multiples(
        weeks, unit="户/千户", panel="name", marks=marks, columns=columns, row_height=height
    )
    charts.show(figure, key="panels", alt="各县市近一年每周每千户净增与常态区间")
    st.caption(
        "蓝线为每千户存量每周净增户数，浅蓝带为此前 26 周中八成周次所在的区间，落在带下为偏低；"
        "各图同一纵轴，▼▲ 为超出纵轴的个别周次（多为迁移或批量清理）。"
        + (f"县市较多，仅列预警较重的 {MOST_PANELS} 个。" if len(view.counties) > MOST_PANELS else "")
    )


def _shown(view: View, own) -> list[str]:
    """All counties where they fit, else the gravest."""
    grave = own.groupby("county")["severity"].agg(status.gravest).to_dict()
    rank = {code: -status.SEVERITIES.index(grave[code]) if code in grave else 1 for code in view.counties}
    return sorted(view.counties, key=rank.__getitem__)[:MOST_PANELS]


def _mark(alerts) -> str:
    return "■" if status.gravest(alerts["severity"]) in ("red", "orange") else "▲"
