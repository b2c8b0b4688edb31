"""市场主体: stock and flows against the usual and the year before, and from a flagged county down to who closed."""

import streamlit as st

from pages import reads
from pages.door import open_store
from pages.door.session import require
from pages.parts import cards, filters
from pages.situation import entities_drill, entities_figures, entities_parts, exceptions, panels
from pages.situation.board import indicators_of
from pages.situation.latest import Latest
from pages.situation.moment import View, completeness, head

ALL = "all"


def page() -> None:
    """Filters, strip, cards, what is wrong, the course and its steps, counties or kinds, then the drill-down."""
    user = require("entities")
    view = head(user, "市场主体")
    completeness(user, view, indicators=("entity_silence",))
    kinds = _kinds()
    kind = filters.switch("kind", "主体类型", {ALL: "全部类型"} | kinds)
    kind = None if kind == ALL else kind
    subject = view.subject if kind is None else f"{view.subject}:{kind}"
    living = reads.living_alerts(user, view.at)
    told = Latest(user, view.at, entities_figures.INDICATORS)
    cards.headline_cards(entities_figures.cards_of(user, view, told, subject), key="entity_cards")
    _alerts(view, living, kind)
    entities_figures.course_and_steps(user, view, kind)
    entities_parts.parts_table(user, view, kind)
    if view.county is None:
        entities_figures.county_table(user, view, told, living, kind)
        flow = filters.given("flow", entities_figures.FLOWS) or "net"
        said = f"每周{entities_figures.FLOWS[flow]}"
        st.subheader(f"各县市{said}与常态区间", anchor=False)
        active = living[living["active"]]
        panels.county_panels(user, view, active, value=flow, said=said, unit="户", kind=kind)
    else:
        entities_figures.kind_table(user, view, told, living, kinds, kind)
    entities_drill.drill(user, view, kind)


def _kinds() -> dict[str, str]:
    kinds = open_store.region().kinds
    return dict(zip(kinds["kind"], kinds["name"]))


def _alerts(view: View, living, kind: str | None) -> None:
    """What is wrong with entities here; the place and the kind narrow it."""
    own = living[living["indicator"].isin(indicators_of("entities"))]
    if view.county is not None:
        own = own[own["county"] == view.county]
    if kind is not None:
        own = own[own["subject"].str.endswith(f":{kind}")]
    st.subheader("市场主体预警", anchor=False)
    exceptions.exceptions(view, own)
