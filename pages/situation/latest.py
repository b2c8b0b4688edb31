"""The last thing told: of every indicator and subject the newest value that was due, how old it is, how it stands."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from pages import reads

NUMBERED = ("ok", "provisional")


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
    """What was last told, as looked at from one moment; a living alert stands, however the value looks."""

    def __init__(
        self, user, at: reads.AsOf, indicators: tuple[str, ...], *, subjects: tuple[str, ...] | None = None
    ) -> None:
        rows = reads.newest(user, at, indicators=indicators, subjects=subjects)
        self._told = _told(rows, at.day)

    def get(self, indicator: str, subject: str) -> Told:
        """The last value of one; never told counts as missing."""
        return self._told.get(indicator, {}).get(subject, Told())

    def of(self, indicator: str) -> dict[str, Told]:
        """Every subject's last value."""
        return self._told.get(indicator, {})


def _told(rows: pd.DataFrame, day: dt.date) -> dict[str, dict[str, Told]]:
    found: dict[str, dict[str, Told]] = {}
    days = rows["date"].dt.date.tolist()
    columns = (rows[name].tolist() for name in ("indicator", "subject", "value", "state", "status", "severity"))
    for when, indicator, subject, value, state, status, severity in zip(days, *columns):
        found.setdefault(indicator, {})[subject] = Told(
            value=value if state in NUMBERED else None,
            state=state,
            day=when,
            age=(day - when).days,
            status=status,
            severity=severity,
        )
    return found
