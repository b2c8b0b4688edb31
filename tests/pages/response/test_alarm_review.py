"""预警评估: the replay's figures with their denominators, and what people answered."""

import datetime as dt

import pytest

from data.store import replays
from data.store.engine import Store
from tests.pages import small_town
from tests.pages.reading import rows_of, words

ROW = {"indicator": "decline_in_net", "severity": "blue", "in_force": True, "a_year": 4.0, "line": 2.46, "alarms": 12,
       "false": 5, "false_a_year": 3.2, "missed": 1, "events": 9, "lead_days": 11.0}  # fmt: skip
HELD = ROW | {
    "indicator": "price_change_7d",
    "a_year": 24.0,
    "line": None,
    "false_a_year": 61.0,
    "tests_a_year": 122640,
}
RESULT = {"since": "2019-01-01", "events": 9, "budgets": [ROW, ROW | {"in_force": False, "lead_days": None}, HELD]}


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    store = Store(tmp_store_url)
    moment = dt.datetime(2020, 10, 1, tzinfo=dt.UTC)
    with store.writing(at=moment) as conn:
        replays.put(conn, known_at=moment, until=dt.date(2020, 9, 30), result=RESULT)
    store.close()
    return tmp_store_url


def test_a_choice_shows_false_alarms_misses_of_how_many_and_lead(signed_in):
    app = signed_in("leader", "alarm_review")

    assert not app.exception
    assert rows_of(app, "choices_decline_in_net") == [
        ["4", "Ⅳ 蓝色", "2.46", "12", "3.2", "1/9", "11", "现行"],
        ["4", "Ⅳ 蓝色", "2.46", "12", "3.2", "1/9", "—", ""],
    ]
    assert "现行每年约容许 4 次误报，回放中每年 3.2 次；9 次真实存量下降报出 8 次，居中早 11 天。" in words(app)
    assert rows_of(app, "held") == [["七日价格涨跌", "122,640", "24", "61", "超出预算，请核实警戒线"]]


def test_a_county_clerk_sees_the_answers_of_the_county_and_no_regions_replay(signed_in):
    app = signed_in("clerk", "alarm_review")

    assert not app.exception
    assert "误报预算与回放" not in words(app)
    assert "办理人员的答复" in words(app)
