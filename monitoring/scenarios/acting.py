"""Making a card, saying whether its assumption came true, retiring it: one transaction and one event each."""

import datetime as dt

from data.store import events, outlooks, scenarios
from data.store.engine import Store
from monitoring.alerts.acting import LOCAL, Actor
from monitoring.outlook.making import read
from monitoring.scenarios.answering import answered
from monitoring.scenarios.card import LATER, NEEDS, Card, check

SEED = 0  # the outlook's own draws: a card differs from its baseline by its lever alone


class NoOutlook(Exception):
    """No outlook has been made yet that a card could stand beside."""


class NoSuchCard(Exception):
    """There is no such card, or it lies outside the reader's scope."""


class ReasonNeeded(Exception):
    """What people say of a card, they say with a reason."""


def make(store: Store, region, card: Card, *, assumption: str, actor: Actor, now: dt.datetime, key: str) -> int:
    """Enter a card and what it says; its number. ``key`` names the click: a repeated one answers with the same number.

    A card that asks the solver is answered by the next daily run. Raises NoSuchCard, NoOutlook, ReasonNeeded, Unsound.
    """
    if not assumption.strip():
        raise ReasonNeeded("assumption")
    if not actor.scope.covers(card.county) or (card.kind in LATER and not actor.scope.whole):
        raise NoSuchCard(card.county)
    today = now.astimezone(LOCAL).date()
    with store.reading() as conn:
        earlier = scenarios.entered(conn, key=key)
        last = outlooks.last_made(conn, until=today)
        if last is None:
            raise NoOutlook(today)
        on, moment = last
        inputs = read(conn, on=on, now=moment, only=() if card.kind in LATER else NEEDS[card.kind])
    if earlier is not None:
        return earlier
    check(card, inputs, region, on=on, today=today)
    said = [] if card.kind in LATER else answered(card, inputs, region, on=on, seed=SEED)
    row = {"county": card.county, "kind": card.kind, "levers": card.levers, "assumption": assumption.strip(),
           "made_for": on, "data_moment": moment, "seed": SEED, "made_at": now, "made_by": actor.uid}  # fmt: skip
    with store.writing(at=now) as conn:
        if (earlier := scenarios.entered(conn, key=key)) is not None:
            return earlier
        number = scenarios.enter(conn, row, key=key)
        if said:
            scenarios.answer(conn, number, said, known_at=now)
        _audit(conn, number, card.county, actor.uid, "make", now, {"kind": card.kind, "levers": card.levers})
    return number


def recomputed(store: Store, region, held: dict) -> list[dict]:
    """What a card says, computed again from the data as it was known when the card was made."""
    card = Card(kind=held["kind"], county=held["county"], levers=held["levers"])
    with store.reading() as conn:
        inputs = read(conn, on=held["made_for"], now=held["data_moment"], only=NEEDS[card.kind])
    return answered(card, inputs, region, on=held["made_for"], seed=held["seed"])


def judge(
    store: Store, number: int, came_true: bool, *, why: str, actor: Actor, now: dt.datetime, expected_revision: int
) -> None:
    """Say whether the assumption came true: only then is its score a fair one. May be said anew."""
    word = "yes" if came_true else "no"
    change = {"came_true": word, "judged_at": now, "judged_by": actor.uid, "judged_why": why.strip()}
    _say(store, number, change, {"came_true": word}, "judge", why, actor, now, expected_revision)


def retire(store: Store, number: int, *, why: str, actor: Actor, now: dt.datetime, expected_revision: int) -> None:
    """Take a card out of sight; it stays stored, and so does what it said."""
    change = {"retired_at": now, "retired_by": actor.uid, "retired_why": why.strip()}
    _say(store, number, change, {}, "retire", why, actor, now, expected_revision)


def _say(store, number, change, detail, action, why, actor, now, expected_revision) -> None:
    """Set the columns, once: the same said again by the same person writes nothing."""
    if not why.strip():
        raise ReasonNeeded(action)
    with store.writing(at=now) as conn:
        held = scenarios.get(conn, scope=actor.scope, scenario=number)
        if held is None or (held["retired_at"] is not None and action != "retire"):
            raise NoSuchCard(number)
        said = {name: text for name, text in change.items() if not name.endswith("_at")}
        if all(held[name] == text for name, text in said.items()):
            return
        scenarios.change(conn, number, change, expected_revision=expected_revision)
        _audit(conn, number, held["county"], actor.uid, action, now, {**detail, "why": why.strip()})


def _audit(conn, number: int, county: str, who: str, action: str, now: dt.datetime, detail: dict) -> None:
    events.append(conn, at=now, actor=who, action=f"scenario.{action}", object_kind="scenario",
                  object_id=str(number), county=county, detail=detail)  # fmt: skip
