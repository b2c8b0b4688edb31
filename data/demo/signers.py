"""Who reviews and issues what comes in to the simulated prefecture: each at their moment, some of them slowly."""

import datetime as dt
from dataclasses import dataclass

from data.intake.answers import Receipt
from data.intake.approval import Signer, Step
from data.intake.signing import sign
from data.reference.region import Region
from data.store import submissions
from data.store.engine import Store
from data.store.scope import EVERYTHING, Scope

PROMPT = dt.timedelta(hours=1)
SLOW = dt.timedelta(days=1)
ISSUED_AFTER = dt.timedelta(days=1, hours=5)


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One step that somebody will take at a moment."""

    at: dt.datetime
    submission: int
    step: Step
    county: str | None


def steps_of(store: Store, region: Region, receipt: Receipt) -> list[Appointment]:
    """What a file just received waits for; every second county reviews it within the hour, the others the next day."""
    with store.reading() as conn:
        row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=receipt.receipt)
    if row is None or row["status"] not in submissions.OPEN:
        return []
    number, county = row["submission"], row["county"]
    counties = list(region.counties["county"])
    prompt = county is None or counties.index(county) % 2 == 0
    review = receipt.received_at + (PROMPT if prompt else SLOW)
    steps = [Appointment(at=review, submission=number, step=Step.REVIEW, county=county)]
    issue = Appointment(at=review + ISSUED_AFTER, submission=number, step=Step.ISSUE, county=county)
    return [*(steps if row["status"] == "submitted" else []), issue]


def sign_due(store: Store, region: Region, pending: list[Appointment], *, until: dt.datetime) -> None:
    """Take every step whose moment has come, in order, and cross it out."""
    due = sorted((one for one in pending if one.at <= until), key=lambda one: (one.at, one.submission))
    for one in due:
        pending.remove(one)
        with store.reading() as conn:
            row = submissions.get(conn, scope=EVERYTHING, submission=one.submission)
        if row["status"] in submissions.OPEN:
            signer = _reviewer(region, one.county) if one.step is Step.REVIEW else _issuer()
            sign(store, one.submission, one.step, signer=signer, at=one.at, expected_revision=row["revision"])


def _reviewer(region: Region, county: str) -> Signer:
    short = region.counties.set_index("county").at[county, "short"]
    scope = Scope(counties=frozenset({county}))
    return Signer(uid="demo", name=f"{short}审核人(演示)", role="clerk", scope=scope, duties=frozenset({"review"}))


def _issuer() -> Signer:
    return Signer(uid="demo", name="州工信局签发人(演示)", role="bureau", scope=EVERYTHING, duties=frozenset({"issue"}))
