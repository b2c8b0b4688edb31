"""Words first: how things stand overall, what the plan's numbers are, and what has to be decided."""

import datetime as dt

import pandas as pd

from pages.door import open_store
from pages.parts import number, status
from pages.situation import names
from pages.situation.exceptions import breadth, overdue
from pages.situation.headlines import lowest_cover
from pages.situation.latest import Latest
from pages.situation.moment import View

LOOK_BACK = 7
COUNTY_WIDE = 2  # a firm's trouble is not yet the county's


def sentences(view: View, told: Latest, alerts: pd.DataFrame, recent: pd.DataFrame) -> list[str]:
    """Three sentences. ``alerts`` are the living, active ones; ``recent`` all of them, closed ones too."""
    return [_overall(view, alerts), _plan(view, told), _movement(view, alerts, recent)]


def _overall(view: View, alerts: pd.DataFrame) -> str:
    if view.county is not None:
        return f"{view.name}：{_how_many(alerts)}。" if len(alerts) else f"{view.name}：各项指标平稳，没有预警。"
    own = (
        alerts[[breadth(a.subject, a.enterprise) <= COUNTY_WIDE for a in alerts.itertuples()]]
        if len(alerts)
        else alerts
    )
    red, orange = own[own["severity"] == "red"], own[own["severity"] == "orange"]
    named = [f"{name}（{_causes(red, code)}）" for code, name in view.counties.items() if code in set(red["county"])]
    others = [name for code, name in view.counties.items() if code in set(orange["county"]) - set(red["county"])]
    quiet = len(view.counties) - len(named) - len(others)
    total = f"{view.name} {len(view.counties)} 个县市"
    if not named and not others:
        return f"{total}总体平稳，没有县市级红、橙色预警。"
    parts = [f"{'、'.join(named)}红色预警"] if named else []
    parts += [f"{'、'.join(others)}橙色预警"] if others else []
    return f"{total}中：{'；'.join(parts)}；{f'其余 {quiet} 个总体平稳' if quiet else '没有平稳的县市'}。"


def _causes(alerts: pd.DataFrame, code: str) -> str:
    """What the county's alerts are about, by the indicators' titles."""
    catalog = open_store.config().thresholds.catalog
    own = alerts.loc[alerts["county"] == code, "indicator"]
    titles = [catalog[i].title.removesuffix("异常度") if i in catalog else i for i in dict.fromkeys(own)]
    return "、".join(titles[:2])


def _plan(view: View, told: Latest) -> str:
    parts = [part for part in (_stock(view, told), _cover(view, told), _progress(view, told)) if part]
    return "；".join(parts) + "。" if parts else "尚无足够资料作总体评价。"


def _stock(view: View, told: Latest) -> str:
    stock, change = told.get("closing_stock", view.subject), told.get("stock_vs_year_end", view.subject)
    if not stock.there:
        return ""
    text = f"实有市场主体 {number.quantity(stock.value, '户')}"
    if not change.there:
        return text
    line = open_store.config().thresholds.on("stock_vs_year_end", view.subject, view.at.day)
    target = line.target if line and line.target is not None else None
    kept = "" if target is None else "，达到不减目标" if change.value >= target else "，未达到不减目标"
    return f"{text}，较上年末{number.change(change.value)}{kept}"


def _cover(view: View, told: Latest) -> str:
    lowest, where = lowest_cover(view, told)
    if lowest is None:
        return ""
    county, _, category = where.partition(":")
    place = f"{view.counties.get(county, '')}{names.category(category)}"
    return f"生活必需品可供天数最低的是{place}，{number.quantity(lowest.value, '天')}"


def _progress(view: View, told: Latest) -> str:
    progress = told.get("arrears_plan_progress", view.subject)
    return f"清欠完成序时计划的 {number.quantity(progress.value, '%')}" if progress.there else ""


def _movement(view: View, alerts: pd.DataFrame, recent: pd.DataFrame) -> str:
    since = pd.Timestamp(view.at.day - dt.timedelta(days=LOOK_BACK - 1))
    opened = int((recent["opened_for"] >= since).sum())
    cleared = int((recent["cleared_for"] >= since).sum())
    late = {alert.alert for alert in alerts.itertuples() if overdue(alert, view)}
    red = set(alerts.loc[alerts["severity"] == "red", "alert"])
    decide = f"需研究决定 {len(red & late)} 项（红色预警逾期未办）" if red & late else "没有逾期的红色预警"
    overdue_all = f"，全部逾期 {len(late)} 件" if late else ""
    return f"近 {LOOK_BACK} 日新增预警 {opened} 件、回落 {cleared} 件；{decide}{overdue_all}。"


def _how_many(alerts: pd.DataFrame) -> str:
    counts = alerts["severity"].value_counts()
    shown = [f"{status.LEVELS[s].word} {counts[s]} 件" for s in reversed(status.SEVERITIES) if s in counts]
    return f"有预警 {len(alerts)} 件（{'、'.join(shown)}）"
