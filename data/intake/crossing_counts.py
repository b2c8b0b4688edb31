"""Counts of one table held against those of another: registry and reports, markets and the county's form."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

REOPENED, CLOUD = "commerce_firms_reopened", "cloud_firms"
MEDIAN, TAIL = "opening_workdays", "opening_workdays_p95"
FORM_DAYS = 40  # how old a county's form may be
CLOSED = "closed"
REGISTRY_GAP = r"相差([+-]\d+)户"
REGISTERED, MARKETS, ENTITIES = r"在册(\d+)户", r"市场就有(\d+)个", r"实有一共(\d+)户"  # the other table's figure


def stock_against_registry(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """A month's last stock and the registry's own count differ by no more than what is still on its way."""
    for row in rows:
        day = row["valid_for"]
        if (day + dt.timedelta(days=1)).day != 1:
            continue
        registered = beside.registered(day.replace(day=1)).get((row["county"], row["kind"]))
        if registered and abs(row["closing"] - registered) > max(rule.least, rule.share * registered):
            gap = row["closing"] - registered
            yield row, "closing", f"登记名录{day:%Y年%m月}末在册{registered}户，相差{gap:+d}户"


def markets_against_the_form(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """Farmers' markets are commerce: no more of them can be open than the county says firms have reopened."""
    days = defaultdict(list)
    for row in rows:
        days[(row["county"], row["valid_for"])].append(row)
    for (county, day), own in sorted(days.items()):
        form = _latest(beside, county, REOPENED, day)
        if form is None:
            continue
        before = beside.markets(county, day)
        now = before | {row["market"]: row for row in own}
        was, is_open = _open(before), _open(now)
        if was <= form["done"] < is_open:
            first = next((row for row in own if row["status"] != CLOSED), own[0])
            said = f"这样全县(市)已开业市场{is_open}个，而工作进展表报的商贸企业复工复市只有{form['done']:g}户"
            yield first, "status", said


def form_against_the_markets(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """The other way round: the form must cover the markets that are open, and those there are."""
    for row in _of(rows, REOPENED):
        opened = _open(beside.markets(row["county"], row["valid_for"] + dt.timedelta(days=1)))
        listed = beside.listed_markets(row["county"])
        if row["done"] < opened:
            yield row, "done", f"农贸市场复市情况表中已开业的市场就有{opened}个"
        if row["total"] is not None and row["total"] < listed:
            yield row, "total", f"农贸市场名录中的市场就有{listed}个"


def form_against_the_entities(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """A part is no larger than the whole: firms of a kind, and the entities there are."""
    for target, name, kinds, word in (
        (CLOUD, "done", ("enterprise",), "企业"),
        (REOPENED, "total", ("enterprise", "individual"), "企业和个体工商户"),
    ):
        for row in _of(rows, target):
            stock = beside.stock(row["county"], row["valid_for"])
            whole = sum(stock.get(kind, 0) for kind in kinds)
            if whole and row[name] is not None and row[name] > whole:
                yield row, name, f"市场主体日报表中{word}实有一共{whole}户"


def tail_below_the_median(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """The slowest twentieth is not faster than the middle."""
    medians = {(row["county"], row["valid_for"]): row["done"] for row in _of(rows, MEDIAN)}
    for row in _of(rows, TAIL):
        middle = medians.get((row["county"], row["valid_for"]))
        if middle is None:
            stored = dict(beside.progress(row["county"], MEDIAN))
            middle = stored.get(row["valid_for"], {}).get("done")
        if middle is not None and row["done"] < middle:
            yield row, "done", f"第95百分位不会小于同期中位数{middle:g}"


def _of(rows: list[dict], target: str) -> Iterator[dict]:
    return (row for row in rows if row["target"] == target and row["done"] is not None)


def _latest(beside, county: str, target: str, day: dt.date) -> dict | None:
    """A county's last form on a target by a day, unless it is too old to say anything."""
    told = [(when, values) for when, values in beside.progress(county, target) if when <= day]
    return told[-1][1] if told and (day - told[-1][0]).days <= FORM_DAYS else None


def _open(markets: dict[str, dict]) -> int:
    return sum(told["status"] != CLOSED for told in markets.values())
