"""The four headline cards: entities against last year, markets open, shortest cover, arrears against the plan."""

import datetime as dt

from pages import reads
from pages.door import open_store
from pages.parts import links, number, status
from pages.parts.cards import Card
from pages.situation import names
from pages.situation.latest import Latest, Told
from pages.situation.moment import View

STOCK = ("closing_stock", "stock_vs_year_end", "stock_vs_last_year", "stock_vs_last_month")
MARKETS = ("markets_open", "market_reopening_rate", "stall_occupancy")
ARREARS = ("arrears_plan_progress", "arrears_clearance_rate", "arrears_outstanding")
COVER = "days_of_cover"


def headline_cards(user, view: View, told: Latest) -> list[Card]:
    """The cards of the chosen county, or of the region."""
    return [
        _stock(user, view, told),
        _markets(user, view, told),
        _cover(user, view, told),
        _arrears(user, view, told),
    ]


def _stock(user, view: View, told: Latest) -> Card:
    stock = told.get("closing_stock", view.subject)
    ends = reads.course(user, view.at, indicator="closing_stock", subject=view.subject, step="ME")
    base = year_end(user, view)
    changes = [
        ("较上年末", number.change(told.get("stock_vs_year_end", view.subject).value)),
        ("同比", number.change(told.get("stock_vs_last_year", view.subject).value)),
        ("环比", number.change(told.get("stock_vs_last_month", view.subject).value)),
    ]
    return Card(
        title="实有市场主体",
        value=stock.value,
        state=stock.state,
        unit="户",
        target=f"目标：不少于上年末 {number.quantity(base, '户')}" if base is not None else "目标：较上年不减",
        changes=changes,
        points=ends,
        status=_standing(told, STOCK, view.subject),
        age=_age(stock),
        href=_to("entities", view),
    )


def _markets(user, view: View, told: Latest) -> Card:
    if not told.of("markets_open"):
        return _nobody("农贸市场复市", "尚未建立农贸市场台账")
    open_now = told.get("markets_open", view.subject)
    total = market_total(user, view)
    rate, stalls = told.get("market_reopening_rate", view.subject), told.get("stall_occupancy", view.subject)
    return Card(
        title="农贸市场复市",
        value=open_now.value,
        state=open_now.state,
        figure=number.of_total(int(open_now.value), total) if open_now.there else None,
        unit="个",
        target=f"目标：{total} 个全部复市",
        changes=[
            ("复市率", number.quantity(rate.value, "%", rate.state)),
            ("摊位开业率", number.quantity(stalls.value, "%", stalls.state)),
        ],
        points=reads.course(user, view.at, indicator="market_reopening_rate", subject=view.subject, step="W"),
        status=_standing(told, MARKETS, view.subject),
        age=_age(open_now),
        href=_to("markets", view),
    )


def market_total(user, view: View) -> int:
    """The plan's number for the region; the county's own list for a county."""
    counties = reads.market_list(user, view.at)["county"].tolist()
    if view.county is not None:
        return counties.count(view.county)
    return open_store.region().targets.get("markets_total", len(counties))


def _cover(user, view: View, told: Latest) -> Card:
    if not told.of(COVER):
        return _nobody("最低可供天数", "尚未建立保供企业台账")
    lowest, where = lowest_cover(view, told)
    region = open_store.region()
    if lowest is None:
        return Card(title="最低可供天数", value=None, unit="天", status="stale", href=_to("supply", view))
    county, _, category = where.partition(":")
    line = open_store.config().thresholds.on(COVER, where, view.at.day)
    own = region.short if view.county is None else view.name
    wide = told.get(COVER, f"{view.subject}:{category}")
    before = _before(user, view, COVER, where, days=7)
    changes = [("较上周", number.change_in(None if before is None else lowest.value - before, "天"))]
    if view.county is None:
        changes.append((f"{own}{_category(category)}", number.quantity(wide.value, "天", wide.state)))
    return Card(
        title="最低可供天数",
        value=lowest.value,
        unit="天",
        place=f"{_category(category)} · {view.counties.get(county, county)}",
        target=f"警戒线 {number.quantity(line.clears_at, '天')}" if line else "",
        changes=changes,
        points=reads.course(user, view.at, indicator=COVER, subject=where, step="W"),
        status=lowest.status,
        age=_age(lowest),
        href=links.to("supply", county=county, category=category, on=view.at.on),
    )


def _arrears(user, view: View, told: Latest) -> Card:
    if not told.of("arrears_plan_progress"):
        return _nobody("清欠序时进度", "尚未建立清欠台账")
    progress, cleared = (
        told.get("arrears_plan_progress", view.subject),
        told.get("arrears_clearance_rate", view.subject),
    )
    left = told.get("arrears_outstanding", view.subject)
    return Card(
        title="清欠序时进度",
        value=progress.value,
        state=progress.state,
        unit="%",
        target="目标：不低于序时计划的 100%",
        changes=[
            ("无分歧清偿率", number.quantity(cleared.value, "%", cleared.state)),
            ("无分歧余额", number.quantity(left.value, "万元", left.state)),
        ],
        points=reads.course(user, view.at, indicator="arrears_plan_progress", subject=view.subject, step="ME"),
        status=_standing(told, ARREARS, view.subject),
        age=_age(progress),
        href=_to("arrears", view),
    )


def _nobody(title: str, why: str) -> Card:
    """A topic this region does not keep: not silence, and not a fault."""
    return Card(title=title, value=None, unit="", state="not_applicable", target=why)


def lowest_cover(view: View, told: Latest) -> tuple[Told | None, str]:
    """The shortest cover among the counties looked at, and whose it is."""
    cells = {
        subject: one
        for subject, one in told.of(COVER).items()
        if one.there and ":" in subject and subject.partition(":")[0] in view.visible
    }
    where = min(cells, key=lambda subject: (cells[subject].value, subject), default="")
    return cells.get(where), where


def _category(category: str) -> str:
    return names.category(category)


def year_end(user, view: View) -> float | None:
    """The stock at the end of the year before."""
    end = dt.date(view.at.day.year - 1, 12, 31)
    frame = reads.history(user, view.at, indicators=("closing_stock",), since=end, until=end, subjects=(view.subject,))
    return None if frame.empty or frame["value"].isna().all() else float(frame["value"].iloc[-1])


def _before(user, view: View, indicator: str, subject: str, *, days: int) -> float | None:
    """The value so many days earlier."""
    day = view.at.day - dt.timedelta(days=days)
    rows = reads.history(user, view.at, indicators=(indicator,), since=day, until=day, subjects=(subject,))
    return None if rows.empty or rows["value"].isna().all() else float(rows["value"].iloc[0])


def _standing(told: Latest, indicators: tuple[str, ...], subject: str) -> str | None:
    return status.worst(told.get(indicator, subject).status for indicator in indicators)


def _age(told: Told) -> str:
    return number.age(told.age)


def _to(path: str, view: View) -> str:
    return links.to(path, county=view.county, on=view.at.on)
