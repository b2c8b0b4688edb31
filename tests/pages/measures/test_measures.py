"""任务台账: every row of the plan in one line, overdue first, and one target down to the file it was reported in."""

import datetime as dt

import pytest

from data.store import facts, files
from data.store.engine import Store
from pages.measures.measures import ledger_file, reports_file
from pages.response.problem_steps import raise_one
from tests.pages import small_town
from tests.pages.reading import cards_of, has, listing, rows_of, table_of, user_of, words

FULL, PART, REGION = small_town.FULL, small_town.PART, small_town.REGION
DAY = dt.date(2020, 8, 31)
REPORTS = [
    (FULL, "cloud_firms", 20.0, None, None, "临县工信9号"),
    (PART, "cloud_firms", 28.0, None, None, None),
    (FULL, "commerce_firms_reopened", 90.0, 100.0, None, None),
    (FULL, "guarantee_fee_rate", 1.2, None, None, None),
    (REGION, "work_24", None, None, "running", "州司法局通报"),
]
NAMES = ("county", "target", "done", "total", "stage", "evidence")


@pytest.fixture
def page_store_url(tmp_store_url):
    small_town.build(tmp_store_url)
    store = Store(tmp_store_url)
    rows = [
        dict(zip(NAMES, row)) | {"valid_for": DAY, "note": None, "source_row": n} for n, row in enumerate(REPORTS, 2)
    ]
    with store.writing(at=small_town.SENT) as conn:
        file = files.accept(
            conn, sha256="m" * 64, topic="measure_progress", filename="任务进展.xlsx", reporter="staff",
            received_at=small_town.SENT, counties=[FULL, PART, REGION], row_count=len(rows),
        )  # fmt: skip
        facts.put(conn, "measure_progress", rows, source_file=file.id, known_at=small_town.SENT, reporter="staff")
    store.close()
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    def open_it(role="bureau", **query):
        app = signed_in(role, "measures", **query)
        assert not app.exception
        return app

    return open_it


def test_every_row_and_mechanism_of_the_plan_has_a_line(seen):
    rows = rows_of(seen(by="plan"), "measure_lines")

    told = {row[0] for row in rows}
    assert {f"第{n}条" for n in (*range(1, 6), *range(8, 26))} <= told
    assert {"第6(1)条", "第6(6)条", "第7(3)条", "机制1", "机制5"} <= told
    assert len(told) == 37


def test_overdue_comes_first_with_target_progress_and_leads_in_one_line(seen):
    rows = rows_of(seen(), "measure_lines")

    assert [row[6] for row in rows][:2] == ["超期", "超期"]
    shops = next(row for row in rows if row[1] == "商贸企业复工复产复市")
    assert shops[:5] == ["第6(2)条", "商贸企业复工复产复市", "100%", "6月30日", "90%"]
    assert shops[7] == "州商务局、州人行、州自然资源局"


def test_a_slip_says_that_it_is_one_and_never_carries_an_alerts_numeral(seen):
    cells = [row["cells"][6] for row in table_of(seen(), "measure_lines")["rows"]]

    assert (cells[0]["chip"]["word"], cells[0]["word"], cells[0]["text"]) == ("红单", "红单", "超期")
    assert {cell["chip"]["shape"] for cell in cells if cell["chip"]} <= {"■", "▲", "▼"}


def test_the_counters_show_their_denominator_and_how_many_have_reported(seen):
    cards = cards_of(seen())

    assert cards["新增上云企业"]["figure"] == "48/500"
    assert ["已报", "2/8 个单位"] in cards["新增上云企业"]["changes"]
    assert "100%" in cards["商贸企业复工复产复市"]["target"]


def test_a_target_opens_with_what_the_plan_leaves_open_and_the_file_behind(seen):
    app = seen(target="manager_trainees")
    assert "按合计为100人,按每期为200人" in words(app)

    app = seen(target="cloud_firms")
    assert "任务进展.xlsx" in listing(app, "报送记录")["来源文件"].tolist()
    assert [row[2] for row in rows_of(app, "measure_places")][1:3] == ["20 家", "28 家"]


def test_a_target_shows_the_problems_registered_for_its_row_of_the_plan(seen, page_store):
    said = {"county": FULL, "entity": "清河超市", "category": "cash", "title": "上云费用高", "detail": "", "phone": "",
            "measure": "12"}  # fmt: skip
    assert not has(seen(target="cloud_firms"), "measure_problems")

    raise_one(page_store, user_of("staff"), said, now=small_town.SENT, drawn="x")

    assert [row[1] for row in rows_of(seen(target="cloud_firms"), "measure_problems")] == ["上云费用高"]
    assert not has(seen(target="service_visits"), "measure_problems")


def test_departments_are_counted_overdue_first(seen):
    rows = rows_of(seen(tab="leads"), "measure_leads")

    assert rows[0][2] != "0"
    assert {row[0] for row in rows} >= {"州工信局", "州政府金融办", "国网临夏供电公司"}


def test_a_clerk_sees_the_own_county_only(seen):
    app = seen("clerk")

    assert cards_of(app)["新增上云企业"]["figure"] == "20/55"
    assert "康乐县" not in words(seen("clerk", tab="counties"))
    assert set(reports_file(user_of("clerk"))["填报地区"]) == {"临夏县"}


def test_the_ledger_is_exported_with_the_doubts_of_the_plan(page_store):
    frame = ledger_file(user_of("bureau"))

    assert len(frame) == 46
    assert frame.set_index("任务指标").loc["管理人员培训人数", "方案未明确之处"].startswith("方案“两期培训人数")


@pytest.mark.parametrize("role", ["leader", "bureau", "staff", "clerk"])
def test_every_tab_opens_for_every_role_that_may(seen, role):
    for tab in ("lines", "leads", "counties"):
        assert has(seen(role, tab=tab), f"measure_{tab}")
