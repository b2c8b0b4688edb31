"""What the measures' pages count: the ledger and the registers behind it, worked out once a state of the data."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data.store import arrears, liaison, markets, measures, news, plans, supply
from data.store.scope import Scope
from monitoring.tallies import arrears as arrears_tallies
from monitoring.tallies import markets as market_tallies
from monitoring.tallies import measures as tallies
from monitoring.tallies.made_up import made_up
from pages.door import open_store
from pages.situation import derived

PACED = ("measure_pace", "measure_overdue")
NUMBERED = ("ok", "provisional")


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The ledger of the place looked at (``lines``), and every county's own (``counties``, with ``county``)."""

    lines: pd.DataFrame
    counties: pd.DataFrame
    progress: pd.DataFrame


def measure_ledger(
    conn, *, scope: Scope, as_known: dt.datetime | None, day: dt.date, county: str | None, counties: tuple[str, ...]
) -> Measures:
    """The plan's targets on a day: of one county, or of the region with each of its counties beside it."""
    region = open_store.region()
    seen = tuple(one for one in region.measure_targets["indicator"] if one)
    told = _told(
        derived.newest(conn, scope=scope, as_known=as_known, day=day, indicators=(*PACED, *seen), subjects=None)
    )
    progress = measures.progress(conn, scope=scope, as_known=as_known, until=day)
    counted = {} if county else _registers(conn, scope=scope, as_known=as_known, day=day)
    goals, first = tallies.goals_of(region), news.first_told_measures(conn, scope=scope, as_known=as_known, until=day)
    late = made_up(region, progress, first, goals, period=tallies.last_due(day))
    last, shared = tallies.newest(progress, on=day), {"on": day, "goals": goals, "made_up": late}
    each = [tallies.ledger(region, last, told, {}, county=one, **shared).assign(county=one) for one in counties]
    return Measures(
        lines=tallies.ledger(region, last, told, counted, county=county, **shared),
        counties=pd.concat(each, ignore_index=True) if each else pd.DataFrame(columns=[*tallies.COLUMNS, "county"]),
        progress=progress,
    )


def _told(rows: pd.DataFrame):
    columns = zip(*(rows[name].tolist() for name in ("indicator", "subject", "value", "state", "severity")))
    found = {
        (indicator, subject): tallies.Told(value=value if state in NUMBERED else None, state=state, severity=severity)
        for indicator, subject, value, state, severity in columns
    }
    return lambda indicator, subject: found.get((indicator, subject), tallies.Told())


def _registers(conn, *, scope: Scope, as_known: dt.datetime | None, day: dt.date) -> dict[str, float]:
    """What the lists themselves say of the targets nobody reports; nothing where there is no list."""
    firms = supply.enterprises(conn, scope=scope, as_known=as_known)
    listed = markets.markets(conn, scope=scope, as_known=as_known)
    items = arrears.items(conn, scope=scope, as_known=as_known)
    found: dict[str, float] = {}
    if len(firms):
        carried = {one for text in firms["categories"] for one in text.split(",")}
        found["provincial_list"] = int(firms["provincial"].sum())
        found["guarantee_enterprises"] = int(firms["prefectural"].sum())
        found["categories"] = len(carried)
    if len(listed):
        reports = markets.status_reports(conn, scope=scope, as_known=as_known, until=day)
        stood = market_tallies.standing(listed, reports, on=day)
        started = stood["special"] & stood["status"].isin(("open", "partial"))
        found["special_markets_started"] = int(started.sum())
    if len(items):
        payments = arrears.payments(conn, scope=scope, as_known=as_known, until=day)
        debtors = arrears_tallies.debtors(arrears_tallies.ledger(items, payments, on=day))
        line = open_store.region().targets.get("listing_line")
        found["listing_line"] = int((debtors["left"] > line).sum()) if line is not None else None
    if len(firms):
        keyed = set(firms["enterprise"])
        found["liaison_coverage"] = len(
            keyed & set(liaison.officers(conn, scope=scope, as_known=as_known)["enterprise"])
        )
        drawn = plans.contingency_plans(conn, scope=scope, as_known=as_known)
        found["plans_drawn"] = len(keyed & set(drawn["enterprise"]))
    return found
