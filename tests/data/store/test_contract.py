"""Every read keeps what its docstring promises, with rows and without; a new read is tested with no line added."""

import datetime as dt
import importlib
import inspect
import pkgutil

import pandas as pd
import pytest

import data.store
from data.store import (
    alerts,
    cases,
    dispatch,
    entities,
    events,
    evidence,
    outbox,
    outlooks,
    plans,
    price_reports,
    problems,
    runs,
    scenarios,
    signals,
    values,
)
from data.store.registry import READS, promised
from data.store.scope import EVERYTHING
from tests.data.store.sending import (
    ALERT,
    CASE,
    OPENING,
    PRICE_REPORT,
    PROBLEM,
    SAID,
    SCENARIO,
    START,
    balance_frame,
    line_frame,
    outlook_frame,
    put,
    score_frame,
    signal_frame,
    value_frame,
)

MODULES = [
    importlib.import_module(f"data.store.{module.name}")
    for module in pkgutil.iter_modules(data.store.__path__)
    if module.name != "__main__"
]
UNSCOPED = {"runs.history"}  # speaks of no subject
NOT_REGISTERED = {"accounts.everyone"}  # for administrators; carries None where nothing is
DAY = dt.date(2020, 1, 1)
NEEDED = {
    "scope": EVERYTHING,
    "as_known": None,
    "date": DAY,
    "since": DAY,
    "until": DAY,
    "indicators": None,
    "alert": 1,
    "alerts": (1,),
    "problem": 1,
    "case": 1,
    "by": ("county",),
    "fact": "entity_count",
    "among": {},
    "indicator": "days_of_cover",
    "subject": "E1:rice",
}
every_read = pytest.mark.parametrize("name", sorted(READS))


def ask(conn, name: str, **more):
    wanted = [p for p in inspect.signature(READS[name]).parameters.values() if p.kind is p.KEYWORD_ONLY]
    told = {p.name: NEEDED[p.name] for p in wanted if p.default is p.empty}
    return READS[name](conn, **told | {key: value for key, value in more.items() if key in {p.name for p in wanted}})


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    return {name: str(kind) for name, kind in frame.dtypes.items()}


@every_read
def test_an_empty_answer_has_the_promised_columns_and_types(store, name):
    with store.reading() as conn:
        frames = [ask(conn, name), ask(conn, name, as_known=START)]

    for frame in frames:
        assert len(frame) == 0
        assert dtypes(frame) == promised(READS[name])


@every_read
def test_a_filled_answer_has_the_promised_columns_and_types(filled, name):
    with filled.reading() as conn:
        frames = [ask(conn, name), ask(conn, name, as_known=START)]

    for frame in frames:
        assert len(frame) > 0
        assert dtypes(frame) == promised(READS[name])
        assert isinstance(frame.index, pd.RangeIndex)


@every_read
def test_a_read_demands_a_scope_and_a_moment(name):
    parameters = inspect.signature(READS[name]).parameters

    assert all(p.kind is p.KEYWORD_ONLY for p in list(parameters.values())[1:])
    if name not in UNSCOPED:
        assert parameters["scope"].default is inspect.Parameter.empty
    if "as_known" in parameters:
        assert parameters["as_known"].default is inspect.Parameter.empty


def test_every_function_that_answers_with_a_frame_is_registered():
    answering = {
        f"{module.__name__.rsplit('.', 1)[1]}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and inspect.signature(function).return_annotation is pd.DataFrame
    }

    assert answering - {"frames.frame_of"} - NOT_REGISTERED == set(READS)


@pytest.fixture
def filled(store):
    """A store in which every read finds something on 1 January 2020."""
    for table in ("entity_count", "market", "market_status", "enterprise", "supply"):
        put(store, table, [{}])
    for table in ("arrears_item", "arrears_plan", "arrears_payment"):
        put(store, table, [{}])
    put(store, "measure_progress", [{}])
    put(store, "supply", [{"category": "oil"}], state="provisional")
    put(store, "supply", [{"enterprise": "E0", "on_hand": 0.0, "inflow": 0.0, "outflow": 0.0}])  # noughts
    put(store, "arrears_payment", [{"county": "C0", "voucher": "V0", "paid": 0.0}])
    for table in ("liaison_officer", "liaison_visit", "contingency_plan", "contingency_drill"):
        put(store, table, [{}])
    put(store, "market_status", [{"stalls_open": 80}])  # a correction
    put(store, "entity", [{}])
    put(store, "entity", [{"closed": DAY, "ended_by": "revoked", "section": "H"}])  # booked over
    with store.writing(at=START) as conn:
        entities.refresh_breakdown(conn, known_at=START)
        values.put(conn, value_frame(("days_of_cover", "E1:rice", "C1", DAY, 3.0)), known_at=START)
        signals.put(conn, signal_frame(("days_of_cover", "E1:rice", "C1", DAY, "red")), known_at=START)
        outlooks.put(conn, outlook_frame(("year_end_stock", "C1", "C1", DAY)), known_at=START)
        dispatch.put(conn, lines=line_frame(), balance=balance_frame(), day=DAY, known_at=START)
        runs.record(conn, valid_for=DAY, known_at=START, seconds=1.5, config_hash="x", detail={"days": 1})
        problems.open(conn, PROBLEM, at=START, actor="clerk")
        alerts.open(conn, ALERT, at=START, valid_for=DAY, actor="machine")
        price_reports.enter(conn, PRICE_REPORT, key="click")
        plans.open_plan(conn, OPENING)
        scenarios.answer(conn, scenarios.enter(conn, SCENARIO, key="click"), [SAID], known_at=START)
        scenarios.put_scores(conn, score_frame((1, "C1", "C1", DAY)), known_at=START)
        cases.open(conn, CASE, at=START, actor="machine")
        cases.join(conn, 1, [1], at=START)
        evidence.add(conn, case=1, county="C1", kind="figure", said="9 days", at=START, actor="clerk")
        outbox.put(conn, message="digest/2020-01-01", channel="somebody", title="x", body="y", at=START)
        events.append(conn, at=START, actor="clerk", action="x", object_kind="y", object_id="z")
    return store
