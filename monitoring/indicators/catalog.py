"""The registry: every indicator there is, by its id."""

from monitoring.indicators import (
    arrears,
    decline,
    entities,
    flows,
    markets,
    measures,
    outlooks,
    prices,
    reporting,
    supply,
)
from monitoring.indicators.passport import Indicator

_TOPICS = (entities, flows, decline, markets, supply, prices, arrears, measures, reporting, outlooks)

CATALOG: dict[str, Indicator] = {
    thing.id: thing for module in _TOPICS for thing in vars(module).values() if isinstance(thing, Indicator)
}
