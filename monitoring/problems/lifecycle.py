"""What people may do with a problem: one table and one function, for page and command alike.

The plan's rule of reach (mechanism 1): a county solves what lies within it, the prefecture what crosses counties, and
what needs the province is handed up. Going up clears the owner, so that the next level must take it.
"""

from dataclasses import dataclass
from enum import StrEnum

LEVELS = ("county", "prefecture", "province")


class NotAllowed(Exception):
    """This role may not take this step at this level, or the problem is not where the step starts from."""


class Step(StrEnum):
    """A step somebody takes."""

    ACCEPT = "accept"
    NOTE = "note"
    ANSWER = "answer"
    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    ESCALATE = "escalate"
    DECLINE = "decline"
    MERGE = "merge"


LIVING = ("registered", "accepted", "answered")
DONE = ("closed", "declined", "merged")
STATUSES = (*LIVING, *DONE)
OPEN = ("registered", "accepted")

OFFICE = frozenset({"staff", "bureau"})
ANYBODY = OFFICE | {"clerk"}
# step: (from these statuses, to this status or None for the same, by these roles)
STEPS: dict[Step, tuple[tuple[str, ...], str | None, frozenset[str]]] = {
    Step.ACCEPT: (("registered",), "accepted", ANYBODY),
    Step.NOTE: (LIVING, None, ANYBODY | {"leader", "enterprise"}),
    Step.ANSWER: (("accepted",), "answered", ANYBODY),
    Step.SATISFIED: (("answered",), "closed", ANYBODY | {"enterprise"}),
    Step.UNSATISFIED: (("answered",), "accepted", ANYBODY | {"enterprise"}),
    Step.ESCALATE: (OPEN, "registered", ANYBODY),
    Step.DECLINE: (("registered",), "declined", ANYBODY),
    Step.MERGE: (OPEN, "merged", OFFICE),
}
OF_ITS_LEVEL = frozenset({Step.ACCEPT, Step.ANSWER, Step.ESCALATE, Step.DECLINE})
"""Only the level a problem is at may take these; a call-back is anybody's who knows the entity."""
NEEDS_A_REASON = frozenset(Step) - {Step.ACCEPT, Step.SATISFIED}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a problem stands: its status and the level that solves it."""

    status: str
    level: str


def advance(place: Place, step: Step, *, role: str) -> Place:
    """Where a problem stands after a step. Raises NotAllowed."""
    starts, ends, roles = STEPS[Step(step)]
    if role not in roles:
        raise NotAllowed(f"{role} may not {step}")
    if place.status not in starts:
        raise NotAllowed(f"{step} does not start from {place.status}")
    if step in OF_ITS_LEVEL and place.level != "county" and role not in OFFICE:
        raise NotAllowed(f"a problem of the {place.level} is not the county's to {step}")
    level = _above(place.level) if step is Step.ESCALATE else place.level
    return Place(status=ends or place.status, level=level)


def _above(level: str) -> str:
    if level == LEVELS[-1]:
        raise NotAllowed("nothing lies above the province here")
    return LEVELS[LEVELS.index(level) + 1]


def reach(counties: set[str], *, region_code: str, at_least: str = "county") -> str:
    """The level a problem of these counties belongs to: more than one, or the region itself, is the prefecture's."""
    crossing = len(counties) > 1 or region_code in counties
    return max(at_least, "prefecture" if crossing else "county", key=LEVELS.index)


def open_to(place: Place, *, role: str) -> list[Step]:
    """The steps a role may take from here: what a page offers."""
    possible = []
    for step in STEPS:
        try:
            advance(place, step, role=role)
        except NotAllowed:
            continue
        possible.append(step)
    return possible
