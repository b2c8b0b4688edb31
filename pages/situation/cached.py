"""The one cache of what was read: a question is the database, the read, scope, as-known moment and the rest.

Its answer holds until a table it was read from moves on (:mod:`pages.situation.answers`).
"""

from collections.abc import Callable, Hashable
from typing import Any

from data.store import alerts as alert_store
from data.store import (
    arrears,
    cases,
    dispatch,
    entities,
    evidence,
    files,
    liaison,
    lineage,
    markets,
    measures,
    news,
    outlooks,
    plans,
    price_reports,
    problems,
    replays,
    runs,
    scenarios,
    signals,
    submissions,
    supply,
    values,
)
from data.store.marks import Marks
from pages.door import open_store
from pages.intake import reported
from pages.measures import counted as counted_measures
from pages.situation import counted, derived, price_history
from pages.situation.answers import Answers

ANSWERS = Answers(most=800)
READS = {
    "values.on": values.on,
    "values.history": values.history,
    "signals.history": signals.history,
    "alerts.living": alert_store.living,
    "alerts.all_alerts": alert_store.all_alerts,
    "alerts.events": alert_store.events,
    "alerts.events_of_many": alert_store.events_of_many,
    "alerts.answers": alert_store.answers,
    "replays.latest": replays.latest,
    "entities.daily_counts": entities.daily_counts,
    "entities.breakdown": entities.breakdown,
    "entities.closed_entities": entities.closed_entities,
    "entities.closed_count": entities.closed_count,
    "derived.newest": derived.newest,
    "derived.course": derived.course,
    "derived.reporters": derived.reporters,
    "derived.weekly_flows": derived.weekly_flows,
    "derived.stock_steps": derived.stock_steps,
    "derived.stock_parts": derived.stock_parts,
    "derived.registry_parts": derived.registry_parts,
    "derived.booked_over": derived.booked_over,
    "derived.turnovers": derived.turnovers,
    "derived.months": derived.months,
    "counted.arrears_ledger": counted.arrears_ledger,
    "counted.market_standing": counted.market_standing,
    "counted.supply_schedule": counted.supply_schedule,
    "counted.supply_standing": counted.supply_standing,
    "counted.supply_roll": counted.supply_roll,
    "price_history.eligibility": price_history.eligibility,
    "counted.county_records": counted.county_records,
    "counted.measure_ledger": counted_measures.measure_ledger,
    "liaison.officers": liaison.officers,
    "liaison.visits": liaison.visits,
    "plans.contingency_plans": plans.contingency_plans,
    "plans.drills": plans.drills,
    "plans.openings": plans.openings,
    "cases.all_cases": cases.all_cases,
    "cases.events": cases.events,
    "cases.members": cases.members,
    "evidence.listed": evidence.listed,
    "problems.all_problems": problems.all_problems,
    "problems.events": problems.events,
    "price_reports.reports": price_reports.reports,
    "dispatch.lines": dispatch.lines,
    "dispatch.balances": dispatch.balances,
    "markets.markets": markets.markets,
    "markets.status_reports": markets.status_reports,
    "supply.enterprises": supply.enterprises,
    "supply.daily": supply.daily,
    "arrears.items": arrears.items,
    "arrears.plan": arrears.plan,
    "arrears.payments": arrears.payments,
    "measures.progress": measures.progress,
    "outlooks.standing": outlooks.standing,
    "scenarios.cards": scenarios.cards,
    "scenarios.answers": scenarios.answers,
    "scenarios.scores": scenarios.scores,
    "files.received": files.received,
    "files.freshness": files.freshness,
    "lineage.versions": lineage.versions,
    "lineage.value_versions": lineage.value_versions,
    "lineage.signal_versions": lineage.signal_versions,
    "news.revisions": news.revisions,
    "reported.told": reported.told,
    "reported.burden": reported.burden,
    "submissions.listing": submissions.listing,
    "submissions.unapproved": submissions.unapproved,
}
DAYS = {
    "last_day": values.last_day,
    "first_day": values.first_day,
    "first_for": runs.first_for,
    "last_run": runs.latest,
}


def asked(name: str, seen: Marks, **params: object):
    """One of DAYS: nobody's own; which days there are, and when they were evaluated."""
    question = (_url(), name, tuple(sorted(params.items())))
    return ANSWERS.to(question, seen, open_store.store(), lambda conn: DAYS[name](conn, **params))


def read(user, at, name: str, *, timeless: bool = False, **params: object):
    """One of READS for this reader, as known at ``at``; ``timeless`` ones know no such moment."""
    question, reading = _question(user, name, {} if timeless else {"as_known": at.as_known}, params)
    return ANSWERS.to(question, at.marks, open_store.store(), reading)


def made(user, at, name: str, make: Callable[[Any], Any], *, wanted: Hashable, **params: object):
    """What ``make`` comes to on one of READS; ``wanted`` says what it rests on beside that answer, a moment say."""
    question, reading = _question(user, name, {"as_known": at.as_known}, params)
    return ANSWERS.made(question, at.marks, open_store.store(), reading, wanted=wanted, make=make)


def _question(user, name: str, moment: dict, params: dict) -> tuple[Hashable, Callable[[Any], Any]]:
    scope, asked_for = user.scope, params | moment
    counties = None if scope.counties is None else tuple(sorted(scope.counties))
    question = (_url(), name, counties, scope.enterprise, tuple(sorted(asked_for.items())))
    return question, lambda conn: READS[name](conn, scope=scope, **asked_for)


def _url() -> str:
    """Which database: tests open several in one process, and their versions are small numbers alike."""
    return open_store.settings().url


def names_of(names) -> tuple[str, ...] | None:
    """The names as a key can hold them."""
    return None if names is None else tuple(names)
