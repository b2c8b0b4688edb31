"""What the system must say of the planted markets."""

from collections.abc import Iterator

from data.demo.expected import Expectation, Incident, living
from data.demo.markets.places import market_list
from data.demo.markets.plan import THIN_SHARE, market_plan
from data.demo.scene import Scene


def market_incidents(scene: Scene) -> Iterator[Incident]:
    """Every planted market."""
    plan = market_plan(scene)
    reopening = scene.baseline["markets"]["reopening_from"]
    county = dict(zip(market_list(scene)["market"], market_list(scene)["county"]))

    def incident(kind, market, first, size, unit, *expected: Expectation) -> Incident:
        return Incident(
            kind=kind,
            true=True,
            subject=market,
            county=county[market],
            first=first,
            last=None,
            size=size,
            unit=unit,
            expected=expected,
        )

    yield incident(
        "market_nearly_empty",
        plan.thin,
        reopening,
        100 * THIN_SHARE,
        "%",
        living(plan.thin, "yellow", "stall_occupancy"),
    )
    yield incident(
        "market_stuck_closed",
        plan.stuck,
        reopening,
        0,
        "%",
        living(county[plan.stuck], "blue", "market_reopening_rate"),
        living(plan.stuck, "orange", "stall_occupancy"),
    )
    yield incident(
        "market_silent",
        plan.silent,
        plan.silent_from,
        (scene.until - plan.silent_from).days,
        "天",
        living(plan.silent, "orange", "market_silence"),
    )
    for market in plan.waiting:
        yield incident(
            "special_market_not_started",
            market,
            reopening,
            0,
            "%",
            living(market, "orange", "stall_occupancy"),
            living(scene.region.code, "blue", "market_reopening_rate"),
        )
