"""Backups: made under writes, tried at once, refused when they are not what was saved; the commands of the runbook."""

import datetime as dt
import sqlite3
import sys

import pytest

from data.store import backup, copying
from data.store.__main__ import main
from data.store.engine import Store
from data.store.migrate import newest
from tests.data.store.backing_up import Found, found, sending
from tests.data.store.sending import START, put

SUPPLY = [{"valid_for": dt.date(2020, 1, day), "on_hand": float(day)} for day in range(1, 8)]


@pytest.fixture
def elsewhere(store, request, tmp_path):
    """The address of an empty place on the store's kind of database."""
    if store.url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'restored' / 'monitor.db'}"
        return
    with request.getfixturevalue("postgres_cluster").database(next(request.getfixturevalue("postgres_names"))) as url:
        yield url


@pytest.fixture
def command(monkeypatch, tmp_path, capsys):
    """command(url, "backup") -> what it said; SystemExit where it refuses."""

    def run(url: str, *arguments: str) -> str:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("MONITOR_LOCAL", str(tmp_path / "local"))
        monkeypatch.setattr(sys, "argv", ["data.store", *arguments])
        main()
        return capsys.readouterr().out

    return run


def test_a_backup_made_under_writes_holds_all_that_was_acknowledged_before_it(store, elsewhere, tmp_path):
    with sending(store.url, senders=2) as acknowledged:
        while len(acknowledged) < 3:
            pass
        before = set(acknowledged)
        made = backup.back_up(store.url, tmp_path / "backups", at=START)

    state = backup.restore(made, elsewhere)

    assert found(elsewhere, before) == Found()
    assert state == backup.note_of(made).state
    assert state.revision == newest()


def test_a_restored_database_goes_on_where_the_lost_one_stood(store, elsewhere, tmp_path):
    put(store, "supply", SUPPLY, event="before")
    made = backup.back_up(store.url, tmp_path / "backups", at=START)

    backup.restore(made, elsewhere)
    again = Store(elsewhere)
    put(again, "supply", [SUPPLY[0] | {"on_hand": 9.0}], at=START + dt.timedelta(days=1), event="after")
    version = again.version()
    again.close()

    assert version == store.version() + 1
    assert backup.look(elsewhere).events == 2


def test_nothing_is_put_over_a_database_that_is_there(store, tmp_path):
    put(store, "supply", SUPPLY, event="kept")
    made = backup.back_up(store.url, tmp_path / "backups", at=START)

    with pytest.raises(copying.Occupied):
        backup.restore(made, store.url)

    assert backup.look(store.url).rows["supply"] == 7


def test_a_backup_that_is_not_the_file_that_was_saved_is_refused(store, elsewhere, tmp_path):
    made = backup.back_up(store.url, tmp_path / "backups", at=START)
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)

    with pytest.raises(backup.Unsound):
        backup.restore(made, elsewhere)


def test_a_copy_made_by_hand_whose_events_were_cut_is_refused(tmp_store_url, tmp_path):
    store = Store(tmp_store_url)
    for name in ("one", "two", "three"):
        put(store, "supply", [{"enterprise": name}], event=name)
    made = backup.back_up(tmp_store_url, tmp_path / "backups", at=START)
    store.close()
    copy = made.rename(tmp_path / "by-hand.db")
    with sqlite3.connect(copy) as conn:
        for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            conn.execute(f"DROP TRIGGER {name}")
        conn.execute("DELETE FROM event WHERE object_id = 'two'")
    conn.close()

    with pytest.raises(backup.Unsound, match="do not follow"):
        backup.restore(copy, f"sqlite:///{tmp_path / 'restored.db'}")


def test_a_failed_backup_leaves_nothing_that_looks_like_one(tmp_store_url, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "put_back", lambda copy, url: (_ for _ in ()).throw(copying.NoCopy("disk full")))

    with pytest.raises(copying.NoCopy):
        backup.back_up(tmp_store_url, tmp_path / "backups", at=START)

    assert list((tmp_path / "backups").iterdir()) == []
    assert backup.newest(tmp_path / "backups") is None


def test_a_month_of_days_and_a_year_of_months_are_kept_and_others_files_stay(tmp_path):
    today = dt.date(2020, 12, 31)
    for days in range(400):
        day = today - dt.timedelta(days=days)
        (tmp_path / f"monitor-{day:%Y%m%d}T020000Z.db").touch()
        (tmp_path / f"monitor-{day:%Y%m%d}T020000Z.db.json").touch()
    (tmp_path / "by-hand.db").touch()

    backup.thin(tmp_path, today=today)

    left = sorted(one.name[8:16] for one in tmp_path.glob("monitor-*.db"))
    months = [f"2020{month:02}01" for month in range(1, 13)]
    december = [f"202012{day:02}" for day in range(2, 32)]
    assert left == months + december
    assert len(list(tmp_path.glob("*.json"))) == len(left)
    assert (tmp_path / "by-hand.db").exists()


def test_the_runbooks_commands_back_up_check_and_restore(store, elsewhere, command):
    put(store, "supply", SUPPLY, event="sent")

    made = command(store.url, "backup").splitlines()[0]
    checked = command(store.url, "check")
    restored = command(elsewhere, "restore", made)

    assert f"schema {newest()}, data version 1, 1 events in an unbroken chain" in checked
    assert restored.removeprefix("restored: ") in checked
    assert backup.look(elsewhere).rows["supply"] == 7


def test_a_command_that_refuses_says_why_and_leaves_the_database(store, command, capsys):
    put(store, "supply", SUPPLY, event="sent")
    made = command(store.url, "backup").splitlines()[0]

    with pytest.raises(SystemExit, match="1"):
        command(store.url, "restore", made)

    assert copying.Occupied.__doc__ in capsys.readouterr().err
    assert backup.look(store.url).events == 1
