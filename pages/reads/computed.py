"""What the daily run computed: values, signals, alerts, outlooks, dispatch."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from pages.reads.moment import AsOf
from pages.situation.cached import names_of, read


def values_on(user, at: AsOf, *, indicators: tuple[str, ...] | None = None, day: dt.date | None = None) -> pd.DataFrame:
    """Indicator values of one day (the day looked at, unless told)."""
    return read(user, at, "values.on", date=day or at.day, indicators=names_of(indicators))


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
    return read(user, at, "values.history", indicators=names_of(indicators), since=since, until=until,
                 subjects=names_of(subjects))  # fmt: skip


def newest(user, at: AsOf, *, indicators: tuple[str, ...], subjects: tuple[str, ...] | None = None) -> pd.DataFrame:
    """The newest value told of each, with its severity and status; :class:`pages.situation.latest.Latest` wraps it."""
    return read(user, at, "derived.newest", day=at.day, indicators=names_of(indicators), subjects=names_of(subjects))


def course(user, at: AsOf, *, indicator: str, subject: str, step: str = "ME", points: int = 12) -> list[float | None]:
    """The last value of each of the last weeks ("W") or months ("ME")."""
    return read(
        user, at, "derived.course", until=at.day, indicator=indicator, subject=subject, step=step, points=points
    )


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
    return read(user, at, "signals.history", since=since, until=until or at.day, indicators=names_of(indicators),
                 subjects=names_of(subjects))  # fmt: skip


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


def events_of_alerts(user, at: AsOf, *, alerts: Sequence[int]) -> pd.DataFrame:
    """What happened to several alerts, in one read."""
    return read(user, at, "alerts.events_of_many", timeless=True, alerts=tuple(int(one) for one in alerts))


def price_reports(user, at: AsOf) -> pd.DataFrame:
    """Reports of abnormal fluctuations (首报, 续报, 终报), as recorded by then."""
    return read(user, at, "price_reports.reports")


def dispatch_lines(user, at: AsOf) -> pd.DataFrame:
    """The dispatch proposal of the day looked at: who sends what to whom."""
    return read(user, at, "dispatch.lines", since=at.day, until=at.day)


def dispatch_balances(user, at: AsOf) -> pd.DataFrame:
    """How each county stands with each category against its target on the day looked at."""
    return read(user, at, "dispatch.balances", since=at.day, until=at.day)


def scenarios(user, at: AsOf) -> pd.DataFrame:
    """Scenario cards, the retired ones too."""
    return read(user, at, "scenarios.cards")


def scenario_answers(user, at: AsOf) -> pd.DataFrame:
    """What the cards say, beside the baseline."""
    return read(user, at, "scenarios.answers")


def scenario_scores(user, at: AsOf) -> pd.DataFrame:
    """How the cards did, where what they speak of has come."""
    return read(user, at, "scenarios.scores")


def outlooks(user, at: AsOf) -> pd.DataFrame:
    """What the last outlook up to the day looked at says, of everything the reader may see."""
    return read(user, at, "outlooks.standing", until=at.day)
