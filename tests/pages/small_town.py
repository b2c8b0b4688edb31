"""Markets, enterprises, debts and alerts with hand-typed figures: what six pages are tested against.

The day looked at is 29 September 2020. At the pages' noon of 30 September the supply report about the 29th is just due:
E01 sent all of it in time, E02 one of its two categories, E03 nothing.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from data.store import alerts, facts, files, runs, signals, values
from data.store.engine import Store

REGION, FULL, PART = "622900", "622921", "622922"  # 临夏州, 临夏县, 康乐县
DAY = dt.date(2020, 9, 29)
SENT = dt.datetime(2020, 9, 30, 2, 0, tzinfo=dt.UTC)  # ten o'clock in Shanghai
KNOWN = dt.datetime(2020, 9, 30, 3, 0, tzinfo=dt.UTC)
LISTED = "临夏县演示交通局"
DETAIL = {
    "since": "2020-09-27",
    "origin": "2020-09-27",
    "values": {"new": 30, "changed": 2},
    "signals": {"new": 1, "changed": 0},
}


_filled: dict[str, bytes] = {}


def build(url: str) -> None:
    """Fill a migrated database; of SQLite the second is a copy."""
    fill_once(url, "town", _town)


def build_bare(url: str) -> None:
    """A database in which something was evaluated, but nobody has sent a register."""
    fill_once(url, "bare", _bare)


def fill_once(url: str, name: str, fill: Callable[[Store], None]) -> None:
    """Fill a migrated database; of SQLite the second of that name is a copy."""
    path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
    if path is None or name not in _filled:
        store = Store(url)
        fill(store)
        store.close()  # the last connection has closed: everything is in this one file
    if path is not None:
        path.write_bytes(_filled.setdefault(name, path.read_bytes()))


def _town(store: Store) -> None:
    with store.writing(at=SENT) as conn:
        _markets(conn)
        _supply(conn)
        _arrears(conn)
    with store.writing(at=KNOWN) as conn:
        values.put(conn, _values(), known_at=KNOWN)
        signals.put(conn, _signals(), known_at=KNOWN, days=[DAY])
        _alerts(conn)
        runs.record(
            conn, valid_for=DAY, known_at=KNOWN, seconds=6.5, config_hash="test",
            detail=DETAIL,
        )  # fmt: skip


def _bare(store: Store) -> None:
    with store.writing(at=KNOWN) as conn:
        values.put(conn, _values().iloc[:1], known_at=KNOWN)
        runs.record(conn, valid_for=DAY, known_at=KNOWN, seconds=1.0, config_hash="test", detail={})


def _put(conn, topic: str, table: str, rows: list[dict], *, firm: str | None = None, counties=(FULL, PART)) -> None:
    days = [row["valid_for"] for row in rows if "valid_for" in row]
    file = files.accept(
        conn,
        sha256=f"{topic}{table}{firm}".ljust(64, "0"),
        topic=topic,
        filename=f"{table}.xlsx",
        reporter="staff",
        received_at=SENT,
        counties=list(counties),
        enterprise=firm,
        row_count=len(rows),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
    )
    numbered = [{**row, "source_row": n} for n, row in enumerate(rows, 2)]
    facts.put(conn, table, numbered, source_file=file.id, known_at=SENT, reporter="staff")


def _markets(conn) -> None:
    listed = [
        ("M001", "北门菜市场", FULL, "urban", False, 100),
        ("M002", "南河市场", FULL, "township", False, 50),
        ("M003", "皮毛交易中心", PART, "specialised", True, 200),
        ("M004", "西滩市场", PART, "township", False, 40),
    ]
    names = ("market", "name", "county", "kind", "special", "stalls_total")
    _put(conn, "markets", "market",
         [dict(zip(names, row)) | {"township": "城关镇", "lon": 103.2, "lat": 35.6} for row in listed])  # fmt: skip
    told = [
        ("M001", FULL, "open", 90, True, None),
        ("M002", FULL, "open", 4, False, None),
        ("M003", PART, "closed", 0, False, "场地改造"),
    ]
    names = ("market", "county", "status", "stalls_open", "integrated", "reason")
    _put(conn, "market_status", "market_status",
         [dict(zip(names, row)) | {"valid_for": dt.date(2020, 9, 25)} for row in told])  # fmt: skip


def _supply(conn) -> None:
    firms = [
        ("E01", "清河超市", FULL, "rice,oil"),
        ("E02", "福临商贸", FULL, "rice,meat"),
        ("E03", "康和肉业", PART, "meat"),
    ]
    _put(conn, "enterprises", "enterprise", [
        {"enterprise": e, "name": n, "county": c, "kind": "other", "provincial": False, "prefectural": True,
         "categories": categories, "contact": f"{n}联系人", "phone": "0930-1"}
        for e, n, c, categories in firms
    ])  # fmt: skip
    rows = [
        ("E01", FULL, "rice", DAY, 30.0, 6.5, False),
        ("E01", FULL, "oil", DAY, 0.0, 13.0, True),
        ("E02", FULL, "rice", DAY, 2.0, 9.75, False),
        ("E03", PART, "meat", dt.date(2020, 9, 27), 8.0, 66.0, False),
    ]
    names = ("enterprise", "county", "category", "valid_for", "on_hand", "retail_price", "stockout")
    quiet = {"inflow": 0.0, "outflow": 1.0, "in_transit": None, "wholesale_price": None}
    for firm in ("E01", "E02", "E03"):
        own = [dict(zip(names, row)) | quiet for row in rows if row[0] == firm]
        _put(conn, "supply", "supply", own, firm=firm, counties=[own[0]["county"]])


def _arrears(conn) -> None:
    items = [
        ("Q001", FULL, LISTED, 2500.0, 0.0, "2018-01-01", "2018-03-01", True, False),
        ("Q002", FULL, "临夏县演示医院", 100.0, 30.0, "2019-10-01", "2020-09-10", False, False),
        ("Q003", PART, "康乐县演示学校", 80.0, 0.0, "2020-08-01", "2020-12-01", False, True),
    ]
    names = ("item", "county", "debtor", "undisputed", "disputed", "formed", "due", "listed", "new_arrears")
    fixed = {"debtor_kind": "government", "creditor": "示例建筑", "creditor_size": "small", "subject_matter": "works",
             "contract": "HT-1", "complex_case": False}  # fmt: skip
    rows = [dict(zip(names, row)) | fixed for row in items]
    rows = [row | {name: dt.date.fromisoformat(row[name]) for name in ("formed", "due")} for row in rows]
    _put(conn, "arrears_items", "arrears_item", rows)
    _put(conn, "arrears_plan", "arrears_plan", [
        {"item": "Q001", "county": FULL, "month": dt.date(2020, 8, 1), "planned": 300.0},
        {"item": "Q002", "county": FULL, "month": dt.date(2020, 9, 1), "planned": 100.0},
    ])  # fmt: skip
    _put(conn, "arrears_payments", "arrears_payment", [
        {"item": "Q001", "county": FULL, "voucher": "P1", "valid_for": dt.date(2020, 8, 20), "paid": 250.0},
        {"item": "Q002", "county": FULL, "voucher": "P2", "valid_for": dt.date(2020, 9, 20), "paid": 100.0},
    ])  # fmt: skip


def _values() -> pd.DataFrame:
    rows = []

    def say(indicator: str, subject: str, county: str, value: float | None, state: str = "ok", firm=None) -> None:
        rows.append((indicator, subject, county, firm, pd.Timestamp(DAY), value, state))

    for county, rate, stalls in ((FULL, 100.0, 62.7), (PART, 0.0, 0.0), (REGION, 50.0, 26.9)):
        say("market_reopening_rate", county, county, rate)
        say("stall_occupancy", county, county, stalls)
    for market, county, stalls in (("M001", FULL, 90.0), ("M002", FULL, 8.0), ("M003", PART, 0.0)):
        say("stall_occupancy", market, county, stalls)
    say("stall_occupancy", "M004", PART, None, "missing")
    say("days_of_cover", "E01:rice", FULL, 30.0, firm="E01")
    say("days_of_cover", "E01:oil", FULL, 0.0, firm="E01")
    say("days_of_cover", "E02:rice", FULL, 2.0, firm="E02")
    say("days_of_cover", "E02:meat", FULL, None, "missing", firm="E02")
    say("days_of_cover", "E03:meat", PART, None, "missing", firm="E03")
    say("price_change_7d", "E01:rice", FULL, 0.0, firm="E01")
    say("price_change_7d", "E02:rice", FULL, 50.0, firm="E02")
    say("stockout_run", "E01:oil", FULL, 4.0, firm="E01")
    for place in (FULL, REGION):
        say("days_of_cover", f"{place}:rice", place, 16.0, "provisional")
        say("days_of_cover", f"{place}:oil", place, 0.0)
        say("price_change_7d", f"{place}:rice", place, 22.5)
    for place in (PART, REGION):
        say("days_of_cover", f"{place}:meat", place, None, "missing")
        say("price_change_7d", f"{place}:meat", place, None, "missing")
    for county, progress, rate, net in (
        (FULL, 87.5, 13.5, 350.0),
        (PART, None, 0.0, -80.0),
        (REGION, 87.5, 13.1, 270.0),
    ):
        say("arrears_plan_progress", county, county, progress, "ok" if progress else "not_assessable")
        say("arrears_clearance_rate", county, county, rate)
        say("arrears_net_clearance", county, county, net)
    say("arrears_outstanding", REGION, REGION, 2330.0)
    say("arrears_outstanding", FULL, FULL, 2250.0)
    say("arrears_outstanding", f"{FULL}:{LISTED}", FULL, 2250.0)
    columns = ["indicator", "subject", "county", "enterprise", "date", "value", "state"]
    return pd.DataFrame(rows, columns=columns)


EVIDENCE = {"since": "2020-09-20", "state": "ok", "worse": "low", "clears_at": 15, "source": "默认值:甲", "mark": "E"}


def _signals() -> pd.DataFrame:
    row = ("days_of_cover", "E02:rice", FULL, "E02", pd.Timestamp(DAY), "red", 2.0, 3.0, EVIDENCE)
    columns = ["indicator", "subject", "county", "enterprise", "date", "severity", "value", "threshold", "evidence"]
    return pd.DataFrame([row], columns=columns)


def _alerts(conn) -> None:
    open_alert(
        conn, "days_of_cover", "E02:rice", FULL, "red", enterprise="E02", value=2.0, threshold=3.0,
        sentence="福临商贸大米可供天数2.0天,低于红色警戒线3.0天(依据:默认值:甲),自9月20日起持续10天。",
    )  # fmt: skip
    open_alert(
        conn, "stockout_run", "E01:oil", FULL, "orange", enterprise="E01", value=4.0, threshold=3.0,
        sentence="清河超市食用油断供天数4天,达到或超过橙色警戒线3天(依据:预案)。",
    )  # fmt: skip
    open_alert(
        conn, "arrears_net_clearance", PART, PART, "yellow", value=-80.0, threshold=0.0, due="2020-10-09",
        sentence="康乐县本年净清偿-80.0万元,低于黄色警戒线0.0万元(依据:国务院清欠要求)。",
    )  # fmt: skip
    open_alert(
        conn, "market_reopening_rate", REGION, REGION, "blue", active=False, status="acknowledged", value=100.0,
        threshold=100.0, due="2020-10-09", sentence="临夏州农贸市场复市率现为100.0%,蓝色预警已解除,待销号。",
    )  # fmt: skip
    open_alert(
        conn, "days_of_cover", f"{FULL}:oil", FULL, "orange", active=False, status="closed", value=20.0,
        threshold=7.0, sentence="临夏县食用油可供天数现为20.0天,橙色预警已解除,待销号。",
    )  # fmt: skip


def open_alert(conn, indicator: str, subject: str, county: str, severity: str, *, sentence: str, **more) -> int:
    """An alert with the usual rest."""
    row = {
        "indicator": indicator, "subject": subject, "county": county, "enterprise": None, "severity": severity,
        "active": True, "status": "new", "opened_for": dt.date(2020, 9, 20), "last_signal_for": DAY,
        "cleared_for": None, "owner": "州商务局", "due": dt.date(2020, 9, 25), "evidence": EVIDENCE,
        "sentence": sentence, **more,
    }  # fmt: skip
    if isinstance(row["due"], str):
        row["due"] = dt.date.fromisoformat(row["due"])
    return alerts.open(conn, row, at=KNOWN, valid_for=DAY, actor="machine")
