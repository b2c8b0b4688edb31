"""A supply report held against the other enterprises of its category, its list entry, and its own day's flows."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

FEWEST_PEERS = 3
FORTNIGHT = dt.timedelta(days=14)
RANGE = 1.15  # beyond the dearest and the cheapest of the others
OWN = 2  # times the most a series ever moved in a day
PRICES = {"wholesale_price": "批发价", "retail_price": "零售价"}
FLOWS = {"inflow": "进货", "outflow": "出库"}


def more_came_than_there_is(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """What came in is on hand or gone by the evening; else there was less than nothing the evening before."""
    for row in rows:
        there = row["on_hand"] + row["outflow"]
        if row["inflow"] > there + max(rule.least, rule.share * there):
            said = f"比库存与出库之和{there:g}吨还多，昨日库存就成了负数"
            yield row, "inflow", said


def price_against_peers(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """The same rice costs no multiple elsewhere, unless jin was taken for kilogram; asked when it first does."""
    factor = 1 + rule.share
    for row, mine, others in _beside_others(rows, beside):
        for name, word in PRICES.items():
            value, theirs = row.get(name), sorted(last for t in others if (last := t.reports[-1][name]))
            if not value or len(theirs) < FEWEST_PEERS:
                continue
            middle = theirs[len(theirs) // 2]
            before = next((told[name] for told in reversed(mine) if told[name]), None)
            known = before is not None and _apart(before, middle, factor)  # it was so before: asked then
            within = theirs[0] / RANGE <= value <= theirs[-1] * RANGE
            if _apart(value, middle, factor) and not known and not within:
                times = f"这次是它的{value / middle:.2g}倍"
                yield row, name, f"其他{len(theirs)}家企业同品类{word}的中位数是{middle:.3g}，{times}"


def flow_against_peers(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """A multiple of the most that anybody else moves in a day, and of what this one ever did."""
    factor = 1 + rule.share
    for row, mine, others in _beside_others(rows, beside):
        for name, word in FLOWS.items():
            theirs = [most for t in others if (most := t.most[name])]
            own = max((told[name] for told in mine), default=0)
            if len(theirs) >= FEWEST_PEERS and row[name] > max(factor * max(theirs), OWN * own):
                said = f"是其他{len(theirs)}家企业同品类近期单日最大{word}的{factor:g}倍以上，请核对单位"
                yield row, name, said


def category_not_listed(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """Either the list is behind, or the line belongs to somebody else."""
    listed, told = beside.categories(), None
    for row in rows:
        if row["category"] in listed.get(row["enterprise"], {row["category"]}):
            continue
        told = _supplies(rows, beside) if told is None else told
        series = (row["enterprise"], row["category"])
        if not any(day < row["valid_for"] for day, _ in told.get(series, ())):
            yield row, "category", "企业名录的报送品类中没有它；确有经营的，请同时更新名录"


@dataclass(frozen=True)
class _Fortnight:
    """What an enterprise reported of a category in two weeks, at least once; and the most it moved in a day."""

    reports: list[dict]
    most: dict[str, float]


def _beside_others(rows: list[dict], beside) -> Iterator[tuple[dict, list[dict], list[_Fortnight]]]:
    """Each row with its series' reports of the fortnight before, and those of its category's others up to its day."""
    by_category = defaultdict(dict)
    for (enterprise, category), trail in _supplies(rows, beside).items():
        by_category[category][enterprise] = ([day for day, _ in trail], [told for _, told in trail])
    told_by: dict[tuple[str, dt.date], dict[str, _Fortnight]] = {}
    for row in rows:
        category, day = row["category"], row["valid_for"]
        if (category, day) not in told_by:
            told_by[category, day] = _fortnights(by_category[category], day)
        days, told = by_category[category][row["enterprise"]]
        mine = told[bisect_left(days, day - FORTNIGHT) : bisect_left(days, day)]
        seen = told_by[category, day]
        yield row, mine, [others for enterprise, others in seen.items() if enterprise != row["enterprise"]]


def _fortnights(trails: dict[str, tuple[list[dt.date], list[dict]]], day: dt.date) -> dict[str, _Fortnight]:
    """Those of a category that reported in the fortnight up to a day: the same for every row of that day."""
    found = {}
    for enterprise, (days, told) in trails.items():
        if reports := told[bisect_left(days, day - FORTNIGHT) : bisect_right(days, day)]:
            most = {name: max(one[name] for one in reports) for name in FLOWS}
            found[enterprise] = _Fortnight(reports, most)
    return found


def _supplies(rows: list[dict], beside) -> dict[tuple[str, str], list]:
    """What is stored with this file's rows laid over it, each series in the order of its days."""
    days = [row["valid_for"] for row in rows]
    categories = frozenset(row["category"] for row in rows)
    told = {series: dict(trail) for series, trail in beside.supplies(min(days), max(days), categories).items()}
    for row in rows:
        told.setdefault((row["enterprise"], row["category"]), {})[row["valid_for"]] = row
    return {series: sorted(trail.items(), key=lambda one: one[0]) for series, trail in told.items()}


def _apart(value: float, other: float, factor: float) -> bool:
    return value >= factor * other or value <= other / factor
