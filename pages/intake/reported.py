"""Who owes a report of each topic, and what came of it: the reads behind 报送情况 and 应报与已报."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.intake.burden import Asked, asked
from data.intake.periods import month_end
from data.store import drafts, markets, news, noughts, supply
from data.store.scope import Scope
from monitoring.tallies.timeliness import LOOK_BACK_DAYS, Timeliness, timeliness
from pages.door import open_store

TOPICS = ("supply", "entity_counts", "market_status", "arrears_payments", "measure_progress")
SPARE_DAYS = {"daily": 0, "weekly": 8, "monthly": 8}  # the oldest period begins before its due day
NONE = pd.DataFrame(
    {"unit": [], "date": pd.DatetimeIndex([]), "first_known_at": pd.DatetimeIndex([], tz="UTC"), "zero": []}
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """``units``: unit, name, county, contact, phone (the last two empty where nobody is named).

    ``came``: unit, date, first_known_at (when its report of the day was whole), zero.
    """

    units: pd.DataFrame
    came: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Reported:
    """The units as in :class:`Told`, and their marks at a moment."""

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


def told(conn, *, scope: Scope, as_known: dt.datetime | None, topic: str, since: dt.date) -> Told:
    """One topic's units and what they reported of the days since one."""
    units = UNITS[topic](conn, scope, as_known)
    return Told(units=units, came=TOLD[topic](conn, scope, as_known, since, units))


def marked(found: Told, *, topic: str, now: dt.datetime) -> Reported:
    """What was told, held against what was due by a moment: no reading, so that time alone asks the store nothing."""
    marks = timeliness(found.came, list(found.units["unit"]), open_store.region(), topic, now=now)
    return Reported(units=found.units, timeliness=marks)


def first_day(topic: str, now: dt.datetime) -> dt.date:
    """The first day whose reports the marks of a topic rest on."""
    return (now - dt.timedelta(days=_look_back(topic, now))).date()


def _look_back(topic: str, now: dt.datetime) -> int:
    """Days of reports that the marks of a topic rest on: of a daily report a few weeks do."""
    rule = open_store.region().reporting_on(topic, now.date()) or {"cadence": "daily"}
    return LOOK_BACK_DAYS[rule["cadence"]] + SPARE_DAYS[rule["cadence"]]


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
    asked = {"scope": scope, "as_known": as_known, "since": since}
    first = news.first_told_supply(conn, **asked)
    if first.empty:
        return NONE
    owed = {unit: len(str(categories).split(",")) for unit, categories in zip(units["unit"], units["categories"])}
    days = first.groupby(["enterprise", "date"])["first_known_at"].agg(["max", "size"]).reset_index()
    days = days[days["size"] >= days["enterprise"].map(owed).fillna(1)]
    return _came(days, noughts.of_supply(conn, **asked))


def _counts(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    """A county's day is whole when every kind it usually reports has come."""
    asked = {"scope": scope, "as_known": as_known, "since": since}
    first = news.first_told_counts(conn, **asked)
    if first.empty:
        return NONE
    kinds = first.groupby("county")["kind"].nunique()
    days = first.groupby(["county", "date"])["first_known_at"].agg(["max", "size"]).reset_index()
    days = days[days["size"] >= days["county"].map(kinds)]
    return _came(days, noughts.of_counts(conn, **asked))


def _came(days: pd.DataFrame, nought: pd.DataFrame) -> pd.DataFrame:
    """Whole days (whose, date, and when as the third column) with the noughts among them."""
    whose, date, came = days.columns[:3]
    none = set(zip(nought[whose], nought["date"]))
    zero = [bool(none) and one in none for one in zip(days[whose], days[date])]
    return days.rename(columns={whose: "unit", came: "first_known_at"}).assign(zero=np.array(zero, dtype=bool))


def _markets(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    first = news.first_told_markets(conn, scope=scope, as_known=as_known, since=since)
    return first.rename(columns={"market": "unit"}).assign(zero=False) if len(first) else NONE


def _payments(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    asked = {"scope": scope, "as_known": as_known, "since": since}
    first = news.first_told_payments(conn, **asked)
    return _came(first, noughts.of_payments(conn, **asked)) if len(first) else NONE


def _measures(conn, scope: Scope, as_known, since: dt.date, units: pd.DataFrame) -> pd.DataFrame:
    """A month is whole when every task has come that the unit ever reported until then."""
    first = news.first_told_measures(conn, scope=scope, as_known=as_known, since=since)
    if first.empty:
        return NONE
    began, days = {}, {}
    for county, target, day, came in zip(
        *(first[name].tolist() for name in ("county", "target", "date", "first_known_at"))
    ):
        began.setdefault(county, {})[target] = min(day, began.get(county, {}).get(target, day))
        days.setdefault((county, day), []).append(came)
    whole = [(county, day, max(came), False) for (county, day), came in days.items()
             if len(came) >= sum(one <= day for one in began[county].values())]  # fmt: skip
    return pd.DataFrame(whole, columns=["unit", "date", "first_known_at", "zero"])


UNITS = {"supply": _firms, "entity_counts": _counties, "market_status": _places, "arrears_payments": _counties,
         "measure_progress": _places_and_region}  # fmt: skip
TOLD = {"supply": _supply, "entity_counts": _counts, "market_status": _markets, "arrears_payments": _payments,
        "measure_progress": _measures}  # fmt: skip
