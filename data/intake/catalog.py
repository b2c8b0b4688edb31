"""Every sheet, by topic: what the parser, the template, the upload page and the contract tests read."""

from data.intake.arrears import ARREARS_ITEMS, ARREARS_PAYMENTS, ARREARS_PLAN
from data.intake.entities import ENTITY_COUNTS, ENTITY_REGISTRY
from data.intake.liaison import CONTINGENCY_PLANS, DRILLS, LIAISON, VISITS
from data.intake.markets import MARKET_STATUS, MARKETS
from data.intake.measures import MEASURE_PROGRESS
from data.intake.supply import ENTERPRISES, SUPPLY

SHEETS = {
    sheet.topic: sheet
    for sheet in (
        ENTITY_REGISTRY,
        ENTITY_COUNTS,
        MARKETS,
        MARKET_STATUS,
        ENTERPRISES,
        SUPPLY,
        ARREARS_ITEMS,
        ARREARS_PLAN,
        ARREARS_PAYMENTS,
        MEASURE_PROGRESS,
        LIAISON,
        VISITS,
        CONTINGENCY_PLANS,
        DRILLS,
    )
}
