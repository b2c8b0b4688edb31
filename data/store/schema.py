"""Every table, once. The migrations bring a database here; a test compares the two.

A *fact* table is bitemporal. ``valid_for`` is the day a row speaks of; ``known_at`` is when
we learned it and ``superseded_at`` when a correction replaced it (NULL while it is current).
A correction is a new row: nothing else of an old one is ever changed.
"""

from data.store.tables.accounts import account, account_duty, api_request, api_token, login_failure, login_session
from data.store.tables.alerts import alert, alert_event
from data.store.tables.arrears import arrears_item, arrears_payment, arrears_plan
from data.store.tables.bookkeeping import data_version, event, setting, source_file, table_version
from data.store.tables.building import metadata
from data.store.tables.cases import case_alert, case_event, case_file, evidence, outbox
from data.store.tables.computed import evaluation_run, indicator_value, outlook, signal
from data.store.tables.dispatch import dispatch_balance, dispatch_line
from data.store.tables.drafts import draft
from data.store.tables.entities import entity, entity_breakdown, entity_count
from data.store.tables.held import confirmation, held_file, lasting_answer
from data.store.tables.liaison import (
    contingency_drill,
    contingency_plan,
    liaison_officer,
    liaison_visit,
    plan_opening,
)
from data.store.tables.markets import market, market_status
from data.store.tables.measures import measure_progress
from data.store.tables.price_reports import price_report
from data.store.tables.problems import problem, problem_event
from data.store.tables.scenarios import scenario, scenario_answer, scenario_score
from data.store.tables.submissions import submission
from data.store.tables.supply import enterprise, supply

__all__ = [
    "account",
    "account_duty",
    "alert",
    "alert_event",
    "api_request",
    "api_token",
    "arrears_item",
    "arrears_payment",
    "arrears_plan",
    "case_alert",
    "case_event",
    "case_file",
    "confirmation",
    "contingency_drill",
    "contingency_plan",
    "data_version",
    "dispatch_balance",
    "dispatch_line",
    "draft",
    "enterprise",
    "entity",
    "entity_breakdown",
    "entity_count",
    "evaluation_run",
    "event",
    "evidence",
    "held_file",
    "indicator_value",
    "lasting_answer",
    "liaison_officer",
    "liaison_visit",
    "login_failure",
    "login_session",
    "market",
    "market_status",
    "measure_progress",
    "metadata",
    "outbox",
    "outlook",
    "plan_opening",
    "price_report",
    "problem",
    "problem_event",
    "scenario",
    "scenario_answer",
    "scenario_score",
    "setting",
    "signal",
    "source_file",
    "submission",
    "supply",
    "table_version",
]
