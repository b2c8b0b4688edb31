"""The simulated prefecture, loaded and evaluated once for each state of the code and shared by every test.

The finished database is kept as a file in the machine's temporary folder, under a name made of the code that made
it; a lock lets one process build while the others wait. Tests get a copy of their own, or read the shared one.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from data.demo.scene import FULL, LAST_DAY, QUICK, Size, default_seed
from data.reference.region import load_region
from data.store.engine import Store
from data.store.migrate import migrate
from monitoring.config import load_config
from monitoring.demo import play

ROOT = Path(__file__).resolve().parents[1]
KEPT = 6  # databases of older code states are thrown away beyond this
SOURCES = ("data", "monitoring", "forecasting")
ENDINGS = {".py", ".toml", ".csv", ".geojson"}


def full_demo() -> Path:
    """The SQLite file of the whole prefecture with the pack's own seed. Do not write to it."""
    return built(FULL)


def quick_demo() -> Path:
    """The SQLite file of the small prefecture: a quarter of the entities, the last months. Do not write to it."""
    return built(QUICK)


def built(size: Size, *, seed: int | None = None) -> Path:
    """The finished database; made now when this state of the code has not made it yet."""
    region = load_region("linxia")
    seed = default_seed(region) if seed is None else seed
    folder = Path(os.environ.get("DEMO_CACHE", Path(tempfile.gettempdir()) / f"demo-prefecture-{os.getuid()}"))
    folder.mkdir(parents=True, exist_ok=True)
    finished = folder / f"{size.name}-{seed}-{code_state()}.db"
    with (folder / f"{size.name}-{seed}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            _build(finished, region, size, seed)
            _forget_older(folder, size, seed)
    return finished


def copy_of(database: Path, folder: Path) -> Path:
    """A copy a test may write to."""
    return Path(shutil.copyfile(database, folder / database.name))


def code_state() -> str:
    """A name for the code and configuration that decide what the database holds."""
    digest = hashlib.sha256()
    for path in [ROOT / "config.toml", *(p for source in SOURCES for p in sorted((ROOT / source).rglob("*")))]:
        if path.suffix in ENDINGS and "local" not in path.parts:
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _build(finished: Path, region, size: Size, seed: int) -> None:
    with tempfile.TemporaryDirectory(dir=finished.parent) as folder:
        making = Path(folder) / "making.db"
        migrate(f"sqlite:///{making}")
        store = Store(f"sqlite:///{making}")
        play(store, region, load_config(ROOT / "config.toml", region), seed=seed, until=LAST_DAY, size=size)
        with store.engine.connect() as conn:
            conn.exec_driver_sql("COMMIT")
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")  # the copy is this one file
        store.close()
        making.replace(finished)


def _forget_older(folder: Path, size: Size, seed: int) -> None:
    made = sorted(folder.glob(f"{size.name}-{seed}-*.db"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in made[KEPT:]:
        old.unlink()
