"""审核签发: who is offered which step, what a step does, and the sheet that is printed."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from data.intake import Refused, Reporter, receive, verification
from data.intake.approval import Signer, Step
from data.intake.signing import sign, verify
from data.store import accounts, held, runs, submissions, values
from data.store.scope import EVERYTHING, Scope
from pages.door import open_store
from pages.door.exports import NotExportable
from pages.intake.approval import sign_off_file
from pages.intake.approval_steps import take
from tests.data.intake.test_arrears import GOOD, ITEM, ITEMS, PAYMENTS
from tests.pages.conftest import COUNTY, NOW
from tests.pages.reading import rows_of, user_of, words

SCOPE = Scope(counties=frozenset({COUNTY}))


@pytest.fixture
def sent(page_store):
    """One file of 临夏县 waiting for review; the accounts have their duties."""
    with page_store.noting() as conn:
        accounts.set_duties(conn, "clerk", ["review"])
        accounts.set_duties(conn, "bureau", ["issue"])
    reporter = Reporter(name="马填报（tian）", scope=SCOPE, role="clerk")
    for name, content in (("台账", ITEMS + ITEM.format(**GOOD)), ("明细", PAYMENTS + "Q1,PZ-1,2020-09-01,80\n")):
        receipt = receive(
            page_store, open_store.region(), content.encode(), filename=f"{name}.csv", reporter=reporter,
            received_at=NOW,
        )  # fmt: skip
    with page_store.reading() as conn:
        return submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt.receipt)


def labels(app) -> list[str]:
    return [one.label for one in app.button]


def click(app, label: str):
    return next(one for one in app.button if one.label == label).click().run()


def test_what_waits_is_listed_and_marked_provisional(signed_in, sent):
    app = signed_in("bureau", "approval")

    (row,) = rows_of(app, "approval_list")
    assert row[0] == sent["receipt"]
    assert row[1:4] == ["拖欠账款清偿明细表", "临夏县", "2020-09-01"]
    assert row[7] == "◌ 待审核（暂）"


def test_the_clerk_with_the_duty_reviews_and_the_bureau_issues(signed_in, sent, page_store):
    number = str(sent["submission"])
    reviewing = signed_in("clerk", "approval", submission=number)
    assert "审核通过" in labels(reviewing)
    reviewed = click(reviewing, "审核通过")
    issued = click(signed_in("bureau", "approval", submission=number), "签发")

    assert "已审核通过，当前状态：待签发。" in [one.value for one in reviewed.success]
    assert "已签发，当前状态：已签发。" in [one.value for one in issued.success]
    assert verify(page_store, sent["receipt"], fingerprint=sent["fingerprint"])


def test_who_has_no_duty_reads_and_is_told_why_there_is_no_button(signed_in, sent):
    app = signed_in("staff", "approval", submission=str(sent["submission"]))

    assert not {"审核通过", "签发", "退回", "撤回"} & set(labels(app))
    assert "您不能办理这一步" in words(app)


def test_a_return_without_a_reason_asks_for_one(signed_in, sent, page_store):
    app = click(signed_in("clerk", "approval", submission=str(sent["submission"])), "退回")

    assert [one.value for one in app.warning] == ["请先填写理由，再点“退回”。"]
    with page_store.reading() as conn:
        assert submissions.get(conn, scope=EVERYTHING, submission=sent["submission"])["status"] == "submitted"


def test_who_was_slower_is_told_what_happened(sent, page_store):
    reviewer = Signer(uid="a", name="甲", role="clerk", scope=SCOPE, duties=frozenset({"review"}))
    other = Signer(uid="b", name="乙", role="clerk", scope=SCOPE, duties=frozenset({"review"}))
    arguments = {"revision": 1, "now": NOW}
    first = take(page_store, reviewer, sent["submission"], Step.REVIEW, reason="", **arguments)

    second = take(page_store, other, sent["submission"], Step.RETURN, reason="数不对", **arguments)

    assert first.done
    assert second.text == "没有办成：这份报表刚刚有了变化，当前状态：待签发。请看过最新内容后再办。"


def test_a_submission_of_another_county_cannot_be_opened_by_its_number(signed_in, sent, page_store):
    with page_store.noting() as conn:
        accounts.change(conn, "clerk", name="x", role="clerk", counties=["622922"], enterprise=None)

    stranger = replace(user_of("clerk"), scope=Scope(counties=frozenset({"622922"})))

    app = signed_in("clerk", "approval", submission=str(sent["submission"]))

    assert rows_of(app, "approval_list") == []
    assert sent["receipt"] not in words(app)
    with pytest.raises(NotExportable):
        sign_off_file(stranger, receipt=sent["receipt"])


def test_the_sheet_to_print_has_the_signatures_the_rows_and_the_fingerprint(sent):
    file = sign_off_file(user_of("bureau"), receipt=sent["receipt"])

    page = openpyxl.load_workbook(io.BytesIO(file.content)).active
    said = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert sent["fingerprint"] in said
    assert {"填报人", "审核人", "负责人（签发）", "清偿金额(万元)", "PZ-1", "80"} <= set(said)
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_the_sheet_prints_what_was_asked_and_the_reason_given(page_store, sent):
    answer = {"key": "k", "kind": "outlier", "subject": "Q1", "day": dt.date(2020, 9, 1), "header": "清偿金额",
              "found": "80", "reason": "往常在 10 以下", "because": "一次结清，附银行回单"}  # fmt: skip
    with page_store.writing(at=NOW) as conn:
        held.confirm(conn, sent["source_file"], [answer], by="马填报", at=NOW)

    file = sign_off_file(user_of("bureau"), receipt=sent["receipt"])

    said = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(file.content)).active for cell in row]
    assert "请核实及答复（1 处）" in said
    assert "清偿金额 80：往常在 10 以下　答复：一次结清，附银行回单" in said


def test_a_printed_sheet_is_held_against_the_data_as_they_stand(page_store, sent):
    for step, role in ((Step.REVIEW, "clerk"), (Step.ISSUE, "bureau")):
        with page_store.reading() as conn:
            revision = submissions.get(conn, scope=EVERYTHING, submission=sent["submission"])["revision"]
        signer = Signer(uid=f"other-{role}", name=role, role=role, duties=frozenset({"review", "issue"}),
                        scope=SCOPE if role == "clerk" else EVERYTHING)  # fmt: skip
        sign(page_store, sent["submission"], step, signer=signer, at=NOW, expected_revision=revision)
    paper = sign_off_file(user_of("bureau"), receipt=sent["receipt"]).content

    assert verification.told(page_store, paper) == (True, f"✓ 回执 {sent['receipt']}：与现行已签发数据一致")
    with page_store.reading() as conn:
        revision = submissions.get(conn, scope=EVERYTHING, submission=sent["submission"])["revision"]
    sign(
        page_store, sent["submission"], Step.WITHDRAW, signer=signer, at=NOW, expected_revision=revision, reason="重报"
    )

    assert verification.told(page_store, paper)[0] is False
    with pytest.raises(Refused, match="不是签发单"):
        verification.told(page_store, "回执号,数据指纹\n".encode())


def test_the_page_that_uses_it_says_whose_figures_are_provisional(signed_in, sent, page_store):
    with page_store.writing(at=NOW) as conn:
        day = pd.Timestamp("2020-09-29")
        value = {"indicator": "arrears_net_clearance", "subject": COUNTY, "county": COUNTY, "enterprise": None,
                 "date": day, "value": 80.0, "state": "provisional"}  # fmt: skip
        values.put(conn, pd.DataFrame([value]), known_at=NOW)
        runs.record(conn, valid_for=day.date(), known_at=NOW, seconds=1.0, config_hash="x", detail={})

    app = signed_in("bureau", "arrears")

    assert not app.exception
    assert "◌ 暂：临夏县的清偿明细尚未签发" in words(app)


def test_files_that_wait_for_an_answer_are_listed_for_those_who_must_ask(signed_in, page_store):
    asked = [{"key": "k", "reason": "往常在 10 以下", "header": "清偿金额", "found": "80", "row": 2, "kind": "outlier"}]
    file = {"sha256": "0" * 64, "topic": "arrears_payments", "content": b"x", "enterprise": None, "questions": asked}
    with page_store.noting() as conn:
        held.hold(conn, **file, filename="明细.csv", reporter="马填报", counties=[COUNTY], at=NOW)
        held.hold(conn, **file, filename="邻县.csv", reporter="王填报", counties=["622922"], at=NOW)

    every, own = (rows_of(signed_in(role, "approval", view="held"), "approval_held") for role in ("bureau", "clerk"))

    assert [row[1] for row in every] == ["明细.csv", "邻县.csv"]
    assert [(row[1], row[2], row[5], row[6]) for row in own] == [("明细.csv", "马填报", "1", "往常在 10 以下")]
