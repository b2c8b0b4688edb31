"""A throw-away PostgreSQL: its own folder, its own socket, gone with the test run."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import psycopg

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # a power cut may take it: it is a test's
DURABLE = ("fsync=on", "synchronous_commit=on")
SECONDS_TO_START = 60


class NoPostgres(Exception):
    """Install Debian's package postgresql (sh tests/system.sh), or set SKIP_POSTGRES=1 to leave these tests out."""


class Cluster:
    """One server under a temporary folder; reached by its Unix socket only."""

    def __init__(
        self, *, settings: tuple[str, ...] = FAST, folder: Path | None = None, begin: bool = True,
        initdb: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """``begin=False`` starts what lies in the folder already."""
        self.binaries = _binaries()
        self.settings = settings
        self.folder = folder or Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must stay short
        self.port = _free_port()
        self._as = _other_user()
        if begin:
            self._begin(initdb)
        self.start()

    def _begin(self, more: tuple[str, ...]) -> None:
        """An empty server's folder."""
        if self._as:
            shutil.chown(self.folder, self._as["user"], self._as["group"])
        self._run(
            "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", *more
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = ["listen_addresses=", f"unix_socket_directories={self.folder}", f"port={self.port}", *self.settings]
        command = [str(self.binaries / "postgres"), "-D", "data", *[part for o in options for part in ("-c", o)]]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, preexec_fn=_die_with_parent, **self._as
            )
        until = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        """The server dies at once, as in an accident (kill -9 of every process of it)."""
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        for pid in (self.process.pid, *map(int, children.stdout.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=SECONDS_TO_START)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}&port={self.port}"

    def say(self, sql: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname="postgres", autocommit=True
        ) as conn:
            conn.execute(sql)

    @contextlib.contextmanager
    def database(self, name: str, *, template: str = "template0") -> Iterator[str]:
        """A database of its own for one test."""
        self.say(f"CREATE DATABASE {name} TEMPLATE {template}{self._copied}")
        try:
            yield self.url(name)
        finally:
            self.say(f"DROP DATABASE {name} WITH (FORCE)")

    @cached_property
    def _copied(self) -> str:
        """How a template is copied: file by file takes two thirds of the time; before 15 there was no other way."""
        with psycopg.connect(host=str(self.folder), port=self.port, user="postgres", dbname="postgres") as conn:
            return " STRATEGY FILE_COPY" if conn.info.server_version >= 150000 else ""

    def _answers(self) -> bool:
        try:
            self.say("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.binaries / program), *arguments], cwd=self.folder, check=True, capture_output=True, **self._as
        )


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    on_path = shutil.which("postgres")
    if not found and not on_path:
        raise NoPostgres(NoPostgres.__doc__)
    return (found[-1] if found else Path(on_path).resolve()).parent


def _other_user() -> dict:
    """PostgreSQL refuses to be root: it is then started as Debian's postgres."""
    if os.getuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG: no server outlives a killed test run


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
