"""Two thousand sessions of nine scopes and two hundred reports against one served process (reliability test 25)."""

import os
import shutil
import time

import pytest

from tests.heavy import page
from tests.pages.door.serving import serve
from tests.pages.soak import Soak, build

pytestmark = pytest.mark.heavy
SESSIONS, MINUTES = int(os.environ.get("SOAK_SESSIONS", "2000")), float(os.environ.get("SOAK_MINUTES", "40"))
KEPT_SECONDS = 150  # the server keeps a closed window's session (of 128 at most) for two minutes, should it come back


@pytest.fixture
def soak(sqlite_template, password_hash, tmp_path):
    database = tmp_path / "monitor.db"
    shutil.copyfile(sqlite_template, database)
    told = build(f"sqlite:///{database}", password_hash)
    with serve(f"sqlite:///{database}", tmp_path) as host:
        yield Soak(host, database, told)


def test_a_long_run_of_sessions_leaves_the_server_as_heavy_as_it_was(soak):
    soak.run(sessions=SESSIONS, minutes=MINUTES)
    took = time.monotonic() - soak.began
    time.sleep(KEPT_SECONDS)
    soak.run(sessions=soak.sessions + 1)  # closed ones are let go when the next one closes
    after = soak.weights[-1]

    warm = soak.weights[len(soak.weights) // 5]  # every page has been drawn, every cache holds what it may
    _report(soak, warm, after, took)
    assert soak.foreign == []
    assert soak.refused == []
    assert soak.reports >= SESSIONS // 10
    assert after.memory <= 1.1 * warm.memory
    assert after.handles <= warm.handles + 10
    assert max(one.log for one in soak.weights) < 16


def _report(soak: Soak, warm, after, took: float) -> None:
    logs = [one.log for one in soak.weights]
    page.write(
        "soak", "Many sessions, one process", command="tests/heavy/test_soak.py",
        told="One after the other, windows of nine scopes (eight counties' clerks, the staff) open two random pages\n"
        "each and close; after every tenth a firm reports through the interface. Pages and order by seed "
        f"{soak.seed}.\nThe server (SQLite) is weighed every 50 sessions; “warm” is after a fifth of the run, “after” "
        f"{KEPT_SECONDS} s after\nits end and one session more. Slopes are least squares over the second half. "
        "SOAK_SESSIONS and SOAK_MINUTES set the least length.",
        rows=[
            ("sessions / pages drawn / reports taken", f"{soak.sessions:,} / {2 * soak.sessions:,} / {soak.reports}"),
            ("length", f"{took / 60:.0f} min"),
            ("sessions that saw their own county's mark / another county's", f"{soak.own:,} / {len(soak.foreign)}"),
            ("tracebacks, refused reports", f"{len(soak.refused)}"),
            ("memory: first / warm / most / after",
             f"{soak.weights[0].memory:.0f} / {warm.memory:.0f} / {max(one.memory for one in soak.weights):.0f} / "
             f"{after.memory:.0f} MB ({after.memory / warm.memory - 1:+.1%} of warm)"),
            ("memory, slope", f"{soak.slope('memory'):+.2f} MB a hundred sessions"),
            ("handles: warm / after; slope",
             f"{warm.handles} / {after.handles}; {soak.slope('handles'):+.2f} a hundred sessions"),
            ("threads: warm / after; slope",
             f"{warm.threads} / {after.threads}; {soak.slope('threads'):+.2f} a hundred sessions"),
            ("the database's log (WAL): most / after; slope",
             f"{max(logs):.1f} / {after.log:.1f} MB; {soak.slope('log'):+.3f} MB a hundred sessions"),
        ],
    )  # fmt: skip
