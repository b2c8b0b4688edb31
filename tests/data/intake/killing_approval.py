"""Kill -9 in the middle of receiving, reviewing, issuing and withdrawing, and what must be found afterwards.

A child process takes file after file through 填报, 审核 and 签发 (every third one is withdrawn again) and says each
step once ``receive`` or ``sign`` has answered; the parent kills it at a random moment after the first few. Run alone
it is the child: ``python -m tests.data.intake.killing_approval URL TRIAL``.
"""

import contextlib
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import text

ROOT = Path(__file__).resolve().parents[3]
ROWS = 40
START = dt.datetime(2020, 3, 2, 4, 0, tzinfo=dt.UTC)
RULE = {"topic": "arrears_payments", "from": dt.date(2020, 1, 1)}
FIRST = (3, 6)  # steps a trial takes before its moment comes, however slow the machine
STAGES = ("submitted", "reviewed", "issued", "withdrawn")


def child(url: str, trial: int) -> None:
    """Take files through approval until killed."""
    from data.intake import Reporter, receive
    from data.intake.approval import Signer, Step
    from data.intake.signing import sign
    from data.reference.region import load_region
    from data.store import submissions
    from data.store.engine import Store
    from data.store.scope import EVERYTHING, Scope
    from tests.data.intake.test_arrears import GOOD, ITEM, ITEMS, PAYMENTS

    region = replace(load_region("linxia"), approval=(RULE,))
    county = Scope(counties=frozenset({"622921"}))
    clerk = Reporter(name="马填报（tian）", scope=county, role="clerk")
    reviewer = Signer(uid="shen", name="马审核", role="clerk", scope=county, duties=frozenset({"review"}))
    issuer = Signer(uid="qian", name="王签发", role="bureau", scope=EVERYTHING, duties=frozenset({"issue"}))
    store, began = Store(url), START + dt.timedelta(hours=trial)
    receive(store, region, (ITEMS + ITEM.format(**GOOD)).encode(), filename="台账.csv", reporter=clerk,
            received_at=began)  # fmt: skip
    print("ready", flush=True)
    for number in range(200):
        at = began + dt.timedelta(seconds=number * 10)
        rows = [f"Q1,PZ-{trial}-{number}-{i},2020-02-01,0.001" for i in range(ROWS)]
        content = (PAYMENTS + "\n".join(rows) + "\n").encode()
        got = receive(store, region, content, filename=f"{trial}-{number}.csv", reporter=clerk, received_at=at,
                      topic="arrears_payments", because=lambda _: "压测")  # fmt: skip
        print("submitted", got.receipt, flush=True)
        steps = [(Step.REVIEW, reviewer, "reviewed"), (Step.ISSUE, issuer, "issued")]
        steps += [(Step.WITHDRAW, issuer, "withdrawn")] * (number % 3 == 0)
        for seconds, (step, who, word) in enumerate(steps, 1):
            with store.reading() as conn:
                row = submissions.of_receipt(conn, scope=EVERYTHING, receipt=got.receipt)
            sign(store, row["submission"], step, signer=who, at=at + dt.timedelta(seconds=seconds),
                 expected_revision=row["revision"], reason="压测")  # fmt: skip
            print(word, got.receipt, flush=True)


@dataclass
class Tally:
    """What a series of trials came to."""

    kills: int = 0
    steps: int = 0
    said: dict[str, str] = field(default_factory=dict)  # receipt -> the last stage acknowledged
    partial: int = 0
    lost: int = 0
    without_event: int = 0
    broken_chain: int = 0

    @property
    def clean(self) -> bool:
        """Nothing of what must not be."""
        return (self.partial, self.lost, self.without_event, self.broken_chain) == (0, 0, 0, 0)


def trials(url: str, numbers, *, seed: int, longest: float) -> Tally:
    """Run the trials on one database, checking it after each."""
    rng, tally = random.Random(seed), Tally()
    for trial in numbers:
        _one(url, trial, rng.randint(*FIRST), rng.uniform(0.0, longest), tally)
        check(url, tally)
    return tally


def _one(url: str, trial: int, steps: int, delay: float, tally: Tally) -> None:
    command = [sys.executable, "-m", "tests.data.intake.killing_approval", url, str(trial)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as talk:
        assert talk.stdout.readline().strip() == "ready"
        said = [talk.stdout.readline() for _ in range(steps)]
        time.sleep(delay)
        with contextlib.suppress(ProcessLookupError):
            os.kill(talk.pid, signal.SIGKILL)
        for line in [*said, *talk.stdout]:
            stage, _, receipt = line.strip().partition(" ")
            if receipt:
                tally.said[receipt] = stage
                tally.steps += 1
    tally.kills += 1


def check(url: str, tally: Tally) -> None:
    """Open the database as the next start would, and count everything that must not be."""
    from data.store import events
    from data.store.engine import Store

    store = Store(url)
    with store.reading() as conn:
        found = conn.execute(text(
            "SELECT f.receipt, s.status, f.row_count,"
            " (SELECT count(*) FROM arrears_payment p WHERE p.source_file = f.id AND p.superseded_at IS NULL"
            "   AND p.state = 'approved'),"
            " (SELECT count(*) FROM arrears_payment p WHERE p.source_file = f.id AND p.superseded_at IS NULL"
            "   AND p.state = 'provisional'),"
            " (SELECT count(*) FROM event e WHERE e.object_id = f.receipt AND e.action LIKE 'submission.%')"
            " FROM source_file f JOIN submission s ON s.source_file = f.id WHERE f.topic = 'arrears_payments'"
        )).all()  # fmt: skip
        tally.broken_chain = int(not events.verify(conn).whole)
    store.close()
    held = {receipt: status for receipt, status, *_ in found}
    tally.lost = sum(STAGES.index(stage) > STAGES.index(held.get(receipt, STAGES[0]))
                     or receipt not in held for receipt, stage in tally.said.items())  # fmt: skip
    tally.partial = tally.without_event = 0
    for _, status, rows, approved, provisional, steps in found:
        wanted = {"issued": (rows, 0), "withdrawn": (0, 0)}.get(status, (0, rows))
        tally.partial += (approved, provisional) != wanted or rows != ROWS
        tally.without_event += steps != STAGES.index(status)


if __name__ == "__main__":
    child(sys.argv[1], int(sys.argv[2]))
