"""Which targets slip where: the planted slippage of the plan's measures."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from data.demo.scene import Scene

BEGINS = dt.date(2020, 6, 1)


@dataclass(frozen=True, kw_only=True)
class MeasuresPlan:
    """Counties by what goes wrong there."""

    slow_cloud: str  # far behind in firms on the cloud
    slow_service: str  # a little behind in services
    unopened: str  # commerce firms that never reopened fully, past the deadline
    dear: str  # guarantee fee above 1 %
    long_tail: str  # few firms wait long to be opened: the median hides it
    silent: str  # stopped reporting after the second month
    short_course: int = 46  # people on the first managers' course, of 50 planned by then
    rules_out: int = 7  # departments with their rules, of 8


@cache
def measures_plan(scene: Scene) -> MeasuresPlan:
    """The plan of this seed."""
    return MeasuresPlan(
        slow_cloud=scene.role(1),
        slow_service=scene.role(4),
        unopened=scene.role(2),
        dear=scene.role(6),
        long_tail=scene.role(3),
        silent=scene.role(5),
    )


def report_days(scene: Scene) -> list[dt.date]:
    """Month ends from June 2020 on."""
    return [day for day in scene.days if day >= BEGINS and (day + dt.timedelta(days=1)).day == 1]
