"""Who may be given a seasonal score: long enough a history, full enough, recent enough; else why not, and from when."""

from dataclasses import dataclass

import numpy as np

QUARTER, YEAR = 3, 12
LEAST_YEARS = 2
"""Growths of the same month in earlier years, at least."""
LONGEST_WAIT = 120


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``reason`` is None where a score may be given.

    Reasons: ``nothing`` (never told), ``history``, ``recency``, ``coverage``, ``silent`` (this month not told),
    ``gaps`` (too few earlier years of the same month).
    """

    reason: str | None
    history: int  # months before this one since the first told
    coverage: float  # share told of the months looked at


def eligible(told: np.ndarray, at: int, rule) -> Verdict:
    """The verdict on month ``at``; ``told`` says of each month up to it whether there is a price."""
    seen = np.asarray(told[: at + 1], dtype=bool)
    return Verdict(reason=_reason(seen, rule), history=_history(seen), coverage=_coverage(seen, rule))


def months_until(told: np.ndarray, at: int, rule) -> int | None:
    """How many months after ``at`` a score may first be given if every one of them is told; None: never told yet."""
    seen = np.asarray(told[: at + 1], dtype=bool)
    if not seen.any():
        return None
    ahead = range(LONGEST_WAIT)
    return next((n for n in ahead if _reason(np.append(seen, np.ones(n, dtype=bool)), rule) is None), None)


def _reason(seen: np.ndarray, rule) -> str | None:
    if not seen.any():
        return "nothing"
    if _history(seen) < rule.history_months:
        return "history"
    if not seen[-rule.recent_months :].any():
        return "recency"
    if _coverage(seen, rule) < rule.coverage:
        return "coverage"
    if not seen[-1]:
        return "silent"
    grown = all(_compared(seen, span) and _earlier_years(seen, span) >= LEAST_YEARS for span in (QUARTER, YEAR))
    return None if grown else "gaps"


def _history(seen: np.ndarray) -> int:
    return len(seen) - 1 - int(np.argmax(seen)) if seen.any() else 0


def _coverage(seen: np.ndarray, rule) -> float:
    """The share told of the last ``history_months`` and this one."""
    recent = seen[-(rule.history_months + 1) :]
    return float(recent.sum()) / (rule.history_months + 1)


def _compared(seen: np.ndarray, span: int) -> bool:
    return len(seen) > span and bool(seen[-1] and seen[-1 - span])


def _earlier_years(seen: np.ndarray, span: int) -> int:
    places = range(len(seen) - 1 - YEAR, span - 1, -YEAR)
    return sum(bool(seen[n] and seen[n - span]) for n in places)
