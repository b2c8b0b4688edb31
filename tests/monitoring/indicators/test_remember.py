"""Working the same reports out once: what counts as the same question, and how much is kept."""

import datetime as dt

import pandas as pd

from monitoring.indicators.remember import remembered

FRAME = pd.DataFrame({"value": [1, 2]})


def counted(asked: list):
    """A remembered function that writes down each time it is really asked."""

    @remembered
    def total(frame, window, day):
        asked.append(day)
        return frame["value"].sum() + len(window)

    return total


def window() -> pd.DatetimeIndex:
    return pd.date_range("2020-09-01", periods=3)


def test_the_same_frame_and_equal_days_are_asked_once():
    asked = []
    total = counted(asked)

    answers = [total(FRAME, window(), dt.date(2020, 9, 3)) for _ in range(2)]

    assert answers == [6, 6]
    assert len(asked) == 1


def test_an_equal_frame_that_is_another_object_is_asked_again():
    asked = []
    total = counted(asked)

    total(FRAME, window(), dt.date(2020, 9, 3))
    total(FRAME.copy(), window(), dt.date(2020, 9, 3))

    assert len(asked) == 2


def test_another_day_is_asked_again_and_only_the_last_answer_is_kept():
    asked = []
    total = counted(asked)

    for day in (3, 4, 3):
        total(FRAME, window(), dt.date(2020, 9, day))

    assert asked == [dt.date(2020, 9, 3), dt.date(2020, 9, 4), dt.date(2020, 9, 3)]
