"""Two hundred power cuts on each database under real imports (reliability test 6), and the same without waiting."""

import time

import pytest

from tests.heavy import page
from tests.power.trial import Trial, postgres_trial, room, sqlite_trial

pytestmark = pytest.mark.heavy
FILES, CUTS, CARELESS_CUTS, SEED = 300, 200, 40, 6
FIGURES: list[tuple[str, str]] = []


@pytest.fixture
def folder():
    with room() as folder:
        yield folder


@pytest.fixture
def cut_power(request, folder):
    """cut_power("SQLite", number=200, careless=False) -> the trial."""

    def cut_power(database: str, **more) -> Trial:
        if database == "PostgreSQL":
            return postgres_trial(folder, files=FILES, seed=SEED, **more)
        return sqlite_trial(folder, request.getfixturevalue("sqlite_template"), files=FILES, seed=SEED, **more)

    return cut_power


DATABASES = pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])


@DATABASES
def test_two_hundred_cuts_take_nothing_acknowledged_and_leave_nothing_in_part(database, cut_power):
    started = time.perf_counter()

    trial = cut_power(database, number=CUTS)

    found, loose = trial.found, [cut.open_writes for cut in trial.cuts]
    FIGURES.extend([
        (f"{database}: cuts / files acknowledged / writes and flushes that reached the disk",
         f"{len(trial.cuts)} / {trial.acknowledged} / {trial.writes:,}"),
        ("&nbsp; unflushed writes at the moment of the cut: mean, most; kept whole, torn, lost in all",
         f"{sum(loose) / len(loose):.1f}, {max(loose)}; {sum(cut.kept for cut in trial.cuts):,}, "
         f"{sum(cut.torn for cut in trial.cuts):,}, "
         f"{sum(cut.open_writes - cut.kept - cut.torn for cut in trial.cuts):,}"),
        ("&nbsp; acknowledged files lost / files in part / files without event or events without file / corrupt",
         f"{found.lost} / {found.partial} / {found.without_event} / {found.corrupt}"),
        ("&nbsp; took", f"{time.perf_counter() - started:.0f} s"),
    ])  # fmt: skip
    assert not found, trial
    assert max(loose) > 1


@DATABASES
def test_without_waiting_for_the_disk_the_same_cuts_are_seen_to_hurt(database, cut_power):
    trial = cut_power(database, number=CARELESS_CUTS, careless=True)

    assert trial.found.lost > 0
    said = "PRAGMA synchronous=OFF" if database == "SQLite" else "fsync and synchronous_commit off"
    FIGURES.append((f"to see that the harness can tell: {database} with {said}",
                    f"{trial.hurt} of {CARELESS_CUTS} cuts lose acknowledged files or the database"))  # fmt: skip


def test_the_page_is_written():
    """Last of the file: what the others found."""
    page.write(
        "power-cut", "The power goes out under imports", command="tests/heavy/test_power_cut.py",
        told="Files of 30 rows (new markets, corrections) are received one after the other on an ext4 whose disk is\n"
        "recorded: a FUSE file under a loop device notes each write and flush in order. A cut at a random moment\n"
        f"(seed {SEED}) keeps what was flushed; of the writes since, each is lost, whole or torn at a sector of 512\n"
        "bytes, in any order (ext4's superblock whole). The file system is mounted again, its journal is replayed,\n"
        "the database is opened and counted: SQLite with integrity_check, PostgreSQL after its own recovery and with\n"
        "pg_amcheck, both with the chain of events. A disk that only says that it flushed is not modelled.",
        rows=FIGURES,
    )  # fmt: skip
    assert FIGURES
