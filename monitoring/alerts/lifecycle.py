"""What people may do with an alert or a case: one table and one function, for page and command alike.

The machine's column (``active``) is never set here, and people's column (``status``) nowhere else:
while the danger lasts nothing is closed, but called false, or signed away by a leader, with a reason.
"""

from enum import StrEnum


class NotAllowed(Exception):
    """This role may not take this step, or the case is not where the step starts from."""


class Action(StrEnum):
    """A step somebody takes; SETTLE is the machine's own."""

    ACKNOWLEDGE = "acknowledge"
    HANDLE = "handle"
    REPORT = "report"
    REWORK = "rework"
    ASSIGN = "assign"
    TAKE = "take"
    NOTE = "note"
    CLOSE = "close"
    CLOSE_SIGNED = "close_signed"
    FALSE_ALARM = "false_alarm"
    KNOWN_CAUSE = "known_cause"
    RETURN = "return"
    ESCALATE = "escalate"
    SILENCE = "silence"
    UNSILENCE = "unsilence"
    MERGE = "merge"
    SPLIT = "split"
    POSTPONE = "postpone"
    GRANT = "grant"
    REFUSE = "refuse"
    SETTLE = "settle"


MACHINE = "machine"
LIVING = ("new", "acknowledged", "handling", "review", "known_cause")
CLOSED = ("closed", "false_alarm")
STATUSES = (*LIVING, *CLOSED)
WORKING = ("new", "acknowledged", "handling")
_FIELD = frozenset({"bureau", "staff", "clerk"})  # who works on it
_OFFICE = frozenset({"bureau", "staff"})  # who checks and hands on
_HEADS = frozenset({"leader", "bureau"})  # who answers for a judgement

# action: (from these statuses, to this status or None for the same, by these roles)
STEPS: dict[Action, tuple[tuple[str, ...], str | None, frozenset[str]]] = {
    Action.ACKNOWLEDGE: (("new",), "acknowledged", _FIELD),
    Action.HANDLE: (("new", "acknowledged"), "handling", _FIELD),
    Action.REPORT: (("acknowledged", "handling"), "review", _FIELD),
    Action.REWORK: (("review", "known_cause"), "handling", _OFFICE | {"leader", MACHINE}),
    Action.ASSIGN: (LIVING, None, _OFFICE | {"leader"}),
    Action.TAKE: (LIVING, None, _OFFICE | {"leader"}),
    Action.NOTE: (LIVING, None, _FIELD | {"leader"}),
    Action.CLOSE: (("review", "known_cause"), "closed", _OFFICE | {"leader"}),
    Action.CLOSE_SIGNED: (("review", "known_cause"), "closed", frozenset({"leader"})),
    Action.FALSE_ALARM: (LIVING, "false_alarm", _HEADS),
    Action.KNOWN_CAUSE: (("new", "acknowledged", "handling", "review"), "known_cause", _OFFICE | {"leader"}),
    Action.RETURN: (("acknowledged", "handling", "known_cause"), "new", _HEADS),
    Action.ESCALATE: ((*WORKING, "review"), None, _FIELD | {"leader", MACHINE}),
    Action.SILENCE: (LIVING, None, _HEADS),
    Action.UNSILENCE: (LIVING, None, _HEADS),
    Action.MERGE: (LIVING, None, _OFFICE | {"leader"}),
    Action.SPLIT: (LIVING, None, _OFFICE | {"leader"}),
    Action.POSTPONE: (("acknowledged", "handling", "known_cause"), None, _FIELD),
    Action.GRANT: (LIVING, None, frozenset({"leader"})),
    Action.REFUSE: (LIVING, None, frozenset({"leader"})),
    Action.SETTLE: (("new", "known_cause"), "closed", frozenset({MACHINE})),
}
ONLY_WHEN_QUIET = frozenset({Action.CLOSE, Action.SETTLE})
NEEDS_A_REASON = frozenset(
    {Action.NOTE, Action.FALSE_ALARM, Action.KNOWN_CAUSE, Action.RETURN, Action.REWORK, Action.CLOSE,
     Action.CLOSE_SIGNED, Action.ESCALATE, Action.SILENCE, Action.POSTPONE, Action.REFUSE}
)  # fmt: skip
NEEDS_PROOF = frozenset({Action.REPORT, Action.CLOSE, Action.CLOSE_SIGNED})
# What concerns one alert alone; everything else is a step of its case.
OF_ONE_ALERT = frozenset(
    {Action.ACKNOWLEDGE, Action.HANDLE, Action.ASSIGN, Action.NOTE, Action.FALSE_ALARM, Action.KNOWN_CAUSE,
     Action.RETURN, Action.SETTLE}
)  # fmt: skip


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
