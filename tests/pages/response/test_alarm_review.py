"""预警评估: the replay's figures with their denominators, and what people answered."""

import datetime as dt

import pytest

from data.store import replays
from data.store.engine import Store
from tests.pages import small_town
from tests.pages.reading import rows_of, words

ROW = {"indicator": "decline_in_net", "severity": "blue", "in_force": True, "a_year": 4.0, "line": 2.46, "alarms": 12,
       "false": 5, "false_a_year": 3.2, "missed": 1, "events": 9, "lead_days": 11.0,
       "by_driver": {"exits": [6, 7], "entries": [2, 2]}}  # fmt: skip
HELD = ROW | {
    "indicator": "price_change_7d",
    "a_year": 24.0,
    "line": None,
    "alarms_a_year": 75.5,
    "false_a_year": 61.0,
    "tests_a_year": 122640,
}
OPENINGS = ROW | {"indicator": "decline_in_entries", "alarms": 39, "false": 12, "missed": 6}
RESULT = {
    "since": "2019-01-01",
    "events": 9,
    "budgets": [OPENINGS, ROW, ROW | {"in_force": False, "lead_days": None}, HELD],
}


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
    assert rows_of(app, "held") == [["七日价格涨跌", "122,640", "75.5", "61", "24", "超出上限，请核实警戒线"]]
    assert words(app).count("不由预算推出：预算在这里只是误报上限，不要求用足。") == 1
    assert (
        words(app).count(
            "哪一路发现哪类问题：9 次真实存量下降中，7 次主要来自退出增多，2 次主要来自新设不足；各路报出："
            "新设下降异常度 3/9、净增下降异常度 8/9。新设一路只看开业：属实的 27 次预警说的是开业减少，不等于存量已降，"
            "存量要看退出、净增和存量三路。"
        )
        == 1
    )


def test_a_county_clerk_sees_the_answers_of_the_county_and_no_regions_replay(signed_in):
    app = signed_in("clerk", "alarm_review")

    assert not app.exception
    assert "误报预算与回放" not in words(app)
    assert "办理人员的答复" in words(app)
