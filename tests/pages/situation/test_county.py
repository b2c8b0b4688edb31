"""县市档案: one line a county, and everything about one of them on one page."""

import datetime as dt

import pandas as pd
import pytest

from data.store import values
from pages.door import clock
from pages.response.problem_steps import raise_one
from pages.situation.county import measures_file, summary_file
from tests.pages import small_town
from tests.pages.reading import has, rows_of, user_of, words

FULL, PART = small_town.FULL, small_town.PART
RAISED = dt.datetime(2020, 9, 14, 2, tzinfo=dt.UTC)


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def town(page_store):
    """With an overdue problem in one county, and a report it owed on two of three days."""
    said = {
        "county": FULL,
        "entity": "清河理发店",
        "category": "rent",
        "title": "免租未落实",
        "detail": "",
        "phone": "",
    }
    raise_one(page_store, user_of("staff"), said, now=RAISED, drawn="x")
    days = pd.to_datetime(["2020-09-27", "2020-09-28", "2020-09-29"])
    frame = pd.DataFrame({"indicator": "entity_silence", "subject": FULL, "county": FULL, "enterprise": None,
                          "date": days, "value": [0.0, 1.0, 2.0], "state": "ok"})  # fmt: skip
    with page_store.writing(at=clock.now()) as conn:
        values.put(conn, frame, known_at=small_town.KNOWN)
    return page_store


@pytest.fixture
def seen(signed_in):
    def open_it(role="bureau", **query):
        app = signed_in(role, "county", **query)
        assert not app.exception
        return app

    return open_it


def test_every_county_has_a_line_with_alerts_problems_measures_and_reports_owed(town, seen):
    rows = {row[0]: row[1:] for row in rows_of(seen(), "county_summary")}

    assert len(rows) == 8
    assert rows["临夏县"][2:4] == ["1", "1"]
    assert rows["临夏县"][5] == "2"
    assert rows["康乐县"][2:4] == ["0", "0"]


def test_one_county_shows_everything_together(town, seen):
    app = seen(county=FULL)

    for key in ("board", "exceptions", "county_problems", "county_measures", "county_record"):
        assert has(app, key), key
    assert rows_of(app, "county_problems")[0][1] == "免租未落实"
    record = {row[0]: row[1:] for row in rows_of(app, "county_record")}
    assert record["市场主体户数：欠报"] == ["2 天", "—", "2/3 天"]
    assert record["任务进展：欠报"][0] == "不适用"


def test_a_clerk_sees_the_own_county_and_no_other(town, seen):
    app = seen("clerk")

    assert has(app, "county_record")
    assert "康乐县" not in words(seen("clerk", county=PART))
    assert summary_file(user_of("clerk"))["县（市）"].tolist() == ["临夏县"]


def test_the_files_say_what_the_page_says(town):
    assert len(summary_file(user_of("bureau"))) == 8
    assert len(measures_file(user_of("bureau"), county=FULL)) == 8


@pytest.mark.parametrize("role", ["leader", "bureau", "staff", "clerk"])
def test_it_opens_for_every_role_that_may(town, seen, role):
    assert has(seen(role, county=FULL), "county_measures")
