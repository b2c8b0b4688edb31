"""The questions across tables on the same demo: asked of every stored report again, and of faults planted in them."""

import datetime as dt
import random
from collections import Counter, defaultdict

from data.intake.beside import Beside
from data.intake.catalog import SHEETS
from data.intake.crossings import CROSSINGS, crossings_of
from data.intake.known import Known

MOST = 60  # plantings of a fault
TOPICS = ("entity_counts", "supply", "market_status", "measure_progress", "arrears_payments")


def clean(conn, reports: dict[str, list[dict]]) -> tuple[list[str], int]:
    """A line a kind, and how many were asked altogether; every day's reports are held against what is stored now."""
    found = Counter()
    for topic in TOPICS:
        days = defaultdict(list)
        for row in reports[topic]:
            days[row["valid_for"] if topic != "arrears_payments" else None].append(row)
        for own in days.values():
            found.update(one.kind for one in crossings_of(SHEETS[topic], own, Beside(Known(conn))))
    rules = [rule for rule in CROSSINGS if rule.topic in TOPICS]
    return [f"| {rule.kind} | {rule.topic} | {found[rule.kind]} |" for rule in rules], sum(found.values())


def planted(conn, reports: dict[str, list[dict]], *, seed: int) -> list[str]:
    """Kind, fault, how many were planted, how many found."""
    beside, dice, lines = Beside(Known(conn)), random.Random(seed), []
    for kind, fault, topic, plant in PLANTINGS:
        tried = [bad for row in _chosen(reports[topic], dice, beside, plant) for bad in [plant(row, beside)]]
        hits = sum(
            any(one.kind == kind for one in crossings_of(SHEETS[topic], bad, Beside(Known(conn)))) for bad in tried
        )
        lines.append(f"| {kind} | {fault} | {len(tried)} | {hits / len(tried):.1%} |")
    return lines


def _chosen(rows: list[dict], dice: random.Random, beside: Beside, plant) -> list[dict]:
    fit = []
    for row in dice.sample(rows, len(rows)):
        if len(fit) == MOST:
            break
        if plant(row, beside):
            fit.append(row)
    return fit


def _month_end(row: dict, beside: Beside) -> list[dict]:
    last = row["valid_for"].month != _next(row).month
    return [{**row, "closing": round(row["closing"] * 1.08) + 20}] if last and row["valid_for"].year == 2020 else []


def _next(row: dict) -> dt.date:
    return row["valid_for"] + dt.timedelta(days=1)


def _newcomer(**factors: float):
    def plant(row: dict, beside: Beside) -> list[dict]:
        if not all(row[name] for name in factors):
            return []
        return [{**row, "enterprise": "新", **{name: row[name] * factor for name, factor in factors.items()}}]

    return plant


def _unlisted(row: dict, beside: Beside) -> list[dict]:
    others = sorted(
        {"rice", "flour", "oil", "vegetables", "pork", "eggs"} - beside.categories().get(row["enterprise"], set())
    )
    return [{**row, "category": others[0]}] if others else []


def _form(row: dict, target: str, **values) -> list[dict]:
    return [{**row, **values}] if row["target"] == target else []


def _few_markets(row: dict, beside: Beside) -> list[dict]:
    is_open = sum(m["status"] != "closed" for m in beside.markets(row["county"], _next(row)).values())
    return _form(row, "commerce_firms_reopened", done=is_open * 0.8) if is_open else []


def _many_firms(row: dict, beside: Beside) -> list[dict]:
    if row["target"] != "cloud_firms":
        return []
    firms = beside.stock(row["county"], row["valid_for"]).get("enterprise", 0)
    return _form(row, "cloud_firms", done=firms * 1.2) if firms else []


def _short_tail(row: dict, beside: Beside) -> list[dict]:
    if row["target"] != "opening_workdays_p95":
        return []
    middle = dict(beside.progress.get((row["county"], "opening_workdays"), ())).get(row["valid_for"])
    return [{**row, "done": middle["done"] * 0.8}] if middle else []


PLANTINGS = (
    ("registry", "a month's last stock 8 % too high", "entity_counts", _month_end),
    ("day_flows", "inflow of a newcomer x1000", "supply", _newcomer(inflow=1000)),
    ("peer_flow", "inflow of a newcomer x1000", "supply", _newcomer(inflow=1000)),
    ("peer_price", "a newcomer's price halved (jin for kilogram)", "supply", _newcomer(retail_price=0.5)),
    ("peer_price", "a newcomer's price doubled", "supply", _newcomer(retail_price=2)),
    ("unlisted", "another enterprise's category", "supply", _unlisted),
    ("markets", "a form of fewer firms than markets are open", "measure_progress", _few_markets),
    ("entities", "a fifth more firms in the cloud than there are", "measure_progress", _many_firms),
    ("percentiles", "median and 95th percentile exchanged", "measure_progress", _short_tail),
    ("paid_twice", "the same payment under another voucher", "arrears_payments",
     lambda row, beside: [{**row, "voucher": f"{row['voucher']}-2"}] if row["paid"] else []),
    ("paid_early", "the year of payment five years early", "arrears_payments",
     lambda row, beside: [{**row, "valid_for": row["valid_for"].replace(year=row["valid_for"].year - 5, day=1)}]),
)  # fmt: skip
HEAD = [
    "", "## Across tables: clean data", "",
    "Asked of every stored report again, held against all that is stored by the end of the demo. A registry gap is",
    "asked about once a month for as long as it lasts; the demo's reclassifications make most of them.", "",
    "| question | sheet | prompts |", "|---|---|---|",
]  # fmt: skip
PLANTED_HEAD = [
    "", "## Across tables: planted faults", "",
    "A newcomer has no history of its own, so only the others' reports can tell.", "",
    "| question | fault | planted | found |", "|---|---|---|---|",
]  # fmt: skip
