"""预警: what is wrong now, whose it is and what has been done about it; one alert in full at ?alert=."""

import datetime as dt

import pandas as pd
import streamlit as st

from monitoring.cases.words import CAUSES
from pages import reads
from pages.door import open_store
from pages.door.exports import export, export_link
from pages.door.session import User, require
from pages.parts import barcharts, cards, charts, filters, links, matrix, number, tables
from pages.response import alert_detail, alert_list, alert_names
from pages.response.alert_steps import tell_outcome
from pages.situation.decision import with_deadlines
from pages.situation.moment import View, completeness, head, moment_of

CLOSED_DAYS, STRIP_DAYS = 180, 60
PAGE = 40
MOST_GROUPS = 12
TABS = {"living": "在办预警", "closed": "已办结"}
GROUPS = {"county": "按县（市）", "cause": "按领域", "each": "逐件列出"}


def page() -> None:
    """The page: a list, or one alert where the address names it."""
    user = require("alerts")
    view = head(user, "预警")
    completeness(user, view, indicators=())
    tell_outcome()
    everything = with_deadlines(user, view, reads.all_alerts(user, view.at))
    chosen = filters.named(everything, "alert")
    if chosen is not None:
        alert_detail.show(user, view, chosen)
        return
    if st.query_params.get("alert"):
        st.info("没有这件预警，或它不在您的查看范围内。")
    _lists(user, view, everything)


def _lists(user: User, view: View, everything: pd.DataFrame) -> None:
    here = view.here(everything)
    living = here[~here["status"].isin(alert_list.DONE)]
    links.follow(cards.headline_cards(alert_list.headline(living, view), key="alert_cards"))
    left, middle, right = st.columns([3, 4, 3], vertical_alignment="bottom")
    with left:
        tab = filters.switch("tab", "范围", TABS)
    with middle:
        severities = filters.several("severity", "级别", alert_list.SEVERITY_WORDS)
    with right:
        cause = filters.choose("cause", "领域", CAUSES, every="全部领域")
    if tab == "closed":
        _closed(user, here, severities, cause, view)
    else:
        _living(user, living, severities, cause, view)


def _living(user: User, living: pd.DataFrame, severities, cause: str | None, view: View) -> None:
    left, middle, right = st.columns([3, 5, 2], vertical_alignment="bottom")
    with left:
        by = filters.switch("group", "分组", GROUPS)
    with middle:
        statuses = filters.several("status", "处置状态", alert_list.LIVING_WORDS)
    whose = None
    if user.scope.whole and view.county is None:
        with right:
            whose = filters.choose("whose", "归属", alert_list.WHOSE, every="全部事项")
    asked_for = {"severities": severities, "statuses": statuses, "cause": cause, "whose": whose}
    kept = alert_list.chosen(living, view=view, **asked_for)
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    left.caption(f"共 {number.of_total(len(kept), len(living))} 件在办预警")
    with right:
        export_link(user, "alerts", "living", label="导出在办预警", county=view.county, on=filters.given_day())
    if kept.empty:
        st.info("没有符合条件的在办预警。" if len(living) else "当前没有在办预警。")
        return
    names = alert_names.names(user, view.at)
    asked = {"severity": ",".join(severities) or None, "status": ",".join(statuses) or None}
    groups = list(alert_list.groups(kept, by="county" if by == "each" else by))
    number_ = filters.page_number(len(groups), size=MOST_GROUPS)
    for place, (title, alerts) in enumerate(groups[(number_ - 1) * MOST_GROUPS : number_ * MOST_GROUPS]):
        st.markdown(f"##### {title}")
        columns, rows = _rows(alerts, view, names, by, asked)
        links.follow(matrix.table(columns, rows, key=f"alerts_{by}_{place}", heads=False))
    _strip(user, kept, view, names)


def _rows(alerts: pd.DataFrame, view: View, names, by: str, asked: dict):
    """Columns and rows of one group: a row an alert where each is asked for, else a row a matter."""
    if by == "each":
        return alert_list.COLUMNS, alert_list.rows(alerts, view, names)
    return alert_list.MATTER_COLUMNS, alert_list.matter_rows(alerts, view, names, **asked)


def _strip(user: User, alerts: pd.DataFrame, view: View, names) -> None:
    """The level each alert stood at over the last two months, the gravest first."""
    if not st.toggle(f"显示近 {STRIP_DAYS} 天级别变化（最多 20 件）", key="alert_strip_shown"):
        return  # a third of the page's work, and seldom wanted
    first = alert_list.in_order(alerts).head(20)
    since = view.at.day - dt.timedelta(days=STRIP_DAYS)
    told = reads.signal_history(
        user, view.at, since=since, subjects=tuple(first["subject"]), indicators=tuple(first["indicator"].unique())
    )
    spans = alert_list.spans(told, first, names)
    if spans.empty:
        st.caption("这段时间没有信号记录。")
        return
    charts.show(barcharts.state_timeline(spans, label="label"), key="alert_strip", alt="各预警近两个月的级别变化")


def _closed(user: User, here: pd.DataFrame, severities, cause: str | None, view: View) -> None:
    since = pd.Timestamp(view.at.day - dt.timedelta(days=CLOSED_DAYS))
    done = here[here["status"].isin(alert_list.DONE) & (here["last_signal_for"] >= since)]
    kept = alert_list.chosen(done, severities=severities, statuses=(), cause=cause, view=view)
    kept = kept.sort_values(["last_signal_for", "alert"], ascending=False)
    st.caption(f"近 {CLOSED_DAYS} 天办结 {len(kept)} 件（系统在解除后连续多日正常且无人签收的，自动销号）")
    number_ = filters.page_number(len(kept), size=PAGE)
    shown = kept.iloc[(number_ - 1) * PAGE : number_ * PAGE]
    rows = alert_list.closed_rows(shown, view, alert_names.names(user, view.at))
    links.follow(matrix.table(alert_list.CLOSED_COLUMNS, rows, key="alerts_closed", heads=False,
                              empty="没有符合条件的已办结预警"))  # fmt: skip


@export("alerts", "living", title="在办预警")
def living_file(user: User, *, county: str | None = None, on: str | None = None) -> pd.DataFrame:
    """The living alerts as a file."""
    view = moment_of(user, county=county, on=on)
    living = with_deadlines(user, view, reads.living_alerts(user, view.at))
    here = view.here(living)
    titles = {one: thing.title for one, thing in open_store.config().thresholds.catalog.items()}
    told = alert_list.in_order(here).assign(title=lambda f: f["indicator"].map(titles))
    return tables.readable(alert_list.with_verdicts(told), alert_list.EXPORT_FIELDS)
