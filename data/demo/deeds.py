"""What people do in the simulated prefecture besides sending files; played through the acting functions."""

import datetime as dt
from dataclasses import dataclass, field

from data.demo.scene import Scene
from data.store.scope import EVERYTHING, Scope

OFFICE = "州专班(演示)"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing somebody does. ``about`` names the object within the story; ``said`` is what the form says."""

    moment: dt.datetime
    county: str | None  # whose clerk acts; None: the prefecture's office, or ``name`` in ``role``
    kind: str  # problem, case
    action: str
    about: str
    said: dict = field(default_factory=dict)
    name: str | None = None
    role: str | None = None


def doer(scene: Scene, deed: Deed) -> dict:
    """Account, name, role and scope of who does it."""
    if deed.name is not None:
        name = f"{deed.name}(演示)"
        return {"uid": name, "name": name, "role": deed.role, "scope": EVERYTHING}
    if deed.county is None:
        return {"uid": OFFICE, "name": OFFICE, "role": "staff", "scope": EVERYTHING}
    name = f"{scene.short[deed.county]}专班(演示)"  # no account stands behind it, so the name is what the record shows
    return {"uid": name, "name": name, "role": "clerk", "scope": Scope(counties=frozenset({deed.county}))}


def in_order(deeds: list[Deed]) -> list[Deed]:
    """By moment; of one moment as they were written."""
    return sorted(deeds, key=lambda deed: deed.moment)
