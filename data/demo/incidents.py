"""The answer sheet: everything planted in a simulated prefecture, and what the system must say of it."""

import datetime as dt

from data.demo.arrears.answers import arrears_incidents
from data.demo.entities.answers import entity_incidents
from data.demo.expected import Expectation, Incident
from data.demo.markets.answers import market_incidents
from data.demo.measures.answers import measure_incidents
from data.demo.scene import FULL, LAST_DAY, Scene, Size
from data.demo.supply.answers import supply_incidents
from data.reference.region import Region

__all__ = ["Expectation", "Incident", "incidents"]


def incidents(region: Region, *, seed: int, until: dt.date = LAST_DAY, size: Size = FULL) -> list[Incident]:
    """Every planted incident of the prefecture that ``generate`` makes from the same arguments, by first day."""
    scene = Scene(region=region, seed=seed, until=until, size=size)
    found = [
        *entity_incidents(scene),
        *market_incidents(scene),
        *supply_incidents(scene),
        *arrears_incidents(scene),
        *measure_incidents(scene),
    ]
    return sorted(found, key=lambda incident: (incident.first, incident.kind, incident.subject))
