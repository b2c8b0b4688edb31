"""A verdict for every signal about entity numbers, kept in the signal's own evidence."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from monitoring.thresholds import Thresholds
from monitoring.verdict.books import Books, open_books
from monitoring.verdict.call import MOVED_BY, Call, Verdict, judge
from monitoring.verdict.parts import LONGEST, RECENT, Parts, recent_parts, standing_parts
from monitoring.verdict.turning import turning

SILENCE = frozenset({"entity_silence", "entity_reporting_rate"})
STANDING: dict[str, Callable[[pd.Timestamp], pd.Timestamp]] = {
    "stock_vs_year_end": lambda day: pd.Timestamp(day.year - 1, 12, 31),
    "stock_vs_last_year": lambda day: day - pd.DateOffset(years=1),
}
STOCKS = (*STANDING, "stock_vs_last_month")
STREAMS = {
    "decline_in_entries": {"entries": 1},
    "rise_in_exits": {"deregistrations": 1, "revocations": 1},
    "decline_in_net": {"entries": 1, "deregistrations": -1, "revocations": -1, "moves": 1},
    "decline_in_stock": {"entries": 1, "deregistrations": -1},
}
USUAL_WEEKS, LEAST_WEEKS = 26, 13
TOLD = ("ok", "provisional")


def explained(
    signals: pd.DataFrame, inputs: dict[str, object], window: pd.DatetimeIndex, thresholds: Thresholds
) -> pd.DataFrame:
    """The signals with ``evidence["verdict"]`` where they speak of entities; others are as they were.

    A detector's signal also says what the last full week brought and what was to be expected (``week``), a stock's
    where it turns (``turning``).
    """
    ours = signals["indicator"].isin([*MOVED_BY, *SILENCE])
    if not ours.any():
        return signals
    books = open_books(inputs["entity_counts"], inputs["region"], window)
    evidence = [
        _more(row, books, thresholds) if mine else row.evidence
        for row, mine in zip(signals.itertuples(index=False), ours)
    ]
    return signals.assign(evidence=evidence)


def verdict_on(
    books: Books, indicator: str, subject: str, day: pd.Timestamp, *, since: str, told: bool
) -> tuple[Verdict, pd.Timestamp, Parts]:
    """The verdict on one signal, the first day of what was weighed, and its parts."""
    column, at = books.column(subject), books.at(day)
    if indicator in SILENCE or column < 0:
        return Verdict(call=Call.UNREPORTED, confidence=1.0, parts={}), day, Parts(heard=0.0)
    if indicator in STANDING:
        first = min(books.at(STANDING[indicator](day)) + 1, at)
        parts = standing_parts(books, column, at, first)
    else:
        begun = books.at(dt.date.fromisoformat(since)) - RECENT + 1
        first = max(min(at - RECENT + 1, max(begun, at - LONGEST + 1)), 0)
        parts = recent_parts(books, column, at, first, max(begun, 0))
    return judge(parts, indicator=indicator, told=told), books.days[first], parts


def _more(signal, books: Books, thresholds: Thresholds) -> dict:
    evidence, day = dict(signal.evidence), signal.date
    told = evidence["state"] in TOLD
    found, first, parts = verdict_on(books, signal.indicator, signal.subject, day, since=evidence["since"], told=told)
    evidence["verdict"] = {
        "call": found.call.value,
        "confidence": found.confidence,
        "parts": found.parts,
        "first": first.date().isoformat(),
        "heard": round(parts.heard, 2),
    }
    if told and signal.indicator in STREAMS:
        week = expected_week(books, signal.indicator, signal.subject, day)
        evidence |= {"week": week} if week else {}
    line = thresholds.on(signal.indicator, signal.subject, day.date()) if signal.indicator in STOCKS else None
    if told and line is not None:
        stock = round(books.closing[books.at(day), books.column(signal.subject)])
        base = round(stock / (1 + signal.value / 100))
        evidence["turning"] = turning(stock, base, signal.severity, line)
    return evidence


def expected_week(books: Books, indicator: str, subject: str, day: pd.Timestamp) -> dict | None:
    """The last full week of a stream and the middle eight in ten of the 26 before; None while too little is known."""
    column = books.column(subject)
    last = books.at(day) - (day.day_of_week + 1) % 7  # the Sunday
    if last < 7 * LEAST_WEEKS + 6:
        return None
    weeks = min(USUAL_WEEKS, (last - 6) // 7)
    ends = last - 7 * np.arange(weeks, -1, -1)
    sums = sum(sign * books.weeks(name, column, ends) for name, sign in STREAMS[indicator].items())
    due, told = (books.weeks(name, column, ends) for name in ("due", "told"))
    heard = np.where(due > 0, np.minimum(told / np.maximum(due, 1), 1), 0.0) >= 5 / 7
    before = sums[:-1][heard[:-1]]
    if not heard[-1] or len(before) < LEAST_WEEKS:
        return None
    low, high = np.quantile(before, [0.1, 0.9])
    ended = books.days[last].date().isoformat()
    return {"ends": ended, "value": round(sums[-1]), "low": int(np.floor(low)), "high": int(np.ceil(high))}
