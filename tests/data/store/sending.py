"""Short ways to put literal rows into a store."""

import datetime as dt
from itertools import count

import pandas as pd

from data.store import events, facts, files, submissions

NUMBERS = count()
DAY = dt.timedelta(days=1)
START = dt.datetime(2020, 1, 1, 4, tzinfo=dt.UTC)  # noon in China


def put(
    store,
    table: str,
    rows: list[dict],
    *,
    at: dt.datetime = START,
    counties=("C1",),
    enterprise=None,
    reporter="clerk",
    event=None,
    topic=None,
    **more,
):
    """Send literal rows as one file; what is not said of a row is filled in. ``event`` names it in the audit."""
    with store.writing(at=at) as conn:
        file = files.accept(
            conn,
            sha256=f"{next(NUMBERS):064x}",
            topic=topic or table,
            filename=f"{table}.xlsx",
            reporter=reporter,
            received_at=at,
            counties=counties,
            enterprise=enterprise,
        )
        full = [{**PATTERNS[table], "source_row": i, **row} for i, row in enumerate(rows, 2)]
        changes = facts.put(conn, table, full, source_file=file.id, known_at=at, reporter=reporter, **more)
        file = files.finish(conn, file, new_rows=changes.new, changed_rows=changes.changed, row_count=len(rows))
        approved = more.get("state", "approved") == "approved"
        submissions.enter(
            conn, file, fact=table, county=None, status="issued" if approved else "submitted", by_rule=approved, at=at
        )
        if event:
            events.append(conn, at=at, actor=reporter, action="send", object_kind="file", object_id=event)
    return changes


PATTERNS = {
    "entity": {
        "credit_code": "A", "name": "one shop", "kind": "individual", "county": "C1", "township": "T1", "section": "F",
        "size": "micro", "opened": dt.date(2015, 6, 1), "closed": None, "ended_by": None,
    },
    "entity_count": {
        "county": "C1", "kind": "individual", "valid_for": dt.date(2020, 1, 1), "opening": 0, "entries": 0,
        "deregistrations": 0, "revocations": 0, "moves_in": 0, "moves_out": 0, "reclassified": 0, "closing": 0,
    },
    "market": {
        "market": "M1", "name": "one market", "county": "C1", "township": "T1", "kind": "urban", "special": False,
        "stalls_total": 100, "lon": None, "lat": None,
    },
    "market_status": {
        "market": "M1", "county": "C1", "valid_for": dt.date(2020, 1, 1), "status": "open", "stalls_open": 90,
        "integrated": True, "reason": None,
    },
    "enterprise": {
        "enterprise": "E1", "name": "one firm", "county": "C1", "kind": "supermarket", "provincial": True,
        "prefectural": False, "categories": "rice,oil", "contact": None, "phone": None,
    },
    "supply": {
        "enterprise": "E1", "county": "C1", "category": "rice", "valid_for": dt.date(2020, 1, 1), "on_hand": 7.0,
        "inflow": 1.0, "outflow": 1.0, "in_transit": None, "wholesale_price": None, "retail_price": None,
        "stockout": False,
    },
    "arrears_item": {
        "item": "Q1", "county": "C1", "debtor": "a bureau", "debtor_kind": "organ", "creditor": "a firm",
        "creditor_size": "small", "subject_matter": "works", "contract": "K1", "undisputed": 10.0, "disputed": 0.0,
        "formed": dt.date(2018, 1, 1), "due": dt.date(2018, 12, 31), "listed": False, "complex_case": False,
        "new_arrears": False,
    },
    "measure_progress": {
        "county": "C1", "target": "cloud_firms", "valid_for": dt.date(2020, 1, 1), "done": 3.0, "total": None,
        "stage": "running", "note": None, "evidence": "No. 1",
    },
    "liaison_officer": {
        "enterprise": "E1", "county": "C1", "officer": "an officer", "department": "a bureau",
        "since": dt.date(2020, 1, 1),
    },
    "liaison_visit": {
        "enterprise": "E1", "county": "C1", "valid_for": dt.date(2020, 1, 1), "way": "phone", "finding": "all well",
        "need": None,
    },
    "contingency_plan": {
        "enterprise": "E1", "county": "C1", "trigger": "stockout_run", "severity": "yellow", "actions": "deliver",
        "lead": "a bureau", "drawn_on": dt.date(2020, 1, 1),
    },
    "contingency_drill": {
        "enterprise": "E1", "county": "C1", "valid_for": dt.date(2020, 1, 1), "content": "deliver", "result": "good",
        "note": None,
    },
    "arrears_plan": {"item": "Q1", "county": "C1", "month": dt.date(2020, 1, 1), "planned": 5.0},
    "arrears_payment": {
        "item": "Q1", "county": "C1", "voucher": "V1", "valid_for": dt.date(2020, 1, 1), "paid": 5.0,
    },
}  # fmt: skip

ALERT = {
    "indicator": "days_of_cover", "subject": "E1:rice", "county": "C1", "enterprise": "E1", "severity": "red",
    "active": True, "status": "new", "opened_for": dt.date(2020, 1, 1), "last_signal_for": dt.date(2020, 1, 1),
    "cleared_for": None, "owner": "a bureau", "due": None, "value": 3.0, "threshold": 7.0, "evidence": {"days": 3.0},
    "sentence": "three days left",
}  # fmt: skip

CASE = {
    "subject": "C1", "cause": "supply", "county": "C1", "severity": "red", "active": True, "status": "new",
    "level": "county", "owner": "a bureau", "opened_for": dt.date(2020, 1, 1), "due": START + DAY,
}  # fmt: skip

OPENING = {
    "enterprise": "E1", "county": "C1", "trigger": "stockout_run", "alert": 1, "severity": "red",
    "opened_for": dt.date(2020, 1, 1), "opened_at": START, "closed_for": None, "closed_by": None, "note": None,
}  # fmt: skip
SCENARIO = {
    "county": "C1", "kind": "net", "levers": {"monthly": 50}, "assumption": "as agreed",
    "made_for": dt.date(2020, 1, 1), "data_moment": START, "seed": 0, "made_at": START, "made_by": "staff",
}  # fmt: skip
SAID = {
    "outlook": "year_end_stock", "subject": "C1", "county": "C1", "baseline_state": "ok", "state": "ok",
    "baseline": {"chance": 40}, "answer": {"chance": 60}, "checks": [],
}  # fmt: skip
PRICE_REPORT = {
    "alert": 1, "county": "C1", "kind": "first", "corrects": 0, "reported_at": START, "unit": "a bureau",
    "signer": "a head", "recipients": ["a government"], "way": "phone", "situation": "dear", "taken": "asked",
    "next_steps": "", "stands": {"level": "IV"}, "known_at": START, "known_by": "staff",
}  # fmt: skip
PROBLEM = {
    "county": "C1", "enterprise": None, "entity": "a shop", "contact": "138****0000", "category": "rent",
    "title": "rent", "detail": "", "source": "entity", "alert": None, "measure": "7(3)", "level": "county",
    "status": "registered", "owner": None, "due": dt.date(2020, 1, 8), "opened_for": dt.date(2020, 1, 1),
    "answered_for": None, "answer": None, "merged_into": None,
}  # fmt: skip


def value_frame(*rows: tuple) -> pd.DataFrame:
    """Indicator values from (indicator, subject, county, day, value); no value: missing."""
    frame = pd.DataFrame(rows, columns=["indicator", "subject", "county", "date", "value"])
    frame["value"] = frame["value"].astype("float64")
    frame["state"] = frame["value"].map(lambda value: "missing" if value != value else "ok")
    return frame.assign(date=pd.to_datetime(frame["date"]), enterprise=None)


def signal_frame(*rows: tuple) -> pd.DataFrame:
    """Signals from (indicator, subject, county, day, severity)."""
    frame = pd.DataFrame(rows, columns=["indicator", "subject", "county", "date", "severity"])
    evidence = [{"value": 3.0} for _ in rows]
    return frame.assign(
        date=pd.to_datetime(frame["date"]), enterprise=None, value=3.0, threshold=7.0, evidence=evidence
    )


def outlook_frame(*rows: tuple) -> pd.DataFrame:
    """Outlooks from (outlook, subject, county, day)."""
    frame = pd.DataFrame(rows, columns=["outlook", "subject", "county", "date"])
    answers = [{"chance": 80} for _ in rows]
    return frame.assign(date=pd.to_datetime(frame["date"]), enterprise=None, state="ok", answer=answers)


def score_frame(*rows: tuple) -> pd.DataFrame:
    """Scores from (scenario, subject, county, day)."""
    frame = pd.DataFrame(rows, columns=["scenario", "subject", "county", "date"])
    return frame.assign(date=pd.to_datetime(frame["date"]), outlook="year_end_stock", actual=100.0, baseline_error=5.0,
                        baseline_inside=True, scenario_error=-8.0, scenario_inside=False)  # fmt: skip


def line_frame(**more) -> pd.DataFrame:
    """One line of a dispatch proposal: ten tonnes of rice from E2 of C2 to E1 of C1 on 1 January 2020."""
    row = {
        "category": "rice", "sender": "E2", "from_county": "C2", "receiver": "E1", "to_county": "C1", "kind": "between",
        "date": dt.date(2020, 1, 1), "tonnes": 10.0, "km": 40.0, "sender_before": 30.0, "sender_after": 20.0,
        "receiver_before": 2.0, "receiver_after": 12.0, "target_days": 20.0, "reason": "because",
    }  # fmt: skip
    return pd.DataFrame([{**row, **more}])


def balance_frame(**more) -> pd.DataFrame:
    """How C1 stands with rice on 1 January 2020."""
    row = {
        "category": "rice", "county": "C1", "date": dt.date(2020, 1, 1), "state": "short", "firms": 1, "heard": 1,
        "on_hand": 2.0, "in_transit": 0.0, "demand": 1.0, "target_days": 20.0, "need": 18.0, "spare": 0.0, "sent": 0.0,
        "received": 10.0, "unmet": 8.0, "short_since": dt.date(2019, 12, 30), "reason": "because",
    }  # fmt: skip
    return pd.DataFrame([{**row, **more}])
