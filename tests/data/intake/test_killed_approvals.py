"""An approval that is killed is signed whole or not at all, on both databases. Four kills each."""

import pytest
from sqlalchemy import text

from data.store.engine import Store
from tests.data.intake.killing_approval import check, trials


@pytest.fixture
def killed(store_url):
    """A database on which four approvals were killed, and what was counted after each."""
    return store_url, trials(store_url, range(4), seed=4, longest=0.3)


def test_kills_leave_no_step_half_taken_and_the_counting_notices_one_that_is(killed):
    url, tally = killed

    assert tally.kills == 4
    assert tally.clean, tally
    assert tally.steps >= 12

    store = Store(url)
    with store.engine.begin() as conn:
        conn.execute(text("UPDATE submission SET status = 'reviewed' WHERE status IN ('issued', 'withdrawn')"))
    store.close()
    check(url, tally)
    assert tally.lost > 0
    assert tally.partial > 0
    assert tally.without_event > 0
