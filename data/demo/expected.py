"""The answer sheet: everything planted in a simulated prefecture, and what the system must say of it."""

import datetime as dt
from dataclasses import dataclass

LIVING, SIGNALLED, QUIET = "living", "signalled", "quiet"


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What must be true once every file is in and every day evaluated.

    ``living``: at the end an active alert of at least ``severity`` stands for one of the indicators on the subject, or
    a leader has signed its case away and it stands as closed but not recovered.
    ``signalled``: one of them had a signal of at least that severity between ``since`` and ``until``.
    ``quiet``: none of them had one of that severity between ``since`` and ``until``.
    """

    state: str
    indicators: tuple[str, ...]
    subject: str
    severity: str
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One planted thing. ``true`` is real trouble; otherwise it only looks like it. ``last`` None: still going on.

    ``needed``: how many of ``expected`` must come about; None means every one. ``called``: the verdicts its subject's
    signals may bear from its first day to four weeks after its last; empty means the answer sheet does not ask.
    """

    kind: str
    true: bool
    subject: str
    county: str
    first: dt.date
    last: dt.date | None
    size: float
    unit: str
    expected: tuple[Expectation, ...]
    needed: int | None = None
    called: tuple[str, ...] = ()


def living(subject: str, severity: str, *indicators: str) -> Expectation:
    """An active alert at the end."""
    return Expectation(state=LIVING, indicators=indicators, subject=subject, severity=severity)


def signalled(subject: str, severity: str, since: dt.date, until: dt.date, *indicators: str) -> Expectation:
    """A signal within some days."""
    return Expectation(state=SIGNALLED, indicators=indicators, subject=subject, severity=severity, since=since,
                       until=until)  # fmt: skip


def quiet(subject: str, severity: str, since: dt.date, until: dt.date, *indicators: str) -> Expectation:
    """No signal within some days."""
    return Expectation(state=QUIET, indicators=indicators, subject=subject, severity=severity, since=since, until=until)
