"""Reports on the plan's measures: what they must say, and whose they are."""

import pytest

from tests.data.intake.conftest import of

HEADER = "填报地区,任务指标,统计日期,累计完成数,应完成总数,进展阶段,进展说明,佐证材料"


def sheet(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def test_a_row_that_says_nothing_is_refused(refused):
    problems = refused(sheet("临夏县,新增上云企业,2020-03-01,,,,,"), topic="measure_progress")

    assert [p.reason for p in of(problems, "nothing_said")] == ["没有填写累计完成数，也没有填写进展阶段"]


def test_more_done_than_there_is_to_do_is_refused(refused):
    problems = refused(sheet("临夏县,商贸企业复工复产复市,2020-03-01,121,120,,,"), topic="measure_progress")

    assert [(p.row, p.reason) for p in of(problems, "more_done_than_due")] == [(2, "超过应完成总数120")]


def test_a_number_below_the_last_one_is_stored_and_asked_about(send):
    send(sheet("临夏县,新增上云企业,2020-02-28,30,,,,"))

    receipt = send(sheet("临夏县,新增上云企业,2020-03-01,12,,,,"))

    assert receipt.new == 1
    assert any("比上一次报送的还少" in note for note in receipt.notes)


def test_a_county_may_not_report_for_the_prefectures_departments(refused, clerk):
    problems = refused(sheet("州本级,柔性执法,2020-03-01,,,推进中,,"), reporter=clerk, topic="measure_progress")

    assert len(of(problems, "not_yours")) == 1


def test_a_target_may_be_named_with_its_row_or_alone(send):
    receipt = send(sheet("临夏县,第12条新增上云企业,2020-02-28,30,,,,", "临夏市,cloud_firms,2020-02-28,50,,,,"))

    assert receipt.new == 2


def test_what_the_system_sees_itself_is_not_reported(refused):
    problems = refused(sheet("临夏县,农贸市场全面复市,2020-03-01,10,,,,"), topic="measure_progress")

    assert len(of(problems, "unknown_word")) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("临夏县,柔性执法,2020-03-01,,,推进中,,", "这项任务由州级牵头部门填报"),
        ("州本级,新增上云企业,2020-03-01,30,,,,", "这项任务由各县(市)填报"),
    ],
)
def test_a_target_is_reported_by_whom_the_plan_names(refused, row, reason):
    assert [p.reason for p in of(refused(sheet(row), topic="measure_progress"), "not_its_target")] == [reason]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("临夏县,商贸企业复工复产复市,2020-03-01,100,,,,", "total_wanted"),
        ("临夏县,新增上云企业,2020-03-01,,,推进中,,", "done_wanted"),
        ("州本级,柔性执法,2020-03-01,3,,,,", "stage_wanted"),
    ],
)
def test_a_report_says_what_its_target_is_measured_by(refused, row, code):
    assert len(of(refused(sheet(row), topic="measure_progress"), code)) == 1
