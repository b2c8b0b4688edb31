"""A full, locked, read-only or absent database, and a clock set back (reliability test 24), on real disks."""

import asyncio
import contextlib
import datetime as dt
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from data.intake import Reporter, receive
from data.reference.region import load_region
from data.store import files, supply
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from data.store.unserved import Unserved
from pages.api import answers, tokens
from pages.door import clock, open_store, presence, readiness
from pages.door.gate import Gate
from pages.door.limits import limits
from pages.door.routes import ROUTES
from pages.intake import delivery
from tests.heavy import page
from tests.pages.api.test_api import FIRMS
from tests.pages.conftest import NOW
from tests.postgres_cluster import DURABLE, Cluster

pytestmark = [
    pytest.mark.heavy,  # a server that is killed leaves connections behind, and their finalisers say so
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ROOT = Path(__file__).resolve().parents[2]
HEADER = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨),零售价(元/公斤)\n"
FIRST = dt.date(2015, 2, 1)
BUREAU = Reporter(name="州局", scope=EVERYTHING, role="bureau")
FULL = "数据库所在的磁盘已满，这一次没有保存任何内容；请联系系统管理员腾出空间后再试"
BUSY = "数据库正被另一个程序占用，这一次没有保存任何内容，请稍后再试"
AWAY = "数据库暂时连不上或不能写入，这一次没有保存任何内容，请稍后再试；仍不行请联系系统管理员"
FIGURES: list[tuple[str, str]] = []


@pytest.fixture
def small_disk():
    """small_disk(megabytes) -> a folder on a disk of that size."""
    mounted = []

    def make(megabytes: int) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="disk", dir="/tmp"))  # PostgreSQL's own user must get there
        folder.chmod(0o755)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", folder], capture_output=True)
        if done.returncode:
            pytest.skip(f"mounting a small disk is not permitted here: {done.stderr.decode().strip()}")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=False)
        folder.rmdir()


@pytest.fixture
def product(monkeypatch):
    """product(url) -> the process's store on that database, as a running server has it, with two firms and a token."""
    opened = []

    def start(url: str, local: Path):
        migrate(url)
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("MONITOR_LOCAL", str(local))
        monkeypatch.setattr(readiness, "LEAST_FREE_BYTES", 1_000_000)
        monkeypatch.setattr(readiness, "_FRESH_SECONDS", 0)
        for cached in (presence.presence, limits, answers.turnstiles):
            cached.cache_clear()
        open_store.reopen()
        clock.fix(NOW)
        store = open_store.store()
        receive(store, open_store.region(), FIRMS.encode(), filename="企业.csv", reporter=BUREAU, received_at=NOW,
                topic="enterprises")  # fmt: skip
        opened.append(store)
        return Product(store, tokens.issue(store, enterprise="E01", by="admin", at=clock.wall()), local)

    yield start
    clock.fix(None)
    for store in opened:
        store.close()
    open_store.reopen()


class Product:
    """Three doors to one store: the upload page's function, the interface, the command line."""

    def __init__(self, store: Store, token: str, local: Path) -> None:
        self.store, self.token, self.local, self.sent = store, token, local, 0

    def sheet(self, rows: int = 2_000) -> bytes:
        """Different rows each time; enough of them to need room."""
        self.sent += 1
        price = 6 + self.sent * 0.01  # else quiet: nothing is to be asked
        lines = [f"E01,大米,{FIRST + dt.timedelta(days=n)},{12 + n % 2},{1 + n % 2},{2 - n % 2},{price:.2f}"
                 for n in range(rows)]  # fmt: skip
        return (HEADER + "\n".join(lines)).encode()

    def by_page(self, content: bytes) -> str:
        sent = delivery.send(self.store, open_store.region(), [("大表.csv", content)], reporter=BUREAU, now=clock.now(),
                             topic="supply")  # fmt: skip
        sent.wait(120)
        if sent.broken:
            from data.intake import unserved

            return unserved.told(sent.why)
        return "stored" if sent.outcomes[0].receipt else f"not stored: {sent.outcomes[0]}"

    def by_interface(self, rows: int = 1_500) -> str:
        self.sent += 1
        body = [{"category": "食用油", "valid_for": (FIRST + dt.timedelta(days=n)).isoformat(), "inflow": 1 + n % 2,
                 "outflow": 2 - n % 2, "on_hand": 12 + n % 2, "retail_price": round(13 + self.sent * 0.01, 2)}
                for n in range(rows)]  # fmt: skip
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"small-disk-{self.sent:05d}"}

        async def go():
            transport = httpx.ASGITransport(Gate(Starlette(routes=ROUTES)))
            async with httpx.AsyncClient(transport=transport, base_url="http://here", timeout=200) as client:
                return await client.post("/api/v1/reports/supply", json={"rows": body}, headers=headers)

        answer = asyncio.run(go())
        assert answer.status_code in (201, 200, 503, 422), answer.text
        return "stored" if answer.status_code in (200, 201) else answer.json()["error"]

    def by_command(self, content: bytes) -> str:
        path = self.local / "命令行.csv"
        try:
            path.write_bytes(content)
        except OSError:
            path = Path("/tmp") / f"command-{os.getpid()}.csv"
            path.write_bytes(content)
        environment = os.environ | {"DATABASE_URL": self.store.url}
        done = subprocess.run(
            [sys.executable, "-m", "data.intake", str(path), "--topic", "supply", "--at", clock.now().isoformat(),
             "--because", "演练"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        path.unlink()
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        return "stored" if done.returncode == 0 else said.strip()

    def counts(self) -> tuple[int, int]:
        with self.store.reading() as conn:
            rows = supply.daily(conn, scope=EVERYTHING, as_known=None)
            return len(files.received(conn, scope=EVERYTHING)), len(rows)


def red_within(seconds: float = 30) -> float:
    """Seconds until readiness is red; fails beyond the limit."""
    began = time.monotonic()
    while readiness.recent_report()["ready"]:
        assert time.monotonic() - began < seconds, readiness.recent_report()
        time.sleep(1)
    return time.monotonic() - began


def green_within(seconds: float = 30) -> None:
    began = time.monotonic()
    presence.presence().flushed_at = time.monotonic()  # no server runs here whose keeper would
    while not readiness.recent_report()["ready"]:
        assert time.monotonic() - began < seconds, readiness.recent_report()
        time.sleep(1)


def refused_at_every_door(product: Product, sentence: str, *, local: bool = True) -> None:
    """A clear sentence at each, and nothing of it stored. The log may have room for some files yet: those are kept."""
    assert _until_refused(product) == sentence
    before = product.counts()
    assert product.by_interface() == sentence
    assert sentence in product.by_command(product.sheet())
    assert product.counts() == before


def _until_refused(product: Product) -> str:
    """Send until a file is not taken: what was said then. What was acknowledged before is there."""
    files_before, _ = product.counts()
    for acknowledged in range(40):
        if (said := product.by_page(product.sheet())) != "stored":
            with contextlib.suppress(Unserved):  # a server may have stopped altogether
                assert product.counts()[0] == files_before + acknowledged
            return said
    raise AssertionError("there is always room")


def taken_at_every_door(product: Product) -> None:
    """Without a restart: the same process takes files again."""
    files_before, _ = product.counts()
    assert product.by_page(product.sheet()) == "stored"
    assert product.by_interface() == "stored"
    assert product.by_command(product.sheet()) == "stored"
    assert product.counts()[0] == files_before + 3


def ballast(folder: Path, leave: int = 0) -> Path:
    """Fill the disk."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    if leave:
        os.truncate(path, max(0, path.stat().st_size - leave))
    return path


@pytest.mark.parametrize("megabytes", [2, 20])
def test_sqlite_on_a_full_disk(small_disk, product, tmp_path, megabytes):
    disk = small_disk(megabytes)
    if megabytes == 2:
        ours = product(f"sqlite:///{disk / 'monitor.db'}", tmp_path)
        acknowledged = 0
        while (said := ours.by_page(ours.sheet(300))) == "stored":
            acknowledged += 1
        assert said == FULL
        assert ours.counts()[0] == acknowledged + 1
        assert sqlite3.connect(disk / "monitor.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)
        seconds = red_within()
        FIGURES.append(("SQLite on a disk of 2 MB, filled by files",
                        f"{acknowledged} acknowledged and present, 0 partial; red after {seconds:.0f} s"))  # fmt: skip
        return
    ours = product(f"sqlite:///{disk / 'monitor.db'}", tmp_path)
    taken_at_every_door(ours)
    filled = ballast(disk)
    refused_at_every_door(ours, FULL)
    seconds = red_within()
    filled.unlink()
    green_within()
    taken_at_every_door(ours)
    FIGURES.append(("SQLite on a disk of 20 MB, filled: page, interface, command line",
                    f"3 of 3 say so, 0 partial; red after {seconds:.0f} s; takes files again"))  # fmt: skip


@pytest.mark.postgres
def test_postgresql_on_a_full_disk(small_disk, product, tmp_path):
    disk = small_disk(150)
    cluster = Cluster(settings=("wal_keep_size=0", "max_wal_size=32MB", "min_wal_size=32MB"), folder=disk)
    try:
        cluster.say("CREATE DATABASE small")
        ours = product(cluster.url("small"), tmp_path)
        taken_at_every_door(ours)
        filled = ballast(disk)
        said = {_until_refused(ours), ours.by_interface()}
        before = ours.counts() if cluster.process.poll() is None else None
        seconds = red_within()
        filled.unlink()
        if (
            cluster.process.poll() is not None
        ):  # without room for its log the server stops itself: its supervisor's part
            cluster.start()
        green_within(60)
        assert said <= {FULL, AWAY}, said
        assert before is None or ours.counts() == before
        taken_at_every_door(ours)
        FIGURES.append(("PostgreSQL on a disk of its own, filled",
                        f"a clear sentence, 0 partial; red after {seconds:.0f} s; takes files again"))  # fmt: skip
    finally:
        cluster.stop()


@pytest.mark.parametrize("seconds", [60])
def test_a_database_locked_for_a_minute(store_url, product, tmp_path, seconds):
    ours = product(store_url, tmp_path)
    other = Store(store_url)
    began = time.monotonic()
    with other.writing(at=NOW), ThreadPoolExecutor(1) as aside:
        page_says = aside.submit(lambda: (ours.by_page(ours.sheet(100)), time.monotonic() - began))
        red = red_within()
        said, waited = page_says.result()
        api = ours.by_interface(50)
        time.sleep(max(0, seconds - (time.monotonic() - began)))
    green_within()

    assert (said, api) == (BUSY, BUSY)
    taken_at_every_door(ours)
    FIGURES.append((f"{_kind(store_url)} locked by another program for {seconds} s",
                    f"said after {waited:.0f} s; red after {red:.0f} s; takes files again"))  # fmt: skip
    other.close()


@pytest.mark.postgres
def test_a_server_gone_for_a_minute(product, tmp_path):
    cluster = Cluster(settings=DURABLE)
    cluster.say("CREATE DATABASE gone")
    ours = product(cluster.url("gone"), tmp_path)
    cluster.kill()
    began = time.monotonic()
    said = (ours.by_page(ours.sheet(100)), ours.by_interface(50), ours.by_command(ours.sheet(100)))
    red = red_within()
    time.sleep(max(0, 60 - (time.monotonic() - began)))
    cluster.start()
    green_within()

    assert said[:2] == (AWAY, AWAY)
    assert AWAY in said[2]
    taken_at_every_door(ours)
    FIGURES.append(
        ("PostgreSQL killed and gone for 60 s", f"3 of 3 doors say so; red after {red:.0f} s; takes files again")
    )
    cluster.stop()


def test_a_file_gone_for_a_while(product, tmp_path):
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    ours = product(f"sqlite:///{home / 'monitor.db'}", tmp_path)
    ours.store.close()
    home.rename(elsewhere)
    said = ours.by_page(ours.sheet(100))
    red = red_within()
    elsewhere.rename(home)
    green_within()

    assert said == AWAY
    taken_at_every_door(ours)
    FIGURES.append(("SQLite file not there", f"said so; red after {red:.0f} s; takes files again"))


def test_a_disk_that_may_only_be_read(small_disk, product, tmp_path):
    disk = small_disk(20)
    ours = product(f"sqlite:///{disk / 'monitor.db'}", tmp_path)
    ours.store.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    said = (ours.by_page(ours.sheet(100)), ours.by_interface(50))
    red = red_within()
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    green_within()

    assert said == (AWAY, AWAY)
    taken_at_every_door(ours)
    FIGURES.append(("SQLite on a disk that may only be read", f"said so; red after {red:.0f} s; takes files again"))


def test_a_clock_set_back_by_an_hour(store_url, product, tmp_path):
    from data.store import accounts, sessions

    ours = product(store_url, tmp_path)
    content = HEADER + "E01,大米,2020-09-29,{},1,1,6\n"
    region = load_region("linxia")
    receive(ours.store, region, content.format(30).encode(), filename="甲.csv", reporter=BUREAU, received_at=NOW)
    with ours.store.noting() as conn:
        accounts.create(
            conn, uid="a", name="a", role="staff", counties=None, enterprise=None, password_hash="x", at=NOW
        )
        sessions.open_session(conn, token_hash="0" * 64, uid="a", address="", at=NOW)
    before = ours.counts()
    clock.fix(NOW - dt.timedelta(hours=1))
    sent = delivery.send(ours.store, region, [("乙.csv", content.format(31).encode())], reporter=BUREAU,
                         now=clock.now(), topic="supply")  # fmt: skip
    sent.wait(60)
    red = red_within()
    after = ours.counts()
    clock.fix(NOW + dt.timedelta(minutes=1))
    green_within()

    assert [problem.code for problem in sent.outcomes[0].problems] == ["older_knowledge"]
    assert after == before
    taken_at_every_door(ours)
    FIGURES.append((f"clock set back by an hour, {_kind(store_url)}",
                    f"a correction is refused with its reason; red after {red:.0f} s; recovers with it"))  # fmt: skip


def test_the_page_is_written():
    """Last of the file: what the others found."""
    page.write(
        "unserved", "A database that cannot serve", command="tests/heavy/test_unserved.py",
        told="Real small disks (tmpfs), real servers. Each is tried through the upload page's function, the interface\n"
        "and the command line: a clear sentence, nothing stored in part, readiness (`/readyz`) red within 30 s, and\n"
        "the same process takes files again when the cause is gone.",
        rows=FIGURES,
    )  # fmt: skip
    assert FIGURES


def _kind(url: str) -> str:
    return "PostgreSQL" if url.startswith("postgresql") else "SQLite"
