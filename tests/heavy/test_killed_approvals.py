"""Kill -9 at two hundred random points of approvals, half on each database (issue: import and approval)."""

import time
from pathlib import Path

import pytest

from tests.data.intake.killing_approval import ROWS, trials

REPORT = Path(__file__).resolve().parents[2] / "docs" / "bench"
KILLS = 100


@pytest.mark.heavy
def test_a_hundred_kills_leave_no_step_half_taken(store_url):
    started = time.perf_counter()

    tally = trials(store_url, range(KILLS), seed=1000, longest=1.5)

    _report(store_url.split(":")[0].split("+")[0], tally, time.perf_counter() - started)
    assert tally.clean, tally


def _report(database: str, tally, seconds: float) -> None:
    (REPORT / f"kill-approval-{database}.md").write_text(
        f"# Kill -9 in the middle of approvals: {database}\n\n"
        "`python -m pytest -m heavy tests/heavy/test_killed_approvals.py` writes this page.\n\n"
        f"A process takes files of {ROWS} rows through 填报, 审核 and 签发 (every third one is withdrawn\n"
        "again) and is killed with SIGKILL at a random moment; the database is then opened again and counted.\n\n"
        "| | |\n|---|---|\n"
        f"| kills | {tally.kills} |\n"
        f"| steps acknowledged | {tally.steps:,} |\n"
        f"| acknowledged steps lost | {tally.lost} |\n"
        f"| submissions whose rows do not agree with their status | {tally.partial} |\n"
        f"| steps without their event, or events without their step | {tally.without_event} |\n"
        f"| event chain broken | {tally.broken_chain} |\n"
        f"| took | {seconds:.0f} s |\n",
        encoding="utf-8",
    )
