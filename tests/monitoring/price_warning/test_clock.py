"""The two hours from a level's appearance to the first step of a person."""

import datetime as dt

import pandas as pd
import pytest

from monitoring.price_warning.clock import clock

NOON = dt.datetime(2020, 9, 30, 4, tzinfo=dt.UTC)


def events(*steps: tuple[float, str, str]) -> pd.DataFrame:
    """Steps of an alert: hours after noon, who, what."""
    frame = pd.DataFrame(steps, columns=["hours", "actor", "action"])
    return frame.assign(at=pd.to_datetime([NOON + dt.timedelta(hours=h) for h in frame["hours"]], utc=True))


OPEN = (0, "machine", "open")


@pytest.mark.parametrize(
    ("steps", "at", "over", "how"),
    [
        ([OPEN], 1, False, "incomplete"),
        ([OPEN], 3, False, "over"),
        ([OPEN], 3, True, "missing"),
        ([OPEN, (0.5, "machine", "join"), (2, "zhang", "acknowledge")], 5, False, "within"),
        ([OPEN, (2.1, "zhang", "acknowledge"), (3, "li", "handle")], 5, False, "over"),
        ([OPEN, (1, "zhang", "acknowledge"), (24, "machine", "raise")], 25, False, "incomplete"),
        ([OPEN, (1, "zhang", "acknowledge"), (24, "machine", "raise")], 27, False, "over"),
        ([OPEN, (1, "zhang", "acknowledge"), (24, "machine", "lower")], 27, False, "within"),
    ],
)
def test_within_over_running_or_missing(steps, at, over, how):
    found = clock(events(*steps), hours=2, now=NOON + dt.timedelta(hours=at), over=over)

    assert found.how == how
    assert found.due - found.appeared == dt.timedelta(hours=2)
