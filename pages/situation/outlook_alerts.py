"""Beside an outlook's chart: the alerts it has raised, those of facts that carry it, and from which line it does."""

import numpy as np
import pandas as pd
import streamlit as st

from monitoring.alerts.sentence_outlook import outlooks_in_a_row
from monitoring.alerts.sentence_shown import brief
from monitoring.outlook_warning.foreseen import FORESIGHTS
from monitoring.thresholds import Threshold
from pages import reads
from pages.door import open_store
from pages.door.session import User
from pages.parts import links, matrix, number, status
from pages.situation.exceptions import short_owner
from pages.situation.moment import View

TOPICS = {
    "stock": "year_end_chance", "markets": "reopening_lateness", "supply": "stockout_chance",
    "festivals": "festival_shortage_chance", "arrears": "arrears_unpaid_at_deadline",
}  # fmt: skip
MOST = 5
COLUMNS = (
    matrix.Column(title="级别", nowrap=True),
    matrix.Column(title="情况"),
    matrix.Column(title="责任单位", nowrap=True),
    matrix.Column(title="办理时限", nowrap=True),
)
NO_LINE = {
    "stockout_chance": "这项展望本身不发预警：可供天数的预警总是更早，展望附在其后。",
    "festival_shortage_chance": "这项展望用于备货，本身不发预警：备货尚在进行时推算的缺口，多数不会发生。",
}
FACTS_SPEAK = "预计的事已成事实的，由该项事实的预警载明展望，不另发预警；为时已晚、无从挽回的不新发。"


def alerts_beside(user: User, view: View, topic: str) -> None:
    """What the outlook of a tab has raised, and its lines."""
    living = reads.living_alerts(user, view.at)
    living = living[living["active"] & ((living["county"] == view.county) | (view.county is None))]
    own = speaking_of(living, TOPICS[topic])
    st.subheader("由此发出的预警", anchor=False)
    rows = [_row(alert, view) for alert in own.head(MOST).itertuples()]
    foot = f"另有 {len(own) - MOST} 件，见“预警”" if len(own) > MOST else ""
    links.follow(
        matrix.table(COLUMNS, rows, key="outlook_alerts", foot=foot, empty="目前没有因这项展望在办的预警")
    )  # fmt: skip
    lines = lines_in_words(TOPICS[topic], view)
    st.caption(lines + FACTS_SPEAK if lines else NO_LINE[TOPICS[topic]])


def speaking_of(alerts: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """The alerts an outlook raised, and those of facts that carry what it says; the gravest first."""
    carries = np.array([e.get("outlook", {}).get("indicator") == indicator for e in alerts["evidence"]], dtype=bool)
    own = alerts[(alerts["indicator"] == indicator).to_numpy(dtype=bool) | carries]
    rank = own["severity"].map(status.SEVERITIES.index)
    return own.assign(rank=rank).sort_values(["rank", "alert"], ascending=[False, True]).drop(columns="rank")


def lines_in_words(indicator: str, view: View) -> str:
    """From which value on, and how many outlooks in a row, an alert is raised today."""
    lines = [
        line for line in open_store.config().thresholds.entries
        if line.indicator == indicator and line.since <= view.at.day
    ]  # fmt: skip
    return "".join(_line(line) for line in lines)


def _line(line: Threshold) -> str:
    thing = open_store.config().thresholds.catalog[line.indicator]
    beyond = "低于" if line.worse == "low" else "达到"
    steps = "、".join(f"{beyond} {bound:g}{thing.unit} 列{status.LEVELS[s].word}" for s, bound in line.levels.items())
    whom = "（企业）" if "enterprise:category" in line.subjects else ""
    times = outlooks_in_a_row(line.persistence)
    often = f"接连 {times} 次推算" if times > 1 else ""
    return f"预警线{whom}：“{thing.title}”{often}{steps}。"


def _row(alert, view: View) -> matrix.Row:
    late = not number.absent(alert.due) and alert.due < pd.Timestamp(view.at.day)
    due = number.day_near(alert.due, view.at.day) or "未定"
    return matrix.Row(
        cells=[
            matrix.Cell(text="", severity=alert.severity),
            matrix.Cell(text=brief(alert.sentence), href=links.to("alerts", alert=alert.alert, on=view.at.on),
                        note="预计" if alert.indicator in FORESIGHTS else "已成事实，附展望"),
            matrix.Cell(text=short_owner(alert.owner)),
            matrix.Cell(text=due, note="已超期" if late else "", strong=late),
        ]
    )  # fmt: skip
