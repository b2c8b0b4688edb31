"""A file system on a recorded disk, and that disk again as a power cut at some moment could leave it.

What was flushed is there. Of the writes since the last flush each may be lost, whole or torn at a sector, whatever
became of those before it: a disk's cache keeps no order.
"""

import contextlib
import ctypes
import os
import random
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.power import recorder

ROOT = Path(__file__).resolve().parents[2]
SECTOR = 512
SUPERBLOCK = 4096  # its kilobyte is two sectors without a journal: ext4 trusts a disk to write it whole
SURVIVES = {"none": 0.0, "few": 0.2, "half": 0.5, "most": 0.8, "all": 1.0}


class NoSuchDisk(Exception):
    """It takes root, /dev/fuse, a loop device and mkfs.ext4."""


@dataclass(frozen=True)
class Disk:
    """A recorded disk: where its file system is mounted, how it began, what came to it."""

    folder: Path
    first: Path
    log: Path
    count: Path

    def entries(self) -> int:
        """How many writes and flushes have reached it by now."""
        return struct.unpack("<Q", self.count.read_bytes())[0]


@contextlib.contextmanager
def recorded(folder: Path, *, megabytes: int) -> Iterator[Disk]:
    """An empty ext4 on a disk that is recorded; after the block it is unmounted, the record stays."""
    if os.getuid() or not Path("/dev/fuse").exists() or not shutil.which("mkfs.ext4"):
        raise NoSuchDisk(NoSuchDisk.__doc__)
    image, served, mounted = folder / "image", folder / "served", folder / "mounted"
    for one in (served, mounted):
        one.mkdir()
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    options = "nodiscard,lazy_itable_init=0,lazy_journal_init=0"
    _run("mkfs.ext4", "-q", "-F", "-m", "0", "-b", "4096", "-J", "size=4", "-E", options, image)
    disk = Disk(mounted, folder / "first", folder / "log", folder / "count")
    _run("cp", "--sparse=always", image, disk.first)
    command = [sys.executable, "-m", "tests.power.recorder", image, served, disk.log, disk.count]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        if process.stdout.readline() != b"mounted\n":
            raise NoSuchDisk(NoSuchDisk.__doc__)
        with mounted_at(served / "disk", mounted):
            yield disk
    finally:
        _unmount(served)  # the loop device lets go a moment after its own unmounting
        process.wait(timeout=20)
        process.stdout.close()


@contextlib.contextmanager
def mounted_at(image: Path, folder: Path) -> Iterator[Path]:
    """An image's file system; its journal is replayed as at the next start of the machine."""
    _run("mount", "-o", "loop,noatime", image, folder)
    try:
        yield folder
    finally:
        _unmount(folder)


def _unmount(folder: Path) -> None:
    for _ in range(100):  # a process that was just killed may still hold a file
        if subprocess.run(["umount", folder], capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.05)
    _run("umount", "-l", folder)


@contextlib.contextmanager
def written_early(folder: Path) -> Iterator[None]:
    """Meanwhile the kernel writes what it holds of the folder's files when it likes, as under want of memory.

    Without waiting and without a flush, so that more stands open at a cut than what a database has just asked for.
    """
    over = threading.Event()
    thread = threading.Thread(target=_write_early, args=(folder, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _write_early(folder: Path, over: threading.Event) -> None:
    write_range = ctypes.CDLL(None).sync_file_range
    write_range.argtypes = [ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint]
    while not over.wait(0.05):
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > 1 or not path.is_file():
                    continue
                file = os.open(path, os.O_RDONLY)
                write_range(file, 0, 0, 2)  # SYNC_FILE_RANGE_WRITE
                os.close(file)


@dataclass(frozen=True)
class Cut:
    """One cut: after how many entries, how many unflushed writes there were, how many of them survived whole."""

    at: int
    open_writes: int
    kept: int
    torn: int


def cuts(disk: Disk, *, moments: list[int], seed: int, image: Path) -> Iterator[Cut]:
    """The disk as a cut at each of these moments could leave it, in ``image``, one after the other."""
    chance, flushed = random.Random(seed), image.with_suffix(".flushed")
    _run("cp", "--sparse=always", disk.first, flushed)
    wanted, pending = sorted(moments), []
    with flushed.open("r+b") as base:
        for number, (kind, offset, data) in enumerate(recorder.entries(disk.log), start=1):
            while wanted and wanted[0] < number:
                yield _cut(base, pending, image, chance, wanted.pop(0))
            if kind == b"F":
                for where, what in pending:
                    base.seek(where)
                    base.write(what)
                pending.clear()
            else:
                pending.append((offset, data))
        while wanted:
            yield _cut(base, pending, image, chance, wanted.pop(0))


def _cut(base, pending: list[tuple[int, bytes]], image: Path, chance: random.Random, at: int) -> Cut:
    base.flush()
    _run("cp", "--sparse=always", base.name, image)
    share, kept, torn = SURVIVES[chance.choice(list(SURVIVES))], 0, 0
    with image.open("r+b") as file:
        for offset, data in pending:
            if chance.random() >= share:
                continue
            whole = offset < SUPERBLOCK or chance.random() < 0.8
            kept, torn = kept + whole, torn + (not whole)
            for start in range(0, len(data), SECTOR):
                if whole or chance.random() < 0.5:
                    file.seek(offset + start)
                    file.write(data[start : start + SECTOR])
    return Cut(at, len(pending), kept, torn)


def _run(*command) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
