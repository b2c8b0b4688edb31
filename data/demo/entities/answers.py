"""What the system must say of the planted entity incidents."""

import datetime as dt
from collections.abc import Iterator

from data.demo.entities.history import entity_history
from data.demo.entities.plan import Batch, Gap, Shift, Spell, entity_plan
from data.demo.expected import Expectation, Incident, living, quiet, signalled
from data.demo.scene import Scene

FALLS = ("decline_in_entries", "rise_in_exits", "decline_in_net", "decline_in_stock")
BOOKED = ("decline_in_entries", "rise_in_exits", "decline_in_stock")  # what moves and definitions must not touch
SLOW = ("stock_vs_year_end", "stock_vs_last_month", "decline_in_net", "decline_in_stock", "rise_in_exits")
FREEZE = (dt.date(2020, 1, 24), dt.date(2020, 2, 29))
FOUR_WEEKS = dt.timedelta(days=28)
TRUE = ("true", "common", "unclear")  # the first days of a fall may still be chance, or everybody's
BOOKED_OUT = ("batch", "cleanup", "move", "unreported", "unclear")


def entity_incidents(scene: Scene) -> Iterator[Incident]:
    """True falls first, then what only looks like one. A fall after too short a history cannot be demanded."""
    plan = entity_plan(scene)
    freeze, wave, slow = plan.freeze, plan.exit_wave, plan.slow_decline
    yield _spell("entry_freeze", scene, freeze, 1 - freeze.entries, living(_of(freeze), "orange", "decline_in_entries"))
    yield _spell("exit_wave", scene, wave, wave.exits - 1, living(_of(wave), "orange", "rise_in_exits"))
    yield _spell("slow_decline", scene, slow, _lost(scene, slow), living(_of(slow), "yellow", *SLOW))
    for spell in plan.shrinking:
        below = living(_of(spell), "yellow", "stock_vs_year_end")
        yield _spell("net_negative_county", scene, spell, _lost(scene, spell), below)
    yield _wave(scene)
    yield from _epidemic(scene)
    for batch in plan.batches:
        yield _files_cleared(scene, batch)
    yield _booked_over("definition_change", scene, plan.definition)
    yield _booked_over("transfer", scene, plan.transfer)
    missing = plan.missing_week
    unheard = signalled(missing.county, "orange", missing.first, missing.sent_on, "entity_silence")
    yield _gap("missing_week", missing, unheard)
    for gap in plan.late:
        yield _gap("late_report", gap)


def _judgeable(scene: Scene) -> bool:
    """Whether there is a year's end to compare with and half a year of ordinary weeks before the falls."""
    return scene.since <= scene.baseline["entities"]["base_day"]


def _of(spell: Spell) -> str:
    return f"{spell.county}:{spell.kind}" if spell.kind else spell.county


def _spell(kind: str, scene: Scene, spell: Spell, size: float, expected: Expectation) -> Incident:
    return Incident(
        kind=kind,
        true=True,
        subject=_of(spell),
        county=spell.county,
        first=spell.first,
        last=None,
        size=round(100 * size, 1),
        unit="%",
        expected=(expected,) if _judgeable(scene) else (),
        called=TRUE if _judgeable(scene) else (),
    )


def _lost(scene: Scene, spell: Spell) -> float:
    """The share of its stock a cell lost from the eve of the spell to the end."""
    history = entity_history(scene)
    rows = [
        n for n, (county, kind) in enumerate(history.cells) if county == spell.county and spell.kind in (None, kind)
    ]
    before = history.closing[rows, max(scene.index(spell.first) - 1, 0)].sum()
    return float(1 - history.closing[rows, -1].sum() / before)


def _wave(scene: Scene) -> Incident:
    wave = entity_plan(scene).wave
    subject = f"{wave.county}:{wave.kind}"
    return Incident(
        kind="closure_wave",
        true=True,
        subject=subject,
        county=wave.county,
        first=wave.first,
        last=wave.last,
        size=wave.count,
        unit="户",
        expected=(living(subject, "yellow", "rise_in_exits"),) if _judgeable(scene) else (),
        called=TRUE if _judgeable(scene) else (),
    )


def _epidemic(scene: Scene) -> Iterator[Incident]:
    """The freeze of February 2020 hit every county alike.

    A detector that listens to counties takes out what they share, and the smallest register a dozen entities a week:
    three counties in four must be told apart from an ordinary Spring Festival.
    """
    first, last = FREEZE
    if scene.since > first - dt.timedelta(days=200):
        return
    yield Incident(
        kind="epidemic_freeze",
        true=True,
        subject=scene.region.code,
        county=scene.region.code,
        first=first,
        last=last,
        size=65,
        unit="%",
        expected=tuple(
            signalled(county, "yellow", first, last + FOUR_WEEKS, "decline_in_entries") for county in scene.counties
        ),
        needed=len(scene.counties) * 3 // 4,
    )


def _files_cleared(scene: Scene, batch: Batch) -> Incident:
    kind = "revocation_clean_up" if batch.ended_by == "revoked" else "batch_deregistration_day"
    until = min(batch.day + FOUR_WEEKS, scene.until)
    subject = f"{batch.county}:{batch.kind}"
    return Incident(
        kind=kind,
        true=False,
        subject=subject,
        county=batch.county,
        first=batch.day,
        last=batch.day,
        size=batch.count,
        unit="户",
        expected=(quiet(subject, "yellow", batch.day, until, *FALLS),),
        called=BOOKED_OUT,
    )


def _booked_over(kind: str, scene: Scene, shift: Shift) -> Incident:
    until = min(shift.last + FOUR_WEEKS, scene.until)
    subjects = [f"{shift.county}:{shift.kind}", f"{shift.to_county}:{shift.to_kind}"]
    days = (shift.last - shift.first).days + 1
    return Incident(
        kind=kind,
        true=False,
        subject=subjects[0],
        county=shift.county,
        first=shift.first,
        last=shift.last,
        size=shift.count * days,
        unit="户",
        expected=tuple(quiet(s, "yellow", shift.first, until, *BOOKED) for s in subjects),
        called=BOOKED_OUT if kind == "transfer" else (),
    )


def _gap(kind: str, gap: Gap, *expected: Expectation) -> Incident:
    until = gap.sent_on + dt.timedelta(days=14)
    return Incident(
        kind=kind,
        true=False,
        subject=gap.county,
        county=gap.county,
        first=gap.first,
        last=gap.last,
        size=(gap.last - gap.first).days + 1,
        unit="天",
        expected=(*expected, quiet(gap.county, "yellow", gap.first, until, *FALLS)),
    )
