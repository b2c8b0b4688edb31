"""填报 → 审核 → 签发: one table and one function say what may be done with a submission, wherever it is done."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from data.intake.answers import Reporter
from data.store.scope import Scope

if TYPE_CHECKING:
    from data.reference.region import Region


class NotAllowed(Exception):
    """This person may not take this step, or the submission is not where the step starts from."""


class Step(StrEnum):
    """What is done with a submission."""

    REVIEW = "review"  # 审核, by the county
    ISSUE = "issue"  # 签发, by the prefecture's department
    RETURN = "return"  # 退回, with reasons
    WITHDRAW = "withdraw"  # 撤回, undoing the batch


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who takes a step: account, name, role, scope, and the duties the account has beyond its role."""

    uid: str
    name: str
    role: str
    scope: Scope
    duties: frozenset[str] = field(default_factory=frozenset)

    @property
    def signature(self) -> str:
        """As it stands on the sign-off sheet; the same text names a reporter."""
        return f"{self.name}（{self.uid}）"


STATUSES = {
    "submitted": "待审核",
    "reviewed": "待签发",
    "issued": "已签发",
    "returned": "已退回",
    "withdrawn": "已撤回",
}
WORDS = {Step.REVIEW: "审核通过", Step.ISSUE: "签发", Step.RETURN: "退回", Step.WITHDRAW: "撤回"}
DUTIES = {"review": "审核", "issue": "签发"}
NEEDS_A_REASON = frozenset({Step.RETURN, Step.WITHDRAW})
STEPS: dict[Step, dict[str, str]] = {
    Step.REVIEW: {"submitted": "reviewed"},
    Step.ISSUE: {"reviewed": "issued"},
    Step.RETURN: {"submitted": "returned", "reviewed": "returned"},
    Step.WITHDRAW: {"submitted": "withdrawn", "reviewed": "withdrawn", "issued": "withdrawn"},
}


def advance(status: str, step: Step, *, signer: Signer, reporter: str) -> str:
    """The status after a step. Raises NotAllowed.

    Whoever filled it in neither reviews nor issues it (four eyes); whoever reviewed may not issue, as the two are
    different levels. Before it is issued its reporter may withdraw it; afterwards only who may issue.
    """
    step = Step(step)
    after = STEPS[step].get(status)
    if after is None:
        raise NotAllowed(f"{step} does not start from {status}")
    own = reporter == signer.signature
    reviews = "review" in signer.duties
    issues = "issue" in signer.duties and signer.scope.whole
    right = {
        Step.REVIEW: reviews and not own,
        Step.ISSUE: issues and not own,
        Step.RETURN: not own and (issues or (reviews and status == "submitted")),
        Step.WITHDRAW: issues or (own and status != "issued"),
    }[step]
    if not right:
        raise NotAllowed(f"{signer.uid} may not {step}")
    return after


def open_to(status: str, *, signer: Signer, reporter: str) -> list[Step]:
    """The steps somebody may take from here: what a page offers."""
    possible = []
    for step in Step:
        try:
            advance(status, step, signer=signer, reporter=reporter)
        except NotAllowed:
            continue
        possible.append(step)
    return possible


def beginning(region: "Region", topic: str, day: dt.date, reporter: Reporter) -> str:
    """Where a new submission of a topic starts: what needs no approval is issued by rule.

    What the prefecture itself sends needs no county's review.
    """
    if region.approval_on(topic, day) is None:
        return "issued"
    return "reviewed" if reporter.scope.whole else "submitted"
