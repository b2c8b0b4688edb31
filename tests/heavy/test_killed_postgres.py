"""PostgreSQL killed with every process of it, under imports (reliability test 7): nothing acknowledged is lost."""

import datetime as dt
import random
import threading
import time
from pathlib import Path

import pytest

from data.store import events, files, supply
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from data.store.unserved import Unserved
from tests.data.store.sending import START, put
from tests.postgres_cluster import DURABLE, Cluster

pytestmark = [pytest.mark.heavy, pytest.mark.postgres]
KILLS, ROWS, SENDERS = 25, 200, 3
REPORT = Path(__file__).resolve().parents[2] / "docs" / "bench" / "kill-postgresql.md"


@pytest.fixture
def cluster():
    server = Cluster(settings=DURABLE)
    yield server
    server.stop()


def test_a_killed_server_loses_nothing_it_acknowledged(cluster):
    chance, acknowledged = random.Random(9), []
    cluster.say("CREATE DATABASE killed")
    migrate(cluster.url("killed"))
    started = time.perf_counter()
    for kill in range(KILLS):
        until_killed(cluster, kill, chance.uniform(0.2, 1.0), acknowledged)

    store = Store(cluster.url("killed"))
    with store.reading() as conn:
        received = files.received(conn, scope=EVERYTHING)
        rows = supply.daily(conn, scope=EVERYTHING, as_known=None)
        verdict = events.verify(conn)
    version = store.version()
    store.close()

    stored = set(rows["enterprise"])
    partial = int((rows.groupby("enterprise").size() != ROWS).sum())
    lost = len(set(acknowledged) - stored)
    report(len(acknowledged), len(stored), len(rows), partial, lost, time.perf_counter() - started)
    assert (partial, lost) == (0, 0)
    assert len(received) == len(stored) == verdict.events == version
    assert verdict.whole
    assert len(acknowledged) > KILLS  # there was something to lose


def until_killed(cluster: Cluster, kill: int, seconds: float, acknowledged: list[str]) -> None:
    """Send from several threads until the server dies under them; then start it again."""
    store = Store(cluster.url("killed"))
    senders = [threading.Thread(target=send, args=(store, f"{kill}.{n}", acknowledged)) for n in range(SENDERS)]
    for sender in senders:
        sender.start()
    time.sleep(seconds)
    cluster.kill()
    for sender in senders:
        sender.join()
    store.close()
    cluster.start()


def send(store: Store, sender: str, acknowledged: list[str]) -> None:
    number = 0
    while True:
        name = f"{sender}.{number}"
        rows = [{"enterprise": name, "category": f"{row}", "valid_for": dt.date(2020, 1, 1)} for row in range(ROWS)]
        try:
            put(store, "supply", rows, at=START, event=name)
        except Unserved:
            return
        acknowledged.append(name)
        number += 1


def report(acknowledged: int, stored: int, rows: int, partial: int, lost: int, seconds: float) -> None:
    REPORT.write_text(
        "# PostgreSQL killed under imports\n\n"
        "`python -m pytest -m heavy tests/heavy/test_killed_postgres.py` writes this page.\n\n"
        f"{SENDERS} threads put files of {ROWS} rows, each with its audit event, while every process of the server is\n"
        "killed with SIGKILL; it is started again and counted.\n\n"
        "| | |\n|---|---|\n"
        f"| kills | {KILLS} |\n"
        f"| files acknowledged / stored | {acknowledged:,} / {stored:,} |\n"
        f"| rows stored | {rows:,} |\n"
        f"| files stored in part | {partial} |\n"
        f"| acknowledged files lost | {lost} |\n"
        f"| took | {seconds:.0f} s |\n",
        encoding="utf-8",
    )
