"""Taking a step with a submission: one transaction, one event; the same click twice changes nothing."""

import datetime as dt

from data.intake.approval import NEEDS_A_REASON, NotAllowed, Signer, Step, advance
from data.store import batches, events, submissions
from data.store.engine import Store
from data.store.scope import EVERYTHING
from data.store.submissions import SubmissionChanged

__all__ = ["NoSuchSubmission", "NotAllowed", "ReasonNeeded", "SubmissionChanged", "sign", "verify"]
LONGEST_REASON = 500


class NoSuchSubmission(Exception):
    """There is none of this number, or it is not the reader's."""


class ReasonNeeded(Exception):
    """This step must say why."""


def sign(
    store: Store,
    submission: int,
    step: Step,
    *,
    signer: Signer,
    at: dt.datetime,
    expected_revision: int,
    reason: str = "",
    key: str | None = None,
) -> str:
    """Take a step and answer with the status after it.

    ``expected_revision`` is the one the signer has read: a later version, or somebody who was faster, raises
    SubmissionChanged and nothing is signed. ``key`` names the click. Raises NotAllowed, NoSuchSubmission, ReasonNeeded.
    """
    step, reason = Step(step), reason.strip()[:LONGEST_REASON]
    if step in NEEDS_A_REASON and not reason:
        raise ReasonNeeded(step)
    with store.writing(at=at) as conn:
        row = submissions.get(conn, scope=signer.scope, submission=submission)
        if row is None:
            raise NoSuchSubmission(submission)
        if key is not None and _done_before(conn, submission, signer, key):
            return row["status"]
        if row["revision"] != expected_revision:
            raise SubmissionChanged(submission)
        status = advance(row["status"], step, signer=signer, reporter=row["reporter"])
        said = {"status": status, **_signature(step, signer, at, reason)}
        submissions.save(conn, submission, expected_revision=expected_revision, at=at, **said)
        moved = _move(conn, row, step, at)
        events.append(
            conn,
            at=at,
            actor=signer.uid,
            action=f"submission.{step.value}",
            object_kind="submission",
            object_id=row["receipt"],
            county=row["county"],
            detail={"key": key, "from": row["status"], "to": status, "reason": reason, "name": signer.name,
                    "fingerprint": row["fingerprint"], **moved},
        )  # fmt: skip
    return status


def verify(store: Store, receipt: str, *, fingerprint: str) -> bool:
    """Whether a signed sheet's fingerprint is that of the approved data as they stand now."""
    with store.reading() as conn:
        row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt)
        if row is None or row["status"] != "issued":
            return False
        return batches.fingerprint(conn, row["fact"], row["source_file"]) == fingerprint.strip().lower()


def _signature(step: Step, signer: Signer, at: dt.datetime, reason: str) -> dict:
    if step is Step.REVIEW:
        return {"reviewed_by": signer.signature, "reviewed_at": at}
    if step is Step.ISSUE:
        return {"issued_by": signer.signature, "issued_at": at}
    return {"reason": f"{signer.signature}：{reason}"}


def _move(conn, row: dict, step: Step, at: dt.datetime) -> dict:
    """What a step does to the rows: approved as they are, or taken back."""
    fact, file = row["fact"], row["source_file"]
    if step is Step.ISSUE:
        return {"approved": batches.approve(conn, fact, file, at=at)}
    if step in (Step.RETURN, Step.WITHDRAW):
        gone, restored = batches.take_back(conn, fact, file, at=at)
        submissions.refresh(conn, fact=fact, at=at)
        return {"taken_back": gone, "restored": restored}
    return {}


def _done_before(conn, submission: int, signer: Signer, key: str) -> bool:
    row = submissions.get(conn, scope=EVERYTHING, submission=submission)
    before = events.history(conn, scope=EVERYTHING, object_kind="submission", object_id=row["receipt"])
    return any(detail.get("key") == key and who == signer.uid for detail, who in zip(before["detail"], before["actor"]))
