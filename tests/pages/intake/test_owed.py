"""应报与已报: which period is owed now, how much of it is here, and the way to send it."""

import datetime as dt

import pytest

from data.intake import Reporter, receive
from data.store.scope import EVERYTHING
from pages.door import open_store
from pages.door.clock import SHANGHAI
from pages.intake.owed import current
from tests.pages.conftest import NOW
from tests.pages.reading import has, rows_of, table_of

FIRMS = (
    "企业编号,企业名称,县(市),企业类型,报送品类\n"
    "E01,清河超市,临夏县,大型商超,大米\n"
    "E02,福临商贸,康乐县,大型商超,大米\n"
)  # fmt: skip
STOCK = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨)\nE01,大米,2020-09-28,30,1,1\nE01,大米,2020-09-29,20,1,1\n"
TASKS = "填报地区,任务指标,统计日期,累计完成数\n"


def send(store, topic: str, content: str) -> None:
    bureau = Reporter(name="州局（ju）", scope=EVERYTHING, role="bureau")
    receive(store, open_store.region(), content.encode(), filename="x.csv", reporter=bureau, received_at=NOW,
            topic=topic)  # fmt: skip


@pytest.fixture
def town(page_store):
    send(page_store, "enterprises", FIRMS)
    send(page_store, "supply", STOCK)
    return page_store


def owed(app) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows_of(app, "upload_owed")}


def test_a_bureau_sees_of_each_sheet_the_period_owed_now_and_what_is_here(signed_in, town):
    told = owed(signed_in("bureau", "upload"))

    assert told["生活必需品供应日报表"] == ["2020年9月29日", "2020-09-30 12:00", "1/2", "◇ 未报", "15", "在线填报"]
    assert told["市场主体日报表"][2:4] == ["0/8", "◇ 未报"]
    assert "拖欠账款清偿明细表" in told


def test_a_clerk_is_told_of_the_own_county_and_led_to_the_form(signed_in, town):
    app = signed_in("clerk", "upload")

    assert owed(app)["生活必需品供应日报表"][2:4] == ["1/1", "● 已报齐"]
    cells = table_of(app, "upload_owed")["rows"][0]["cells"]
    assert cells[-1]["href"] == "forms?topic=supply&period=2020-09-29"
    assert cells[-2]["href"] == "completeness?topic=supply"


def test_an_enterprise_owes_its_own_sheet_only_and_is_not_led_where_it_may_not_go(signed_in, town):
    app = signed_in("enterprise", "upload")

    (row,) = table_of(app, "upload_owed")["rows"]
    assert row["cells"][0] == "生活必需品供应日报表"
    assert row["cells"][-2]["href"] is None


def test_tasks_are_whole_when_every_task_reported_until_then_has_come(signed_in, page_store):
    send(page_store, "measure_progress", TASKS + "临夏县,新增上云企业,2020-07-31,3\n")
    send(page_store, "measure_progress", TASKS + "临夏县,新增上云企业,2020-08-31,4\n临夏县,服务中小企业,2020-08-31,9\n")
    app = signed_in("clerk", "completeness", topic="measure_progress")
    assert rows_of(app, "completeness_grid")[0][-3:] == ["◐", "◐", "○"]

    send(page_store, "measure_progress", TASKS + "临夏县,新增上云企业,2020-09-30,5\n")
    half = signed_in("clerk", "completeness", topic="measure_progress")
    assert rows_of(half, "completeness_grid")[0][-1] == "○"

    send(page_store, "measure_progress", TASKS + "临夏县,服务中小企业,2020-09-30,10\n")
    whole = signed_in("clerk", "completeness", topic="measure_progress")
    assert rows_of(whole, "completeness_grid")[0][-1] == "●"


def test_the_region_s_own_tasks_are_owed_by_a_unit_of_their_own(signed_in, page_store):
    app = signed_in("bureau", "completeness", topic="measure_progress")

    assert [row[0] for row in rows_of(app, "completeness_grid")][:2] == ["临夏州（本级）", "临夏市"]


def test_where_nobody_is_listed_nothing_is_owed(signed_in):
    assert "生活必需品供应日报表" not in (owed(app) if has(app := signed_in("staff", "upload"), "upload_owed") else {})


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2020-09-30 09:00", "2020-09-29"),
        ("2020-09-30 23:59", "2020-09-29"),
        ("2020-10-01 00:00", "2020-09-30"),
    ],
)
def test_a_day_is_owed_when_it_is_over(now, day):
    days = [dt.date(2020, 9, 28), dt.date(2020, 9, 29), dt.date(2020, 9, 30)]
    ends = [dt.datetime(2020, 9, n, 12, tzinfo=SHANGHAI) for n in (29, 30)] + [
        dt.datetime(2020, 10, 1, 12, tzinfo=SHANGHAI)
    ]

    assert str(days[current(days, ends, dt.datetime.fromisoformat(now).replace(tzinfo=SHANGHAI))]) == day


def test_what_is_due_on_its_own_day_is_owed_from_that_morning():
    days = [dt.date(2020, 9, 18), dt.date(2020, 9, 25)]
    ends = [dt.datetime(2020, 9, n, 18, tzinfo=SHANGHAI) for n in (18, 25)]

    assert current(days, ends, dt.datetime(2020, 9, 25, 0, 1, tzinfo=SHANGHAI)) == 1
    assert current(days, ends, dt.datetime(2020, 9, 24, 23, 59, tzinfo=SHANGHAI)) == 0
