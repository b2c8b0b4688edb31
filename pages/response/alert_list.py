"""Alerts as lists: the four numbers above, the groups, the rows, and the strip of levels over time."""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from monitoring.alerts.sentence_reason import called, sureness, verdict_note, weighed
from monitoring.alerts.sentence_shown import full_width
from monitoring.cases.words import CAUSES
from monitoring.naming import Names
from monitoring.triage import cause_of
from pages.door import open_store
from pages.parts import filters, links, number, status
from pages.parts.cards import Card
from pages.parts.matrix import Cell, Column, Row
from pages.parts.tables import Field
from pages.response import alert_names
from pages.situation.moment import View

DONE = ("closed", "false_alarm")
LATE = "late"
REGION = "region"
WHOSE = {REGION: "州级事项", "counties": "县（市）事项"}
LIVING_WORDS = {code: word for code, word in status.ALERT_STATUS.items() if code not in DONE} | {LATE: "已超期"}
SEVERITY_WORDS = {severity: status.level_text(severity) for severity in reversed(status.SEVERITIES)}
COLUMNS = (
    Column(title="级别", nowrap=True, width="6.5em"),
    Column(title="情况"),
    Column(title="责任单位", width="13em"),
    Column(title="办理时限", nowrap=True, width="10em"),
    Column(title="已持续", nowrap=True, align="number", width="6em"),
    Column(title="处置状态", nowrap=True, width="10em"),
)
MATTER_COLUMNS = (*COLUMNS[:2], Column(title="同类", nowrap=True, align="number", width="5em"), *COLUMNS[2:])
CLOSED_COLUMNS = (
    Column(title="级别", nowrap=True, width="6.5em"),
    Column(title="情况"),
    Column(title="责任单位", width="13em"),
    Column(title="起止", nowrap=True, width="17em"),
    Column(title="结果", nowrap=True, width="6em"),
)
EXPORT_FIELDS = {
    "severity": Field(title="级别", words=SEVERITY_WORDS),
    "title": Field(title="指标"),
    "sentence": Field(title="情况"),
    "verdict": Field(title="判读"),
    "sure": Field(title="把握"),
    "value": Field(title="当前值", kind="number"),
    "threshold": Field(title="警戒线", kind="number"),
    "owner": Field(title="责任单位"),
    "opened_for": Field(title="起始日", kind="day"),
    "due": Field(title="办理时限", kind="day"),
    "status": Field(title="处置状态", words=status.ALERT_STATUS),
    "active": Field(title="仍在预警", kind="flag"),
}


def address(**more: object) -> str:
    """This page with other filters; the day looked at stays."""
    return links.to("alerts", on=filters.given_day(), **more)


def headline(living: pd.DataFrame, view: View) -> list[Card]:
    """How many are grave, mild, waiting to be taken up, and overdue."""
    counts = living["severity"].value_counts()
    grave, mild = (("red", "orange"), ("yellow", "blue"))
    late = int(overdue(living, view).sum())
    waiting = int((living["status"] == "new").sum())
    quiet = int((~living["active"]).sum())
    return [
        _count("红、橙色预警", counts, grave, view),
        _count("黄、蓝色预警", counts, mild, view),
        Card(
            title="待签收", value=None, figure=number.of_total(waiting, len(living)), unit="件",
            target="尚无人签收的在办预警", changes=[("已解除、待销号", f"{quiet} 件")],
            href=address(county=view.county, status="new"),
        ),
        Card(
            title="超过办理时限", value=None, figure=number.of_total(late, len(living)), unit="件",
            target="时限按级别和工作日计算", href=address(county=view.county, status=LATE) if late else None,
        ),
    ]  # fmt: skip


def _count(title: str, counts: pd.Series, severities: tuple[str, ...], view: View) -> Card:
    each = [(status.level_text(severity), f"{int(counts.get(severity, 0))} 件") for severity in severities]
    total = sum(int(counts.get(severity, 0)) for severity in severities)
    href = address(county=view.county, severity=",".join(severities)) if total else None
    return Card(title=title, value=None, figure=str(total), unit="件", changes=each, href=href)


def overdue(alerts: pd.DataFrame, view: View) -> pd.Series:
    """Whether the deadline lies before the day looked at."""
    return alerts["due"] < pd.Timestamp(view.at.day)


def chosen(
    alerts: pd.DataFrame,
    *,
    severities: tuple[str, ...],
    statuses: tuple[str, ...],
    cause: str | None,
    view: View,
    whose: str | None = None,
) -> pd.DataFrame:
    """The alerts the filters leave."""
    kept = alerts["severity"].isin(severities or status.SEVERITIES)
    if LATE in statuses:
        kept &= overdue(alerts, view)
    named = [one for one in statuses if one != LATE]
    if named:
        kept &= alerts["status"].isin(named)
    if cause:
        kept &= alerts["indicator"].map(cause_of) == cause
    if whose:
        kept &= (alerts["county"] == open_store.region().code) == (whose == REGION)
    return alerts[kept]


def in_order(alerts: pd.DataFrame) -> pd.DataFrame:
    """Still active before quiet, the gravest first, among equals the oldest."""
    rank = alerts["severity"].map({severity: place for place, severity in enumerate(status.SEVERITIES)})
    ordered = alerts.assign(rank=rank).sort_values(
        ["active", "rank", "opened_for", "alert"], ascending=[False, False, True, True]
    )
    return ordered.drop(columns="rank").reset_index(drop=True)


def groups(alerts: pd.DataFrame, *, by: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Title and alerts of each group: the region and its counties in the administrative order, or the causes."""
    ordered = in_order(alerts)
    region = open_store.region()
    places = {region.code: region.short, **dict(zip(region.counties["county"], region.counties["short"]))}
    names = places if by == "county" else CAUSES
    keys = ordered["county"] if by == "county" else ordered["indicator"].map(cause_of)
    for key, name in names.items():
        own = ordered[keys == key]
        if len(own):
            yield f"{name}（{_levels(own)}）", own


def _levels(alerts: pd.DataFrame) -> str:
    counts = alerts["severity"].value_counts()
    each = [f"{status.level_text(s)} {counts[s]}" for s in reversed(status.SEVERITIES) if counts.get(s)]
    return f"{len(alerts)} 件：{'，'.join(each)}"


def rows(alerts: pd.DataFrame, view: View, called: Names) -> list[Row]:
    """One row an alert; the sentence leads to it in full."""
    return [_row(alert, view, called) for alert in alerts.itertuples(index=False)]


def matter_rows(alerts: pd.DataFrame, view: View, called: Names, **asked: str | None) -> list[Row]:
    """One row a matter (alerts of one county and cause), led by its first alert; the count leads to all of them.

    asked: the filters that left these alerts, for the count to lead to as many.
    """
    pairs = list(zip(alerts["county"], alerts["indicator"].map(cause_of)))
    counts, seen, found = Counter(pairs), set(), []
    for pair, alert in zip(pairs, alerts.itertuples(index=False)):
        if pair not in seen:
            seen.add(pair)
            cells = list(_row(alert, view, called).cells)
            found.append(Row(cells=[*cells[:2], _of_matter(*pair, counts[pair], asked), *cells[2:]]))
    return found


def _of_matter(county: str, cause: str, count: int, asked: dict) -> Cell | str:
    if count == 1:
        return "1 件"
    region = county == open_store.region().code
    place = {"whose": REGION} if region else {"county": county}
    return Cell(text=f"{count} 件", href=address(**place, cause=cause, group="each", **asked))


def _row(alert, view: View, called: Names) -> Row:
    days = (pd.Timestamp(view.at.day) - alert.opened_for).days + 1
    late = not number.absent(alert.due) and alert.due < pd.Timestamp(view.at.day)
    said = full_width(verdict_note(alert.evidence))
    return Row(
        cells=[
            Cell(text="", severity=alert.severity),
            Cell(text=brief(alert.sentence), href=address(alert=alert.alert), note=said),
            alert.owner,
            Cell(text=number.day_near(alert.due, view.at.day) or "未定", note="已超期" if late else "", strong=late),
            f"{days} 天",
            status.ALERT_STATUS[alert.status] + ("" if alert.active else "（已解除）"),
        ]
    )


def with_verdicts(alerts: pd.DataFrame) -> pd.DataFrame:
    """The verdict and how sure it is in columns of their own, as the exports need them."""
    verdicts = [evidence.get("verdict") for evidence in alerts["evidence"]]
    return alerts.assign(
        verdict=["" if one is None else called(one["call"]) for one in verdicts],
        sure=[sureness(one["confidence"]) if one and weighed(one["call"]) else "" for one in verdicts],
    )


def brief(sentence: str) -> str:
    """The sentence without whose line it is and what would end it: that stands with the alert itself."""
    return full_width(sentence.partition("(依据")[0].partition("。")[0].rstrip("，,"))


def closed_rows(alerts: pd.DataFrame, view: View, called: Names) -> list[Row]:
    """Alerts that are over: what, when, and how they ended."""
    today = view.at.day
    return [
        Row(
            cells=[
                Cell(text="", severity=alert.severity),
                Cell(text=alert_names.title(alert, called), href=address(alert=alert.alert)),
                alert.owner,
                f"{number.day_near(alert.opened_for, today)} 至 {number.day_near(alert.last_signal_for, today)}",
                status.ALERT_STATUS[alert.status],
            ]
        )
        for alert in alerts.itertuples(index=False)
    ]


def spans(told: pd.DataFrame, alerts: pd.DataFrame, called: Names) -> pd.DataFrame:
    """Unbroken days at one level: label, start, end, severity; in the order of the alerts."""
    labels = {(a.indicator, a.subject): alert_names.title(a, called) for a in alerts.itertuples(index=False)}
    frame = told.sort_values(["indicator", "subject", "date"])
    same = [frame[name] == frame[name].shift() for name in ("indicator", "subject", "severity")]
    unbroken = same[0] & same[1] & same[2] & (frame["date"].diff() == pd.Timedelta(days=1))
    runs = frame.groupby((~unbroken).cumsum().to_numpy())
    found = runs.agg(indicator=("indicator", "first"), subject=("subject", "first"), start=("date", "first"),
                     end=("date", "last"), severity=("severity", "first"))  # fmt: skip
    order = {pair: place for place, pair in enumerate(labels)}
    pairs = list(zip(found["indicator"], found["subject"]))
    found = found.assign(label=[labels.get(pair) for pair in pairs], place=[order.get(pair) for pair in pairs])
    return found.dropna(subset=["label"]).sort_values(["place", "start"], ignore_index=True)[
        ["label", "start", "end", "severity"]
    ]
