"""Kill -9 at forty points of a migration, up and down: the schema is the old one or the new one, never a mixture."""

import random
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import inspect

from data.store.engine import Store
from data.store.migrate import current, downgrade, migrate
from data.store.schema import metadata
from tests.postgres_cluster import Cluster

pytestmark = pytest.mark.heavy
KILLS = 40
STEP = """
import sys
from data.store import migrate
print("ready", flush=True)
getattr(migrate, sys.argv[1])(*sys.argv[2:])
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'killed.db'}"
        return
    cluster = Cluster()
    with cluster.database("killed") as url:
        yield url
    cluster.stop()


def test_a_killed_migration_leaves_one_schema_or_the_other(url):
    chance, seen = random.Random(5), {None: 0, "0001": 0}
    longest = timed(url)
    for _ in range(KILLS):
        forwards = current(url) is None
        command = ["migrate", url] if forwards else ["downgrade", url, "base"]
        killed_after(chance.uniform(0, longest), command)

        revision = current(url)

        assert tables(url) == (set(metadata.tables) if revision else set())
        seen[revision] += 1
        if chance.random() < 0.5:
            (migrate if revision is None else lambda at: downgrade(at, "base"))(url)

    assert min(seen.values()) > 0  # both outcomes were met


def timed(url: str) -> float:
    started = time.perf_counter()
    migrate(url)
    return time.perf_counter() - started


def killed_after(seconds: float, arguments: list[str]) -> None:
    process = subprocess.Popen([sys.executable, "-c", STEP, *arguments], stdout=subprocess.PIPE)
    process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def tables(url: str) -> set[str]:
    store = Store(url)
    with store.reading() as conn:
        names = set(inspect(conn).get_table_names())
    store.close()
    return names - {"alembic_version"}
