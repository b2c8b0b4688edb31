"""A run of imports on a recorded disk, and its database after cuts at random moments of that run."""

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from data.store.migrate import migrate
from tests.postgres_cluster import DURABLE, FAST, Cluster
from tests.power.disk import ROOT, Cut, Disk, cuts, mounted_at, recorded, written_early
from tests.power.found import Found, found

SMALL_SERVER = ("max_wal_size=8MB", "min_wal_size=5MB", "shared_buffers=16MB")  # checkpoints fall into the run
SERVER_DISK, FILE_DISK = 320, 64  # megabytes


@dataclass
class Trial:
    """What a run and its cuts came to."""

    acknowledged: int = 0
    writes: int = 0
    found: Found = field(default_factory=Found)
    hurt: int = 0
    cuts: list[Cut] = field(default_factory=list)

    def enter(self, cut: Cut, came: Found) -> None:
        self.cuts.append(cut)
        self.found += came
        self.hurt += bool(came)


def sqlite_trial(folder: Path, template: Path, *, files: int, number: int, seed: int, careless: bool = False) -> Trial:
    """The product's SQLite. ``careless``: without waiting for the disk."""
    with recorded(folder, megabytes=FILE_DISK) as disk:
        shutil.copyfile(template, disk.folder / "monitor.db")
        began = _flushed(disk)
        told = _write(f"sqlite:///{disk.folder / 'monitor.db'}", disk, files, careless)
    trial, image, at = Trial(acknowledged=len(told)), folder / "cut", folder / "looked_at"
    at.mkdir()
    for cut in _cuts(disk, trial, began, told, number, seed, image):
        with mounted_at(image, at):
            trial.enter(cut, found(f"sqlite:///{at / 'monitor.db'}", _known(told, cut)))
    return trial


def postgres_trial(folder: Path, *, files: int, number: int, seed: int, careless: bool = False) -> Trial:
    """PostgreSQL with its own settings; ``careless``: fsync and synchronous_commit off."""
    settings = (*(FAST if careless else DURABLE), *SMALL_SERVER)
    with recorded(folder, megabytes=SERVER_DISK) as disk:
        with _server(disk.folder, settings, begin=True) as server:
            server.say("CREATE DATABASE town")
            migrate(server.url("town"))
            server.say("CHECKPOINT")
            began = _flushed(disk)
            told = _write(server.url("town"), disk, files, careless)
            server.kill()
    trial, image, at = Trial(acknowledged=len(told)), folder / "cut", folder / "looked_at"
    at.mkdir()
    for cut in _cuts(disk, trial, began, told, number, seed, image):
        with mounted_at(image, at):
            trial.enter(cut, _after(at, settings, _known(told, cut)))
    return trial


def _after(folder: Path, settings: tuple[str, ...], known: set[str]) -> Found:
    try:
        with _server(folder, settings, begin=False) as server:
            came = found(server.url("town"), known)
            checked = subprocess.run(
                [server.binaries / "pg_amcheck", "--install-missing", "-U", "postgres", "-h", server.folder, "-p",
                 str(server.port), "-d", "town"], capture_output=True, check=False
            )  # fmt: skip
            return came + Found(corrupt=int(checked.returncode != 0))
    except RuntimeError:  # it does not start any more
        return Found(corrupt=1, lost=len(known))


@contextmanager
def _server(folder: Path, settings: tuple[str, ...], *, begin: bool) -> Iterator[Cluster]:
    server = Cluster(settings=settings, folder=folder, begin=begin, initdb=("--wal-segsize=1",))
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def _write(url: str, disk: Disk, files: int, careless: bool) -> list[tuple[str, int]]:
    """(receipt, entries of the disk when it was acknowledged) of each file."""
    command = [sys.executable, "-m", "tests.power.writing", url, disk.count, str(files), *["careless"] * careless]
    with written_early(disk.folder):
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [(receipt, int(at)) for receipt, at in map(str.split, said.splitlines())]


def _flushed(disk: Disk) -> int:
    subprocess.run(["sync", "-f", disk.folder], check=True)
    return disk.entries()


def _cuts(disk: Disk, trial: Trial, began: int, told: list, number: int, seed: int, image: Path) -> Iterator[Cut]:
    trial.writes = told[-1][1] - began
    chance = random.Random(seed)
    moments = [chance.randint(began, told[-1][1]) for _ in range(number)]
    return cuts(disk, moments=moments, seed=seed, image=image)


def _known(told: list[tuple[str, int]], cut: Cut) -> set[str]:
    return {receipt for receipt, at in told if at <= cut.at}


@contextmanager
def room() -> Iterator[Path]:
    """A folder with a short name (a server's socket lies in it), in memory where there is some."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="power", dir=memory if memory.is_dir() else None))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
