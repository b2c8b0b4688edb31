"""Which reports a level owes, drawn hour by hour: first within two hours, one a day, one at the end."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from monitoring.price_warning.duties import duties, episodes
from monitoring.price_warning.rules import ReportRule

HERE = ZoneInfo("Asia/Shanghai")
NOON = dt.datetime(2020, 9, 30, 12, tzinfo=HERE)
RULE = ReportRule(since=dt.date(2019, 1, 1), first_hours=2, follow_by=dt.time(18), final_hours=24, unit="bureau",
                  recipients=("government",), source="x", mark="E")  # fmt: skip
OPEN, CLEAR = (0, "machine", "open"), (48, "machine", "clear")


def events(*steps: tuple[float, str, str]) -> pd.DataFrame:
    """Steps of an alert: hours after noon, who, what."""
    frame = pd.DataFrame(steps, columns=["hours", "actor", "action"])
    return frame.assign(at=pd.to_datetime([NOON + dt.timedelta(hours=h) for h in frame["hours"]], utc=True))


def told(*rows: tuple) -> pd.DataFrame:
    """Reports: hours after noon, kind, and where told also hours after noon of the record, and what it corrects."""
    full = [(*row, *(row[0], 0)[len(row) - 2 :]) for row in rows]
    frame = pd.DataFrame(full, columns=["hours", "kind", "noted", "corrects"])
    moments = {name: [NOON + dt.timedelta(hours=h) for h in frame[of]] for name, of in
               (("reported_at", "hours"), ("known_at", "noted"))}  # fmt: skip
    return frame.assign(serial=range(1, len(frame) + 1), **{n: pd.to_datetime(v, utc=True) for n, v in moments.items()})


def owed(steps, reports=(), *, at: float) -> list[tuple[str, str, str]]:
    found = duties(events(*steps), told(*reports), rule=RULE, now=NOON + dt.timedelta(hours=at), zone=HERE)
    return [(duty.kind, duty.why, duty.how) for duty in found]


@pytest.mark.parametrize(
    ("steps", "reports", "at", "expected"),
    [
        # the first: its two hours run, are kept, are overrun; a step somebody takes with the alert is no report
        ([OPEN], [], 1, ["first appeared incomplete"]),
        ([OPEN], [], 3, ["first appeared over"]),
        ([OPEN], [(2, "first")], 3, ["first appeared within"]),
        ([OPEN], [(2.1, "first")], 3, ["first appeared over"]),
        ([OPEN, (1, "zhang", "acknowledge")], [], 3, ["first appeared over"]),
        # the next day one more is owed until six in the afternoon, and once the day is gone it is missing
        ([OPEN], [(1, "first")], 24, ["first appeared within", "follow daily incomplete"]),
        ([OPEN], [(1, "first")], 31, ["first appeared within", "follow daily over"]),
        ([OPEN], [(1, "first"), (29, "follow")], 31, ["first appeared within", "follow daily within"]),
        ([OPEN], [(1, "first"), (31, "follow")], 32, ["first appeared within", "follow daily over"]),
        ([OPEN], [(1, "first")], 37, ["first appeared within", "follow daily missing", "follow daily incomplete"]),
        # a level that rises is reported within two hours again, whatever kind of report says so
        ([OPEN, (3, "machine", "raise")], [(1, "first")], 4, ["first appeared within", "follow rose incomplete"]),
        ([OPEN, (3, "machine", "raise")], [(1, "first"), (4, "follow")], 6,
         ["first appeared within", "follow rose within"]),
        ([OPEN, (3, "machine", "lower")], [(1, "first")], 6, ["first appeared within"]),
        # at its end the final one, and none for the day on which it ended
        ([OPEN, CLEAR], [(1, "first"), (27, "follow")], 60,
         ["first appeared within", "follow daily within", "final ended incomplete"]),
        ([OPEN, CLEAR], [(1, "first"), (27, "follow"), (50, "final")], 90,
         ["first appeared within", "follow daily within", "final ended within"]),
        ([OPEN, (5, "li", "false_alarm")], [(1, "first")], 40, ["first appeared within", "final ended over"]),
        # a first report nobody made, though a later one was, stays missing
        ([OPEN, CLEAR], [(50, "final")], 60,
         ["first appeared missing", "follow daily missing", "final ended within"]),
        # a level that comes back begins anew
        ([OPEN, (20, "machine", "clear"), (30, "machine", "return")], [(1, "first"), (21, "final")], 31,
         ["first appeared within", "final ended within", "first appeared incomplete"]),
        # a correction is not a report of its own
        ([OPEN], [(1, "first"), (20, "first", 20, 1)], 31, ["first appeared within", "follow daily over"]),
        # nothing is owed where no level ever appeared
        ([(0, "machine", "join")], [], 9, []),
    ],
)  # fmt: skip
def test_within_over_running_or_missing(steps, reports, at, expected):
    assert [" ".join(duty) for duty in owed(steps, reports, at=at)] == expected


def test_what_was_recorded_after_its_limit_says_so():
    (first,) = duties(events(OPEN), told((1, "first", 5)), rule=RULE, now=NOON + dt.timedelta(hours=6), zone=HERE)

    (late,) = duties(events(OPEN), told((3, "first", 5)), rule=RULE, now=NOON + dt.timedelta(hours=6), zone=HERE)

    assert (first.how, first.noted) == ("within", NOON + dt.timedelta(hours=5))
    assert (late.how, late.noted) == ("over", None)


def test_an_episode_ends_once_and_a_second_one_is_another():
    found = episodes(events(OPEN, (1, "machine", "raise"), CLEAR, (49, "li", "close"), (72, "machine", "return")))

    assert [(one.since.hour, one.until is None, len(one.rises)) for one in found] == [(4, False, 1), (4, True, 0)]
