"""Who may do what with an alert, from where, to where: the whole table."""

import itertools

import pytest

from monitoring.alerts.lifecycle import LIVING, MACHINE, STATUSES, Action, NotAllowed, advance, open_to

ROLES = ("leader", "bureau", "staff", "clerk", "enterprise", "admin", MACHINE)
# action, from, to, roles; * marks what needs the danger to be over
DRAWN = """
acknowledge    new                                                 acknowledged  bureau staff clerk
handle         new acknowledged                                    handling      bureau staff clerk
report         acknowledged handling                               review        bureau staff clerk
rework         review known_cause                                  handling      leader bureau staff machine
assign         new acknowledged handling review known_cause        =             leader bureau staff
take           new acknowledged handling review known_cause        =             leader bureau staff
note           new acknowledged handling review known_cause        =             leader bureau staff clerk
close*         review known_cause                                  closed        leader bureau staff
close_signed   review known_cause                                  closed        leader
false_alarm    new acknowledged handling review known_cause        false_alarm   leader bureau
known_cause    new acknowledged handling review                    known_cause   leader bureau staff
return         acknowledged handling known_cause                   new           leader bureau
escalate       new acknowledged handling review                    =             leader bureau staff clerk machine
silence        new acknowledged handling review known_cause        =             leader bureau
unsilence      new acknowledged handling review known_cause        =             leader bureau
merge          new acknowledged handling review known_cause        =             leader bureau staff
split          new acknowledged handling review known_cause        =             leader bureau staff
postpone       acknowledged handling known_cause                   =             bureau staff clerk
grant          new acknowledged handling review known_cause        =             leader
refuse         new acknowledged handling review known_cause        =             leader
settle*        new known_cause                                     closed        machine
"""


def allowed() -> dict[tuple, str]:
    table = {}
    for text in DRAWN.strip().splitlines():
        action, rest = text.split(maxsplit=1)
        starts, end, roles = (part.split() for part in rest.split("  ") if part.strip())
        quiet_only = action.endswith("*")
        for start, role, active in itertools.product(starts, roles, (True, False)):
            if not (quiet_only and active):
                after = start if end == ["="] else end[0]
                table[action.rstrip("*"), start, role, active] = after
    return table


@pytest.mark.parametrize("action", list(Action))
def test_a_step_is_allowed_where_the_table_says_so_and_nowhere_else(action):
    table = allowed()
    for status, role, active in itertools.product(STATUSES, ROLES, (True, False)):
        expected = table.get((action.value, status, role, active))

        try:
            after = advance(status, action, role=role, active=active)
        except NotAllowed:
            after = None

        assert after == expected, (status, role, active)


def test_what_is_closed_stays_closed():
    for status, role in itertools.product(("closed", "false_alarm"), ROLES):
        assert open_to(status, role=role, active=True) == []


def test_a_page_offers_what_would_be_allowed():
    assert open_to("new", role="clerk", active=True) == [
        Action.ACKNOWLEDGE, Action.HANDLE, Action.NOTE, Action.ESCALATE
    ]  # fmt: skip
    assert open_to("review", role="leader", active=True) == [
        Action.REWORK, Action.ASSIGN, Action.TAKE, Action.NOTE, Action.CLOSE_SIGNED, Action.FALSE_ALARM,
        Action.KNOWN_CAUSE, Action.ESCALATE, Action.SILENCE, Action.UNSILENCE, Action.MERGE, Action.SPLIT,
        Action.GRANT, Action.REFUSE,
    ]  # fmt: skip
    assert Action.CLOSE in open_to("review", role="leader", active=False)
    assert set(LIVING) == {"new", "acknowledged", "handling", "review", "known_cause"}
