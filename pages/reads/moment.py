"""The moment a page looks from, and what of the region its reader may see."""

import datetime as dt
from dataclasses import dataclass

from data.store.marks import Marks, marks
from pages.door import open_store
from pages.situation.cached import asked


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
