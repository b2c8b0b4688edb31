"""The daily run: observation -> indicator -> signal -> alert, for every day that needs it, in one transaction."""

import datetime as dt
import time
from dataclasses import dataclass

import pandas as pd
import structlog

from data.store import alerts as stored_alerts
from data.store import api, entities, outlooks, runs, submissions
from data.store import dispatch as stored_dispatch
from data.store import signals as stored_signals
from data.store import values as stored_values
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.follow import follow
from monitoring.alerts.keeping import Telling, keep
from monitoring.cases.keeping import keep_cases
from monitoring.config import Config
from monitoring.dispatch.proposal import propose
from monitoring.grading import grade
from monitoring.indicators.catalog import CATALOG
from monitoring.inputs import beside, read_inputs
from monitoring.levels import Patience
from monitoring.naming import Names
from monitoring.outlook import making as outlook
from monitoring.outlook_warning.explain import projected
from monitoring.outlook_warning.hushing import hushed
from monitoring.plans.opening import open_met
from monitoring.price_warning.explain import priced
from monitoring.scenarios import daily as scenarios
from monitoring.signals import signals
from monitoring.span import Span, spans
from monitoring.unapproved import marked
from monitoring.verdict.drivers import BASELINE_MONTHS, DIMENSIONS
from monitoring.verdict.explain import explained

log = structlog.get_logger()
VALUE_KEY = ["indicator", "subject", "date"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run answered for, what it changed, and how long it took."""

    since: dt.date
    until: dt.date
    seconds: float
    detail: dict


def evaluate(store: Store, config: Config, *, on: dt.date, now: dt.datetime, since: dt.date | None = None) -> Run:
    """Answer every day after the last run up to ``on``, and those of late or corrected reports, as known at ``now``.

    The same inputs again change nothing. ``since`` answers from that day again. A long catch-up is answered in
    pieces, each whole by itself; the last piece's run is returned. Once a week the last one brings the outlooks.
    """
    pieces = list(spans(store, config, on=on, now=now, since=since))
    ahead = outlook.due(store, config.region, on=pieces[-1].until, now=now)
    what_if = scenarios.work(store, config, on=pieces[-1].until, now=now)
    for span in pieces:
        last = span is pieces[-1]
        run = _answer(store, config, span, now, ahead if last else ahead[:0], what_if if last else None)
    return run


def _answer(
    store: Store, config: Config, span: Span, now: dt.datetime, ahead: pd.DataFrame, what_if: scenarios.Work | None
) -> Run:
    started = time.perf_counter()
    with store.reading() as conn:
        inputs, values, found = compute(conn, config, span, now, ahead=ahead)
    proposal = propose(
        **{name: inputs[name] for name in ("enterprise_list", "supply_daily", "region")},
        config=config,
        window=pd.date_range(span.until, span.until, unit="us"),
    )
    with store.writing(at=now) as conn:
        put_values = stored_values.put(conn, _new(values, span), known_at=now)
        put_signals = stored_signals.put(conn, found, known_at=now, days=span.days)
        entities.refresh_breakdown(conn, known_at=now, until=span.until)
        histories = follow(
            stored_alerts.all_alerts(conn, scope=EVERYTHING, as_known=None),
            found,
            days=span.new_days,
            settle_days=config.evaluation["settle_days"],
        )
        kept = keep(conn, histories, _telling(conn, config, inputs, values, span.until), at=now)
        outlooks.put(conn, ahead, known_at=now)
        opened = open_met(conn, day=span.until, now=now)
        stored_dispatch.put(conn, lines=proposal.lines, balance=proposal.balance, day=span.until, known_at=now)
        cases = keep_cases(conn, config, at=now, day=span.until)
        api.forget(conn, at=now)
        cards = {} if what_if is None else scenarios.keep(conn, what_if, at=now)
        seconds = time.perf_counter() - started
        detail = {
            "origin": span.origin.isoformat(),
            "since": span.since.isoformat(),
            "values": vars(put_values),
            "signals": vars(put_signals),
            "alerts": kept,
            "plans_opened": opened,
            "cases": cases,
            "scenarios": cards,
        }
        runs.record(conn, valid_for=span.until, known_at=now, seconds=seconds, config_hash=config.hash, detail=detail)
    log.info("evaluated", on=span.until.isoformat(), ms=round(seconds * 1000), config=config.hash, **detail)
    return Run(since=span.since, until=span.until, seconds=seconds, detail=detail)


def compute(
    conn,
    config: Config,
    span: Span,
    now: dt.datetime,
    as_stored: dt.datetime | None = None,
    ahead: pd.DataFrame | None = None,
) -> tuple[dict, pd.DataFrame, pd.DataFrame]:
    """Inputs, values and signals of a span as known at ``now``: all that a run works out before it writes.

    ``as_stored``: the moment whose signals of the eve are gone on from; a replay names the one before its run.
    ``ahead``: the outlooks this run brings and has not stored yet; a replay finds them stored.
    """
    inputs = {**read_inputs(conn, now=now, since=span.first_needed, until=span.until), **beside(config, now=now)}
    if ahead is not None and len(ahead):
        inputs["outlooks"] = pd.concat([inputs["outlooks"], ahead], ignore_index=True)
    before = stored_signals.history(conn, scope=EVERYTHING, as_known=as_stored or now, since=span.eve, until=span.eve)
    window = pd.date_range(span.first_needed, span.until, unit="us")
    unapproved = submissions.unapproved(conn, scope=EVERYTHING, as_known=now)
    values = marked(indicator_values(inputs, window), unapproved, region_code=config.region.code)
    graded = hushed(grade(values, config.thresholds), inputs)
    found = signals(
        graded,
        before=before,
        thresholds=config.thresholds,
        patience=Patience(lower_after=config.evaluation["lower_after"], memory_days=config.evaluation["memory_days"]),
        since=pd.Timestamp(span.since),
    )
    told = priced(explained(found, inputs, window, config.thresholds), inputs, window)
    return inputs, values, projected(told, values, inputs)


def indicator_values(inputs: dict[str, object], window: pd.DatetimeIndex) -> pd.DataFrame:
    """Every indicator's answer for the window: indicator, subject, county, enterprise, date, value, state."""
    answers = []
    for thing in CATALOG.values():
        days = window[window >= pd.Timestamp(thing.since)]
        if len(days):
            answers.append(thing.answer({**inputs, "window": days}).assign(indicator=thing.id))
    return pd.concat(answers, ignore_index=True).astype({"indicator": "str"})


def _new(values: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The values that may differ from those stored: an untouched input says of an old day what it said before."""
    begins = {thing.id: pd.Timestamp(max(span.begins(thing), span.since)) for thing in CATALOG.values()}
    return values[values["date"] >= values["indicator"].map(begins)]


def _telling(conn, config: Config, inputs: dict, values: pd.DataFrame, until: dt.date) -> Telling:
    since = (pd.Timestamp(until.replace(day=1)) - pd.DateOffset(months=BASELINE_MONTHS + 1)).date()
    return Telling(
        config=config,
        names=Names(config.region, markets=inputs["market_list"], enterprises=inputs["enterprise_list"]),
        values=values.set_index(VALUE_KEY)["value"],
        until=until,
        registry={
            name: entities.breakdown(conn, scope=EVERYTHING, since=since, until=until, by=("county", "kind", name))
            for name in DIMENSIONS
        },
    )
