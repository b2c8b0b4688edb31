"""At most seven exceptions, gravest and oldest first, each with owner and deadline; and that nothing else is red."""

import pandas as pd

from pages.parts import links, matrix, number, status
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


def exceptions(view: View, alerts: pd.DataFrame) -> None:
    """The table of exceptions; a click leads to the alert."""
    ordered = in_order(alerts, view)
    rows = [_row(alert, view) for alert in ordered.head(MOST).itertuples()]
    links.follow(
        matrix.table(COLUMNS, rows, key="exceptions", foot=_rest(ordered), empty="当前没有未销号的预警", heads=False)
    )


def in_order(alerts: pd.DataFrame, view: View) -> pd.DataFrame:
    """The gravest first, among equals the oldest."""
    rank = alerts["severity"].map(status.SEVERITIES.index)
    return alerts.assign(rank=rank).sort_values(
        ["active", "rank", "opened_for", "alert"], ascending=[False, False, True, True], ignore_index=True
    )


def overdue(alert, view: View) -> bool:
    """Whether the deadline lies before the day looked at."""
    return not number.absent(alert.due) and alert.due < pd.Timestamp(view.at.day)


def _row(alert, view: View) -> matrix.Row:
    days = (pd.Timestamp(view.at.day) - alert.opened_for).days
    late = overdue(alert, view)
    address = links.to("alerts", alert=alert.alert, on=view.at.on)
    return matrix.Row(
        cells=[
            matrix.Cell(text="", severity=alert.severity),
            matrix.Cell(text=alert.sentence, href=address),
            matrix.Cell(text=alert.owner),
            matrix.Cell(text=number.short_day(alert.due) or "未定", note="已超期" if late else "", strong=late),
            matrix.Cell(text=f"{days} 天"),
            matrix.Cell(text=status.ALERT_STATUS[alert.status] + ("" if alert.active else "（已回落）")),
        ]
    )


def _rest(ordered: pd.DataFrame) -> str:
    hidden = ordered.iloc[MOST:]
    if hidden.empty:
        return "除上列外，其余指标均未预警"
    grave = int(hidden["severity"].isin(["red", "orange"]).sum())
    more = f"另有 {len(hidden)} 件未列"
    return f"{more}（其中红、橙色 {grave} 件）" if grave else f"{more}，均为黄、蓝色；没有其他红、橙色预警"
