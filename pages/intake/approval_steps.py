"""What the buttons of 审核签发 do: one function that calls no element, and what is told of it afterwards."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from data.intake.approval import NEEDS_A_REASON, STATUSES, WORDS, NotAllowed, Signer, Step
from data.intake.signing import NoSuchSubmission, ReasonNeeded, SubmissionChanged, sign
from data.store import submissions
from data.store.engine import Store
from pages.door import clock, open_store
from pages.door.session import require

OUTCOME = "approval_outcome"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a step, in words."""

    done: bool
    text: str


def reason_key(submission: int) -> str:
    """Where the reason of one submission is typed."""
    return f"approval_reason_{submission}"


def tell_outcome() -> None:
    """Say once what came of the last step."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome is not None:
        (st.success if outcome.done else st.warning)(outcome.text)


def take_clicked(submission: int, revision: int, step: Step) -> None:
    """A button was clicked. Runs without the router, so it asks for the right itself."""
    user = require("approval", "sign")
    reason = st.session_state.get(reason_key(submission), "") or ""
    signer = Signer(uid=user.uid, name=user.name, role=user.role, scope=user.scope, duties=user.duties)
    st.session_state[OUTCOME] = take(
        open_store.store(), signer, submission, step, revision=revision, reason=reason, now=clock.now()
    )


def take(
    store: Store, signer: Signer, submission: int, step: Step, *, revision: int, reason: str, now: dt.datetime
) -> Outcome:
    """Take one step and say what came of it."""
    key = f"{submission}:{revision}:{step.value}"
    try:
        after = sign(store, submission, step, signer=signer, at=now, expected_revision=revision, reason=reason, key=key)
    except ReasonNeeded:
        return Outcome(done=False, text=f"请先填写理由，再点“{WORDS[step]}”。")
    except NoSuchSubmission:
        return Outcome(done=False, text="没有这份报表，或它不在您的范围内。")
    except NotAllowed:
        return Outcome(done=False, text=f"您现在不能{WORDS[step]}：这一步不由您办理，或这份报表的状态已经变化。")
    except SubmissionChanged:
        return Outcome(done=False, text=_what_happened(store, signer, submission))
    if step in NEEDS_A_REASON:
        return Outcome(done=True, text=f"已{WORDS[step]}。填报人打开“数据报送”“在线填报”就会看到理由。")
    return Outcome(done=True, text=f"已{WORDS[step]}，当前状态：{STATUSES[after]}。")


def _what_happened(store: Store, signer: Signer, submission: int) -> str:
    with store.reading() as conn:
        row = submissions.get(conn, scope=signer.scope, submission=submission)
    if row["replaced_by"]:
        return f"没有办成：填报人已报新版本（回执 {row['replaced_by']}），这一份已失效。请审核新版本。"
    return f"没有办成：这份报表刚刚有了变化，当前状态：{STATUSES[row['status']]}。请看过最新内容后再办。"
