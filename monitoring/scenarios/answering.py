"""What a card says: the outlook with its lever beside the outlook without, of the same data and the same draws.

Numpy alone, so the pages may ask at once. Without a lever (``None``) the outlook is the baseline, number by number.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pandas as pd

from monitoring.outlook import answers
from monitoring.outlook.arrears import Pledge, clearance
from monitoring.outlook.entities import year_end_stock
from monitoring.outlook.festivals import uplift
from monitoring.outlook.markets import full_reopening
from monitoring.outlook.supply import AHEAD, Outage, days_to_stockout, futures
from monitoring.scenarios.card import Card

WEEKS_A_MONTH = 30.4375 / 7
SOLD_DAYS = 14  # of an outage: over how many of its days sales are compared
WEEKS_CHECKED, MONTHS_CHECKED = (4, 8, 13), 3


def answered(card: Card, inputs: dict[str, pd.DataFrame], region, *, on: dt.date, seed: int) -> list[dict]:
    """A row a subject the card is about: outlook, subject, county, baseline_state, state, baseline, answer, checks."""
    make = OUTLOOKS[card.kind]
    before = {row["subject"]: row for row in make(None, card, inputs, region, on=on, seed=seed)}
    after = {row["subject"]: row for row in make(card, card, inputs, region, on=on, seed=seed)}
    told = [subject for subject in before if subject in after and _concerns(card, before[subject], region)]
    moved = [s for s in told if before[s]["answer"] != after[s]["answer"]]
    kept = moved or [s for s in told if before[s]["county"] == card.county]
    sold = _sold(card, inputs, region, on, seed) if card.kind in ("outage", "festival") else None
    return [_row(before[s], after[s], sold) for s in kept]


def _row(before: dict, after: dict, sold: Callable[[str], list[dict]] | None) -> dict:
    said = {name: after[name] for name in ("outlook", "subject", "county", "state", "answer")}
    checks = sold(after["subject"]) if sold is not None else _of_course(before, after)
    return {**said, "baseline_state": before["state"], "baseline": before["answer"], "checks": answers.plain(checks)}


def _concerns(card: Card, row: dict, region) -> bool:
    """Firms' own rows stay out; of supply, the categories and places the card speaks of."""
    if row["enterprise"] is not None:
        return False
    if row["outlook"] != "days_to_stockout":
        return True
    category = card.levers.get("category") or row["subject"].split(":")[1]
    return row["county"] in (card.county, region.code) and row["subject"].endswith(f":{category}")


def _net(lever: Card | None, card: Card, inputs, region, *, on: dt.date, seed: int) -> list[dict]:
    more = None if lever is None else _shared(card, inputs["entity_counts"], region, on)
    return year_end_stock(inputs["entity_counts"], region, on, net_more=more, seed=seed)


def _shared(card: Card, counts: pd.DataFrame, region, on: dt.date) -> dict[str, float]:
    """Households a week by county; the region's are shared out by stock."""
    weekly = card.levers["monthly"] / WEEKS_A_MONTH
    if card.county != region.code:
        return {card.county: weekly}
    held = counts[counts["date"] <= pd.Timestamp(on)].sort_values("date")
    stock = held.drop_duplicates(["county", "kind"], keep="last").groupby("county")["closing"].sum()
    return (weekly * stock / stock.sum()).to_dict()


def _reopening(lever: Card | None, card: Card, inputs, region, *, on: dt.date, seed: int) -> list[dict]:
    reopens = None if lever is None else dict.fromkeys(card.levers["markets"], card.day("date"))
    return full_reopening(inputs["market_list"], inputs["market_status"], region, on, reopens=reopens, seed=seed)


def _payment(lever: Card | None, card: Card, inputs, region, *, on: dt.date, seed: int) -> list[dict]:
    said = card.levers
    pledge = Pledge(county=card.county, debtor=said.get("debtor"), by=card.day("by"), monthly=said.get("monthly"))
    rows = clearance(inputs["arrears_items"], inputs["arrears_plan"], inputs["arrears_payments"], region, on,
                     pledge=None if lever is None else pledge, seed=seed)  # fmt: skip
    shown = {f"{card.county}:{said['debtor']}" if said.get("debtor") else card.county, card.county, region.code}
    return [row for row in rows if row["subject"] in shown]


def _supply(lever: Card | None, card: Card, inputs, region, *, on: dt.date, seed: int) -> list[dict]:
    goods = {} if lever is None or card.kind != "outage" else {"out": _outage(card)}
    return days_to_stockout(inputs["enterprise_list"], inputs["supply_daily"], region, on,
                            uplift=_uplift(lever, inputs, region, on), seed=seed, **goods)  # fmt: skip


def _outage(card: Card) -> Outage:
    return Outage(enterprise=card.levers["enterprise"], since=card.day("since"), until=card.day("until"))


def _uplift(lever: Card | None, inputs, region, on: dt.date):
    learned = uplift(inputs["supply_daily"], region.festivals, on)
    if lever is None or lever.kind != "festival":
        return learned
    planned = (lever.day("day"), lever.levers.get("category"), 1 + lever.levers["percent"] / 100)
    return dataclasses.replace(learned, planned=(planned,))


def _of_course(before: dict, after: dict) -> list[dict]:
    """What the two courses say of days to come."""
    if "ahead" not in before["answer"] or "ahead" not in after["answer"]:
        return []
    quantity, days, at = COURSES[before["outlook"]](before["answer"]["ahead"])
    courses = {"baseline": before["answer"]["ahead"], "scenario": after["answer"]["ahead"]}
    return [
        {"quantity": quantity, "since": None, "date": days[k], "without": None,
         **{name: {edge: course[edge][k] for edge in ("low", "middle", "high")} for name, course in courses.items()}}
        for k in at
    ]  # fmt: skip


def _weeks(quantity: str) -> Callable:
    def days(ahead: dict) -> tuple[str, list[str], list[int]]:
        last = len(ahead["date"]) - 1
        return quantity, ahead["date"], sorted({*(w - 1 for w in WEEKS_CHECKED if w - 1 < last), last})

    return days


def _months(ahead: dict) -> tuple[str, list[str], list[int]]:
    ends = [pd.Period(month, "M").end_time.date().isoformat() for month in ahead["month"]]
    return "left", ends, sorted({*range(min(MONTHS_CHECKED, len(ends))), len(ends) - 1})


COURSES = {"year_end_stock": _weeks("stock"), "full_reopening": _weeks("open"), "clearance": _months}


def _sold(card: Card, inputs, region, on: dt.date, seed: int) -> Callable[[str], list[dict]]:
    """What is sold while the card holds: by the other firms of an outage, by all in the week before a festival."""
    courses = {
        name: futures(inputs["enterprise_list"], inputs["supply_daily"], on, seed=seed,
                      uplift=_uplift(lever, inputs, region, on))
        for name, lever in (("baseline", None), ("scenario", card))
    }  # fmt: skip
    first, last, out = _window(card, on)

    def checks(subject: str) -> list[dict]:
        place, category = subject.split(":")
        keys = courses["baseline"].keys
        here = (keys["category"] == category) & ((keys["county"] == place) | (place == region.code))
        others = here & (keys["enterprise"] != out)
        if not others.any() or last < first:
            return []
        # In an outage the others sell what the firm's customers ask for, too.
        who = {"baseline": others, "scenario": here}
        bands = {
            name: answers.band(course.asked[:, who[name].to_numpy(), first - 1 : last].sum(axis=(1, 2)))
            for name, course in courses.items()
        }
        days = {"since": on + dt.timedelta(days=first), "date": on + dt.timedelta(days=last)}
        return [{"quantity": "sold", **days, "without": out, **bands}]

    return checks


def _window(card: Card, on: dt.date) -> tuple[int, int, str | None]:
    """First and last day ahead, from 1, and the firm that is out."""
    if card.kind == "festival":
        day = (card.day("day") - on).days
        return max(day - 7, 1), min(day - 1, AHEAD), None
    first = max((card.day("since") - on).days, 1)
    last = AHEAD if card.day("until") is None else (card.day("until") - on).days
    return first, min(last, first + SOLD_DAYS - 1, AHEAD), card.levers["enterprise"]


OUTLOOKS = {"net": _net, "reopening": _reopening, "payment": _payment, "outage": _supply, "festival": _supply}
