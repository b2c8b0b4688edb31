"""报送情况: a mark for each kind of silence, numbers masked until somebody looks on record, and what was corrected."""

import pytest

from data.intake import Reporter, receive
from data.store import events
from data.store.scope import EVERYTHING
from pages import reads
from pages.door import clock, open_store
from pages.intake.completeness import reminders_file, reveal, revised
from pages.parts.personal import masked
from tests.pages.conftest import NOW
from tests.pages.reading import listing, rows_of, user_of, words

FIRMS = (
    "企业编号,企业名称,县(市),企业类型,报送品类,联系人,联系电话\n"
    "E01,清河超市,临夏县,大型商超,大米,马某,13812345678\n"
    "E02,福临商贸,康乐县,大型商超,大米,王某,13987654321\n"
)
HEADER = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨)\n"


@pytest.fixture
def town(page_store):
    bureau = Reporter(name="州局（ju）", scope=EVERYTHING, role="bureau")
    for topic, content in (
        ("enterprises", FIRMS),
        ("supply", HEADER + "E01,大米,2020-09-28,30,1,1\nE01,大米,2020-09-29,0,0,0\n"),
        ("supply", HEADER + "E01,大米,2020-09-28,20,1,1\n"),
    ):
        receive(
            page_store, open_store.region(), content.encode(), filename="x.csv", reporter=bureau, received_at=NOW,
            topic=topic,
        )  # fmt: skip
    return page_store


def test_each_state_has_a_mark_of_its_own(signed_in, town):
    app = signed_in("bureau", "completeness")
    rows = {row[0]: row for row in rows_of(app, "completeness_grid")}

    assert not app.exception
    assert rows["清河超市"][-3:] == ["◐", "0", "○"]  # the 28th late, the 29th a reported nought, the 30th not due
    assert rows["福临商贸"][-3:] == ["◇", "◇", "○"]


def test_the_reminders_are_masked_on_the_page_and_in_the_file(signed_in, town):
    app = signed_in("bureau", "completeness")
    shown = listing(app, "催报名单")
    taken = reminders_file(user_of("leader"), topic="supply")

    assert "139****4321" in list(shown["电话（遮盖）"])
    assert "13987654321" not in words(app) + taken.to_csv()
    assert "13812345678" not in words(app) + taken.to_csv()


def test_a_look_at_the_full_number_is_on_record(town):
    told = reveal(user_of("bureau"), "E02", at=clock.wall())

    with town.reading() as conn:
        kept = events.history(conn, scope=EVERYTHING, object_kind="reveal")
    assert told == "福临商贸 王某 13987654321（本次查看已记入操作日志）"
    assert kept[["actor", "action", "object_id", "county"]].iloc[0].tolist() == ["bureau", "reveal", "E02", "622922"]
    assert "13987654321" not in str(kept.to_dict())


def test_a_number_of_another_county_is_not_told(town):
    assert "1398" not in reveal(user_of("clerk"), "E02", at=clock.wall())
    with town.reading() as conn:
        assert events.history(conn, scope=EVERYTHING, object_kind="reveal").empty


def test_a_clerk_sees_the_own_county_only(signed_in, town):
    app = signed_in("clerk", "completeness", county="622922")

    assert [row[0] for row in rows_of(app, "completeness_grid")] == ["清河超市"]


def test_corrections_keep_what_was_reported_then(signed_in, town):
    user = user_of("bureau")
    found = revised(user, reads.as_of(), None, reads.counties(user))

    assert found[["subject", "day", "then", "now", "size"]].to_numpy().tolist() == [
        ["清河超市大米", "2020-09-28", 30.0, 20.0, -10.0]
    ]


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812345678", "138****5678"), ("0930-7654321", "093****4321"), ("0930-1", "093****"), ("", ""), (None, "")],
)
def test_a_number_is_shown_without_its_middle(phone, shown):
    assert masked(phone) == shown


def test_the_burden_counts_cells_and_minutes_by_county_and_sheet(signed_in, town):
    app = signed_in("bureau", "completeness", county="622921")

    supply = next(row for row in rows_of(app, "burden") if row[1] == "生活必需品供应日报表")

    # 30 days, one firm and category; on hand, inflow and outflow are required: 90 cells of six seconds
    assert supply == ["临夏县", "生活必需品供应日报表", "30", "1", "210", "90", "90", "9", "—"]
