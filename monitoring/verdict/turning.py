"""The turning points of a stock in entities: how many fewer make the alert graver, which stock ends it.

Exact to the entity by the indicator's own arithmetic, so that one entity more or less is on the other side.
"""

import math

from monitoring.severity import RANK, SEVERITIES
from monitoring.thresholds import Threshold


def change(stock: int, base: int) -> float:
    """Percent change as the indicators compute it."""
    return (stock / base - 1) * 100


def turning(stock: int, base: int, severity: str, line: Threshold) -> dict:
    """``clears_at``: the smallest stock that reaches no level; ``graver``: severity, stock and how many fewer than now.

    Without a graver level, or past it already, there is no ``graver``.
    """
    found: dict = {"stock": stock, "base": base, "clears_at": _smallest(base, line.clears_at)}
    for worse in SEVERITIES:
        if worse in line.levels and RANK[worse] > RANK[severity]:
            at = _smallest(base, line.levels[worse]) - 1
            if at < stock:
                found["graver"] = {"severity": worse, "stock": at, "fewer": stock - at}
            break
    return found


def _smallest(base: int, bound: float) -> int:
    """The smallest stock whose change from the base is not below the bound."""
    stock = math.ceil(base * (1 + bound / 100)) - 2
    while change(stock, base) < bound:
        stock += 1
    return stock
