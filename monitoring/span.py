"""Which days a run must answer for: the new ones, and those of late or corrected reports."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from data.store import news, runs
from data.store.engine import Store
from monitoring.config import Config
from monitoring.indicators.catalog import CATALOG

DAY = dt.timedelta(days=1)
PIECE_DAYS = 62
BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class NothingReported(Exception):
    """There is no observation to evaluate: send the registers and the daily reports first."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Consecutive days ``since``..``until`` to answer for, of which alerts were followed up to ``followed`` before."""

    since: dt.date
    until: dt.date
    followed: dt.date | None
    origin: dt.date  # the first day ever answered for
    memory_days: int

    @property
    def eve(self) -> dt.date:
        """The day before: the level each subject comes from."""
        return self.since - DAY

    @property
    def first_needed(self) -> dt.date:
        """The first day whose values count towards "in a row"."""
        return self.since - self.memory_days * DAY

    @property
    def days(self) -> list[dt.date]:
        """Every day answered for."""
        return [self.since + n * DAY for n in range((self.until - self.since).days + 1)]

    @property
    def new_days(self) -> list[dt.date]:
        """The days alerts are followed through: the last one followed (it may read differently now) and later ones."""
        return [day for day in self.days if self.followed is None or day >= self.followed]


def spans(store: Store, config: Config, *, on: dt.date, now: dt.datetime, since: dt.date | None) -> Iterator[Span]:
    """The pieces of a run, in order. A run never answers less far than the one before it."""
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
        first = _first(conn, config, last, now, since)
    if last is None and first > on:
        raise NothingReported
    origin = first if last is None else min(first, dt.date.fromisoformat(last["detail"]["origin"]))
    until = on if last is None else max(on, last["valid_for"])
    followed = None if last is None else last["valid_for"]
    while True:
        end = min(until, max(first + (PIECE_DAYS - 1) * DAY, followed or first))
        memory = config.evaluation["memory_days"]
        yield Span(since=first, until=end, followed=followed, origin=origin, memory_days=memory)
        if end == until:
            return
        first, followed = end + DAY, end


def _first(conn, config: Config, last: dict | None, now: dt.datetime, since: dt.date | None) -> dt.date:
    if last is None:
        told = news.first_changed_day(conn, after=BEGINNING, until=now)
        if told is None:
            raise NothingReported
        return max(since or told, min(thing.since for thing in CATALOG.values()))
    rules = config.evaluation
    origin = dt.date.fromisoformat(last["detail"]["origin"])
    reopened = max(last["valid_for"] - (rules["reopen_days"] - 1) * DAY, origin)
    changed = news.first_changed_day(
        conn, after=last["known_at"], until=now, not_before=last["valid_for"] - rules["look_back_days"] * DAY
    )
    return min(day for day in (reopened, changed, since) if day is not None)
