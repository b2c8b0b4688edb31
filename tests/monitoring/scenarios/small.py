"""What cards are made from in these tests: the small region's reports, with two rice firms in its first county."""

import dataclasses

import numpy as np
import pandas as pd

from monitoring.scenarios.card import Card
from tests.monitoring.literal import region
from tests.monitoring.outlook.small_region import FIRMS, MARKETS, ON, counts, ledger, statuses, stocks

FESTIVALS = pd.DataFrame({"festival": ["mid_autumn"], "name": ["a festival"], "date": ["2020-10-15"]})
PLACES = region(festivals=FESTIVALS)
THREE = pd.concat([FIRMS, FIRMS.iloc[:1].assign(enterprise="E3")], ignore_index=True)
CARDS = {
    "net": Card(kind="net", county="C2", levers={"monthly": 90}),
    "region's net": Card(kind="net", county="R", levers={"monthly": -90}),
    "reopening": Card(kind="reopening", county="C2", levers={"markets": ["M7"], "date": "2020-10-20"}),
    "payment by": Card(kind="payment", county="C1", levers={"debtor": "bureau", "by": "2020-11-10", "monthly": None}),
    "payment monthly": Card(kind="payment", county="C2", levers={"debtor": None, "by": None, "monthly": 30.0}),
    "outage": Card(kind="outage", county="C1", levers={"enterprise": "E1", "since": "2020-10-01", "until": None}),
    "festival": Card(kind="festival", county="R", levers={"day": "2020-10-15", "percent": 60.0, "category": None}),
}  # fmt: skip


def inputs(*, on_hand=(100.0, 300.0)) -> dict[str, pd.DataFrame]:
    """Everything outlooks are made from."""
    sold = stocks(on_hand=on_hand)
    third = sold[sold["enterprise"] == "E1"].assign(enterprise="E3", on_hand=60.0, outflow=lambda f: 0.5 * f["outflow"])
    items, plan, paid = ledger(100.0)
    return {
        "entity_counts": counts(daily=(1, -1)),
        "market_list": MARKETS,
        "market_status": statuses([0, 2, 4, 15, 8, 17, 18, None]),
        "enterprise_list": THREE,
        "supply_daily": pd.concat([sold, third], ignore_index=True),
        "arrears_items": items,
        "arrears_plan": plan,
        "arrears_payments": paid.reset_index(drop=True),
    }


def with_lever(card: Card, **levers) -> Card:
    """The same card with another lever."""
    return dataclasses.replace(card, levers={**card.levers, **levers})


def middle(days: dict) -> float:
    """The middle of a band; never, where it lies beyond."""
    return np.inf if days["middle"] is None else days["middle"]


__all__ = ["CARDS", "ON", "PLACES", "inputs", "middle", "with_lever"]
