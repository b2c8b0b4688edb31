"""A scenario card: what is assumed of which county, and what makes an assumption sound."""

import datetime as dt
from dataclasses import dataclass

from monitoring.outlook.supply import AHEAD

KINDS = ("net", "reopening", "payment", "outage", "road", "festival")
LATER = ("road",)  # asks the solver of the dispatch proposal: answered by the daily run, never by the pages
NEEDS = {  # what a card is answered and scored from (monitoring.outlook.making.read)
    "net": ("entity_counts",),
    "reopening": ("market_list", "market_status"),
    "payment": ("arrears_items", "arrears_plan", "arrears_payments"),
    "outage": ("enterprise_list", "supply_daily"),
    "festival": ("enterprise_list", "supply_daily"),
    "road": ("enterprise_list", "supply_daily"),
}
MOST_NET, MOST_MONTHLY, FARTHEST_DAYS = 100_000, 1_000_000, 731
LEAST_PERCENT, MOST_PERCENT = -50, 300


class Unsound(Exception):
    """The assumption cannot be computed as it is; the message names what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """``levers`` are plain values by kind:

    net: monthly (households); reopening: markets, date; payment: debtor or None, by or monthly; outage: enterprise,
    since, until or None; road: other (the county at its other end); festival: day, percent, category or None.
    """

    kind: str
    county: str
    levers: dict

    def day(self, name: str) -> dt.date | None:
        """A lever that is a day."""
        said = self.levers.get(name)
        return None if said is None else dt.date.fromisoformat(said)


def check(card: Card, inputs: dict, region, *, on: dt.date, today: dt.date) -> None:
    """Raise Unsound where the card cannot be computed from these inputs. Nothing a form says is trusted."""
    assert card.kind in KINDS, card.kind
    places = set(region.counties["county"])
    if card.county not in places | {region.code} or (card.kind in ("reopening", "payment", "outage", "road")
                                                     and card.county not in places):  # fmt: skip
        raise Unsound("county")
    for name in ("date", "by", "since", "until"):
        day = card.day(name)
        if day is not None and not today <= day <= today + dt.timedelta(days=FARTHEST_DAYS):
            raise Unsound(name)
    OWN[card.kind](card, inputs, region, on)


def _net(card: Card, inputs: dict, region, on: dt.date) -> None:
    if not 0 < abs(card.levers["monthly"]) <= MOST_NET:
        raise Unsound("monthly")


def _reopening(card: Card, inputs: dict, region, on: dt.date) -> None:
    listed = inputs["market_list"]
    own = set(listed.loc[listed["county"] == card.county, "market"])
    if not card.levers["markets"] or not set(card.levers["markets"]) <= own:
        raise Unsound("markets")
    if card.day("date") is None:
        raise Unsound("date")


def _payment(card: Card, inputs: dict, region, on: dt.date) -> None:
    listed = inputs["arrears_items"]
    own = set(listed.loc[listed["county"] == card.county, "debtor"])
    if not own or card.levers.get("debtor") not in own | {None}:
        raise Unsound("debtor")
    by, monthly = card.day("by"), card.levers.get("monthly")
    if (by is None) == (monthly is None):
        raise Unsound("by")
    if monthly is not None and not 0 < monthly <= MOST_MONTHLY:
        raise Unsound("monthly")


def _outage(card: Card, inputs: dict, region, on: dt.date) -> None:
    listed = inputs["enterprise_list"]
    if card.levers["enterprise"] not in set(listed.loc[listed["county"] == card.county, "enterprise"]):
        raise Unsound("enterprise")
    since, until = card.day("since"), card.day("until")
    if since is None or (since - on).days > AHEAD:
        raise Unsound("since")
    if until is not None and until < since:
        raise Unsound("until")


def _road(card: Card, inputs: dict, region, on: dt.date) -> None:
    if card.levers["other"] not in set(region.counties["county"]) - {card.county}:
        raise Unsound("other")


def _festival(card: Card, inputs: dict, region, on: dt.date) -> None:
    day = card.day("day")
    if day is None or not 1 < (day - on).days <= AHEAD:
        raise Unsound("day")
    if not LEAST_PERCENT <= card.levers["percent"] <= MOST_PERCENT:
        raise Unsound("percent")
    if card.levers.get("category") not in {None, *region.categories["category"]}:
        raise Unsound("category")


OWN = {"net": _net, "reopening": _reopening, "payment": _payment, "outage": _outage, "road": _road,
       "festival": _festival}  # fmt: skip
