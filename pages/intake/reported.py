"""Who owes a report of each topic, and what came of it: the reads behind 报送情况."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data.intake.burden import Asked, asked
from data.intake.periods import month_end
from data.store import arrears, drafts, entities, markets, news, supply
from data.store.scope import Scope
from monitoring.tallies.timeliness import LOOK_BACK_DAYS, Timeliness, timeliness
from pages.door import open_store

TOPICS = ("supply", "entity_counts", "market_status", "arrears_payments", "measure_progress")
SPARE_DAYS = 8  # the oldest period begins before its due day
NONE = pd.DataFrame(
    {"unit": [], "date": pd.DatetimeIndex([]), "first_known_at": pd.DatetimeIndex([], tz="UTC"), "zero": []}
)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """``units``: unit, name, county, contact, phone (the last two empty where nobody is named)."""

    units: pd.DataFrame
    timeliness: Timeliness


@dataclass(frozen=True, kw_only=True)
class Burden:
    """What a month asks of each county, and what was measured: (county, topic) -> forms sent, seconds."""

    asked: list[Asked]
    measured: dict[tuple[str, str], tuple[int, int]]


def burden(conn, *, scope: Scope, month: dt.date) -> Burden:
    """The burden of the month that begins on a day."""
    asked_for = asked(conn, open_store.region(), scope=scope, month=month)
    found = drafts.measured(conn, scope=scope, since=month, until=month_end(month))
    return Burden(asked=asked_for, measured=found)


def reported(conn, *, scope: Scope, as_known: dt.datetime | None, topic: str, now: dt.datetime) -> Reported:
    """One topic's units and their marks."""
    units = UNITS[topic](conn, scope, as_known)
    since = (now - dt.timedelta(days=_look_back(topic, now))).date()
    told = TOLD[topic](conn, scope, as_known, since, units)
    found = timeliness(told, list(units["unit"]), open_store.region(), topic, now=now)
    return Reported(units=units, timeliness=found)


def _look_back(topic: str, now: dt.datetime) -> int:
    """Days of reports that the marks of a topic rest on: of a daily report a few weeks do."""
    rule = open_store.region().reporting_on(topic, now.date()) or {"cadence": "daily"}
    return LOOK_BACK_DAYS[rule["cadence"]] + SPARE_DAYS


def _counties(conn, scope: Scope, as_known) -> pd.DataFrame:
    frame = open_store.region().counties
    own = frame[[scope.covers(code) for code in frame["county"]]]
    return pd.DataFrame(
        {"unit": own["county"], "name": own["short"], "county": own["county"], "contact": "", "phone": ""}
    )


def _places_and_region(conn, scope: Scope, as_known) -> pd.DataFrame:
    """The counties, and the region for the tasks its own departments report."""
    region, own = open_store.region(), _counties(conn, scope, as_known)
    if not scope.whole:
        return own
    itself = {"unit": region.code, "name": f"{region.short}（本级）", "county": region.code, "contact": "", "phone": ""}
    return pd.concat([pd.DataFrame([itself]), own], ignore_index=True)


def _firms(conn, scope: Scope, as_known) -> pd.DataFrame:
    firms = supply.enterprises(conn, scope=scope, as_known=as_known)
    firms = firms.rename(columns={"enterprise": "unit"})[["unit", "name", "county", "contact", "phone", "categories"]]
    return firms.fillna({"contact": "", "phone": ""})


def _places(conn, scope: Scope, as_known) -> pd.DataFrame:
    places = markets.markets(conn, scope=scope, as_known=as_known).rename(columns={"market": "unit"})
    return places[["unit", "name", "county"]].assign(contact="", phone="")


def _supply(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    """A firm's day is whole when every category it owes has come."""
    first = news.first_told_supply(conn, scope=scope, as_known=as_known, since=since)
    rows = supply.daily(conn, scope=scope, as_known=as_known, since=since)
    if first.empty:
        return NONE
    owed = {unit: len(str(categories).split(",")) for unit, categories in zip(units["unit"], units["categories"])}
    days = first.groupby(["enterprise", "date"])["first_known_at"].agg(["max", "size"]).reset_index()
    days = days[days["size"] >= days["enterprise"].map(owed).fillna(1)]
    nought = rows.assign(zero=(rows[["on_hand", "inflow", "outflow"]] == 0).all(axis=1))
    zero = nought.groupby(["enterprise", "date"])["zero"].all().reset_index()
    merged = days.merge(zero, on=["enterprise", "date"], how="left")
    return merged.assign(zero=merged["zero"].eq(True)).rename(columns={"enterprise": "unit", "max": "first_known_at"})


def _counts(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    """A county's day is whole when every kind it usually reports has come."""
    first = news.first_told_counts(conn, scope=scope, as_known=as_known, since=since)
    rows = entities.daily_counts(conn, scope=scope, as_known=as_known, since=since)
    if first.empty:
        return NONE
    kinds = first.groupby("county")["kind"].nunique()
    days = first.groupby(["county", "date"])["first_known_at"].agg(["max", "size"]).reset_index()
    days = days[days["size"] >= days["county"].map(kinds)]
    flows = ["entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified"]
    zero = rows.assign(zero=(rows[flows] == 0).all(axis=1)).groupby(["county", "date"])["zero"].all().reset_index()
    merged = days.merge(zero, on=["county", "date"], how="left")
    return merged.assign(zero=merged["zero"].eq(True)).rename(columns={"county": "unit", "max": "first_known_at"})


def _markets(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    first = news.first_told_markets(conn, scope=scope, as_known=as_known, since=since)
    return first.rename(columns={"market": "unit"}).assign(zero=False) if len(first) else NONE


def _payments(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    first = news.first_told_payments(conn, scope=scope, as_known=as_known, since=since)
    if first.empty:
        return NONE
    paid = arrears.payments(conn, scope=scope, as_known=as_known)
    sums = paid.groupby(["county", "date"])["paid"].sum().reset_index()
    merged = first.merge(sums, on=["county", "date"], how="left")
    return merged.assign(zero=merged["paid"].eq(0)).rename(columns={"county": "unit"})


def _measures(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    """A month is whole when every task has come that the unit ever reported until then."""
    first = news.first_told_measures(conn, scope=scope, as_known=as_known, since=since)
    if first.empty:
        return NONE
    days = first.groupby(["county", "date"])["first_known_at"].agg(["max", "size"]).reset_index()
    began = first.groupby(["county", "target"])["date"].min().reset_index()
    owed = days[["county", "date"]].merge(began, on="county", suffixes=("", "_began"))
    owed = owed[owed["date_began"] <= owed["date"]].groupby(["county", "date"]).size().reset_index(name="owed")
    whole = days.merge(owed, on=["county", "date"])
    whole = whole[whole["size"] >= whole["owed"]]
    return whole.assign(zero=False).rename(columns={"county": "unit", "max": "first_known_at"})


UNITS = {"supply": _firms, "entity_counts": _counties, "market_status": _places, "arrears_payments": _counties,
         "measure_progress": _places_and_region}  # fmt: skip
TOLD = {"supply": _supply, "entity_counts": _counts, "market_status": _markets, "arrears_payments": _payments,
        "measure_progress": _measures}  # fmt: skip
