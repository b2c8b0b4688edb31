"""python -m data.store migrate | downgrade REVISION | revision | backup | check [FILE] | restore FILE."""

import argparse
import datetime as dt
from pathlib import Path

from data.settings import Settings, load_settings
from data.store import backup, copying
from data.store.migrate import NewerSchema, current, downgrade, migrate

REFUSED = (NewerSchema, copying.NoCopy, copying.Occupied, backup.Unsound)
NEEDS = {"downgrade": "a revision", "restore": "a file"}


def main() -> None:
    """Run one command on the configured database."""
    parser = argparse.ArgumentParser(prog="python -m data.store", description=__doc__)
    parser.add_argument("command", choices=("migrate", "downgrade", "revision", "backup", "check", "restore"))
    parser.add_argument("what", nargs="?", metavar="REVISION|FILE")
    chosen = parser.parse_args()
    if chosen.command in NEEDS and not chosen.what:
        parser.error(f"{chosen.command} needs {NEEDS[chosen.command]}")
    try:
        print(_done(chosen.command, chosen.what, load_settings(), now=dt.datetime.now(dt.UTC)))
    except REFUSED as refused:
        parser.exit(1, f"{type(refused).__doc__} ({refused})\n")


def _done(command: str, what: str | None, settings: Settings, *, now: dt.datetime) -> str:
    """Run the command; what it has to say. Raises REFUSED."""
    url, folder = settings.url, settings.local / backup.FOLDER
    if command == "backup":
        made = backup.back_up(url, folder, at=now)
        gone = backup.thin(folder, today=now.date())
        return f"{made}\n{_told(made)}" + (f"\nold backups removed: {len(gone)}" if gone else "")
    if command == "check":
        file = Path(what) if what else backup.newest(folder)
        if file is None:
            raise copying.NoCopy(f"no backup in {folder}")
        return f"{file}\nholds: {_held(backup.check(file, url))}"
    if command == "restore":
        return f"restored: {_held(backup.restore(Path(what), url))}"
    steps = {
        "migrate": lambda: migrate(url, what or "head"),
        "downgrade": lambda: downgrade(url, what),
        "revision": lambda: current(url),
    }
    return f"schema revision: {steps[command]() or 'none'}"


def _told(made: Path) -> str:
    note = backup.note_of(made)
    return (
        f"copied in {note.copy_seconds:.1f} s, put back and counted in {note.trial_seconds:.1f} s: {_held(note.state)}"
    )


def _held(state: backup.State) -> str:
    rows, chain = sum(state.rows.values()), f"{state.events:,} events in an unbroken chain"
    return f"schema {state.revision}, data version {state.version}, {chain}, {rows:,} rows"


if __name__ == "__main__":
    main()
