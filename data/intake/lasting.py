"""Answers until further notice: which questions may have one, how long, and when it is asked again all the same.

Two tables that count differently by definition contradict each other in every month's report. Whoever reports may then
say that the reason holds until a day. Never for a value that is odd by itself (a range, a unit): there each value is a
question of its own.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.intake.crossings import CROSSINGS
from data.intake.doubts import Doubt
from data.store import events, lasting
from data.store.engine import Store
from data.store.scope import Scope

LASTING = {rule.kind: rule for rule in CROSSINGS if rule.lasting}
MONTHS = (1, 3, 6)
WORSE = 1.5  # times what was confirmed: beyond it the same reason does not explain it any more


class NotLasting(Exception):
    """This question is not one of two definitions, or the day is past or further off than may be said."""


class NotHolding(Exception):
    """There is no such answer here any more: it ended or was taken back."""


@dataclass(frozen=True)
class UntilFurtherNotice:
    """A reason, and the last day on which it is to hold."""

    because: str
    until: dt.date


def last_day(today: dt.date, months: int) -> dt.date:
    """The same day some months on, or that month's last."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return dt.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def may_last(kind: str, until: dt.date, today: dt.date) -> bool:
    """Whether an answer to this kind of question may hold until a day."""
    return kind in LASTING and today < until <= last_day(today, MONTHS[-1])


def standing_until(conn, doubts: Iterable[Doubt], *, on: dt.date) -> dict[str, lasting.LastingAnswer]:
    """Question key -> the newest answer that holds for its cell and still explains how far apart the two are."""
    asked = [one for one in doubts if one.kind in LASTING]
    if not asked:
        return {}
    kinds, subjects = {one.kind for one in asked}, {one.subject for one in asked}
    held = {(one.kind, one.subject, one.header): one
            for one in lasting.holding(conn, kinds=kinds, subjects=subjects, on=on)}  # fmt: skip
    pairs = [(one, held.get((one.kind, one.subject, one.header))) for one in asked]
    return {one.key: answer for one, answer in pairs if answer and explains(one, answer)}


def explains(one: Doubt, answer: lasting.LastingAnswer | Doubt) -> bool:
    """Whether an answer (or the question it was given to) still explains how far apart the two tables are."""
    rule = LASTING[one.kind]
    now, then = _apart(rule.lasting, one.found, one.reason), _apart(rule.lasting, answer.found, answer.reason)
    if now is None or then is None or (now < 0) != (then < 0):
        return False
    return abs(now) <= WORSE * abs(then) + rule.least


def _apart(pattern: str, found: str, reason: str) -> float | None:
    """The value less the other table's figure, as the question said it."""
    match = re.search(pattern, reason)
    try:
        return float(found) - float(match[1]) if match else None
    except ValueError:
        return None


def revoke(store: Store, number: int, *, scope: Scope, by: str, now: dt.datetime) -> None:
    """Take an answer back, with an event: the next report is asked again. Raises NotHolding."""
    with store.noting() as conn:
        answer = lasting.revoke(conn, number, scope=scope, by=by, at=now)
        if answer is None:
            raise NotHolding(number)
        events.append(
            conn, at=now, actor=by, action="revoke_lasting", object_kind="lasting_answer", object_id=str(number),
            county=answer.county, detail={"topic": answer.topic, "subject": answer.subject, "because": answer.because},
        )  # fmt: skip
