"""What an indicator's value rests on: which reported rows its function was handed for one subject and day."""

import datetime as dt
from dataclasses import dataclass

from monitoring.indicators.passport import Indicator

FACTS = {
    "entity_counts": "entity_count",
    "market_list": "market",
    "market_status": "market_status",
    "enterprise_list": "enterprise",
    "supply_daily": "supply",
    "arrears_items": "arrears_item",
    "arrears_plan": "arrears_plan",
    "arrears_payments": "arrears_payment",
    "measure_progress": "measure_progress",
}
OWN_PART = {"market": "market", "market_status": "market", "enterprise": "enterprise", "supply": "enterprise",
            "arrears_item": "item", "arrears_plan": "item", "arrears_payment": "item"}  # fmt: skip
SECOND_PART = {
    "entity_count": "kind",
    "supply": "category",
    "arrears_item": "debtor",
    "arrears_plan": "debtor",
    "arrears_payment": "debtor",
    "measure_progress": "target",
}
EVER = ("arrears_plan", "arrears_payment")  # cumulative: all of them up to the day


@dataclass(frozen=True, kw_only=True)
class Rest:
    """Rows of one table, narrowed by ``among`` (column, wanted values); no ``since`` where all earlier ones count."""

    fact: str
    among: tuple[tuple[str, tuple[str, ...]], ...]
    since: dt.date | None


def rests_on(thing: Indicator, subject: str, region, *, on: dt.date) -> list[Rest]:
    """The reported rows one value rests on, the day's own reports before the lists they refer to."""
    facts = [FACTS[name] for name in thing.observations if name in FACTS]
    found = [
        Rest(
            fact=fact,
            among=tuple(_among(fact, subject, region).items()),
            since=None if fact in EVER else on - dt.timedelta(days=thing.looks_back),
        )
        for fact in facts
    ]
    return sorted(found, key=lambda rest: rest.fact in ("market", "enterprise"))


def fed_by(catalog: dict[str, Indicator], fact: str) -> tuple[str, ...]:
    """The indicators whose function is handed this table."""
    return tuple(id_ for id_, thing in catalog.items() if fact in {FACTS.get(name) for name in thing.observations})


def subjects_of(fact: str, said: dict, region) -> frozenset[str]:
    """Whose values one reported row may count in: its own, its county's, the region's, each also by its part."""
    places = {said["county"], region.code}
    if fact in OWN_PART:
        places.add(said[OWN_PART[fact]])
    part = said.get(SECOND_PART.get(fact, ""))
    return frozenset(places | ({f"{place}:{part}" for place in places} if part else set()))


def _among(fact: str, subject: str, region) -> dict[str, tuple[str, ...]]:
    place, _, part = subject.partition(":")
    found = {}
    if place in set(region.counties["county"]):
        found["county"] = (place,)
    elif place != region.code and fact in OWN_PART:
        found[OWN_PART[fact]] = (place,)
    if part and fact in SECOND_PART:
        found[SECOND_PART[fact]] = (part,)
    return found
