"""Replay: the rules run again over the past, on data as known then; and what another choice would have meant."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import entities, replays, runs, values
from data.store import signals as stored_signals
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.budget import STAYS_ABOVE, line_of, series_of
from monitoring.config import Config
from monitoring.evaluate import compute
from monitoring.fixed_lines import held_to
from monitoring.inputs import beside
from monitoring.span import Span
from monitoring.verdict.books import Books, open_books
from monitoring.verdict.call import Call
from monitoring.verdict.explain import verdict_on
from monitoring.verdict.parts import recent_parts

CHOICES = (0.25, 0.5, 1.0, 2.0, 4.0)  # times the budget in force
HINDSIGHT = 28  # days after an alarm from which it is judged
EARLY, LATE = 91, 28  # days around the first loss of stock within which an alarm counts as finding it
LASTING = 14  # days a loss of stock must last to be an event
REAL = frozenset({Call.TRUE, Call.COMMON})
EXITS, ENTRIES = "exits", "entries"
COMPARED = ("indicator", "subject", "date", "severity", "value", "threshold", "evidence")


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How many signals a past run told, how many the replay tells alike, and how many of these to the last bit.

    Alike are numbers equal to the nine digits to which the store tells them apart: an earlier run's row that is equal
    so far was kept, and a replay, which sums over its own days, may differ from it in the digits beyond.
    """

    told: int
    alike: int
    exact: int


def run_again(store: Store, config: Config, run: dict) -> Agreement:
    """Compute a past run from what was known at its moment, and compare with the signals it stored."""
    span = Span(
        since=dt.date.fromisoformat(run["detail"]["since"]),
        until=run["valid_for"],
        fresh=dt.date.fromisoformat(run["detail"]["since"]),
        changed={},
        followed=None,
        origin=dt.date.fromisoformat(run["detail"]["origin"]),
        memory_days=config.evaluation["memory_days"],
    )
    with store.reading() as conn:
        _, _, found = compute(conn, config, span, run["known_at"])
        told = stored_signals.history(
            conn, scope=EVERYTHING, as_known=run["known_at"], since=span.since, until=span.until
        )
    ours, theirs = _rows(found), _rows(told)
    both = [(ours[key], theirs[key]) for key in ours.keys() & theirs.keys()]
    return Agreement(
        told=len(ours.keys() | theirs.keys()),
        alike=sum(_rounded(our) == _rounded(their) for our, their in both),
        exact=sum(our == their for our, their in both),
    )


def _rows(signals: pd.DataFrame) -> dict[tuple, tuple]:
    rows = {}
    for row in signals[list(COMPARED)].itertuples(index=False):
        numbers = tuple(None if pd.isna(n) else float(n) for n in (row.value, row.threshold))
        rows[row.indicator, row.subject, row.date] = (row.severity, row.evidence, *numbers)
    return rows


def _rounded(row: tuple) -> tuple:
    severity, evidence, *numbers = row
    return severity, evidence, *(None if n is None else float(f"{n:.9g}") for n in numbers)


def replay(store: Store, config: Config, *, now: dt.datetime) -> dict:
    """What each budget would have meant from the first day ever answered for to the last; stored and returned."""
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
        since, until = dt.date.fromisoformat(last["detail"]["origin"]), last["valid_for"]
        names = sorted({budget.indicator for budget in config.budgets})
        span = {"scope": EVERYTHING, "indicators": names, "since": since, "until": until}
        first = values.first_told(conn, **span)
        corrected = values.history(conn, as_known=None, **span)
        counts = entities.daily_counts(conn, scope=EVERYTHING, as_known=None, until=until)
        losses = stored_signals.history(
            conn, scope=EVERYTHING, as_known=None, since=since, until=until, indicators=["stock_vs_last_month"]
        )
    window = pd.date_range(until - dt.timedelta(days=1), until, unit="us")
    books = open_books(counts, beside(config, now=now)["region"], window)
    events, rows = losses_of(losses), []
    drivers = [driver_of(books, *event) for event in events]
    for name in names:
        budget = config.budget_on(name, until)
        told = first[first["indicator"] == name]
        if budget is None or told.empty:
            continue
        years = (told["date"].max() - told["date"].min()).days / 365.25
        if budget.measured:
            rows += _choices(budget, told, books, events, drivers, years, series_of(config.region))
        else:
            rows.append(held_to(budget, told, corrected[corrected["indicator"] == name], config, years))
    result = {"since": since.isoformat(), "events": len(events), "budgets": rows}
    with store.writing(at=now) as conn:
        replays.put(conn, known_at=now, until=until, result=result)
    return result


def losses_of(signals: pd.DataFrame) -> list[tuple[str, pd.Timestamp]]:
    """True losses of stock: subject and first day of every spell that lasted and was mostly called true."""
    found = []
    begun = [evidence["since"] for evidence in signals["evidence"]]
    calls = [evidence.get("verdict", {}).get("call") for evidence in signals["evidence"]]
    for (subject, since), spell in signals.assign(begun=begun, call=calls).groupby(["subject", "begun"]):
        if len(spell) >= LASTING and (spell["call"] == Call.TRUE).mean() > 0.5:
            found.append((subject, pd.Timestamp(since)))
    return found


def episodes(scores: pd.DataFrame, line: float) -> list[tuple[str, pd.Timestamp]]:
    """Subject and first day of every time a score reached a line; over only well below it, and never in silence."""
    table = scores.pivot(index="date", columns="subject", values="value").sort_index()
    on, found = np.zeros(table.shape[1], dtype=bool), []
    for day, row in zip(table.index, table.to_numpy()):
        now = np.where(np.isnan(row), on, (row >= line) | (on & (row >= STAYS_ABOVE * line)))
        found += [(table.columns[n], day) for n in np.flatnonzero(now & ~on)]
        on = now
    return found


def _choices(budget, told: pd.DataFrame, books: Books, events, drivers, years: float, series: int) -> list[dict]:
    """The budget in force, and half, twice, ... of it: alarms, false ones a year, losses found and how early."""
    rows = []
    for severity, chosen in budget.a_year.items():
        for times in CHOICES if severity == next(iter(budget.a_year)) else (1.0,):
            line = line_of(budget.indicator, chosen * times, series)
            alarms = episodes(told, line)
            false = [one for one in alarms if not _real(books, budget.indicator, *one)]
            leads = [_lead(event, alarms) for event in events]
            found = [lead for lead in leads if lead is not None]
            rows.append(
                {
                    "indicator": budget.indicator,
                    "severity": severity,
                    "in_force": times == 1.0,
                    "a_year": round(chosen * times, 3),
                    "line": line,
                    "alarms": len(alarms),
                    "false": len(false),
                    "false_a_year": round(len(false) / years, 2),
                    "missed": len(events) - len(found),
                    "events": len(events),
                    "lead_days": float(np.median(found)) if found else None,
                    "by_driver": _by_driver(leads, drivers),
                }
            )
    return rows


def driver_of(books: Books, subject: str, begun: pd.Timestamp) -> str:
    """What a loss of stock mainly came from in the four weeks before it: EXITS beyond the usual, or too few ENTRIES."""
    day = books.at(begun)
    first = max(day - HINDSIGHT + 1, 0)
    parts = recent_parts(books, books.column(subject), day, first)
    return EXITS if parts.true_exits >= parts.true_entries else ENTRIES


def _by_driver(leads: list[int | None], drivers: list[str]) -> dict[str, list[int]]:
    """By what the losses came from: how many were found, of how many."""
    told = list(zip(leads, drivers))
    return {
        driver: [sum(one == driver and lead is not None for lead, one in told), drivers.count(driver)]
        for driver in (EXITS, ENTRIES)
    }


def _real(books: Books, indicator: str, subject: str, day: pd.Timestamp) -> bool:
    """Whether an alarm was about something real, judged four weeks later with all that is known today."""
    later = min(day + pd.Timedelta(days=HINDSIGHT), books.days[-1])
    found, _, _ = verdict_on(books, indicator, subject, later, since=day.date().isoformat(), told=True)
    return found.call in REAL


def _lead(event: tuple[str, pd.Timestamp], alarms: list[tuple[str, pd.Timestamp]]) -> int | None:
    """Days from the first alarm on a subject to its loss of stock (below zero: after it); None where none came."""
    subject, begun = event
    fitting = [day for one, day in alarms if one == subject]
    fitting = [day for day in fitting if -LATE <= (begun - day).days <= EARLY]
    return (begun - min(fitting)).days if fitting else None
