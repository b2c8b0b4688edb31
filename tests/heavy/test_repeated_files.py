"""One file a hundred times, and long runs of corrections (reliability test 15): one import, and what the model says."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from data.intake import receive
from data.store import events, files
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import NOON
from tests.data.intake.test_reception import FIRST, stored_counts
from tests.data.intake.test_signing import CLERK, asking, hand_in, run_of_versions
from tests.heavy import page

__all__ = ["asking", "hand_in"]
pytestmark = pytest.mark.heavy
RUNS, STEPS, COPIES, THREADS = 200, 30, 100, 10
FIGURES: list[tuple[str, str]] = []


def test_a_hundred_copies_in_ten_threads_are_one_import(store, store_url, region):
    def once(number: int):
        return receive(store, region, FIRST.encode(), filename=f"{number}.csv", reporter=CLERK, received_at=NOON)

    with ThreadPoolExecutor(THREADS) as pool:
        receipts = list(pool.map(once, range(COPIES)))

    new = [receipt for receipt in receipts if not receipt.already]
    noticed = [receipt for receipt in receipts if receipt.already and "已于" in receipt.notes[0]]
    with store.reading() as conn:
        received = files.received(conn, scope=EVERYTHING)
        told = events.history(conn, scope=EVERYTHING)
    assert (len(new), len(noticed), len(received), len(told)) == (1, 99, 1, 1)
    assert len(stored_counts(store)) == 2
    FIGURES.append((f"{COPIES} copies in {THREADS} threads, {_database(store_url)}",
                    f"{len(new)} import, {len(noticed)} notices"))  # fmt: skip


def test_two_hundred_runs_of_thirty_steps_leave_what_the_model_says(store, store_url, hand_in):
    steps = run_of_versions(store, hand_in, runs=RUNS, steps=STEPS)

    assert steps == RUNS * STEPS
    FIGURES.append((f"re-submission, {RUNS} runs of {STEPS} steps, {_database(store_url)}",
                    f"{steps:,} steps, after each one the model is the database"))  # fmt: skip
    if len(FIGURES) == 4:
        _report()


def _database(url: str) -> str:
    return "PostgreSQL" if url.startswith("postgresql") else "SQLite"


def _report() -> None:
    page.write(
        "repeated-files", "The same file again, and corrections of corrections",
        command="tests/heavy/test_repeated_files.py",
        told="One file a hundred times at once; and random versions, reviews, issues, returns and withdrawals of one "
        "voucher, held\nafter each step against a pile of versions kept beside them.",
        rows=FIGURES,
    )  # fmt: skip
