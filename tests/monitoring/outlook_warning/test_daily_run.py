"""A projection through the daily run on both databases: outlook, value, signal, alert, case; the same when replayed."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from data.store import alerts, cases, runs
from data.store.scope import EVERYTHING
from monitoring.evaluate import evaluate
from monitoring.outlook_warning.rules import OutlookRules
from monitoring.replay import run_again
from tests.data.store.sending import put
from tests.monitoring.literal import outlook_rules, region
from tests.monitoring.rules import config, line

FIRST_SUNDAY, SATURDAY, SECOND_SUNDAY = dt.date(2020, 9, 6), dt.date(2020, 9, 12), dt.date(2020, 9, 13)
THIRD_SUNDAY, FOURTH_SUNDAY = dt.date(2020, 9, 20), dt.date(2020, 9, 27)
UNPAID = "arrears_unpaid_at_deadline"
PLACE = region(measures=pd.DataFrame({"measure": ["8"], "leads": ["a bureau"]}))
PROJECTED = line(UNPAID, worse="high", yellow=5, orange=20, release=2, persist=8)
BEHIND = line("arrears_plan_progress", yellow=95)


def rules(*lines, **more):
    """A year's end of 31 December, trusted from two checks on; two outlooks must agree to give a level up."""
    found = config(*lines, place=PLACE)
    entries = tuple(
        replace(entry, lower_after=8) if entry.indicator == UNPAID else entry for entry in found.thresholds.entries
    )
    thresholds = replace(found.thresholds, entries=entries)
    return replace(
        found, thresholds=thresholds, outlook_rules=outlook_rules(**{"least_checks": 2, "least_coverage": 0} | more)
    )


@pytest.fixture
def ledger(store):
    """Two bureaus plan 10 a month of 2020. C1's pays half of it and C2's all, the last time in August."""
    months = [dt.date(2020, month, 1) for month in range(1, 13)]
    items = [{"item": f"Q{n}", "county": f"C{n}", "debtor": f"bureau {n}", "undisputed": 120.0,
              "formed": dt.date(2019, 1, 1), "due": dt.date(2019, 6, 30)} for n in (1, 2)]  # fmt: skip
    plan = [{"item": f"Q{n}", "county": f"C{n}", "month": month, "planned": 10.0} for n in (1, 2) for month in months]
    paid = [
        {"item": f"Q{n}", "county": f"C{n}", "voucher": f"V{n}{month.month}", "valid_for": month.replace(day=9 + n),
         "paid": amount + month.month / 100} for n, amount in ((1, 5.0), (2, 10.0)) for month in months[:8]
    ]  # fmt: skip
    told = dt.datetime(2020, 9, 1, 4, tzinfo=dt.UTC)
    for table, rows in (("arrears_item", items), ("arrears_plan", plan), ("arrears_payment", paid)):
        put(store, table, rows, at=told, counties=("C1", "C2"))
    return store


def run(store, day, *, by=None, hour=6):
    """The run of a day, the morning after; the first one answers from the Monday before the first Sunday."""
    now = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(hour), dt.UTC)
    since = dt.date(2020, 8, 31) if day == FIRST_SUNDAY else None
    return evaluate(store, by or rules(PROJECTED), on=day, now=now, since=since)


def living(store, *, indicator=UNPAID):
    with store.reading() as conn:
        found = alerts.living(conn, scope=EVERYTHING, as_known=None)
    return found[found["indicator"] == indicator].to_dict("records")


def test_an_alert_opens_when_a_second_outlook_agrees_and_not_before(ledger):
    run(ledger, FIRST_SUNDAY)
    run(ledger, SATURDAY)
    assert living(ledger) == []

    run(ledger, SECOND_SUNDAY)

    (alert,) = living(ledger)
    assert (alert["subject"], alert["severity"], alert["active"]) == ("C1", "orange", True)
    assert alert["opened_for"] == pd.Timestamp(SECOND_SUNDAY)


def test_it_says_who_stands_in_the_way_until_when_and_what_would_avert_it(ledger):
    run(ledger, FIRST_SUNDAY)
    run(ledger, SECOND_SUNDAY)

    (alert,) = living(ledger)
    outlook = alert["evidence"]["outlook"]
    assert (outlook["of"], outlook["made"], outlook["deadline"]) == ("clearance", "2020-09-13", "2020-12-31")
    assert outlook["late"] == 1
    assert outlook["first"]["name"] == "bureau 1"
    assert outlook["first"]["needed"] == pytest.approx((120 - 40.36) / 4, abs=0.01)
    assert "拖在最后的是bureau 1:尚欠79.64万元" in alert["sentence"]
    assert "每月还19.91万元" in alert["sentence"]


def test_the_county_answers_in_one_case_with_a_deadline(ledger):
    run(ledger, FIRST_SUNDAY)
    run(ledger, SECOND_SUNDAY)

    with ledger.reading() as conn:
        (case,) = cases.living_now(conn)
    (alert,) = living(ledger)
    assert (case["subject"], case["cause"], case["owner"]) == ("C1", "arrears", "First人民政府")
    assert alert["owner"] == "First人民政府"
    assert alert["due"] == pd.Timestamp("2020-09-15")  # orange: two working days


def test_where_the_fact_stands_already_no_other_alert_opens_and_the_facts_own_carries_the_outlook(ledger):
    both = rules(PROJECTED, BEHIND)
    run(ledger, FIRST_SUNDAY, by=both)
    run(ledger, SECOND_SUNDAY, by=both)

    assert living(ledger) == []
    (fact,) = [one for one in living(ledger, indicator="arrears_plan_progress") if one["subject"] == "C1"]
    assert fact["evidence"]["outlook"]["indicator"] == UNPAID
    assert "展望:预计到期仍欠的比例" in fact["sentence"]
    with ledger.reading() as conn:
        assert sorted(case["subject"] for case in cases.living_now(conn)) == ["C1", "R"]


def test_the_same_run_again_changes_nothing(ledger):
    run(ledger, FIRST_SUNDAY)
    run(ledger, SECOND_SUNDAY)
    before = living(ledger)

    run(ledger, SECOND_SUNDAY, hour=9)

    assert living(ledger) == before


def test_a_replay_on_data_as_known_then_tells_the_same_signals(ledger):
    run(ledger, FIRST_SUNDAY)
    run(ledger, SECOND_SUNDAY)
    with ledger.reading() as conn:
        last = runs.latest(conn, as_known=None)
    late = {"item": "Q1", "county": "C1", "voucher": "late", "paid": 79.0, "valid_for": dt.date(2020, 9, 10)}
    put(ledger, "arrears_payment", [late], at=last["known_at"] + dt.timedelta(hours=1))

    agreed = run_again(ledger, rules(PROJECTED), last)

    assert agreed.told > 0
    assert agreed.alike == agreed.told


def test_an_outlook_that_is_not_assessable_any_more_leaves_the_alert_standing(ledger):
    run(ledger, FIRST_SUNDAY)
    run(ledger, SECOND_SUNDAY)

    doubted = outlook_rules(**{"from": dt.date(2020, 9, 14), "least_checks": 1000}).entries["clearance"]
    now = rules(PROJECTED)
    entries = {"clearance": (*now.outlook_rules.entries["clearance"], *doubted)}
    for sunday in (THIRD_SUNDAY, FOURTH_SUNDAY):
        run(ledger, sunday, by=replace(now, outlook_rules=OutlookRules(entries=entries)))

    (alert,) = living(ledger)
    assert alert["active"]
    assert alert["evidence"]["state"] == "not_assessable"
    assert "预警不因沉默解除" in alert["sentence"]


def test_it_is_over_when_two_outlooks_in_a_row_are_good(ledger):
    run(ledger, FIRST_SUNDAY)
    run(ledger, SECOND_SUNDAY)
    rest = {"item": "Q1", "county": "C1", "voucher": "rest", "paid": 79.64, "valid_for": dt.date(2020, 9, 15)}
    put(ledger, "arrears_payment", [rest], at=dt.datetime(2020, 9, 15, 4, tzinfo=dt.UTC))

    run(ledger, THIRD_SUNDAY)
    (alert,) = living(ledger)
    assert alert["active"]

    run(ledger, FOURTH_SUNDAY)
    (alert,) = living(ledger)
    assert not alert["active"]
    assert alert["cleared_for"] == pd.Timestamp(FOURTH_SUNDAY)


def test_too_near_to_the_deadline_nothing_new_opens(ledger):
    late = rules(PROJECTED, least_days=120)
    run(ledger, FIRST_SUNDAY, by=late)
    run(ledger, SECOND_SUNDAY, by=late)

    assert living(ledger) == []
