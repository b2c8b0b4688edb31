"""The last thing told: of every indicator and subject the newest value that was due, how old it is, how it stands."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from pages import reads
from pages.situation.judgement import judged

DAYS = 10
"""A weekly figure is still the last one told on the next week's day."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One value, or the reason it is not there."""

    value: float | None = None
    state: str = "missing"
    day: dt.date | None = None
    age: int | None = None
    status: str | None = None
    severity: str | None = None

    @property
    def there(self) -> bool:
        """Whether there is a number."""
        return self.value is not None


class Latest:
    """What was last told, as looked at from one moment."""

    def __init__(
        self,
        user,
        at: reads.AsOf,
        indicators: tuple[str, ...],
        *,
        subjects: tuple[str, ...] | None = None,
        alerts: pd.DataFrame | None = None,
    ) -> None:
        self.at = at
        since = at.day - dt.timedelta(days=DAYS)
        self.frame = reads.history(user, at, indicators=indicators, since=since, subjects=subjects)
        newest = judged(self._newest(), day=at.day, alerts=alerts)
        self._told = {(row.indicator, row.subject): self._as_told(row) for row in newest.itertuples()}

    def get(self, indicator: str, subject: str) -> Told:
        """The last value of one; never told counts as missing."""
        return self._told.get((indicator, subject), Told())

    def of(self, indicator: str) -> dict[str, Told]:
        """Every subject's last value."""
        return {subject: told for (one, subject), told in self._told.items() if one == indicator}

    def _newest(self) -> pd.DataFrame:
        """A day not due yet does not hide the day before; a day missed does."""
        rows = self.frame.sort_values("date", kind="stable")
        due = rows[rows["state"] != "not_due"]
        newest = pd.concat([rows, due]).drop_duplicates(["indicator", "subject"], keep="last")
        return newest.reset_index(drop=True)

    def _as_told(self, row) -> Told:
        day = row.date.date()
        value = float(row.value) if row.state in ("ok", "provisional") else None
        age = (self.at.day - day).days
        return Told(value=value, state=row.state, day=day, age=age, status=row.status, severity=row.severity)
