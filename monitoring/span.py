"""Which days a run must answer for: the new ones, and those of late or corrected reports."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from data.store import news, runs
from data.store.engine import Store
from monitoring.config import Config
from monitoring.indicators.catalog import CATALOG
from monitoring.indicators.passport import Indicator

DAY = dt.timedelta(days=1)
PIECE_DAYS = 62
BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class NothingReported(Exception):
    """There is no observation to evaluate: send the registers and the daily reports first."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Consecutive days ``since``..``until`` to answer for, of which alerts were followed up to ``followed`` before.

    ``fresh`` is the first day every indicator answers for; before it only those whose input of ``changed`` tells
    something new of the day.
    """

    since: dt.date
    until: dt.date
    fresh: dt.date
    changed: dict[str, dt.date]
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

    def begins(self, thing: Indicator) -> dt.date:
        """The first day an indicator may say something new of."""
        return min([self.fresh, *(day for name, day in self.changed.items() if name in thing.inputs)])


def spans(store: Store, config: Config, *, on: dt.date, now: dt.datetime, since: dt.date | None) -> Iterator[Span]:
    """The pieces of a run, in order. A run never answers less far than the one before it."""
    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
        changed = _changed(conn, config, last, now)
    fresh = _fresh(config, last, changed, since, on)
    first = min(fresh, *changed.values()) if last and changed else fresh
    origin = first if last is None else min(first, dt.date.fromisoformat(last["detail"]["origin"]))
    until = on if last is None else max(on, last["valid_for"])
    followed = None if last is None else last["valid_for"]
    memory = config.evaluation["memory_days"]
    while True:
        end = min(until, max(first + (PIECE_DAYS - 1) * DAY, followed or first))
        yield Span(
            since=first, until=end, fresh=fresh, changed=changed, followed=followed, origin=origin, memory_days=memory
        )
        if end == until:
            return
        first, followed = end + DAY, end


def _changed(conn, config: Config, last: dict | None, now: dt.datetime) -> dict[str, dt.date]:
    if last is None:
        return news.first_changed_days(conn, after=BEGINNING, until=now)
    back = last["valid_for"] - config.evaluation["look_back_days"] * DAY
    return news.first_changed_days(conn, after=last["known_at"], until=now, not_before=back)


def _fresh(config: Config, last: dict | None, changed: dict, since: dt.date | None, on: dt.date) -> dt.date:
    """The first day that every indicator answers for (again)."""
    if last is None:
        earliest = min(changed.values(), default=None)
        if earliest is None or earliest > on:
            raise NothingReported
        return max(since or earliest, min(thing.since for thing in CATALOG.values()))
    origin = dt.date.fromisoformat(last["detail"]["origin"])
    reopened = max(last["valid_for"] - (config.evaluation["reopen_days"] - 1) * DAY, origin)
    return reopened if since is None else min(reopened, since)
