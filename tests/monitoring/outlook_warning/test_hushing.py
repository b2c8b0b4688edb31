"""A projection raises nothing where its fact stands already, nor where nobody could act; and ends nothing either."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from monitoring.grading import grade
from monitoring.levels import Patience
from monitoring.outlook_warning.hushing import hushed
from monitoring.signals import COLUMNS, signals
from tests.monitoring import literal
from tests.monitoring.literal import days
from tests.monitoring.rules import line, thresholds

LINES = thresholds(
    line("year_end_chance", yellow=30, orange=10, release=50),
    line("stock_vs_year_end", yellow=0, orange=-1),
    line("stockout_chance", worse="high", yellow=50),
    line("days_of_cover", blue=15),
)
SUNDAY = "2020-09-06"


def values(rows):
    frame = pd.DataFrame(rows, columns=["indicator", "subject", "date", "value", "state"])
    return frame.assign(
        county="C1", enterprise=pd.Series([None] * len(frame), dtype="str"),
        date=pd.to_datetime(frame["date"]).astype("datetime64[us]"), value=frame["value"].astype(float),
    )  # fmt: skip


def rank_of(*facts, end="2020-12-31", day="2020-09-08", chance=20.0):
    """The rank of C1's year-end outlook on a day; None where it is hushed."""
    told = literal.outlooks([{"outlook": "year_end_stock", "subject": "C1", "date": SUNDAY, "answer": {"end": end}}])
    rows = [("year_end_chance", "C1", day, chance, "ok"), *facts]
    inputs = {"outlooks": told, "outlook_rules": literal.outlook_rules()}
    graded = hushed(grade(values(rows), LINES), inputs).iloc[0]
    return None if pd.isna(graded["rank"]) else int(graded["rank"])


def fact(day, value, *, subject="C1"):
    return ("stock_vs_year_end", subject, day, value, "ok")


def test_a_bad_outlook_without_a_fact_keeps_its_rank():
    assert rank_of(fact("2020-09-08", 0.0)) == 2


def test_where_the_fact_is_at_a_level_the_outlook_raises_nothing():
    assert rank_of(fact("2020-09-08", -0.01)) is None


def test_a_fact_of_another_subject_hushes_nobody():
    assert rank_of(fact("2020-09-08", -5.0, subject="C2")) == 2


def test_a_fact_that_was_last_told_bad_still_stands_while_its_report_is_owed():
    assert rank_of(fact("2020-09-03", -0.5), ("stock_vs_year_end", "C1", "2020-09-08", None, "missing")) is None


def test_a_fact_that_was_over_before_the_outlook_was_made_hushes_no_more():
    assert rank_of(fact("2020-09-05", -0.5), fact("2020-09-06", 0.5)) == 2


def test_an_outlook_made_while_the_fact_stood_is_no_news_when_it_is_over():
    assert rank_of(fact("2020-09-06", -0.5), fact("2020-09-08", 0.5)) is None


@pytest.mark.parametrize(
    ("end", "rank"), [("2020-10-07", None), ("2020-10-08", 2), ("2021-05-06", 2), ("2021-05-07", None)]
)
def test_nothing_new_nearer_than_thirty_days_nor_further_than_two_hundred_and_forty(end, rank):
    assert rank_of(end=end) == rank


def test_a_good_outlook_keeps_its_rank_however_late_it_is():
    assert rank_of(fact("2020-09-08", -5.0), end="2020-09-10", chance=60.0) == 0


def test_a_stockout_older_than_a_week_raises_nothing():
    told = literal.outlooks([{"outlook": "days_to_stockout", "subject": "E1:rice", "date": SUNDAY}])
    rows = values([("stockout_chance", "E1:rice", day, 90.0, "ok") for day in ("2020-09-12", "2020-09-13")])

    graded = hushed(grade(rows, LINES), {"outlooks": told, "outlook_rules": literal.outlook_rules()})

    assert graded["rank"].tolist()[0] == 2
    assert pd.isna(graded["rank"].tolist()[1])


def test_the_graded_values_handed_in_are_not_changed():
    told = literal.outlooks(
        [{"outlook": "year_end_stock", "subject": "C1", "date": SUNDAY, "answer": {"end": "2020-09-10"}}]
    )
    graded = grade(values([("year_end_chance", "C1", "2020-09-08", 20.0, "ok")]), LINES)
    before = graded.copy(deep=True)

    hushed(graded, {"outlooks": told, "outlook_rules": literal.outlook_rules()})

    pd.testing.assert_frame_equal(graded, before)


WEEK = some.tuples(some.sampled_from(["ok", "not_assessable"]), some.sampled_from([5.0, 20.0, 40.0, 60.0]),
                   some.booleans())  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(some.lists(WEEK, min_size=4, max_size=10))
def test_a_level_falls_only_on_a_day_with_an_assessable_outlook_past_the_number_that_lets_go(weeks):
    """Each week: the state of its outlook, its chance, and whether the fact stands."""
    window = days("2020-03-01", str((pd.Timestamp("2020-03-01") + pd.Timedelta(days=7 * len(weeks) - 1)).date()))
    sundays = window[::7]
    told = literal.outlooks(
        [
            {"outlook": "year_end_stock", "subject": "C1", "date": day, "answer": {"end": "2020-12-31"}}
            for day in sundays
        ]
    )
    rows = []
    for number, day in enumerate(window):
        state, chance, stands = weeks[number // 7]
        rows.append(("year_end_chance", "C1", day, chance if state == "ok" else None, state))
        rows.append(("stock_vs_year_end", "C1", day, -1.5 if stands else 0.5, "ok"))
    graded = hushed(grade(values(rows), LINES), {"outlooks": told, "outlook_rules": literal.outlook_rules()})
    found = signals(graded, before=pd.DataFrame(columns=COLUMNS), thresholds=LINES,
                    patience=Patience(lower_after=2, memory_days=14), since=window[0])  # fmt: skip

    mine = found[found["indicator"] == "year_end_chance"].set_index("date")["severity"]
    level = [("", "yellow", "orange").index(mine.get(day, "")) for day in window]
    for number in range(1, len(window)):
        state, chance, _ = weeks[number // 7]
        if level[number] < level[number - 1]:
            assert state == "ok"
            assert chance > (10.0 if level[number] else 49.0)
        if level[number] > level[number - 1]:
            assert (state, weeks[number // 7][2]) == ("ok", False)
