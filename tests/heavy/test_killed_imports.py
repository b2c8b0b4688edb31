"""Kill -9 at two hundred random points of real imports (reliability test 5); the figures go to docs/bench/kill.md."""

import shutil
import time
from pathlib import Path

import pytest

from data.store import events
from data.store.engine import Store
from tests.data.intake.killing import ROWS, Tally, trials

REPORT = Path(__file__).resolve().parents[2] / "docs" / "bench" / "kill.md"
BATCH = 20  # trials a database: later ones begin on what earlier ones left


@pytest.mark.heavy
def test_two_hundred_kills_leave_nothing_half_done(tmp_path, sqlite_template):
    whole, started, batch = Tally(), time.perf_counter(), 0
    while whole.kills < 200:
        path = tmp_path / f"{batch}.db"
        shutil.copyfile(sqlite_template, path)
        tally = trials(path, range(BATCH), seed=1000 + batch, longest=4.0)
        store = Store(f"sqlite:///{path}")
        with store.reading() as conn:
            tally.corrupt += not events.verify(conn).whole
        store.close()
        _add(whole, tally)
        batch += 1

    _report(whole, batch, time.perf_counter() - started)
    assert whole.clean, whole


def _add(whole: Tally, tally: Tally) -> None:
    for name in ("kills", "finished", "stored", "rows", "partial", "lost", "without_event", "corrupt"):
        setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    whole.acknowledged |= {f"{whole.kills}:{receipt}" for receipt in tally.acknowledged}


def _report(tally: Tally, databases: int, seconds: float) -> None:
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(
        "# Kill -9 in the middle of imports\n\n"
        "`python -m pytest -m heavy tests/heavy/test_killed_imports.py` writes this page.\n\n"
        f"A process receives real files of {ROWS:,} rows (csv and .xlsx, new rows and corrections) and is killed with\n"
        "SIGKILL at a random moment; the database (SQLite, WAL, synchronous=FULL) is then opened again and counted.\n\n"
        "| | |\n|---|---|\n"
        f"| kills | {tally.kills} (and {tally.finished} runs that finished before their kill) |\n"
        f"| databases | {databases}, {BATCH} runs each on what the run before left |\n"
        f"| files stored / acknowledged | {tally.stored:,} / {len(tally.acknowledged):,} |\n"
        f"| rows stored | {tally.rows:,} |\n"
        f"| files stored in part | {tally.partial} |\n"
        f"| acknowledged files lost | {tally.lost} |\n"
        f"| files without their event, or events without their file | {tally.without_event} |\n"
        f"| integrity_check, event chain or data version wrong | {tally.corrupt} |\n"
        f"| took | {seconds:.0f} s |\n",
        encoding="utf-8",
    )
