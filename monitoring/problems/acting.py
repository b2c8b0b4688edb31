"""Raising a problem and taking a step with it: one transaction and one event each; the same click twice is one."""

import datetime as dt
import re

from data.store import events
from data.store import problems as stored
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import LOCAL, Actor
from monitoring.alerts.answering import due_day
from monitoring.problems.lifecycle import LEVELS, NEEDS_A_REASON, NotAllowed, Place, Step, advance, reach

WORKDAYS = {"county": 5, "prefecture": 10, "province": 20}
"""Working days a level has for its answer (estimated)."""
SOURCES = ("entity", "visit", "alert", "meeting")


class NoSuchProblem(Exception):
    """There is no such problem, or it lies outside the reader's scope."""


class Incomplete(Exception):
    """Something that must be said was not; the message names the field."""


def masked(phone: str | None) -> str | None:
    """A phone number as it may be kept: enough to recognise it, not to call it."""
    digits = re.sub(r"\D", "", phone or "")
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    if len(digits) > 4:
        return f"****{digits[-4:]}"
    return "****" if digits else None


def report(
    store: Store, region, *, actor: Actor, now: dt.datetime, county: str, entity: str, category: str, title: str,
    detail: str = "", phone: str | None = None, enterprise: str | None = None, source: str = "entity",
    alert: int | None = None, measure: str | None = None, key: str | None = None,
) -> int:  # fmt: skip
    """Raise a problem; its number. ``key`` names the click: a repeated one answers with the same number."""
    for field, text in (("entity", entity), ("category", category), ("title", title)):
        if not (text or "").strip():
            raise Incomplete(field)
    assert source in SOURCES, source
    if not actor.scope.covers(county, enterprise):
        raise NoSuchProblem(county)
    day, level = _day(now), reach({county}, region_code=region.code)
    with store.writing(at=now) as conn:
        if (earlier := _done_before(conn, actor, key)) is not None:
            return earlier
        row = {
            "county": county, "enterprise": enterprise, "entity": entity.strip(), "contact": masked(phone),
            "category": category, "title": title.strip(), "detail": detail.strip(), "source": source, "alert": alert,
            "measure": measure, "level": level, "status": "registered", "owner": None, "opened_for": day,
            "due": due_day(level, day, workdays=WORKDAYS, region=region), "answered_for": None, "answer": None,
            "merged_into": None,
        }  # fmt: skip
        number = stored.open(conn, row, at=now, actor=actor.uid)
        _audit(conn, number, county, actor, "report", now, {"key": key, "level": level})
    return number


def act(
    store: Store, region, number: int, step: Step, *, actor: Actor, now: dt.datetime, expected_revision: int,
    note: str = "", key: str | None = None,
) -> Place:  # fmt: skip
    """Take a step; where the problem stands after it. Raises NotAllowed, NoSuchProblem, Incomplete, ProblemChanged."""
    step, note = Step(step), note.strip()
    if step in NEEDS_A_REASON and not note:
        raise Incomplete("note")
    if step is Step.MERGE:
        raise NotAllowed("merging names the problem it goes into")
    with store.writing(at=now) as conn:
        held = _held(conn, number, actor)
        before = Place(status=held["status"], level=held["level"])
        if _done_before(conn, actor, key) is not None:
            return before
        after = advance(before, step, role=actor.role)
        change = _change(step, held, after, actor, note, region, _day(now))
        stored.save(conn, number, change, expected_revision=expected_revision, at=now, actor=actor.uid,
                    action=step.value, note=note)  # fmt: skip
        detail = {"key": key, "from": vars(before), "to": vars(after), "note": note}
        _audit(conn, number, held["county"], actor, step.value, now, detail)
    return after


def merge(
    store: Store, region, into: int, others: list[int], *, actor: Actor, now: dt.datetime, note: str,
    key: str | None = None,
) -> str:  # fmt: skip
    """Put problems into one: it rises to the level all of them together reach. The level it then has."""
    if not note.strip():
        raise Incomplete("note")
    with store.writing(at=now) as conn:
        kept = _held(conn, into, actor)
        if _done_before(conn, actor, key) is not None:
            return kept["level"]
        if kept["status"] not in ("registered", "accepted"):
            raise NotAllowed("only an open problem takes others in")
        counties, level = {kept["county"]}, kept["level"]
        for number in sorted(set(others) - {into}):
            held = _held(conn, number, actor)
            after = advance(Place(status=held["status"], level=held["level"]), Step.MERGE, role=actor.role)
            stored.save(conn, number, {"status": after.status, "merged_into": into}, at=now, actor=actor.uid,
                        expected_revision=held["revision"], action="merge", note=note)  # fmt: skip
            counties.add(held["county"])
            level = max(level, held["level"], key=LEVELS.index)
        level = reach(counties, region_code=region.code, at_least=level)
        lifted = {} if level == kept["level"] else {"status": "registered", "owner": None, "due": due_day(
            level, _day(now), workdays=WORKDAYS, region=region)}  # fmt: skip
        stored.save(conn, into, {"level": level, **lifted}, expected_revision=kept["revision"], at=now,
                    actor=actor.uid, action="gather", note=note)  # fmt: skip
        _audit(conn, into, kept["county"], actor, "merge", now, {"key": key, "others": sorted(others), "level": level})
    return level


def _change(step: Step, held: dict, after: Place, actor: Actor, note: str, region, day: dt.date) -> dict:
    change: dict = {"status": after.status, "level": after.level}
    if step is Step.ACCEPT:
        change["owner"] = actor.name
    if step is Step.ANSWER:
        change |= {"answer": note, "answered_for": day}
    if step is Step.UNSATISFIED:  # what did not help does not stand as the answer, and the clock runs anew
        change |= {"answered_for": None, "due": due_day(after.level, day, workdays=WORKDAYS, region=region)}
    if step is Step.ESCALATE:
        change |= {"owner": None, "due": due_day(after.level, day, workdays=WORKDAYS, region=region)}
    return change


def _held(conn, number: int, actor: Actor) -> dict:
    held = stored.get(conn, scope=actor.scope, problem=number)
    if held is None:
        raise NoSuchProblem(number)
    return held


def _done_before(conn, actor: Actor, key: str | None) -> int | None:
    """The problem an earlier click of the same name was about."""
    if key is None:
        return None
    before = events.history(conn, scope=EVERYTHING, object_kind="problem", actor=actor.uid)
    same = [int(number) for detail, number in zip(before["detail"], before["object_id"]) if detail.get("key") == key]
    return same[0] if same else None


def _audit(conn, number: int, county: str, actor: Actor, action: str, now: dt.datetime, detail: dict) -> None:
    events.append(conn, at=now, actor=actor.uid, action=f"problem.{action}", object_kind="problem",
                  object_id=str(number), county=county, detail=detail)  # fmt: skip


def _day(now: dt.datetime) -> dt.date:
    return now.astimezone(LOCAL).date()
