"""Entity counts: the stock-flow identity and the chain of stocks. Registry rows: how an entity ends."""

import datetime as dt

import pytest

from data.store import entities
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON, counts, of

LATER = NOON + dt.timedelta(hours=1)
REGISTRY = "统一社会信用代码,名称,主体类型,县(市),乡镇,行业,规模,成立日期,终止日期,终止方式\n"
FIRM = "91622921MA0000020X,示例建筑有限公司,企业,临夏县,韩集镇,{section},小型,2012-01-09,{closed},{how}\n"


def day(when, opening, entries, closing, *, county="临夏县", kind="个体工商户"):
    return f"{county},{kind},{when},{opening},{entries},0,0,0,0,0,{closing}"


def test_the_identity_counts_every_flow(send, refused):
    assert send(counts("临夏县,个体工商户,2020-03-01,100,7,5,1,4,2,-3,100")).rows == 1

    (problem,) = refused(counts("康乐县,个体工商户,2020-03-01,100,7,5,1,4,2,-3,101"))

    assert (problem.code, problem.found) == ("stock_flow", "101")
    assert "期初100+新设7-注销5-吊销1+迁入4-迁出2+口径调整-3=100，相差1" in problem.reason


def test_a_chain_broken_inside_the_file_names_both_rows(refused):
    (problem,) = refused(counts(day("2020-02-29", 100, 1, 101), day("2020-03-01", 102, 0, 102)))

    assert (problem.row, problem.found, problem.code) == (3, "102", "opening_not_previous_closing")
    assert "101（第2行），相差1" in problem.reason


def test_the_order_of_rows_does_not_matter(send):
    assert send(counts(day("2020-03-01", 101, 0, 101), day("2020-02-29", 100, 1, 101))).rows == 2


def test_series_of_other_counties_and_kinds_are_chains_of_their_own(send):
    content = counts(
        day("2020-02-29", 100, 1, 101),
        day("2020-03-01", 50, 0, 50, county="康乐县"),
        day("2020-03-01", 70, 0, 70, kind="企业"),
    )

    assert send(content).rows == 3


def test_a_day_left_out_is_a_gap_to_be_told_and_not_a_problem(send):
    """Who did not report on the 29th of February cannot be held to its closing on the 1st of March."""
    receipt = send(
        counts(day("2020-02-27", 100, 0, 100), day("2020-02-28", 100, 0, 100), day("2020-03-01", 104, 0, 104))
    )

    assert receipt.rows == 3
    assert "有 1 行的期初与上一次填报的期末不一致，因两次日期不相邻未作为错误，请核实（第4行）" in receipt.notes


def test_weekly_reports_are_a_chain_by_the_week(refused):
    weekly = [day("2020-02-02", 100, 1, 101), day("2020-02-09", 101, 1, 102), day("2020-02-16", 105, 0, 105)]

    (problem,) = refused(counts(*weekly))

    assert (problem.row, problem.code) == (4, "opening_not_previous_closing")


def test_weekly_files_are_a_chain_by_the_week_too(send, refused):
    send(counts(day("2020-02-02", 100, 1, 101)))
    send(counts(day("2020-02-09", 101, 1, 102)))

    (problem,) = refused(counts(day("2020-02-16", 105, 0, 105)))

    assert (problem.row, problem.code) == (2, "opening_not_previous_closing")
    assert "102（已入库的2020-02-09）" in problem.reason


def test_a_day_left_out_between_files_is_told_when_the_figures_differ(send):
    send(counts(day("2020-02-26", 100, 0, 100), day("2020-02-27", 100, 1, 101)))

    fits = send(counts(day("2020-02-29", 101, 0, 101)))
    differs = send(counts(day("2020-03-02", 103, 0, 103)))

    assert fits.notes == ()
    assert differs.notes == ("有 1 行的期初与上一次填报的期末不一致，因两次日期不相邻未作为错误，请核实（第2行）",)


def test_a_late_report_that_fits_fills_the_gap(send):
    send(counts(day("2020-02-27", 100, 1, 101)))
    send(counts(day("2020-02-29", 103, 0, 103)), at=LATER)

    receipt = send(counts(day("2020-02-28", 101, 2, 103)), at=LATER)

    assert receipt.new == 1
    assert receipt.notes == ()


def test_a_correction_that_leaves_the_next_day_hanging_is_told(send):
    send(counts(day("2020-02-28", 100, 1, 101), day("2020-02-29", 101, 0, 101)))

    receipt = send(counts(day("2020-02-28", 100, 3, 103)), at=LATER)

    assert receipt.changed == 1
    assert "有 1 行更正后的期末实有与已入库的次日期初不一致，请把之后各日一并更正（第2行）" in receipt.notes


def test_a_correction_of_several_days_is_checked_against_itself(send):
    send(counts(day("2020-02-28", 100, 1, 101), day("2020-02-29", 101, 0, 101)))

    receipt = send(counts(day("2020-02-28", 100, 3, 103), day("2020-02-29", 103, 0, 103)), at=LATER)

    assert (receipt.changed, receipt.notes) == (2, ())


@pytest.mark.parametrize(
    ("section", "stored"),
    [("F", "F"), ("批发和零售业", "F"), ("F 批发和零售业", "F"), ("F批发和零售业", "F"), ("f", "F"), ("Ｅ", "E")],
)
def test_an_industry_by_letter_or_name(section, stored, send, store):
    send(REGISTRY + FIRM.format(section=section, closed="2020-02-01", how="注销"))

    with store.reading() as conn:
        closed = entities.closed_entities(
            conn, scope=EVERYTHING, as_known=None, since=dt.date(2020, 1, 1), until=dt.date(2020, 3, 1)
        )
    assert closed[["section", "ended_by"]].values.tolist() == [[stored, "deregistered"]]


@pytest.mark.parametrize(
    ("closed", "how", "header", "code"),
    [
        ("2020-02-01", "", "终止方式", "ending_half_told"),
        ("", "吊销", "终止日期", "ending_half_told"),
        ("2012-01-08", "注销", "终止日期", "closed_before_opened"),
        ("2020-02-01", "跑路", "终止方式", "unknown_word"),
        ("2020-05-01", "注销", "终止日期", "in_the_future"),
    ],
)
def test_an_ending_must_be_whole_and_possible(closed, how, header, code, refused):
    (problem,) = refused(REGISTRY + FIRM.format(section="E", closed=closed, how=how))

    assert (problem.header, problem.code) == (header, code)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91622921MA0000020Y", "校验位不对"),
        ("91622921MA000002", "有 16 位"),
        ("91622921MAO000020X", "含有不允许的字符"),
        ("620100199001011234", "校验位不对"),
    ],
)
def test_a_wrong_credit_code_is_named_with_the_reason(code, reason, refused):
    content = REGISTRY + FIRM.format(section="E", closed="", how="").replace("91622921MA0000020X", code)

    (problem,) = refused(content)

    assert (problem.code, problem.found, problem.reason) == ("credit_code", code, reason)


def test_a_credit_code_in_small_or_wide_letters_is_read_and_told(send):
    content = REGISTRY + FIRM.format(section="E", closed="", how="")

    receipt = send(content.replace("91622921MA0000020X", "９１６２２９２１ma0000020x"))

    assert any("全角" in note for note in receipt.notes)
    assert any("小写字母" in note for note in receipt.notes)


def test_a_reopened_entity_is_a_correction(send, store):
    send(REGISTRY + FIRM.format(section="E", closed="2020-02-01", how="注销"))

    receipt = send(REGISTRY + FIRM.format(section="E", closed="", how=""), at=LATER)

    assert receipt.changed == 1


def test_a_clerk_cannot_take_over_an_entity_of_another_county(send, refused, clerk):
    content = REGISTRY + FIRM.format(section="E", closed="", how="")
    send(content.replace("临夏县", "康乐县"))

    (problem,) = refused(content, reporter=clerk)

    assert (problem.code, problem.header) == ("not_yours", "统一社会信用代码")
    assert of([problem], "not_yours")
