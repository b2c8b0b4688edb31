"""What a pre-filled workbook starts from: the rows a sender owes for a day, with the last value and the usual range."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from data.intake.doubt_rules import RULES, Measure, Rule
from data.intake.doubts import FEWEST, LOOK_BACK
from data.intake.measures import REGION_ITSELF, REPORTED, targets
from data.intake.sheet import Kind, Sheet
from data.store import arrears, held, markets, supply
from data.store.scope import Scope

if TYPE_CHECKING:
    from data.reference.region import Region

MONTHLY = {
    "measure_progress": Rule(
        day="valid_for", series=("county", "target"),
        measures=(Measure(name="done", factor=1), Measure(name="total", factor=1)),
    ),
    "arrears_plan": Rule(day="month", series=("item",), measures=(Measure(name="planned", factor=1),)),
}  # fmt: skip
PAYMENTS = {
    "arrears_payments": Rule(day="valid_for", series=("item",), measures=(Measure(name="paid", factor=1),)),
}
TRAILS = {topic: RULES[topic] for topic in ("entity_counts", "supply", "market_status")} | MONTHLY
"""Whose rows are known beforehand: what is a series of each sheet, and which columns are shown as they were last."""
WORKBOOKS = TRAILS | PAYMENTS
"""Of payments only what they can be for is known: how many there will be, and when, is typed."""
TOPICS = tuple(WORKBOOKS)
YEAR = 400  # days: where a month's figures are looked for
CENT = 1e-6  # 0.01 yuan in 10,000 yuan


@dataclass(frozen=True, kw_only=True)
class Prefilled:
    """One row to fill in: what is given (by column), and for a column what it was last and usually is.

    ``series`` is its series in codes, ``name`` what people call whom it is about, ``more`` what else is told beside a
    column.
    """

    series: tuple = ()
    name: str = ""
    given: dict[str, object] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    usual: dict[str, tuple[float, float]] = field(default_factory=dict)
    open: dict[str, object] = field(default_factory=dict)  # suggested, and free to be changed
    more: dict[str, str] = field(default_factory=dict)


def rows_owed(conn, sheet: Sheet, region: "Region", *, scope: Scope, day: dt.date) -> list[Prefilled]:
    """The rows this reader's counties (or the one enterprise) owe for a day."""
    owed = OWED[sheet.topic](conn, region, scope)
    if not owed:
        return []
    rule, spoken_of = WORKBOOKS[sheet.topic], day_of(sheet, day)
    back = YEAR if sheet.topic in MONTHLY | PAYMENTS else LOOK_BACK
    history = held.recent(
        conn, sheet.table, scope=scope, counties={county for county, *_ in owed}, series=rule.series, day=rule.day,
        measures=tuple(m.name for m in rule.measures), since=spoken_of - dt.timedelta(days=back),
        until=spoken_of - dt.timedelta(days=1),
    )  # fmt: skip
    given_day = {} if rule.day in sheet.typed else {rule.day: f"{spoken_of:%Y-%m}" if spoken_of != day else day}
    more = _left_and_planned(conn, scope, day) if sheet.topic in PAYMENTS else {}
    return [
        _row(sheet, series, given | given_day, history.get(series, []), name=name, more=more.get(series, {}))
        for _, series, given, name in owed
    ]


def day_of(sheet: Sheet, day: dt.date) -> dt.date:
    """The day a row of a period carries: a month is kept as its first."""
    return day.replace(day=1) if sheet.column(WORKBOOKS[sheet.topic].day).kind is Kind.MONTH else day


def _row(sheet: Sheet, series: tuple, given: dict, trail: list, *, name: str, more: dict[str, str]) -> Prefilled:
    last, usual = {}, {}
    nought_too = sheet.topic not in PAYMENTS  # there a nought says that nothing was paid
    for measure in WORKBOOKS[sheet.topic].measures:
        told = [told.get(measure.name) for _, told in trail]
        values = [value for value in told if value or (nought_too and value is not None)]
        if values:
            last[measure.name] = values[-1]
        if len(values) >= FEWEST:
            ordered = sorted(values)
            tail = len(ordered) // 10
            usual[measure.name] = (ordered[tail], ordered[-1 - tail])
    opening = {"opening": last["closing"]} if sheet.topic == "entity_counts" and "closing" in last else {}
    return Prefilled(series=series, name=name, given=given, last=last, usual=usual, open=opening, more=more)


def told_beside(row: Prefilled, name: str) -> str:
    """What is printed beside a cell: the last value and the usual range."""
    parts = []
    if name in row.last:
        parts.append(f"上次 {_short(row.last[name])}")
    if name in row.usual:
        low, high = row.usual[name]
        parts.append(f"往常 {_short(low)}～{_short(high)}")
    if name in row.more:
        parts.append(row.more[name])
    return "，".join(parts) or "尚无往期"


def _short(value: float) -> str:
    """Whole numbers as they are, others with two decimals or, below one, two figures."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 or value == 0 else f"{value:.2g}"


def _counties(region: "Region", scope: Scope) -> dict[str, str]:
    names = dict(zip(region.counties["county"], region.counties["name"]))
    return {code: name for code, name in names.items() if scope.covers(code)}


def _counts(conn, region: "Region", scope: Scope) -> list[tuple]:
    kinds = list(zip(region.kinds["kind"], region.kinds["name"]))
    return [
        (county, (county, kind), {"county": name, "kind": word}, f"{name} {word}")
        for county, name in _counties(region, scope).items()
        for kind, word in kinds
    ]


def _supplies(conn, region: "Region", scope: Scope) -> list[tuple]:
    words = dict(zip(region.categories["category"], region.categories["name"]))
    firms = supply.enterprises(conn, scope=scope, as_known=None)
    return [
        (
            firm.county, (firm.enterprise, category), {"enterprise": firm.enterprise, "category": words[category]},
            f"{firm.name} {words[category]}",
        )
        for firm in firms.itertuples()
        for category in firm.categories.split(",")
    ]  # fmt: skip


def _markets(conn, region: "Region", scope: Scope) -> list[tuple]:
    listed = markets.markets(conn, scope=scope, as_known=None)
    return [(one.county, (one.market,), {"market": one.market}, one.name) for one in listed.itertuples()]


def _measures(conn, region: "Region", scope: Scope) -> list[tuple]:
    told = region.measure_targets[region.measure_targets["way"].isin(REPORTED)]
    words = {target: word for word, target in reversed(list(targets(region).items()))}
    short = dict(zip(region.counties["county"], region.counties["short"]))
    places = {code: short[code] for code in short if scope.covers(code)}
    own = {region.code: REGION_ITSELF} if scope.covers(region.code) else {}
    return [
        (code, (code, one.target), {"county": name, "target": words[one.target]}, f"{name} {one.title}{_in(one.unit)}")
        for one in told.itertuples(index=False)
        for code, name in (places if one.reporter == "counties" else own).items()
    ]


def _in(unit: object) -> str:
    """The unit in brackets; a task without a number has none."""
    return f"（{unit}）" if isinstance(unit, str) and unit else ""


def _plans(conn, region: "Region", scope: Scope) -> list[tuple]:
    return [
        (one.county, (one.item,), {"item": one.item}, f"{one.item} {one.debtor}")
        for one in _owed(conn, scope).itertuples()
    ]


def _payable(conn, region: "Region", scope: Scope) -> list[tuple]:
    return [
        (one.county, (one.item,), {"item": one.item}, f"{one.debtor}（合同 {one.contract}）")
        for one in _owed(conn, scope).itertuples()
    ]


def _owed(conn, scope: Scope) -> pd.DataFrame:
    """The items of which something is still owed."""
    items = _with_left(conn, scope)
    return items[items["left"] > CENT]


def _with_left(conn, scope: Scope) -> pd.DataFrame:
    """All items with what is ``left`` of each, in 10,000 yuan."""
    items = arrears.items(conn, scope=scope, as_known=None)
    paid = arrears.payments(conn, scope=scope, as_known=None).groupby("item")["paid"].sum()
    before = [paid.get(item, 0.0) for item in items["item"]]
    return items.assign(left=items["undisputed"] + items["disputed"] - before)


def _left_and_planned(conn, scope: Scope, day: dt.date) -> dict[tuple, dict[str, str]]:
    """Item -> what is told beside a payment: no more than is left can be paid, and so much was planned of the month."""
    plan = arrears.plan(conn, scope=scope, as_known=None)
    month = plan[plan["month"].dt.date == day.replace(day=1)]
    planned = dict(zip(month["item"], month["planned"]))
    return {
        (one.item,): {"paid": f"尚欠 {_short(one.left)}，本月计划 {_short(planned.get(one.item, 0.0))}"}
        for one in _owed(conn, scope).itertuples()
    }


def choices(conn, sheet: Sheet, *, scope: Scope) -> dict[str, str]:
    """What a free line's reference may be: number -> number, name and, of arrears, what is left (10,000 yuan)."""
    if sheet.reference is None:
        return {}
    if sheet.reference.name == "item":
        items = _with_left(conn, scope)
        items = items.assign(settled=items["left"] <= CENT).sort_values("settled", kind="stable")
        return {
            one.item: f"{one.item}　{one.debtor}　" + ("已还清" if one.settled else f"尚欠 {_short(one.left)} 万元")
            for one in items.itertuples()
        }
    firms = supply.enterprises(conn, scope=scope, as_known=None)
    return {one.enterprise: f"{one.enterprise}　{one.name}" for one in firms.itertuples()}


OWED = {
    "entity_counts": _counts, "supply": _supplies, "market_status": _markets, "measure_progress": _measures,
    "arrears_plan": _plans, "arrears_payments": _payable,
}  # fmt: skip
"""Topic -> county, series, what is given, and the name of each row owed."""
