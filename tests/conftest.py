"""What every test may ask for: a fresh store on each database, and the default region pack."""

import gc
import itertools
import os
import shutil
from pathlib import Path

import pytest

from data.settings import load_settings
from data.store import engine
from data.store.engine import Store
from data.store.migrate import migrate
from tests.postgres_cluster import Cluster, NoPostgres

ROOT = Path(__file__).resolve().parent
# Building the whole demo takes minutes: one worker builds it first thing while the others run what does not need it.
# What needs it comes late, the longest files of it first; the many short files after them fill what is left at the end.
FIRST = ("test_acceptance.py",)
LATE = ("browser/test_pages_", "browser/", "data/")
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Put the files in the order that lets no worker wait for another's build (with --no-loadscope-reorder)."""
    items.sort(key=lambda item: _turn(item.path.relative_to(ROOT).as_posix()))


def pytest_collection_finish():
    """What is imported and collected stays to the end: a tenth of a demo's time was walking it for garbage."""
    gc.collect()
    gc.freeze()


def _turn(path: str) -> int:
    """Where a test file stands in the order; a stable sort leaves the rest as it was collected."""
    if path.startswith(FIRST):
        return -1
    return next((place for place, start in enumerate(LATE, start=1) if path.startswith(start)), 0)


@pytest.fixture(scope="session", autouse=True)
def carelessness():
    """A power cut may take a test's SQLite file, as it may the tests' PostgreSQL: no commit waits for the disk.

    Only in the tests' own process: what is served, killed or cut off is the product as it is.
    """
    prepare = engine._prepare_sqlite

    def careless(connection, record) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_prepare_sqlite", careless)
        yield prepare


@pytest.fixture
def careful(carelessness, monkeypatch):
    """The product's own SQLite, which waits for the disk."""
    monkeypatch.setattr(engine, "_prepare_sqlite", carelessness)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    """An empty, migrated database file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "monitor.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_cluster():
    """One throw-away server for the whole run."""
    if os.environ.get("SKIP_POSTGRES") == "1":
        pytest.skip("SKIP_POSTGRES=1")
    try:
        cluster = Cluster()
    except NoPostgres as missing:
        pytest.fail(str(missing), pytrace=False)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster) -> str:
    """The name of an empty, migrated database, to be copied."""
    postgres_cluster.say("CREATE DATABASE migrated")
    migrate(postgres_cluster.url("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def postgres_names():
    """Names for databases, each given once."""
    return (f"t{number}" for number in itertools.count())


@pytest.fixture
def tmp_store_url(tmp_path, sqlite_template) -> str:
    """The address of a fresh, migrated SQLite database."""
    path = tmp_path / "monitor.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=DATABASES)
def store_url(request) -> str:
    """The address of a fresh, migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("tmp_store_url")
        return
    cluster, template = request.getfixturevalue("postgres_cluster"), request.getfixturevalue("postgres_template")
    with cluster.database(next(request.getfixturevalue("postgres_names")), template=template) as url:
        yield url


@pytest.fixture
def store(store_url) -> Store:
    """A fresh store; the test runs once on each database."""
    opened = Store(store_url)
    yield opened
    opened.close()


@pytest.fixture(params=DATABASES)
def empty_url(request, tmp_path) -> str:
    """The address of a database that nobody migrated yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with request.getfixturevalue("postgres_cluster").database(next(request.getfixturevalue("postgres_names"))) as url:
        yield url


@pytest.fixture(scope="session")
def region():
    """The default region pack."""
    from data.reference.region import load_region

    return load_region(load_settings().region)
