"""What the system must say of the planted shortages, prices and silences."""

import datetime as dt
from collections.abc import Iterator

from data.demo.expected import Expectation, Incident, living, quiet, signalled
from data.demo.scene import Scene
from data.demo.supply.plan import Jump, Silence, Squeeze, supply_plan

JUMP_SEVERITY = {"mild": "yellow", "strong": "orange", "extreme": "red", "glut": "yellow"}
TWO_DAYS = dt.timedelta(days=2)


def supply_incidents(scene: Scene) -> Iterator[Incident]:
    """Every planted shortage, price and silence."""
    plan = supply_plan(scene)
    for squeeze in plan.squeezes:
        yield _shortage(scene, squeeze)
    for jump in plan.jumps:
        if jump.name in JUMP_SEVERITY:
            yield _price(scene, jump)
    if scene.since < plan.jump("panic").day:
        yield _panic(scene, plan.jump("panic"))
    yield _silence("silent_firm", plan.silent, living(plan.silent.enterprise, "orange", "supply_silence"))
    short = plan.silent_when_short
    yield _silence("silent_when_short", short, living(short.enterprise, "orange", "supply_silence"))
    lapsed = plan.lapsed
    yield _silence(
        "lapsed_firm",
        lapsed,
        signalled(lapsed.enterprise, "yellow", lapsed.first, lapsed.last + TWO_DAYS, "supply_silence"),
        quiet(lapsed.enterprise, "yellow", scene.before(7), scene.until, "supply_silence"),
    )


def _shortage(scene: Scene, squeeze: Squeeze) -> Incident:
    subject = f"{squeeze.enterprise or squeeze.county}:{squeeze.category}"
    whole = f"{scene.region.code}:{squeeze.category}"
    expected = {
        "red": (living(subject, "red", "days_of_cover"),),
        "orange": (living(subject, "orange", "days_of_cover"),),
        "stockout": (
            living(subject, "red", "stockout_run"),
            living(subject, "red", "days_of_cover"),
            living(whole, "yellow", "price_reach"),
        ),
        "brief_stockout": (
            signalled(subject, "orange", squeeze.reached, squeeze.last + TWO_DAYS, "stockout_run"),
            quiet(subject, "yellow", scene.before(7), scene.until, "stockout_run", "days_of_cover"),
        ),
        "short_then_silent": (living(subject, "red", "days_of_cover"),),
        "county_vegetables": (living(subject, "yellow", "days_of_cover"),),
    }
    ends = None if squeeze.last == scene.until else squeeze.last
    return Incident(
        kind=f"shortage_{squeeze.name}",
        true=True,
        subject=subject,
        county=squeeze.county,
        first=squeeze.first,
        last=ends,
        size=squeeze.cover,
        unit="天",
        expected=expected[squeeze.name],
    )


def _price(scene: Scene, jump: Jump) -> Incident:
    subject = f"{jump.enterprise}:{jump.category}"
    reach = (living(f"{scene.region.code}:{jump.category}", "yellow", "price_reach"),) if jump.change > 0 else ()
    return Incident(
        kind=f"price_{jump.name}",
        true=True,
        subject=subject,
        county=jump.county,
        first=jump.day,
        last=None,
        size=round(100 * jump.change),
        unit="%",
        expected=(living(subject, JUMP_SEVERITY[jump.name], "price_change_7d"), *reach),
    )


def _panic(scene: Scene, jump: Jump) -> Incident:
    subject = f"{scene.region.code}:{jump.category}"
    return Incident(
        kind="price_panic",
        true=True,
        subject=subject,
        county=scene.region.code,
        first=jump.day,
        last=jump.last,
        size=round(100 * jump.change),
        unit="%",
        expected=(
            signalled(subject, "yellow", jump.day, jump.last, "price_change_7d"),
            signalled(subject, "orange", jump.day, jump.last, "price_reach"),
        ),
    )


def _silence(kind: str, silence: Silence, *expected: Expectation) -> Incident:
    return Incident(
        kind=kind,
        true=True,
        subject=silence.enterprise,
        county=silence.county,
        first=silence.first,
        last=silence.last,
        size=(silence.last - silence.first).days + 1,
        unit="天",
        expected=expected,
    )
