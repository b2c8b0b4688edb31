"""填报 → 审核 → 签发 on both databases: data that cannot move under a reviewer, and steps that keep history."""

import datetime as dt
import random
from dataclasses import replace
from itertools import count, product

import pytest

from data.intake import Refused, Reporter, receive
from data.intake.approval import STATUSES, NotAllowed, Signer, Step, advance, open_to
from data.intake.signing import NoSuchSubmission, ReasonNeeded, SubmissionChanged, sign, verify
from data.store import arrears, batches, events, submissions
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope
from tests.data.intake.conftest import NOON
from tests.data.intake.test_arrears import GOOD, ITEM, ITEMS, PAYMENTS

COUNTY = Scope(counties=frozenset({"622921"}))
CLERK = Reporter(name="马填报（tian）", scope=COUNTY, role="clerk")
REVIEWER = Signer(uid="shen", name="马审核", role="clerk", scope=COUNTY, duties=frozenset({"review"}))
ISSUER = Signer(uid="qian", name="王签发", role="bureau", scope=EVERYTHING, duties=frozenset({"issue"}))
HOUR = dt.timedelta(hours=1)
RULE = {"topic": "arrears_payments", "from": dt.date(2020, 1, 1)}


@pytest.fixture
def store(store_url):
    opened = Store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def asking(region):
    """The region, asking for approval of payments."""
    return replace(region, approval=(RULE,))


@pytest.fixture
def hand_in(store, asking):
    """hand_in("Q1,PZ-1,2020-02-01,80", hours=1) -> the submission."""
    ledger = ITEMS + ITEM.format(**GOOD)
    receive(store, asking, ledger.encode(), filename="台账.csv", reporter=CLERK, received_at=NOON - HOUR)

    def hand_in(*rows: str, hours: int = 0, by: Reporter = CLERK) -> dict:
        content = PAYMENTS + "\n".join(rows) + "\n"
        receipt = receive(
            store, asking, content.encode(), filename="明细.csv", reporter=by, received_at=NOON + hours * HOUR,
            topic="arrears_payments",
        )  # fmt: skip
        with store.reading() as conn:
            return submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt.receipt)

    return hand_in


def step(store, row: dict, what: Step, by: Signer, *, hours: int, revision: int | None = None, **more) -> str:
    return sign(
        store, row["submission"], what, signer=by, at=NOON + hours * HOUR,
        expected_revision=revision or now(store, row)["revision"], **more,
    )  # fmt: skip


def now(store, row: dict) -> dict:
    with store.reading() as conn:
        return submissions.get(conn, scope=EVERYTHING, submission=row["submission"])


def paid(store, *, hours: float | None = None) -> list[float]:
    known = None if hours is None else NOON + hours * HOUR
    with store.reading() as conn:
        return list(arrears.payments(conn, scope=EVERYTHING, as_known=known)["paid"])


def waiting_days(store) -> int:
    with store.reading() as conn:
        return len(submissions.unapproved(conn, scope=EVERYTHING, as_known=None))


def test_what_is_sent_is_used_as_provisional_until_it_is_issued(store, hand_in):
    row = hand_in("Q1,PZ-1,2020-02-01,80")
    used, provisional = paid(store), waiting_days(store)

    reviewed = step(store, row, Step.REVIEW, REVIEWER, hours=1)
    issued = step(store, row, Step.ISSUE, ISSUER, hours=2)

    assert (used, provisional) == ([80.0], 1)
    assert (row["status"], reviewed, issued) == ("submitted", "reviewed", "issued")
    assert (paid(store), waiting_days(store)) == ([80.0], 0)
    assert paid(store, hours=1.5) == [80.0]


def test_what_needs_no_approval_is_issued_by_rule(store, hand_in):
    with store.reading() as conn:
        (row,) = submissions.listing(conn, scope=EVERYTHING, statuses=("issued",)).to_dict("records") or [None]

    assert (row["topic"], row["by_rule"], row["status"]) == ("arrears_items", 1, "issued")


def test_the_prefectures_own_file_needs_no_county_review(hand_in):
    bureau = Reporter(name="州局（ju）", scope=EVERYTHING, role="bureau")

    assert hand_in("Q1,PZ-1,2020-02-01,80", by=bureau)["status"] == "reviewed"


def test_a_new_version_takes_the_place_of_the_one_under_review(store, hand_in):
    first = hand_in("Q1,PZ-1,2020-02-01,80", "Q1,PZ-2,2020-02-02,5")
    second = hand_in("Q1,PZ-1,2020-02-01,70", "Q1,PZ-2,2020-02-02,5", hours=1)

    with pytest.raises(SubmissionChanged):
        step(store, first, Step.REVIEW, REVIEWER, hours=2, revision=first["revision"])
    after = now(store, first)

    assert (after["status"], after["replaced_by"], after["rows"]) == ("withdrawn", second["receipt"], 0)
    assert (second["status"], second["rows"]) == ("submitted", 2)


def test_a_partly_corrected_submission_moves_on_and_must_be_read_again(store, hand_in):
    first = hand_in("Q1,PZ-1,2020-02-01,80", "Q1,PZ-2,2020-02-02,5")
    hand_in("Q1,PZ-2,2020-02-02,6", hours=1)

    with pytest.raises(SubmissionChanged):
        step(store, first, Step.REVIEW, REVIEWER, hours=2, revision=first["revision"])

    assert (now(store, first)["status"], now(store, first)["rows"]) == ("submitted", 1)
    assert step(store, first, Step.REVIEW, REVIEWER, hours=3) == "reviewed"


def test_of_two_reviewers_one_wins_and_the_other_is_told(store, hand_in):
    row = hand_in("Q1,PZ-1,2020-02-01,80")
    other = replace(REVIEWER, uid="shen2", name="马审核二")
    step(store, row, Step.REVIEW, REVIEWER, hours=1, revision=1)

    with pytest.raises(SubmissionChanged):
        step(store, row, Step.RETURN, other, hours=1, revision=1, reason="数不对")

    assert now(store, row)["reviewed_by"] == "马审核（shen）"


def test_the_same_click_twice_signs_once(store, hand_in):
    row = hand_in("Q1,PZ-1,2020-02-01,80")

    for _ in range(2):
        assert step(store, row, Step.REVIEW, REVIEWER, hours=1, revision=1, key="click") == "reviewed"

    with store.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="submission", object_id=row["receipt"])
    assert list(told["action"]) == ["submission.review"]


def test_a_returned_file_counts_no_longer_and_what_held_before_holds_again(store, hand_in):
    first = hand_in("Q1,PZ-1,2020-02-01,80")
    step(store, first, Step.REVIEW, REVIEWER, hours=1)
    step(store, first, Step.ISSUE, ISSUER, hours=2)
    second = hand_in("Q1,PZ-1,2020-02-01,90", "Q1,PZ-2,2020-02-02,5", hours=3)
    between = paid(store)

    step(store, second, Step.RETURN, REVIEWER, hours=4, reason="凭证号有误")

    assert between == [90.0, 5.0]
    assert (paid(store), waiting_days(store)) == ([80.0], 0)
    assert paid(store, hours=3.5) == [90.0, 5.0]
    assert now(store, second)["reason"] == "马审核（shen）：凭证号有误"


def test_a_returned_file_does_not_come_in_again_unchanged(store, hand_in):
    row = hand_in("Q1,PZ-1,2020-02-01,80")
    step(store, row, Step.RETURN, REVIEWER, hours=1, reason="凭证号有误")

    with pytest.raises(Refused) as refused:
        hand_in("Q1,PZ-1,2020-02-01,80", hours=2)

    assert [problem.code for problem in refused.value.problems] == ["taken_back"]
    assert hand_in("Q1,PZ-9,2020-02-01,80", hours=3)["status"] == "submitted"


def test_withdrawing_an_issued_batch_is_a_new_step_and_spares_later_corrections(store, hand_in):
    first = hand_in("Q1,PZ-1,2020-02-01,80", "Q1,PZ-2,2020-02-02,5")
    step(store, first, Step.REVIEW, REVIEWER, hours=1)
    step(store, first, Step.ISSUE, ISSUER, hours=2)
    later = hand_in("Q1,PZ-2,2020-02-02,6", hours=3)
    step(store, later, Step.REVIEW, REVIEWER, hours=4)
    step(store, later, Step.ISSUE, ISSUER, hours=5)

    step(store, first, Step.WITHDRAW, ISSUER, hours=6, reason="整批报错")

    assert paid(store) == [6.0]
    assert sorted(paid(store, hours=5.5)) == [6.0, 80.0]
    assert sorted(paid(store, hours=2.5)) == [5.0, 80.0]


def test_a_file_that_says_nothing_new_waits_for_nobody(store, hand_in):
    first = hand_in("Q1,PZ-1,2020-02-01,80")
    step(store, first, Step.REVIEW, REVIEWER, hours=1)
    step(store, first, Step.ISSUE, ISSUER, hours=2)

    again = hand_in("Q1,PZ-1,2020-02-01,80.0", hours=3)

    assert (again["status"], again["rows"]) == ("issued", 0)
    assert waiting_days(store) == 0


def test_the_fingerprint_on_the_sheet_is_that_of_the_approved_data(store, hand_in):
    row = hand_in("Q1,PZ-1,2020-02-01,80")
    step(store, row, Step.REVIEW, REVIEWER, hours=1)
    before = verify(store, row["receipt"], fingerprint=row["fingerprint"])
    step(store, row, Step.ISSUE, ISSUER, hours=2)

    assert before is False
    assert verify(store, row["receipt"], fingerprint=row["fingerprint"])
    assert not verify(store, row["receipt"], fingerprint="0" * 64)
    hand_in("Q1,PZ-1,2020-02-01,81", hours=3)
    assert not verify(store, row["receipt"], fingerprint=row["fingerprint"])


def test_nobody_reviews_what_he_filled_in_himself(store, hand_in):
    himself = Signer(uid="tian", name="马填报", role="clerk", scope=COUNTY, duties=frozenset({"review"}))
    row = hand_in("Q1,PZ-1,2020-02-01,80")

    with pytest.raises(NotAllowed):
        step(store, row, Step.REVIEW, himself, hours=1)

    assert step(store, row, Step.WITHDRAW, himself, hours=1, reason="填错了") == "withdrawn"


def test_another_countys_reviewer_does_not_even_find_it(store, hand_in):
    stranger = replace(REVIEWER, scope=Scope(counties=frozenset({"622922"})))
    row = hand_in("Q1,PZ-1,2020-02-01,80")

    with pytest.raises(NoSuchSubmission):
        step(store, row, Step.REVIEW, stranger, hours=1)


def test_a_return_says_why(store, hand_in):
    row = hand_in("Q1,PZ-1,2020-02-01,80")

    with pytest.raises(ReasonNeeded):
        step(store, row, Step.RETURN, REVIEWER, hours=1, reason="  ")


ALLOWED = {  # typed by hand: status, step, who -> status after
    ("submitted", "review", "reviewer"): "reviewed",
    ("submitted", "return", "reviewer"): "returned",
    ("submitted", "return", "issuer"): "returned",
    ("submitted", "withdraw", "reporter"): "withdrawn",
    ("submitted", "withdraw", "issuer"): "withdrawn",
    ("reviewed", "issue", "issuer"): "issued",
    ("reviewed", "return", "issuer"): "returned",
    ("reviewed", "withdraw", "reporter"): "withdrawn",
    ("reviewed", "withdraw", "issuer"): "withdrawn",
    ("issued", "withdraw", "issuer"): "withdrawn",
}
PEOPLE = {
    "reporter": Signer(uid="tian", name="马填报", role="clerk", scope=COUNTY),
    "reviewer": REVIEWER,
    "issuer": ISSUER,
    "leader": Signer(uid="ling", name="州领导", role="leader", scope=EVERYTHING),
}


@pytest.mark.parametrize(("status", "what", "who"), list(product(STATUSES, map(str, Step), PEOPLE)))
def test_the_table_of_steps_is_the_one_agreed(status, what, who):
    offered = [str(one) for one in open_to(status, signer=PEOPLE[who], reporter=CLERK.name)]

    assert (what in offered) == ((status, what, who) in ALLOWED)
    if what in offered:
        after = advance(status, Step(what), signer=PEOPLE[who], reporter=CLERK.name)
        assert after == ALLOWED[status, what, who]


def test_any_run_of_versions_and_steps_leaves_what_the_model_says(store, hand_in):
    assert run_of_versions(store, hand_in, runs=4, steps=9) == 36


def run_of_versions(store, hand_in, *, runs: int, steps: int) -> int:
    """Random versions, reviews, issues, returns and withdrawals; the oracle keeps a pile of versions a voucher."""
    hours, taken = count(1), 0
    for run in range(runs):
        chance, day = random.Random(run), dt.date(2020, 2, 1) - dt.timedelta(days=run)  # else: paid twice?
        pile: list[tuple[dict, float]] = []  # of this voucher, the versions that nobody took back, oldest first
        for _ in range(steps):
            pile = _one_step(store, hand_in, chance, pile, voucher=f"V{run},{day}", hours=hours)
            assert _paid(store, f"V{run}") == [amount for _, amount in pile[-1:]], run
            taken += 1
    return taken


def _one_step(store, hand_in, chance, pile, *, voucher: str, hours) -> list[tuple[dict, float]]:
    if not pile or chance.random() < 0.35:
        hour = next(hours)
        paid = chance.randint(1, 4) * 0.1 + hour % 900 * 0.0001  # no two alike; together less than is owed
        row = hand_in(f"Q1,{voucher},{paid:.4f}", hours=hour)
        pile = [one for one in pile if now(store, one[0])["status"] == "issued"]
        return [*pile, (row, round(_amount(store, row), 4))]
    row = chance.choice(pile)[0]
    status = now(store, row)["status"]
    ways = [(Step.REVIEW, REVIEWER), (Step.ISSUE, ISSUER), (Step.WITHDRAW, ISSUER), (Step.RETURN, REVIEWER)]
    what, who = chance.choice(ways)
    try:
        advance(status, what, signer=who, reporter=CLERK.name)
    except NotAllowed:
        with pytest.raises(NotAllowed):
            step(store, row, what, who, hours=next(hours), reason="理由")
        return pile
    step(store, row, what, who, hours=next(hours), reason="理由")
    gone = what in (Step.WITHDRAW, Step.RETURN)
    return [one for one in pile if not gone or one[0]["submission"] != row["submission"]]


def _paid(store, voucher: str) -> list[float]:
    with store.reading() as conn:
        held = arrears.payments(conn, scope=EVERYTHING, as_known=None)
    return [round(float(value), 4) for value in held.loc[held["voucher"] == voucher, "paid"]]


def _amount(store, row: dict) -> float:
    with store.reading() as conn:
        _, rows = batches.rows(conn, row["fact"], row["source_file"])
    return next(value for value in rows[0] if isinstance(value, float))
