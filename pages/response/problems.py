"""问题需求清单: what entities need, solved at county, prefecture or province; one problem in full at ?problem=."""

import pandas as pd
import streamlit as st

from monitoring.problems.alike import alike
from monitoring.problems.lifecycle import LIVING
from pages.door import open_store
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import cards, filters, links, matrix, number, tables
from pages.response import problem_steps as steps
from pages.response import problem_views as views
from pages.response import reading
from pages.response.problem_words import CATEGORIES, LEVELS, WHY
from pages.situation.moment import View, completeness, head, moment_of

TABS = {"living": "在办", "done": "已办结"}
MOST_ALIKE = 4


def page() -> None:
    """The page: the list, or one problem where the address names it."""
    user = require("problems")
    view = head(user, "问题需求清单")
    completeness(user, view, indicators=())
    steps.tell_outcome()
    everything = reading.problems(user, view.at)
    chosen = filters.named(everything, "problem")
    if chosen is not None:
        views.one(user, view, chosen, everything)
        return
    if st.query_params.get("problem"):
        st.info("没有这件问题，或它不在您的查看范围内。")
    here = view.here(everything)
    links.follow(cards.headline_cards(views.headline(here, view), key="problem_cards"))
    places = dict(view.counties) or views.own_place(user, view)
    if user.scope.whole:
        places[open_store.region().code] = f"{open_store.region().short}（跨县）"
    steps.register(user, view, places)
    _alike(user, view, here)
    _list(user, view, here)


def _alike(user: User, view: View, here: pd.DataFrame) -> None:
    groups = alike(here).head(MOST_ALIKE)
    if groups.empty:
        return
    st.subheader("可能是同一个问题", anchor=False)
    for place, group in enumerate(groups.itertuples(index=False)):
        left, right = st.columns([8, 2], vertical_alignment="center")
        numbers = "、".join(f"{one} 号" for one in group.problems)
        counties = "、".join(view.counties.get(code, open_store.region().short) for code in group.counties)
        lifted = "，并案后由州专班解决" if len(group.counties) > 1 else ""
        left.markdown(f"**{WHY[group.why]}**（{CATEGORIES[group.category]}）：{numbers}，涉及{counties}{lifted}")
        with right:
            into, *others = group.problems
            steps.offer_merge(user, view, into, others, label=f"并入 {into} 号", key=f"problem_merge_{place}")


def _list(user: User, view: View, here: pd.DataFrame) -> None:
    tab, level, category, out = st.columns([2, 4, 3, 2], vertical_alignment="bottom")
    with tab:
        shown = filters.switch("tab", "范围", TABS)
    with level:
        levels = filters.several("level", "解决层级", LEVELS)
    with category:
        about = filters.choose("category", "问题类别", CATEGORIES, every="全部类别")
    with out:
        export_link(user, "problems", "list", label="导出清单", county=view.county, on=filters.given_day())
    kept = here[here["status"].isin(LIVING) == (shown == "living")]
    total = len(kept)
    kept = kept[kept["level"].isin(levels or tuple(LEVELS)) & (kept["category"] == (about or kept["category"]))]
    st.caption(f"共 {number.of_total(len(kept), total)} 件")
    rows = views.rows(views.in_order(kept, view), view)
    empty = "没有符合条件的问题" if total else "还没有登记问题。可在上方登记，或由联络员走访时登记。"
    links.follow(matrix.table(views.COLUMNS, rows, key="problem_list", heads=False, empty=empty))


@export("problems", "list", title="问题需求清单")
def list_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The list as a file; phone numbers are masked as they are kept."""
    view = moment_of(user, county=county, on=on)
    here = reading.problems(user, view.at)
    here = view.here(here)
    return tables.readable(views.placed(here), views.EXPORT_FIELDS)
