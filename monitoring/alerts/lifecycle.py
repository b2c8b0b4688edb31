"""What people may do with an alert: one table and one function, for page and command alike.

The machine's column (``active``) is never set here, and people's column (``status``) nowhere else:
an alert whose danger lasts cannot be closed, only called false, with a reason.
"""

from enum import StrEnum


class NotAllowed(Exception):
    """This role may not take this step, or the alert is not where the step starts from."""


class Action(StrEnum):
    """A step somebody takes; SETTLE is the machine's own."""

    ACKNOWLEDGE = "acknowledge"
    HANDLE = "handle"
    ASSIGN = "assign"
    NOTE = "note"
    CLOSE = "close"
    FALSE_ALARM = "false_alarm"
    RETURN = "return"
    SETTLE = "settle"


MACHINE = "machine"
LIVING = ("new", "acknowledged", "handling")
CLOSED = ("closed", "false_alarm")
STATUSES = (*LIVING, *CLOSED)

# action: (from these statuses, to this status or None for the same, by these roles)
STEPS: dict[Action, tuple[tuple[str, ...], str | None, frozenset[str]]] = {
    Action.ACKNOWLEDGE: (("new",), "acknowledged", frozenset({"bureau", "staff", "clerk"})),
    Action.HANDLE: (("new", "acknowledged"), "handling", frozenset({"bureau", "staff", "clerk"})),
    Action.ASSIGN: (LIVING, None, frozenset({"leader", "bureau", "staff"})),
    Action.NOTE: (LIVING, None, frozenset({"leader", "bureau", "staff", "clerk"})),
    Action.CLOSE: (("acknowledged", "handling"), "closed", frozenset({"leader", "bureau", "staff"})),
    Action.FALSE_ALARM: (LIVING, "false_alarm", frozenset({"leader", "bureau"})),
    Action.RETURN: (("acknowledged", "handling"), "new", frozenset({"leader", "bureau"})),
    Action.SETTLE: (("new",), "closed", frozenset({MACHINE})),
}
ONLY_WHEN_QUIET = frozenset({Action.CLOSE, Action.SETTLE})
NEEDS_A_REASON = frozenset({Action.NOTE, Action.FALSE_ALARM, Action.RETURN, Action.CLOSE})


def advance(status: str, action: Action, *, role: str, active: bool) -> str:
    """The status after a step. Raises NotAllowed; ``active`` is whether the machine still sees the danger."""
    starts, ends, roles = STEPS[Action(action)]
    if role not in roles:
        raise NotAllowed(f"{role} may not {action}")
    if status not in starts:
        raise NotAllowed(f"{action} does not start from {status}")
    if action in ONLY_WHEN_QUIET and active:
        raise NotAllowed("the danger lasts: only a fresh value ends it")
    return ends or status


def open_to(status: str, *, role: str, active: bool) -> list[Action]:
    """The steps a role may take from here: what a page offers."""
    possible = []
    for action in STEPS:
        try:
            advance(status, action, role=role, active=active)
        except NotAllowed:
            continue
        possible.append(action)
    return possible
