"""What the system must say of the planted arrears."""

import datetime as dt
from collections.abc import Iterator

from data.demo.arrears.ledger import ledger
from data.demo.arrears.plan import arrears_plan
from data.demo.arrears.reports import payments
from data.demo.expected import Incident, living, quiet
from data.demo.scene import Scene

YEAR_START = dt.date(2020, 1, 1)


def arrears_incidents(scene: Scene) -> Iterator[Incident]:
    """Counties behind their plan, debtors above the line, and a county that slides back."""
    plan = arrears_plan(scene)
    for county in scene.counties:
        pace = round(100 * plan.progress(county), 1)
        behind = county in plan.behind
        expected = (living if behind else _quiet_lately(scene))(county, "yellow", "arrears_plan_progress")
        yield Incident(
            kind="behind_plan" if behind else "on_plan",
            true=behind,
            subject=county,
            county=county,
            first=YEAR_START,
            last=None,
            size=pace,
            unit="%",
            expected=(expected,),
        )
    line = scene.region.targets["listing_line"]
    left = left_by_debtor(scene)
    for debtor in plan.large:
        subject, owes = f"{debtor.county}:{debtor.name}", left[debtor.county, debtor.name]
        above = owes > line
        expected = (living if above else _quiet_lately(scene))(subject, "orange", "arrears_outstanding")
        yield Incident(
            kind="debtor_above_line" if above else "debtor_below_line",
            true=above,
            subject=subject,
            county=debtor.county,
            first=YEAR_START,
            last=None,
            size=round(owes, 2),
            unit="万元",
            expected=(expected,),
        )
    yield Incident(
        kind="new_arrears_outrun",
        true=True,
        subject=plan.relapsing,
        county=plan.relapsing,
        first=scene.before(110),
        last=None,
        size=0,
        unit="万元",
        expected=(living(plan.relapsing, "yellow", "arrears_net_clearance"),),
    )


def _quiet_lately(scene: Scene):
    return lambda subject, severity, *indicators: quiet(subject, severity, scene.before(13), scene.until, *indicators)


def left_by_debtor(scene: Scene) -> dict[tuple[str, str], float]:
    """(county, debtor) -> undisputed arrears left on the last day."""
    rows = ledger(scene)
    paid = payments(scene).groupby("item")["paid"].sum()
    left = rows["undisputed"] - rows["item"].map(paid).fillna(0)
    return left.groupby([rows["county"], rows["debtor"]]).sum().to_dict()
