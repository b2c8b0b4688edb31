"""The one cached road from a page to the store.

How far the data has come, the reader's scope, the as-known moment and every parameter are in the key, so nothing is
ever cleared and nobody is handed another reader's rows. Pages import the module: ``from pages import reads``.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data.store.marks import Marks, marks
from monitoring.indicators.schedule import Schedule
from monitoring.tallies.supply import Due
from pages.door import open_store
from pages.measures.counted import Measures
from pages.situation.cached import asked, read
from pages.situation.counted import Arrears


@dataclass(frozen=True, kw_only=True)
class AsOf:
    """The moment a page looks from. Made once a run by :func:`as_of`, so that one page shows one state of the data.

    ``day`` is the day looked at (None: nothing was evaluated yet); ``as_known`` is None for now, else the moment that
    day was first evaluated; ``marks`` say how far the data has come.
    """

    day: dt.date | None
    as_known: dt.datetime | None
    marks: Marks

    @property
    def past(self) -> bool:
        """Whether an earlier day is shown as it was known then."""
        return self.as_known is not None

    @property
    def on(self) -> dt.date | None:
        """What an address must say to look from here: an earlier day, or nothing."""
        return self.day if self.past else None


def as_of(chosen: dt.date | None = None) -> AsOf:
    """Where to look from: now, or an earlier day as it was known when it was first evaluated.

    The end of the day itself would be too early: its reports come in the next morning.
    """
    with open_store.store().reading() as conn:
        current = marks(conn)
    last = asked("last_day", current, as_known=None)
    if chosen is None or last is None or chosen >= last:
        return AsOf(day=last, as_known=None, marks=current)
    return AsOf(day=chosen, as_known=asked("first_for", current, day=chosen), marks=current)


def first_day(at: AsOf) -> dt.date | None:
    """The first day ever evaluated: where the date control begins."""
    return asked("first_day", at.marks)


def last_run(at: AsOf) -> dict | None:
    """The latest evaluation known then: valid_for, known_at, seconds, detail."""
    return asked("last_run", at.marks, as_known=at.as_known)


def counties(user) -> dict[str, str]:
    """Code and short name of the counties this reader may see, in the administrative order."""
    frame = open_store.region().counties
    names = dict(zip(frame["county"], frame["short"]))
    return {code: name for code, name in names.items() if user.scope.covers(code)}


def values_on(user, at: AsOf, *, indicators: tuple[str, ...] | None = None, day: dt.date | None = None) -> pd.DataFrame:
    """Indicator values of one day (the day looked at, unless told)."""
    return read(user, at, "values.on", date=day or at.day, indicators=_tuple(indicators))


def history(
    user,
    at: AsOf,
    *,
    indicators: tuple[str, ...],
    since: dt.date,
    until: dt.date | None = None,
    subjects: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """Indicator values over time, up to the day looked at."""
    until = until or at.day
    return read(user, at, "values.history", indicators=_tuple(indicators), since=since, until=until,
                 subjects=_tuple(subjects))  # fmt: skip


def newest(user, at: AsOf, *, indicators: tuple[str, ...], subjects: tuple[str, ...] | None = None) -> pd.DataFrame:
    """The newest value told of each, with its severity and status; :class:`pages.situation.latest.Latest` wraps it."""
    return read(user, at, "derived.newest", day=at.day, indicators=_tuple(indicators), subjects=_tuple(subjects))


def course(user, at: AsOf, *, indicator: str, subject: str, step: str = "ME", points: int = 12) -> list[float | None]:
    """The last value of each of the last weeks ("W") or months ("ME")."""
    return read(
        user, at, "derived.course", until=at.day, indicator=indicator, subject=subject, step=step, points=points
    )


def reporters(user, at: AsOf) -> dict[str, tuple[str, str]]:
    """Name and county of every enterprise and market, by id."""
    return read(user, at, "derived.reporters")


def signal_history(
    user,
    at: AsOf,
    *,
    since: dt.date,
    until: dt.date | None = None,
    indicators: tuple[str, ...] | None = None,
    subjects: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """Signals with their evidence."""
    return read(user, at, "signals.history", since=since, until=until or at.day, indicators=_tuple(indicators),
                 subjects=_tuple(subjects))  # fmt: skip


def living_alerts(user, at: AsOf) -> pd.DataFrame:
    """Alerts nobody has closed."""
    return read(user, at, "alerts.living")


def all_alerts(user, at: AsOf, *, since: dt.date | None = None) -> pd.DataFrame:
    """Alerts, closed ones too."""
    return read(user, at, "alerts.all_alerts", since=since)


def alert_answers(user, at: AsOf) -> pd.DataFrame:
    """Every alert with what people last said of it."""
    return read(user, at, "alerts.answers", timeless=True)


def replay(user, at: AsOf) -> dict | None:
    """What the budgets of false alarms would have meant; None before the first replay."""
    return read(user, at, "replays.latest", timeless=True)


def alert_events(user, at: AsOf, *, alert: int) -> pd.DataFrame:
    """What happened to one alert."""
    return read(user, at, "alerts.events", timeless=True, alert=int(alert))


def daily_counts(user, at: AsOf, *, since: dt.date | None = None, until: dt.date | None = None) -> pd.DataFrame:
    """Daily stock and flows by county and kind."""
    return read(user, at, "entities.daily_counts", since=since, until=until or at.day)


def breakdown(
    user,
    at: AsOf,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    county: str | None = None,
    kind: str | None = None,
) -> pd.DataFrame:
    """The registry by county, kind, section, township and month (the latest aggregation: it keeps no earlier one)."""
    return read(user, at, "entities.breakdown", timeless=True, since=since, until=until, county=county, kind=kind)


def closed_entities(user, at: AsOf, *, since: dt.date, until: dt.date, **narrow: object) -> pd.DataFrame:
    """Entities that ended between two days; narrowed by county, kind, section, township; limit and offset."""
    return read(user, at, "entities.closed_entities", since=since, until=until, **narrow)


def closed_count(user, at: AsOf, *, since: dt.date, until: dt.date, **narrow: object) -> int:
    """How many entities :func:`closed_entities` would list without a limit."""
    return read(user, at, "entities.closed_count", since=since, until=until, **narrow)


def weekly_flows(user, at: AsOf, *, by: tuple[str, ...] = ("county",), value: str = "net") -> pd.DataFrame:
    """Full weeks of entries, exits and net, with the usual band (low, high) of one of them."""
    return read(user, at, "derived.weekly_flows", until=at.day, by=tuple(by), value=value)


def stock_steps(user, at: AsOf, *, since: dt.date, county: str | None = None, kind: str | None = None) -> pd.DataFrame:
    """In which steps the stock changed from ``since`` to the day looked at."""
    return read(user, at, "derived.stock_steps", since=since, until=at.day, county=county, kind=kind)


def stock_parts(user, at: AsOf, *, since: dt.date, by: str, county=None, kind=None) -> pd.DataFrame:
    """The exact parts of the change of stock since a day, by county or kind."""
    return read(user, at, "derived.stock_parts", since=since, until=at.day, by=by, county=county, kind=kind)


def registry_parts(user, at: AsOf, *, first: dt.date, last: dt.date, by: str, county=None, kind=None) -> pd.DataFrame:
    """The same by section or township over months of the registry."""
    return read(
        user, at, "derived.registry_parts", timeless=True, first=first, last=last, by=by, county=county, kind=kind
    )


def turnovers(user, at: AsOf, *, by: tuple[str, ...], flow: str, **narrow: str | None) -> pd.DataFrame:
    """A flow of the last full months against a year before, by dimension, narrowed by the choices in the others."""
    return read(user, at, "derived.turnovers", timeless=True, until=at.day, by=tuple(by), flow=flow, **narrow)


def months(user, at: AsOf, *, flow: str, **narrow: str | None) -> pd.DataFrame:
    """A year of months of a flow of the registry, narrowed by county, kind, section and township."""
    return read(user, at, "derived.months", timeless=True, until=at.day, flow=flow, **narrow)


def market_list(user, at: AsOf) -> pd.DataFrame:
    """The markets."""
    return read(user, at, "markets.markets")


def market_standing(user, at: AsOf, *, counties: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every market as it stands, and the same by county."""
    return read(user, at, "counted.market_standing", day=at.day, counties=tuple(counties))


def dispatch_lines(user, at: AsOf) -> pd.DataFrame:
    """The dispatch proposal of the day looked at: who sends what to whom."""
    return read(user, at, "dispatch.lines", since=at.day, until=at.day)


def dispatch_balances(user, at: AsOf) -> pd.DataFrame:
    """How each county stands with each category against its target on the day looked at."""
    return read(user, at, "dispatch.balances", since=at.day, until=at.day)


def enterprises(user, at: AsOf) -> pd.DataFrame:
    """The guarantee enterprises."""
    return read(user, at, "supply.enterprises")


def supply_schedule(user, at: AsOf, *, since: dt.date, until: dt.date) -> Schedule:
    """When supply reports about these days are due."""
    return read(user, at, "counted.supply_schedule", since=since, until=until)


def supply_standing(user, at: AsOf, **asked_for: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each enterprise last reported of each category, and what stands of each category."""
    return read(user, at, "counted.supply_standing", day=at.day, **asked_for)


def supply_roll(user, at: AsOf, *, due: Due, county: str | None) -> pd.DataFrame:
    """Who has reported what is due."""
    return read(user, at, "counted.supply_roll", due=due, county=county)


def arrears(user, at: AsOf, *, county: str | None, counties: tuple[str, ...], visible: tuple[str, ...]) -> Arrears:
    """The arrears ledger on the day looked at, and what is counted of it."""
    return read(
        user, at, "counted.arrears_ledger", day=at.day, county=county, counties=tuple(counties), visible=tuple(visible)
    )


def measure_ledger(user, at: AsOf, *, county: str | None, counties: tuple[str, ...]) -> Measures:
    """The plan's targets on the day looked at, of one county or of the region with its counties beside it."""
    return read(user, at, "counted.measure_ledger", day=at.day, county=county, counties=tuple(counties))


def outlooks(user, at: AsOf) -> pd.DataFrame:
    """What the last outlook up to the day looked at says, of everything the reader may see."""
    return read(user, at, "outlooks.standing", until=at.day)


def files_received(user, at: AsOf, *, since: dt.datetime | None = None) -> pd.DataFrame:
    """Files that were sent in."""
    return read(user, at, "files.received", timeless=True, since=since)


def freshness(user, at: AsOf) -> pd.DataFrame:
    """The last file and the last day by topic."""
    return read(user, at, "files.freshness")


def submissions(
    user, at: AsOf, *, statuses: tuple[str, ...] | None = None, since: dt.datetime | None = None
) -> pd.DataFrame:
    """The standing of the files that were sent in."""
    return read(user, at, "submissions.listing", timeless=True, statuses=statuses, since=since)


def reported(user, at: AsOf, *, topic: str, now: dt.datetime):
    """Who owes reports of a topic and what came: a :class:`pages.intake.reported.Reported`."""
    return read(user, at, "reported.reported", topic=topic, now=now)


def revisions(user, at: AsOf, *, since: dt.date, until: dt.date | None = None) -> pd.DataFrame:
    """Figures corrected since they were first reported."""
    return read(user, at, "news.revisions", since=since, until=until)


def unapproved(user, at: AsOf) -> pd.DataFrame:
    """The days about which rows are used that nobody has approved yet."""
    return read(user, at, "submissions.unapproved")


def _tuple(names) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
