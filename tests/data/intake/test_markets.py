"""Markets: status and stalls tell one story, and a report refers to a registered market."""

import pytest

from data.store import markets
from data.store.scope import EVERYTHING

LIST = (
    "市场编号,市场名称,县(市),乡镇,市场类型,摊位总数\nM1,中心市场,临夏县,韩集镇,菜市场,80\nM2,皮毛中心,广河县,三甲集镇,专业市场,300\n"
    "M3,同名市场,临夏县,韩集镇,菜市场,10\nM4,同名市场,康乐县,附城镇,菜市场,10\n"
)
HEADER = "市场编号,统计日期,复市状态,开业摊位,停业原因,线上线下融合\n"


@pytest.fixture(autouse=True)
def registered(send):
    send(LIST, "市场.csv")


@pytest.mark.parametrize(
    ("status", "stalls", "reason"),
    [("未复市", 1, "未复市，却有开业摊位"), ("全面复市", 0, "已复市，却没有开业摊位"),
     ("部分复市", 0, "已复市，却没有开业摊位"),
     ("全面复市", 81, "超过该市场登记的摊位总数80")],
)  # fmt: skip
def test_a_status_that_contradicts_its_stalls_is_refused(status, stalls, reason, refused):
    (problem,) = refused(HEADER + f"M1,2020-03-01,{status},{stalls},,否\n")

    assert (problem.row, problem.header, problem.found, problem.code) == (
        2,
        "开业摊位",
        str(stalls),
        "status_against_stalls",
    )
    assert reason in problem.reason


def test_a_market_may_be_open_with_few_stalls(send):
    assert send(HEADER + "M1,2020-03-01,全面复市,8,,否\n").rows == 1


def test_a_closed_market_without_a_reason_is_asked_about(send):
    receipt = send(HEADER + "M1,2020-03-01,未复市,0,,否\nM2,2020-03-01,未复市,0,疫情,否\n")

    assert receipt.notes == ("有 1 行未复市而没有填写停业原因（第2行）",)


def test_a_market_that_nobody_registered_is_refused(refused):
    (problem,) = refused(HEADER + "M9,2020-03-01,未复市,0,,否\n")

    assert (problem.found, problem.code) == ("M9", "unknown_reference")
    assert "《农贸市场名录》" in problem.advice


def test_a_market_may_be_named_in_full_where_its_name_is_its_own(send, refused, store):
    receipt = send(HEADER.replace("市场编号", "市场名称") + "中心市场,2020-03-01,部分复市,40,,否\n")
    problems = refused(HEADER + "同名市场,2020-03-01,部分复市,4,,否\n")

    assert receipt.notes == ("“市场编号”列有 1 处写的是名称，已按登记名录换成编号（第2行）",)
    assert [p.code for p in problems] == ["unknown_reference"]
    with store.reading() as conn:
        stored = markets.status_reports(conn, scope=EVERYTHING, as_known=None)
    assert stored[["market", "county", "status"]].values.tolist() == [["M1", "622921", "partial"]]


def test_one_market_reported_twice_by_number_and_by_name_is_refused(refused):
    problems = refused(HEADER + "M1,2020-03-01,部分复市,40,,否\n中心市场,2020-03-01,部分复市,41,,否\n")

    assert [(p.row, p.code) for p in problems] == [(3, "repeated_key")]


def test_a_clerk_reports_only_markets_of_the_own_county(send, refused, clerk):
    assert send(HEADER + "M1,2020-03-01,未复市,0,疫情,否\n", reporter=clerk).rows == 1

    (problem,) = refused(HEADER + "M2,2020-03-01,未复市,0,疫情,否\n", reporter=clerk)

    assert (problem.row, problem.code) == (2, "not_yours")


def test_a_clerk_cannot_take_over_a_market_of_another_county(refused, clerk):
    (problem,) = refused(LIST.splitlines()[0] + "\nM2,皮毛中心,临夏县,韩集镇,专业市场,300\n", reporter=clerk)

    assert (problem.header, problem.code) == ("市场编号", "not_yours")
