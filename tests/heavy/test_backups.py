"""Thirty backups on each database under writes, each restored and counted, and a drill timed (reliability test 12)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert

from data.store.backup import note_of
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.schema import entity
from tests.data.store.backing_up import ROWS, Found, found, sending
from tests.data.store.sending import PATTERNS, START, put
from tests.heavy import page
from tests.postgres_cluster import DURABLE, Cluster

pytestmark = [pytest.mark.heavy, pytest.mark.postgres]
ROOT = Path(__file__).resolve().parents[2]
BACKUPS, SENDERS, REGISTRY, BATCH = 30, 3, 2_000_000, 50_000
FIGURES: list[tuple[str, str]] = []


class Places:
    """Where a kind of database makes its databases."""

    def __init__(self, folder: Path, cluster: Cluster | None) -> None:
        self.folder, self.cluster = folder, cluster
        self.kind = "SQLite" if cluster is None else "PostgreSQL"

    @contextmanager
    def empty(self, name: str) -> Iterator[str]:
        """An empty place, gone afterwards."""
        if self.cluster is not None:
            with self.cluster.database(name) as url:
                yield url
            return
        path = self.folder / f"{name}.db"
        yield f"sqlite:///{path}"
        for one in self.folder.glob(f"{path.name}*"):
            one.unlink()

    def command(self, url: str, *arguments: str) -> tuple[list[str], float]:
        """Run one of the runbook's commands: its lines and how long it took."""
        environ = dict(os.environ) | {"DATABASE_URL": url, "MONITOR_LOCAL": str(self.folder / "local")}
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "data.store", *arguments], env=environ, cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines(), time.perf_counter() - began


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request, tmp_path):
    cluster = Cluster(settings=DURABLE) if request.param == "postgresql" else None
    yield Places(tmp_path, cluster)
    if cluster is not None:
        cluster.stop()


@pytest.mark.usefixtures("careful")
def test_thirty_backups_made_under_writes_hold_all_that_was_acknowledged(places):
    came, longest, meanwhile = Found(), 0.0, []
    with places.empty("town") as url:
        migrate(url)
        for number in range(BACKUPS):
            with sending(url, senders=SENDERS, prefix=f"{number}.") as acknowledged:
                while len(acknowledged) < SENDERS:
                    time.sleep(0.01)
                before = set(acknowledged)
                made, _ = places.command(url, "backup")
                meanwhile.append(len(acknowledged) - len(before))
            with places.empty(f"restored{number}") as again:
                _, took = places.command(again, "restore", made[0])
                came, longest = came + found(again, before), max(longest, took)
    FIGURES.extend([
        (f"{places.kind}: backups made by `backup` (each put back on trial), put back by `restore`, and counted",
         f"{BACKUPS} of {BACKUPS}"),
        (f"&nbsp; files of {ROWS} rows acknowledged while one was made: fewest, in all",
         f"{min(meanwhile)}, {sum(meanwhile):,}"),
        ("&nbsp; files acknowledged before and lost / in part / without event or events without file / chain broken",
         f"{came.lost} / {came.partial} / {came.without_event} / {came.broken}"),
        ("&nbsp; longest `restore`", f"{longest:.1f} s"),
    ])  # fmt: skip
    assert came == Found()
    assert min(meanwhile) > 0  # each was made under writes


@pytest.mark.usefixtures("careful")
def test_a_registry_of_two_million_is_back_within_the_hour(places):
    with places.empty("large") as url, places.empty("back") as again:
        migrate(url)
        _fill(url)
        made, took = places.command(url, "backup")
        _, back = places.command(again, "restore", made[0])  # it compares with the note
        size, held = Path(made[0]).stat().st_size, note_of(Path(made[0])).state.rows
    FIGURES.append((f"{places.kind}, a registry of {REGISTRY:,}: `backup` with its trial / `restore` / size",
                    f"{took:.0f} s / **{back:.0f} s** / {size / 1e6:,.0f} MB"))  # fmt: skip
    assert held["entity"] == REGISTRY
    assert back < 3600


def test_the_page_is_written():
    """Last of the file: what the others found."""
    page.write(
        "backup", "Backups made under writes, and the drill", command="tests/heavy/test_backups.py",
        told=f"{SENDERS} threads send files, each with its event, and wait for the disk, while the runbook's command\n"
        "makes a backup; `restore` puts it into an empty place and looks whether it holds (SQLite: integrity_check,\n"
        "references; PostgreSQL: every index and reference is built anew; both: the chain of events, and the rows of\n"
        "every table against the note), and the test counts what had been acknowledged before the backup began.\n"
        "Seconds are those of the commands, Python's start with them, on a machine busy with other work: the time to\n"
        "be back (RTO) is `restore` and the start of the server.",
        rows=FIGURES,
    )  # fmt: skip
    assert FIGURES


def _fill(url: str) -> None:
    """A registry as one file would have brought it."""
    store = Store(url)
    put(store, "supply", [{}], event="first")
    said = {"source_file": 1, "known_at": START, "superseded_at": None, "reporter": "clerk", "state": "approved"}
    pattern = PATTERNS["entity"] | said
    for first in range(0, REGISTRY, BATCH):
        rows = [{**pattern, "credit_code": f"{n:018}", "source_row": n} for n in range(first, first + BATCH)]
        with store.writing(at=START) as conn:
            conn.execute(insert(entity), rows)
    store.close()
