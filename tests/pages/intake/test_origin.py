"""数从何来: one figure's life, within the reader's scope, with names only on record."""

import pytest

from data.store import events
from data.store.scope import EVERYTHING
from tests.pages import small_town
from tests.pages.reading import has, rows_of, table_of, words

VALUE = {"indicator": "days_of_cover", "subject": "E02:rice", "on": "2020-09-29"}


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    def open_it(role="bureau", **query):
        app = signed_in(role, "origin", **query)
        assert not app.exception
        return app

    return open_it


def test_a_value_shows_its_number_its_lines_its_run_and_its_rows(seen):
    app = seen(**VALUE)

    facts = dict(row[:2] for row in rows_of(app, "origin_value"))
    assert (facts["数值"], facts["状态"]) == ("2.0 天", "正常")
    assert "红色" in facts["警戒线"]
    [run] = rows_of(app, "origin_runs")
    assert run[0] == "2020-09-30 11:00"
    assert run[3].startswith("第 1 次（参数 test")
    supply = rows_of(app, "origin_supply")
    assert ("2020-09-29" in supply[0], "福临商贸" in supply[0] or "E02" in supply[0]) == (True, True)
    assert supply[0][-2] == "✓"


def test_a_value_leads_to_the_alert_it_kept(seen):
    told = words(seen(**VALUE))

    assert "福临商贸大米可供天数2.0天" in told
    assert "信号：2.0 天，警戒线 3.0 天" in told


def test_the_file_stands_with_its_sender_by_the_first_character(seen, page_store):
    app = seen(**VALUE)

    [file] = [row for row in rows_of(app, "origin_files") if row[2] == "supply.xlsx"]
    assert file[3] == "s**"
    assert file[6].replace(" ", "") == "supplysupplyE02".ljust(64, "0")


def test_full_names_are_a_click_on_record(seen, page_store):
    app = seen(**VALUE)

    app.button(key="origin_reveal").click().run()

    assert "staff" in [row[3] for row in rows_of(app, "origin_files")]
    with page_store.reading() as conn:
        noted = events.history(conn, scope=EVERYTHING).iloc[0]
    assert (noted["action"], noted["object_id"]) == ("reveal", "days_of_cover|E02:rice|2020-09-29")
    assert noted["county"] == small_town.FULL


def test_a_leader_is_never_offered_the_names(seen):
    assert [button.key for button in seen(role="leader", **VALUE).button if button.key == "origin_reveal"] == []


def test_a_reported_row_names_the_values_it_feeds(seen):
    app = seen(topic="supply", key="E02:rice", on="2020-09-29")

    heads = [column["title"] for column in table_of(app, "origin_fed")["columns"]]
    fed = {row[0]: dict(zip(heads, row)) for row in rows_of(app, "origin_fed")}
    assert fed["可供天数"]["福临商贸大米"] == "2.0 天"
    assert fed["可供天数"]["临夏州大米"] == "16.0 天"
    assert "0930-1" not in words(app)


def test_a_telephone_in_a_list_is_masked(seen):
    told = words(seen(topic="enterprises", key="E02"))

    assert "福临商贸" in told
    assert "福临商贸联系人" not in told
    assert "0930-1" not in told


@pytest.mark.parametrize("asked", [
    {"indicator": "days_of_cover", "subject": "E03:meat", "on": "2020-09-29"},
    {"indicator": "days_of_cover", "subject": "622900:rice", "on": "2020-09-29"},
    {"topic": "supply", "key": "E03:meat", "on": "2020-09-27"},
    {"topic": "market_status", "key": "M003", "on": "2020-09-25"},
    {"topic": "arrears_items", "key": "Q003"},
])  # fmt: skip
def test_a_clerk_cannot_ask_about_another_county(seen, asked):
    app = seen(role="clerk", **asked)

    told = words(app)
    for foreign in ("康和肉业", "皮毛交易中心", "康乐县", "场地改造"):
        assert foreign not in told
    if "topic" in asked:
        assert "不在您的范围内" in told


def test_a_clerk_is_not_told_the_name_of_a_file_that_holds_rows_of_others(seen):
    app = seen(role="clerk", topic="market_status", key="M001", on="2020-09-25")

    [file] = rows_of(app, "origin_files")
    assert file[2] == "含其他县市数据，文件信息由州级部门掌握"
    assert not has(app, "origin_runs")


@pytest.mark.parametrize("asked", [
    {}, {"indicator": "nonsense", "subject": "x", "on": "2999-01-01"}, {"topic": "supply", "key": ":::"},
    {"topic": "supply", "key": "E02"}, {"topic": "nothing", "key": "a"},
    {"topic": "arrears_payments", "key": "Q001:P1", "on": "2020-08-20"},
    {"indicator": "arrears_outstanding", "subject": f"{small_town.FULL}:{small_town.LISTED}", "on": "2020-09-29"},
])  # fmt: skip
def test_whatever_the_address_says_the_page_stands(seen, asked):
    for role in ("staff", "enterprise", "clerk"):
        seen(role=role, **asked)
