"""At most seven exceptions, gravest and broadest first, each with owner and deadline; and that nothing else is red.

Alerts of one county and topic are one exception: five alarms with one cause are one thing to decide.
"""

import re

import pandas as pd

from pages.door import open_store
from pages.parts import links, matrix, number, status
from pages.situation.board import topic_of
from pages.situation.moment import View

MOST = 7
COLUMNS = (
    matrix.Column(title="级别", nowrap=True),
    matrix.Column(title="情况"),
    matrix.Column(title="责任单位", nowrap=True),
    matrix.Column(title="办理时限", nowrap=True),
    matrix.Column(title="已持续", nowrap=True, align="number"),
    matrix.Column(title="处置", nowrap=True),
)
_SOURCE = re.compile(r"[(（]依据[:：].*?[)）](?=[,，]自)")
_RELEASE = re.compile(r"连续\d+次[^。]*即解除。?")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")


def exceptions(view: View, alerts: pd.DataFrame) -> None:
    """The table of exceptions; a click leads to the alert."""
    leading = grouped(in_order(alerts), view)
    rows = [_row(alert, view) for alert in leading.head(MOST).itertuples()]
    foot = _rest(leading) if len(leading) else ""
    links.follow(matrix.table(COLUMNS, rows, key="exceptions", foot=foot, empty="当前没有未销号的预警", heads=False))


def in_order(alerts: pd.DataFrame) -> pd.DataFrame:
    """What still stands first, then the gravest, the broadest, the oldest."""
    keys = {
        "rank": alerts["severity"].map(status.SEVERITIES.index).astype(int),
        "breadth": [breadth(alert.subject, alert.enterprise) for alert in alerts.itertuples()],
    }
    order = ["active", "rank", "breadth", "opened_for", "alert"]
    return alerts.assign(**keys).sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)


def grouped(ordered: pd.DataFrame, view: View) -> pd.DataFrame:
    """The first alert of each county and topic, with how many stand behind it (``more``)."""
    topics = ordered["indicator"].map(topic_of).astype(object)
    groups = ordered.assign(topic=topics).groupby(["county", "topic"], sort=False)
    first = groups.head(1).reset_index(drop=True)
    return first.assign(more=groups.size().reindex(list(zip(first["county"], first["topic"]))).to_numpy() - 1)


def breadth(subject: str, enterprise: object) -> int:
    """0 the region, 1 a county, 2 a kind or category of it, 3 one firm, market or debtor."""
    region = open_store.region()
    place, _, part = subject.partition(":")
    if not number.absent(enterprise) or place not in (region.code, *region.counties["county"]):
        return 3
    if part:
        return 2 if part in {*region.kinds["kind"], *region.categories["category"]} else 3
    return 0 if place == region.code else 1


def overdue(alert, view: View) -> bool:
    """Whether the deadline lies before the day looked at."""
    return not number.absent(alert.due) and alert.due < pd.Timestamp(view.at.day)


def brief(sentence: str) -> str:
    """The sentence without its source and its way out, which stand on the alert's own page."""
    return _COMMA.sub("，", _RELEASE.sub("", _SOURCE.sub("", sentence)))


def short_owner(owner: str) -> str:
    """A county's government by the county's short name."""
    counties = open_store.region().counties
    for full, short in zip(counties["name"], counties["short"]):
        owner = owner.replace(full, short)
    return owner


def _row(alert, view: View) -> matrix.Row:
    days = (pd.Timestamp(view.at.day) - alert.opened_for).days + 1
    late = overdue(alert, view)
    more = f"同类另有 {alert.more} 件" if alert.more else ""
    return matrix.Row(
        cells=[
            matrix.Cell(text="", severity=alert.severity),
            matrix.Cell(
                text=brief(alert.sentence), href=links.to("alerts", alert=alert.alert, on=view.at.on), note=more
            ),
            matrix.Cell(text=short_owner(alert.owner)),
            matrix.Cell(text=number.short_day(alert.due) or "未定", note="已超期" if late else "", strong=late),
            matrix.Cell(text=f"{days} 天"),
            matrix.Cell(text=status.ALERT_STATUS[alert.status] + ("" if alert.active else "（已回落）")),
        ]
    )


def _rest(leading: pd.DataFrame) -> str:
    hidden = leading.iloc[MOST:]
    if hidden.empty:
        return "除上列外，没有其他预警"
    red = int((hidden["severity"] == "red").sum())
    return f"另有 {len(hidden)} 类事项未列，" + (f"其中红色 {red} 类" if red else "没有其他红色预警")
