"""A file is stored whole or not at all; the same again changes nothing; a correction keeps history."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.intake import Refused, receive, receive_registry
from data.store import entities, events, files
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON, counts, of

LATER = NOON + dt.timedelta(hours=3)
FIRST = counts(
    "临夏县,个体工商户,2020-02-29,8300,12,3,0,1,2,0,8308",
    "临夏县,个体工商户,2020-03-01,8308,10,8,0,0,0,0,8310",
)


@pytest.fixture
def store(store_url):
    """Both databases."""
    store = Store(store_url)
    yield store
    store.close()


def stored_counts(store, as_known=None):
    with store.reading() as conn:
        return entities.daily_counts(conn, scope=EVERYTHING, as_known=as_known)


def audit(store):
    with store.reading() as conn:
        return events.history(conn, scope=EVERYTHING)


def test_a_good_file_is_stored_and_acknowledged(store, send):
    receipt = send(FIRST, "日报.csv")

    assert (receipt.topic, receipt.rows, receipt.new, receipt.changed, receipt.already) == (
        "entity_counts", 2, 2, 0, False,
    )  # fmt: skip
    assert (receipt.first_day, receipt.last_day) == (dt.date(2020, 2, 29), dt.date(2020, 3, 1))
    assert receipt.receipt == "20200302-000001"
    assert stored_counts(store)["closing"].tolist() == [8308, 8310]


def test_a_stored_file_leaves_one_event_that_names_it(store, send):
    receipt = send(FIRST, "日报.csv")

    (event,) = audit(store).to_dict("records")
    assert (event["action"], event["actor"], event["object_id"]) == ("receive_file", "州局", receipt.receipt)
    assert event["detail"]["rows"] == 2
    assert event["county"] == "622921"


def test_the_same_file_again_changes_nothing(store, send):
    first = send(FIRST, "日报.csv")
    version = store.version()

    again = send(FIRST, "日报(副本).csv", at=LATER)

    assert again.already
    assert (again.receipt, again.new, again.changed, again.unchanged) == (first.receipt, 0, 0, 2)
    assert store.version() == version
    assert len(audit(store)) == 1


def test_one_bad_row_keeps_the_whole_file_out(store, send):
    bad = FIRST + "临夏县,企业,2020-03-01,100,1,0,0,0,0,0,999\n"

    with pytest.raises(Refused):
        send(bad)

    assert stored_counts(store).empty
    with store.reading() as conn:
        assert files.received(conn, scope=EVERYTHING).empty


def test_a_refusal_is_remembered_without_changing_the_data(store, refused):
    version = store.version()

    refused(FIRST.replace("8310", "8311"), "坏表.csv")

    (event,) = audit(store).to_dict("records")
    assert event["action"] == "refuse_file"
    assert event["detail"]["problems"] == {"stock_flow": 1}
    assert store.version() == version


def test_a_corrected_file_supersedes_and_the_old_figures_stay_readable_as_known_then(store, send):
    send(FIRST)
    corrected = FIRST.replace("8308,10,8,0,0,0,0,8310", "8308,10,9,0,0,0,0,8309")

    receipt = send(corrected, at=LATER)

    assert (receipt.new, receipt.changed, receipt.unchanged) == (0, 1, 1)
    assert stored_counts(store)["closing"].tolist() == [8308, 8309]
    assert stored_counts(store, as_known=NOON)["closing"].tolist() == [8308, 8310]


def test_every_problem_is_told_at_once_with_its_row_and_printed_header(refused):
    problems = refused(
        counts(
            "临夏,个体工商户,2020-03-01,1,0,0,0,0,0,0,1",
            "临夏县,个体,2020-02-30,1,0,0,0,0,0,0,1",
            "临夏县,企业,2020-03-01,100,1,0,0,0,0,0,105",
            "临夏县,外星企业,2020-03-01,十,1,0,0,0,0,0,",
        )
    )

    assert [(p.row, p.header, p.found, p.code) for p in problems] == [
        (2, "县(市)", "临夏", "whole_region"),
        (3, "统计日期", "2020-02-30", "impossible_day"),
        (4, "期末实有", "105", "stock_flow"),
        (5, "主体类型", "外星企业", "unknown_word"),
        (5, "期初实有", "十", "not_a_number"),
        (5, "期末实有", "", "required"),
    ]
    assert all(p.advice and p.reason for p in problems)


def test_two_copies_sent_at_once_are_one_import(store, region, bureau):
    version = store.version()

    def once(i):
        return receive(store, region, FIRST.encode(), filename=f"{i}.csv", reporter=bureau, received_at=NOON)

    with ThreadPoolExecutor(10) as pool:
        receipts = list(pool.map(once, range(40)))

    assert sum(not receipt.already for receipt in receipts) == 1
    assert {receipt.receipt for receipt in receipts} == {"20200302-000001"}
    assert len(stored_counts(store)) == 2
    assert len(audit(store)) == 1
    assert store.version() == version + 1


def test_a_clerk_sends_only_the_own_county(send, refused, clerk):
    assert send(FIRST, reporter=clerk).new == 2

    problems = refused(FIRST.replace("临夏县", "康乐县"), reporter=clerk)

    assert [(p.row, p.code) for p in problems] == [(2, "not_yours"), (3, "not_yours")]


def test_an_opening_must_be_the_stored_closing_of_the_day_before(send, refused):
    send(FIRST)

    (problem,) = refused(counts("临夏县,个体工商户,2020-03-02,8311,0,0,0,0,0,0,8311"))

    assert (problem.code, problem.row, problem.found) == ("opening_not_previous_closing", 2, "8311")
    assert "8310" in problem.reason
    assert "相差1" in problem.reason


def test_a_file_dated_before_a_stored_correction_cannot_replace_it(send, refused):
    send(FIRST, at=LATER)

    problems = refused(FIRST.replace("8308,10,8,0,0,0,0,8310", "8308,10,9,0,0,0,0,8309"), at=NOON)

    assert of(problems, "older_knowledge")


def test_a_registry_streams_into_either_database_and_keeps_its_counties(store, region, bureau, clerk, tmp_path):
    def stream(name, county, reporter, at):
        path = tmp_path / name
        path.write_text(
            "统一社会信用代码,名称,主体类型,县(市),乡镇,行业,规模,成立日期\n"
            f"91622921MA0000020X,示例建筑有限公司,企业,{county},韩集镇,E,小型,2012-01-09\n"
        )
        return receive_registry(store, region, path, reporter=reporter, received_at=at)

    assert stream("甲.csv", "康乐县", bureau, NOON).new == 1
    with pytest.raises(Refused) as caught:
        stream("乙.csv", "临夏县", clerk, LATER)
    assert [problem.code for problem in caught.value.problems] == ["not_yours"]
    assert stream("丙.csv", "临夏县", bureau, LATER).changed == 1
