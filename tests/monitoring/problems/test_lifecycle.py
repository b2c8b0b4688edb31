"""The state machine of problems under every sequence of steps, by every role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.problems.lifecycle import (
    DONE,
    LEVELS,
    OF_ITS_LEVEL,
    OFFICE,
    STATUSES,
    NotAllowed,
    Place,
    Step,
    advance,
    open_to,
    reach,
)

ROLES = ("leader", "bureau", "staff", "clerk", "enterprise", "admin")
START = Place(status="registered", level="county")
walks = st.lists(st.tuples(st.sampled_from(list(Step)), st.sampled_from(ROLES)), max_size=40)


def walked(walk):
    """The places a walk passes, refused steps left out, with the step that led to each."""
    place = START
    for step, role in walk:
        try:
            after = advance(place, step, role=role)
        except NotAllowed:
            continue
        yield place, step, role, after
        place = after


@given(walks)
def test_no_walk_leaves_the_known_places_or_goes_down_a_level(walk):
    for before, _, _, after in walked(walk):
        assert after.status in STATUSES
        assert LEVELS.index(after.level) >= LEVELS.index(before.level)


@given(walks)
def test_nothing_is_closed_without_an_answer_and_a_call_back(walk):
    steps = [step for _, step, _, _ in walked(walk)]
    for place, (_, step, _, after) in enumerate(walked(walk)):
        if after.status == "closed" and step is Step.SATISFIED:
            assert Step.ANSWER in steps[:place]


@given(walks)
def test_what_is_done_stays_done(walk):
    for before, _, _, after in walked(walk):
        if before.status in DONE:
            assert after == before


@given(walks)
def test_a_county_decides_nothing_that_lies_above_it(walk):
    for before, step, role, _ in walked(walk):
        if before.level != "county" and step in OF_ITS_LEVEL:
            assert role in OFFICE


@given(walks)
def test_going_up_must_be_taken_anew(walk):
    for before, step, _, after in walked(walk):
        if step is Step.ESCALATE:
            assert after.status == "registered"
            assert LEVELS.index(after.level) == LEVELS.index(before.level) + 1


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_offers_exactly_the_steps_that_are_allowed(status, level, role):
    place = Place(status=status, level=level)
    offered = open_to(place, role=role)

    for step in Step:
        if step in offered:
            advance(place, step, role=role)
        else:
            with pytest.raises(NotAllowed):
                advance(place, step, role=role)


def test_who_crosses_counties_is_the_prefectures():
    assert reach({"C1"}, region_code="R") == "county"
    assert reach({"C1", "C2"}, region_code="R") == "prefecture"
    assert reach({"R"}, region_code="R") == "prefecture"
    assert reach({"C1", "C2"}, region_code="R", at_least="province") == "province"
