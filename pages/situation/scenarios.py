"""情景推演: what would come if an assumption held, beside the baseline; one card in full at ?scenario=."""

import pandas as pd
import streamlit as st

from pages import reads
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import filters, links, matrix, number, tables
from pages.parts.matrix import Cell, Column, Row
from pages.parts.tables import Field
from pages.response.alert_names import people
from pages.situation import scenario_steps as steps
from pages.situation import scenario_views as views
from pages.situation.moment import View, completeness, head, moment_of
from pages.situation.scenario_words import KINDS, OF_OUTLOOK, QUANTITIES, sentence, subject

SHOWN = {"standing": "有效", "retired": "已作废"}
COLUMNS = (
    Column(title="编号", nowrap=True, width="4em"),
    Column(title="假设"),
    Column(title="类别", nowrap=True, width="9em"),
    Column(title="主要结果（基线 → 情景）"),
    Column(title="制卡", nowrap=True, width="10em"),
    Column(title="落在区间", align="center", nowrap=True, width="8em"),
    Column(title="认定", nowrap=True, width="7em"),
)
NOTE = (
    "每张卡与制卡时最近一期展望用同一份资料、同一组推算，只差所作的假设；没有假设时与展望逐项相同。"
    "“落在区间”：情景的区间被实际说中的次数/到期次数；只有假设确实发生，这个成绩才公允，由人认定。"
)
EXPORT_FIELDS = {
    "scenario": Field(title="编号", kind="number"), "kind": Field(title="类别", words=KINDS),
    "said": Field(title="假设"), "assumption": Field(title="依据和理由"), "about": Field(title="对象"),
    "quantity": Field(title="评分项目", words=QUANTITIES), "date": Field(title="到期日", kind="day"),
    "actual": Field(title="实际", kind="number"), "baseline_error": Field(title="基线偏差", kind="number"),
    "baseline_inside": Field(title="实际落在基线区间", kind="flag"),
    "scenario_error": Field(title="情景偏差", kind="number"),
    "scenario_inside": Field(title="实际落在情景区间", kind="flag"),
    "came_true": Field(title="认定", words=views.CAME),
}  # fmt: skip


def page() -> None:
    """The cards, or one where the address names it."""
    user = require("scenarios")
    view = head(user, "情景推演")
    completeness(user, view, indicators=())
    steps.tell_outcome()
    cards = reads.scenarios(user, view.at)
    chosen = filters.named(cards, "scenario")
    if chosen is not None:
        views.one(user, view, chosen)
        return
    if st.query_params.get("scenario"):
        st.info("没有这张情景卡，或它不在您的查看范围内。")
    steps.form(user, view)
    _list(user, view, cards)


def _list(user: User, view: View, cards: pd.DataFrame) -> None:
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with left:
        shown = filters.switch("shown", "范围", SHOWN)
    with right:
        export_link(user, "scenarios", "scores", label="导出评分", county=view.county, on=filters.given_day())
    here = view.here(cards)
    kept = here[here["retired_at"].isna() == (shown == "standing")].iloc[::-1]
    answers, scores, called, who = (
        reads.scenario_answers(user, view.at), reads.scenario_scores(user, view.at), reads.reporters(user, view.at),
        people(),
    )  # fmt: skip
    rows = [
        Row(
            cells=[
                str(card.scenario),
                Cell(
                    text=sentence(card.kind, card.county, card.levers, called),
                    href=links.to("scenarios", scenario=card.scenario, on=filters.given_day()),
                ),
                KINDS[card.kind],
                views.in_short(answers[answers["scenario"] == card.scenario], card),
                Cell(text=who.get(card.made_by, card.made_by), note=number.day(card.made_at)),
                views.hits(scores[scores["scenario"] == card.scenario]),
                views.verdict(card),
            ]
        )
        for card in kept.itertuples(index=False)
    ]
    empty = (
        "没有已作废的情景卡" if shown == "retired" else "还没有情景卡。可在上方新建：选定假设，写明依据，系统随即推算。"
    )
    links.follow(matrix.table(COLUMNS, rows, key="scenario_list", heads=False, empty=empty))
    st.caption(NOTE)


@export("scenarios", "scores", title="情景卡评分")
def scores_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """Every score with its card: one row a check that has come."""
    view = moment_of(user, county=county, on=on)
    cards, scores = reads.scenarios(user, view.at), reads.scenario_scores(user, view.at)
    cards = view.here(cards)
    called = reads.reporters(user, view.at)
    said = [sentence(card.kind, card.county, card.levers, called) for card in cards.itertuples(index=False)]
    known = cards.assign(said=said, came_true=cards["came_true"].fillna("open"))
    known = known[["scenario", "kind", "said", "assumption", "came_true"]]
    told = scores.merge(known, on="scenario")
    told["about"] = [subject(*about) for about in zip(told["outlook"], told["subject"])]
    return tables.readable(told.assign(quantity=told["outlook"].map(OF_OUTLOOK)), EXPORT_FIELDS)
