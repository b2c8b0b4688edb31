"""The seasonal score of a month's price: growth over a quarter and a year against the same month of earlier years.

After FAO's indicator of food price anomalies (IFPA, Baquedano 2015; SDG 2.c.1): 0.4 z(quarter) + 0.6 z(year), later
years weighing more, 1 is abnormally high. Three things differ, because few years are at hand: the month judged is never
in its own baseline; the spread of the same month is joined with that of the other months; and a deviation from few
years is brought to the scale of a normal one (Wallace 1959), so that 1 means the same with three years as with ten.
"""

import math
from dataclasses import dataclass

import numpy as np

from monitoring.price_warning.eligibility import QUARTER, YEAR, Verdict, eligible

MONTHS = 12
OTHERS = 6.0
"""How many years' worth of degrees of freedom the other months lend to the spread of the same month."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """By subject: the score, its two parts, and whether it may be given at all."""

    score: np.ndarray
    quarter: np.ndarray
    year: np.ndarray
    verdicts: tuple[Verdict, ...]


def told(level: np.ndarray, at: int, rule) -> Told:
    """The score of month ``at`` of log prices (month x subject, NaN where nothing was told); NaN where not eligible.

    Months after ``at`` are not looked at.
    """
    known = level[: at + 1]
    verdicts = tuple(eligible(np.isfinite(column), at, rule) for column in known.T)
    given = np.array([verdict.reason is None for verdict in verdicts], dtype=bool)
    quarter, year = np.full((2, len(verdicts)), np.nan)
    quarter[given] = standardised(growth(known[:, given], QUARTER))
    year[given] = standardised(growth(known[:, given], YEAR))
    score = rule.quarter_weight * quarter + (1 - rule.quarter_weight) * year
    return Told(score=score, quarter=quarter, year=year, verdicts=verdicts)


def growth(level: np.ndarray, span: int) -> np.ndarray:
    """The compound monthly growth (log) over ``span`` months, by month and subject."""
    out = np.full(level.shape, np.nan)
    out[span:] = (level[span:] - level[:-span]) / span
    return out


def standardised(growth: np.ndarray) -> np.ndarray:
    """How far the last month lies from the same month of earlier years, on the scale of a standard normal."""
    return np.array([_deviation(column) for column in growth.T], dtype="float64")


def _deviation(growth: np.ndarray) -> float:
    now, past = growth[-1], growth[:-1]
    own = past[len(past) - MONTHS :: -MONTHS][::-1] if len(past) >= MONTHS else past[:0]
    own = own[np.isfinite(own)]
    if len(own) < 2 or not np.isfinite(now):
        return math.nan
    weight = np.arange(1, len(own) + 1) / (len(own) * (len(own) + 1) / 2)
    middle = float(weight @ own)
    spread, freedom = _spread(own, past)
    if spread <= 0:
        return math.nan
    ratio = (now - middle) / (spread * math.sqrt(1 + float(weight @ weight)))
    return as_normal(ratio, freedom)


def _spread(own: np.ndarray, past: np.ndarray) -> tuple[float, float]:
    """The spread of the same month, joined with that of the others; and its degrees of freedom."""
    squares, freedom = _squares(own)
    groups = [_squares(past[n::MONTHS][np.isfinite(past[n::MONTHS])]) for n in range(MONTHS)]
    others = sum(f for _, f in groups)
    lent = min(OTHERS, others)
    variance = sum(s for s, _ in groups) / others
    return math.sqrt((squares + lent * variance) / (freedom + lent)), freedom + lent


def _squares(values: np.ndarray) -> tuple[float, int]:
    return (float(((values - values.mean()) ** 2).sum()), len(values) - 1) if len(values) else (0.0, 0)


def as_normal(t: float, freedom: float) -> float:
    """A Student deviation as the standard normal one of the same probability, to 0.02 (Wallace 1959)."""
    far = math.sqrt(freedom * math.log1p(t * t / freedom))
    return math.copysign((8 * freedom + 1) / (8 * freedom + 3) * far, t)


def fall_to(level: np.ndarray, at: int, rule, bound: float) -> float | None:
    """By how many percent one subject's price (column) must fall for its score to lie below a bound; None: not at all.

    The score rises with the price of its month, so the place is found by halving.
    """

    def score(fall: float) -> float:
        shifted = level[: at + 1, None].copy()
        shifted[-1] -= fall
        return float(told(shifted, at, rule).score[0])

    if not score(0.0) >= bound:
        return None
    low, high = 0.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if score(middle) >= bound else (low, middle)
    return 100 * (1 - math.exp(-high))
