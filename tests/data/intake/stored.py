"""What is stored, seen from outside: counts of facts, and whether a stored row could be true."""

import contextlib
import sqlite3

from data.intake import SHEETS

TABLES = {sheet.topic: sheet.table for sheet in SHEETS.values()}


@contextlib.contextmanager
def looking_at(store):
    """The database file itself, read by nothing of ours. One connection for long, or each close would checkpoint."""
    conn = sqlite3.connect(store.url.removeprefix("sqlite:///"))
    conn.execute("PRAGMA journal_mode").fetchone()
    yield conn
    conn.close()


def facts_of(conn: sqlite3.Connection) -> dict[str, int]:
    """Table -> how many rows it has ever held."""
    return {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES.values()}


LIMITS = {
    "entity": "credit_code NOT GLOB '[0-9A-Y]*' OR length(credit_code) <> 18 OR opened > '2020-03-03'",
    "entity_count": "closing > 5000000 OR valid_for > '2020-03-03' OR valid_for < '2015-01-01'",
    "market": "stalls_total NOT BETWEEN 1 AND 50000 OR name = '' OR lon NOT BETWEEN 73 AND 136",
    "market_status": "stalls_open > 300 OR (status = 'closed') <> (stalls_open = 0)",
    "enterprise": "categories = '' OR name = ''",
    "supply": "on_hand > 1000000 OR (stockout = 1 AND on_hand > 0) OR retail_price NOT BETWEEN 0.05 AND 2000",
    "arrears_item": "undisputed + disputed <= 0 OR due < formed OR undisputed > 1000000",
    "arrears_plan": "month NOT LIKE '%-01' OR planned > 1000000",
    "liaison_officer": "officer = '' OR since > '2020-03-03'",
    "liaison_visit": "finding = '' OR valid_for > '2020-03-03'",
    "contingency_plan": "actions = '' OR drawn_on > '2020-03-03'",
    "contingency_drill": "content = '' OR valid_for > '2020-03-03'",
    "measure_progress": "done > total OR (done IS NULL AND stage IS NULL) OR done > 1000000",
    "arrears_payment": "paid <= 0 OR paid > 95.500001",
}
"""What must hold of no row, written again in SQL: the oracle of the declared bounds."""


def plausible(conn: sqlite3.Connection, receipt, sent) -> None:
    """No row of this file breaks a bound, or names a county that is none."""
    table = TABLES[receipt.topic]
    own = "source_file = (SELECT id FROM source_file WHERE receipt = ?)"
    wrong = conn.execute(f"SELECT * FROM {table} WHERE {own} AND ({LIMITS[table]})", [receipt.receipt]).fetchall()
    counties = conn.execute(f"SELECT DISTINCT county FROM {table} WHERE {own}", [receipt.receipt]).fetchall()
    assert wrong == [], sent
    assert {county for (county,) in counties} <= {"622900", "622901", *(str(n) for n in range(622921, 622928))}, sent
