"""Arrears: something is owed, it falls due after it is formed, and nobody pays more than is owed."""

import datetime as dt

import pytest

from data.intake import Held
from data.store import arrears
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON

LATER = NOON + dt.timedelta(hours=1)
ITEMS = (
    "台账编号,县(市),欠款主体,主体类型,债权企业,企业规模,事项,合同编号,"
    "无分歧欠款(万元),有分歧欠款(万元),形成日期,应付日期\n"
)
ITEM = "{item},临夏县,某局,政府部门,某公司,小型,工程,HT-1,{undisputed},{disputed},{formed},{due}\n"
GOOD = {"item": "Q1", "undisputed": 100, "disputed": 20, "formed": "2018-06-30", "due": "2018-08-29"}
PAYMENTS = "台账编号,付款凭证号,付款日期,清偿金额(万元)\n"
PLAN = "台账编号,计划月份,计划清偿(万元)\n"


@pytest.fixture
def owed(send):
    send(ITEMS + ITEM.format(**GOOD), "台账.csv")


@pytest.mark.parametrize(
    ("change", "header", "code"),
    [
        ({"undisputed": 0, "disputed": 0}, "无分歧欠款", "nothing_owed"),
        ({"undisputed": -5}, "无分歧欠款(万元)", "out_of_bounds"),
        ({"due": "2018-06-29"}, "应付日期", "due_before_formed"),
        ({"formed": "2020-05-01", "due": "2020-06-01"}, "形成日期", "in_the_future"),
        ({"undisputed": 1_000_001}, "无分歧欠款(万元)", "out_of_bounds"),
    ],
)
def test_an_item_that_cannot_be_is_refused(change, header, code, refused):
    (problem,) = refused(ITEMS + ITEM.format(**{**GOOD, **change}))

    assert (problem.row, problem.header, problem.code) == (2, header, code)


def test_a_debt_may_fall_due_in_the_future(send):
    assert send(ITEMS + ITEM.format(**{**GOOD, "due": "2021-08-29"})).rows == 1


@pytest.mark.usefixtures("owed")
def test_payments_of_earlier_files_count_against_what_is_owed(send, refused):
    send(PAYMENTS + "Q1,PZ-1,2020-02-01,80\n")

    (problem,) = refused(PAYMENTS + "Q1,PZ-2,2020-03-01,30\nQ1,PZ-3,2020-03-01,10.01\n", at=LATER)

    assert (problem.row, problem.code) == (3, "overpaid")
    assert "累计120.01万元，超过欠款总额120万元" in problem.reason


@pytest.mark.usefixtures("owed")
def test_a_file_of_payments_reads_what_was_paid_once(send, monkeypatch):
    read, asked = arrears.payments, []
    monkeypatch.setattr(arrears, "payments", lambda *args, **more: asked.append(1) or read(*args, **more))

    send(PAYMENTS + "Q1,PZ-1,2020-02-01,80\n")

    assert len(asked) == 1


@pytest.mark.usefixtures("owed")
def test_a_corrected_payment_counts_once(send):
    send(PAYMENTS + "Q1,PZ-1,2020-02-01,110\n")

    assert send(PAYMENTS + "Q1,PZ-1,2020-02-01,115\n", at=LATER).changed == 1


@pytest.mark.usefixtures("owed")
def test_cents_are_no_overpayment(send):
    """40 + 40 + 40 of 120, each in yuan with cents."""
    rows = "".join(f"Q1,PZ-{n},2020-02-01,{yuan}\n" for n, yuan in enumerate(("400000.10", "400000.20", "399999.70")))

    assert send(PAYMENTS.replace("万元", "元") + rows).rows == 3


@pytest.mark.usefixtures("owed")
def test_a_payment_of_nothing_is_no_payment(refused):
    (problem,) = refused(PAYMENTS + "Q1,PZ-1,2020-02-01,0\n")

    assert (problem.header, problem.code) == ("清偿金额", "nought")


@pytest.mark.usefixtures("owed")
def test_a_payment_for_an_unknown_item_is_refused(refused):
    (problem,) = refused(PAYMENTS + "Q9,PZ-1,2020-02-01,1\n")

    assert (problem.found, problem.code) == ("Q9", "unknown_reference")


@pytest.mark.usefixtures("owed")
def test_a_plan_beyond_what_is_owed_is_asked_about(send):
    with pytest.raises(Held) as caught:
        send(PLAN + "Q1,2020年3月,100\nQ1,2020-04,30\n")

    (asked,) = caught.value.doubts
    assert (asked.kind, asked.reason) == ("plan_left", "本表自2020年03月起一共计划130万元，而此前尚欠120万元")


@pytest.mark.usefixtures("owed")
def test_a_plan_is_kept_by_the_first_day_of_its_month(send, store):
    receipt = send(PLAN + "Q1,2020-03-15,20\n")

    assert "“计划月份”列有 1 处写了具体日期，只取月份（第2行）" in receipt.notes
    with store.reading() as conn:
        plan = arrears.plan(conn, scope=EVERYTHING, as_known=None)
    assert plan["month"].dt.date.tolist() == [dt.date(2020, 3, 1)]
    assert plan["county"].tolist() == ["622921"]
