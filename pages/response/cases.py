"""处置件: what people do about alerts and decisions; slips and owners first, one case in full at ?case=."""

import pandas as pd
import streamlit as st

from data.store import evidence as proofs
from pages.door import open_store
from pages.door.exports import File, NotExportable, export, export_link
from pages.door.session import User, require
from pages.parts import cards, filters, links, matrix, number, status, tables
from pages.response import alert_names, case_detail, case_list, case_steps
from pages.response import case_words as words
from pages.situation import case_reads
from pages.situation.moment import View, head, moment_of

TABS = {"living": "在办", "after": "已销号未恢复", "silent": "静默清单", "done": "已办结"}
PAGE = 40


def page() -> None:
    """The page: the lists, or one case where the address names it."""
    user = require("cases")
    view = head(user, "处置件")
    case_steps.tell_outcome()
    everything = case_list.told(case_reads.cases(user, view.at), view)
    members = case_reads.case_members(user, view.at)
    counts = members[members["left_at"].isna()]["case"].value_counts().to_dict()
    if "case" in st.query_params:
        found = filters.named(everything, "case")
        if found is not None:
            case_detail.show(user, view, found, counts)
            return
        st.info("没有这件处置件，或它不在您的查看范围内。")
    here = view.here(everything)
    links.follow(cards.headline_cards(case_list.headline(here, view), key="case_cards"))
    tab = filters.switch("tab", "范围", TABS)
    if tab == "after":
        rows = case_list.after_rows(here, view)
        links.follow(matrix.table(case_list.AFTER_COLUMNS, rows, key="cases_after", heads=False,
                                  empty="没有已销号未恢复的处置件"))  # fmt: skip
    elif tab == "silent":
        st.caption("静默只停止催办和提级，不改变任何颜色。")
        rows = case_list.silence_rows(case_list.living(here), view, alert_names.people())
        links.follow(matrix.table(case_list.SILENCE_COLUMNS, rows, key="cases_silent", heads=False,
                                  empty="当前没有静默的处置件"))  # fmt: skip
    elif tab == "done":
        _done(view, here)
    else:
        _list(user, view, here, counts)


def _done(view: View, here: pd.DataFrame) -> None:
    ended = here[here["status"].isin(status.ENDED)].sort_values(["closed_at", "case"], ascending=False)
    with st.columns([5, 7])[0]:
        owner = _owner(ended)
    kept = ended if owner is None else ended[ended["owner"].fillna(words.NOBODY) == owner]
    st.caption(f"共 {number.of_total(len(kept), len(ended))} 件，最近办结的在前")
    place = filters.page_number(len(kept), size=PAGE)
    rows = case_list.done_rows(kept.iloc[(place - 1) * PAGE : place * PAGE], view)
    links.follow(matrix.table(case_list.DONE_COLUMNS, rows, key="cases_done", heads=False,
                              empty="没有已办结的处置件"))  # fmt: skip


def _owner(cases: pd.DataFrame) -> str | None:
    """Whose cases are looked at; None: everybody's."""
    owners = sorted({words.owner_of(case) for case in cases.itertuples(index=False)})
    return filters.choose("owner", "责任单位", dict(zip(owners, owners)), every="全部单位") or None


def _list(user: User, view: View, here: pd.DataFrame, counts: dict[int, int]) -> None:
    left, right = st.columns([5, 7], vertical_alignment="bottom")
    with left:
        slips = filters.several("slip", "督办单", words.SLIPS)
    with right:
        statuses = filters.several("status", "处置状态", {one: status.CASE_STATUS[one] for one in status.CASE_OPEN})
    left, right = st.columns([5, 7], vertical_alignment="bottom")
    with left:
        owner = _owner(case_list.living(here))
    with right:
        export_link(user, "cases", "list", label="导出处置件", county=view.county, on=filters.given_day())
    kept = case_list.living(here)
    total = len(kept)
    kept = kept[kept["slip"].isin(slips or tuple(words.SLIPS))]
    if statuses:
        kept = kept[kept["status"].isin(statuses)]
    if owner:
        kept = kept[kept["owner"].fillna(words.NOBODY) == owner]
    st.caption(f"共 {number.of_total(len(kept), total)} 件")
    place = filters.page_number(len(kept), size=PAGE)
    rows = case_list.rows(kept.iloc[(place - 1) * PAGE : place * PAGE], view, counts)
    empty = (
        "没有符合条件的处置件" if total else "还没有处置件；每日评估后按县（市）和领域自动立件，会议决定可在总览立件"
    )
    links.follow(matrix.table(case_list.COLUMNS, rows, key="cases_list", heads=False, empty=empty))


@export("cases", "list", title="处置件")
def list_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The living cases as a file."""
    view = moment_of(user, county=county, on=on)
    here = case_list.living(case_list.told(case_reads.cases(user, view.at), view))
    here = view.here(here)
    rows = list(here.itertuples(index=False))
    named = here.assign(
        name=pd.array([words.name_of(one) for one in rows], dtype="str"),
        owner=pd.array([words.owner_of(one) for one in rows], dtype="str"),
    )
    return tables.readable(named, case_list.EXPORT_FIELDS)


@export("cases", "evidence", title="佐证")
def evidence_file(user: User, *, number: str | None = None) -> File:
    """One proof, to those who may see its case."""
    wanted = filters.numbered(number)
    if wanted is None:
        raise NotExportable(number)
    with open_store.store().reading() as conn:
        found = proofs.content(conn, scope=user.scope, evidence=wanted)
    if found is None or found["content"] is None:
        raise NotExportable(number)
    return File(filename=found["filename"], content=found["content"], rows=1, original=True)
