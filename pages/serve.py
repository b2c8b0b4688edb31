"""`make run`: bring the database up to date, load the demo prefecture into an empty one, evaluate, and serve.

Every step can be broken off and repeated: the demo is built in a file of its own that takes the database's place only
when it is whole, migrations and evaluations are transactions, and accounts are made only where there are none.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from data.reference.region import load_region
from data.settings import ROOT, Settings, load_settings
from data.store import setting
from data.store.engine import Store
from data.store.migrate import migrate
from pages.door import open_store
from pages.door.accounts import ensure_first_accounts
from pages.registry import ROLES

SQLITE = "sqlite:///"


def main() -> None:
    """Prepare, then become the server."""
    parser = argparse.ArgumentParser(description="set up and serve the dashboard")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--no-demo", action="store_true", help="start with an empty database")
    asked = parser.parse_args()
    settings = load_settings()
    settings.local.mkdir(parents=True, exist_ok=True)
    prepare(settings, demo=not asked.no_demo)
    store = Store(settings.url)
    announce(ensure_first_accounts(store, load_region(settings.region), now=dt.datetime.now(dt.UTC)))
    store.close()
    print(f"\n  打开 http://{asked.address}:{asked.port}   (按 Ctrl+C 停止)\n", flush=True)
    options = ["--server.port", str(asked.port), "--server.address", asked.address]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *options])  # noqa: S606


def prepare(settings: Settings, *, demo: bool) -> None:
    """A migrated database with something in it, evaluated up to its last day."""
    path = _file_of(settings.url)
    if demo and path is not None and not path.exists():
        _build_demo_aside(settings, path)
    migrate(settings.url)
    if demo and path is None and _is_empty(settings.url):
        _run("demo", settings.url)
    story = open_store.story_start()  # a demonstration is evaluated in its own present, as the pages show it
    open_store.reopen()
    _run("evaluate", settings.url, *(("--at", story.isoformat()) if story else ()))


def announce(accounts: list[tuple[str, str, str]]) -> None:
    """Print the first accounts' one-time passwords: they are kept nowhere else."""
    if not accounts:
        return
    print("\n  首次登录账号(一次性密码,首次登录须修改;仅显示这一次):")
    for uid, role, password in accounts:
        print(f"    {uid:<12}{password:<24}{ROLES[role]}")


def _build_demo_aside(settings: Settings, path: Path) -> None:
    aside = path.with_name(path.name + ".building")
    for leftover in path.parent.glob(aside.name + "*"):
        leftover.unlink()
    print("首次启动:生成演示数据并逐份报送、逐日评估,约需几分钟 ……", flush=True)
    _run("demo", SQLITE + str(aside))
    for leftover in path.parent.glob(path.name + "-*"):
        leftover.unlink()
    aside.replace(path)  # its last connection has closed, so everything is in this one file


def _run(command: str, url: str, *options: str) -> None:
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run([sys.executable, "-m", "monitoring", command, *options], cwd=ROOT, env=environment)  # noqa: S603
    if done.returncode:
        sys.exit(done.returncode)


def _file_of(url: str) -> Path | None:
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def _is_empty(url: str) -> bool:
    store = Store(url)
    with store.reading() as conn:
        loaded = setting.get(conn, setting.REGION)
    store.close()
    return loaded is None


if __name__ == "__main__":
    main()
