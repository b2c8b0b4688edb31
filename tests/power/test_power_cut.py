"""A power cut under real imports (reliability test 6; tests/heavy has 200 cuts): what was acknowledged is there."""

import os
import subprocess

import pytest

from tests.power.disk import NoSuchDisk, cuts, mounted_at, recorded
from tests.power.trial import room, sqlite_trial


@pytest.fixture
def folder():
    with room() as folder:
        yield folder


def needs_a_disk(call, *arguments, **more):
    try:
        return call(*arguments, **more)
    except NoSuchDisk as missing:
        pytest.skip(str(missing) or NoSuchDisk.__doc__)


def test_what_was_synced_is_there_after_every_cut_and_what_was_not_is_gone_after_some(folder):
    def write():
        with recorded(folder, megabytes=32) as disk:
            for name in ("synced", "left"):
                with (disk.folder / name).open("wb") as file:
                    file.write(name.encode() * 1_000)
                    if name == "synced":
                        file.flush()
                        os.fsync(file.fileno())
                        first = disk.entries()
            subprocess.run(["sync", "-f", disk.folder], check=True)
            last = disk.entries()
        return disk, first, last

    disk, first, last = needs_a_disk(write)
    at, seen = folder / "looked_at", []
    at.mkdir()
    for _ in cuts(disk, moments=list(range(first, last + 1)), seed=6, image=folder / "cut"):
        with mounted_at(folder / "cut", at):
            seen.append([(at / name).exists() and (at / name).read_bytes() == name.encode() * 1_000
                         for name in ("synced", "left")])  # fmt: skip

    assert [synced for synced, _ in seen] == [True] * len(seen)
    assert {left for _, left in seen} == {False, True}


def test_a_cut_takes_no_acknowledged_file_and_leaves_none_in_part(folder, sqlite_template):
    trial = needs_a_disk(sqlite_trial, folder, sqlite_template, files=12, number=8, seed=1)

    assert trial.acknowledged == 12
    assert not trial.found, trial
    assert sum(cut.open_writes - cut.kept for cut in trial.cuts) > 0  # there was something to lose


def test_a_store_that_did_not_wait_for_the_disk_would_be_found_out(folder, sqlite_template):
    trial = needs_a_disk(sqlite_trial, folder, sqlite_template, files=12, number=8, seed=1, careless=True)

    assert trial.found
