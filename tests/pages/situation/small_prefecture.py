"""Two counties with hand-typed figures, evaluated on two days: what the pages of the situation are tested against."""

import datetime as dt
import json

import pandas as pd

from data.store import alerts, entities, facts, files, runs, values
from data.store.engine import Store
from tests.pages.small_town import fill_once

REGION, QUIET, FALLING = "622900", "622921", "622922"
EARLIER, DAY = dt.date(2020, 9, 27), dt.date(2020, 9, 29)
EARLIER_KNOWN = dt.datetime(2020, 9, 28, 4, 30, tzinfo=dt.UTC)  # half past noon of the next day in Shanghai
KNOWN = dt.datetime(2020, 9, 30, 4, 0, tzinfo=dt.UTC)
STOCKS = {QUIET: 11_290, FALLING: 10_140}


def build(url: str) -> None:
    """Fill a migrated SQLite database."""
    fill_once(url, "prefecture", _fill)


def _fill(store: Store) -> None:
    with store.writing(at=EARLIER_KNOWN) as conn:
        _registry(conn)
        values.put(conn, _values(EARLIER, falling=0.4), known_at=EARLIER_KNOWN)
        _run(conn, EARLIER, EARLIER_KNOWN)
    with store.writing(at=KNOWN) as conn:
        values.put(conn, _values(DAY, falling=-3.2), known_at=KNOWN)
        _run(conn, DAY, KNOWN)
        open_alert(conn)


def sent(app, element: str) -> dict:
    """What one of our own browser elements was handed on this run."""
    found = [e.proto for e in app.get("bidi_component") if e.proto.component_name.endswith(f"parts_{element}")]
    assert found, f"no {element} on the page"
    return json.loads(found[0].json)


def all_sent(app, element: str) -> list[dict]:
    """The same, where a page shows several."""
    protos = [e.proto for e in app.get("bidi_component")]
    return [json.loads(p.json) for p in protos if p.component_name.endswith(f"parts_{element}")]


def shown_text(app) -> str:
    """Everything a reader could read, as one text."""
    ours = [e.proto.json for e in app.get("bidi_component")]
    theirs = [e.value for e in (*app.markdown, *app.caption, *app.title, *app.subheader, *app.info)]
    tables = [e.value.to_csv() for e in app.dataframe]
    return "\n".join(json.dumps(json.loads(j), ensure_ascii=False) for j in ours) + "\n".join(map(str, theirs + tables))


def _run(conn, day: dt.date, known_at: dt.datetime) -> None:
    runs.record(conn, valid_for=day, known_at=known_at, seconds=1.0, config_hash="test", detail={})


def _values(day: dt.date, *, falling: float) -> pd.DataFrame:
    rows = []

    def say(indicator: str, subject: str, county: str, value: float | None, state: str = "ok") -> None:
        rows.append((indicator, subject, county, None, pd.Timestamp(day), value, state))

    for county, stock in STOCKS.items():
        change = falling if county == FALLING else 1.5
        say("closing_stock", county, county, stock)
        say("closing_stock", f"{county}:individual", county, stock - 2000)
        say("stock_vs_year_end", county, county, change)
        say("stock_vs_last_year", county, county, change)
        say("net_28d", county, county, 12 if county == QUIET else -62)
        say("market_reopening_rate", county, county, 100)
        say("markets_open", county, county, 15)
        say("days_of_cover", f"{county}:vegetables", county, 9.0 if county == QUIET else 6.5)
        say("days_of_cover", f"{county}:rice", county, 40)
        say("arrears_plan_progress", county, county, 103)
        say("entity_silence", county, county, 0 if county == QUIET else 2)
    say("supply_reporting_rate", FALLING, FALLING, None, "missing")
    say("closing_stock", REGION, REGION, sum(STOCKS.values()))
    say("stock_vs_year_end", REGION, REGION, -0.4)
    say("markets_open", REGION, REGION, 88)
    say("market_reopening_rate", REGION, REGION, 96.7)
    say("arrears_plan_progress", REGION, REGION, 103)
    return pd.DataFrame(rows, columns=["indicator", "subject", "county", "enterprise", "date", "value", "state"])


def open_alert(conn, **other) -> None:
    row = {
        "indicator": "decline_in_net",
        "subject": f"{FALLING}:individual",
        "county": FALLING,
        "enterprise": None,
        "severity": "red",
        "active": True,
        "status": "new",
        "opened_for": dt.date(2020, 9, 20),
        "last_signal_for": DAY,
        "cleared_for": None,
        "owner": "州市场监管局",
        "due": dt.date(2020, 9, 25),
        "value": -62.0,
        "threshold": 35.0,
        "evidence": {},
        "sentence": "康乐县个体工商户净增持续下降。",
    } | other
    alerts.open(conn, row, at=KNOWN, valid_for=DAY, actor="machine")


def _registry(conn) -> None:
    """Daily counts of four weeks, and a registry in which three traders of one township closed in September."""
    file = files.accept(
        conn, sha256="0" * 64, topic="entity_counts", filename="counts.xlsx", reporter="staff",
        received_at=EARLIER_KNOWN, counties=list(STOCKS),
    )  # fmt: skip
    facts.put(conn, "entity_count", _counts(), source_file=file.id, known_at=EARLIER_KNOWN, reporter="staff")
    facts.put(conn, "entity", _entities(), source_file=file.id, known_at=EARLIER_KNOWN, reporter="staff")
    entities.refresh_breakdown(conn, known_at=EARLIER_KNOWN, until=EARLIER)


def _counts() -> list[dict]:
    rows = []
    for county in STOCKS:
        stock = 1000
        for day in pd.date_range("2020-08-31", EARLIER):
            exits = 3 if county == FALLING else 1
            rows.append(
                {
                    "county": county, "kind": "individual", "valid_for": day.date(), "opening": stock, "entries": 2,
                    "deregistrations": exits, "revocations": 0, "moves_in": 0, "moves_out": 0, "reclassified": 0,
                    "closing": stock + 2 - exits, "source_row": len(rows) + 2,
                }
            )  # fmt: skip
            stock += 2 - exits
    return rows


def _entities() -> list[dict]:
    rows = []
    for n, (county, township, section, closed) in enumerate(
        [
            (FALLING, "附城镇", "F", "2020-09-10"),
            (FALLING, "附城镇", "F", "2020-09-12"),
            (FALLING, "附城镇", "H", "2020-09-15"),
            (FALLING, "附城镇", "F", None),
            (QUIET, "韩集镇", "F", "2020-09-02"),
        ]
    ):
        rows.append(
            {
                "credit_code": f"92622900MA0000000{n}", "name": f"示例商行{n}号", "kind": "individual",
                "county": county, "township": township, "section": section, "size": "micro",
                "opened": dt.date(2018, 5, 1), "closed": closed and dt.date.fromisoformat(closed),
                "ended_by": closed and "deregistered", "source_row": n + 2,
            }
        )  # fmt: skip
    return rows
