"""The small town with formulas in every text people can write, and a mark on whatever is another county's."""

import datetime as dt

from data.intake import SHEETS
from data.store import cases, evidence, problems, setting
from data.store.engine import Store
from tests.data.store.sending import CASE, PROBLEM, put
from tests.pages import small_town
from tests.pages.small_town import DAY, FULL, KNOWN, PART

FORMULA = '=HYPERLINK("http://evil.example","点我")'
FOREIGN = "外县独有标记"
"""Stands in every text of the other county: nobody of this one may ever read it."""
IDS = (("E01", "M001", "Q001"), ("E03", "M003", "Q003"))
PHONE = "13900001111"
LATER = KNOWN + dt.timedelta(minutes=5)


def build(url: str) -> None:
    """Fill a migrated database."""
    small_town.build(url)
    store = Store(url)
    for county, text, ids in ((FULL, FORMULA, IDS[0]), (PART, FOREIGN, IDS[1])):
        fill(store, county, text, ids)
    with store.writing(at=LATER) as conn:
        setting.put(conn, setting.DEMO, True)
    store.close()


def fill(store: Store, county: str, text: str, ids: tuple[str, str, str]) -> None:
    """The text in everything people can write of a county; ``ids``: its firm, its market, its debt."""
    _lists(store, county, text, ids)
    _follow_up(store, county, text)


def _lists(store: Store, county: str, text: str, ids: tuple[str, str, str]) -> None:
    firm, market, item = ids
    of_firm = {"enterprise": firm, "county": county}
    _send(
        store, "enterprise", name=f"{text}企业", categories="rice,oil,meat", contact=f"{text}人", phone=PHONE, **of_firm
    )
    _send(store, "liaison_officer", officer=text, department=text, **of_firm)
    _send(store, "contingency_plan", actions=text, lead=text, **of_firm)
    _send(store, "market", market=market, county=county, name=f"{text}市场", township=text)
    _send(store, "market_status", market=market, county=county, valid_for=DAY, status="closed", reason=text)
    _send(store, "arrears_item", item=item, county=county, debtor=f"{text}局", debtor_kind="government",
          creditor=f"{text}建筑", contract=text)  # fmt: skip
    _send(store, "measure_progress", county=county, valid_for=dt.date(2020, 9, 1), note=text, evidence=text)
    _send(store, "entity", credit_code=county, county=county, name=text, township=text, closed=dt.date(2020, 9, 10),
          ended_by="revoked")  # fmt: skip
    put(store, "supply", [{**of_firm, "valid_for": DAY, "on_hand": 31.0}], at=LATER, counties=[county],
        state="provisional", reporter=text, topic="supply")  # fmt: skip


def _send(store: Store, table: str, **row) -> None:
    topic = next(sheet.topic for sheet in SHEETS.values() if sheet.table == table)
    put(store, table, [row], at=LATER, counties=[row["county"]], topic=topic, reporter=row.get("name", "clerk"))


def _follow_up(store: Store, county: str, text: str) -> None:
    with store.writing(at=LATER) as conn:
        small_town.open_alert(conn, "stall_occupancy", county, county, "red", sentence=text, value=1.0, threshold=2.0)
        case = {**CASE, "subject": f"{county}x", "county": county, "title": text, "owner": text, "due": LATER}
        number = cases.open(conn, case, at=LATER, actor="staff")
        evidence.add(
            conn, case=number, county=county, kind="document", said=text, filename=f"{text[:4]}.pdf",
            media="application/pdf", content=b"%PDF-1.4 " + text.encode(), at=LATER, actor="staff",
        )  # fmt: skip
        problem = {**PROBLEM, "county": county, "entity": text, "title": text, "detail": text}
        problems.open(conn, problem, at=LATER, actor="staff")
