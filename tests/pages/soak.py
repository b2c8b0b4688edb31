"""Sessions opened and closed in nine scopes, with reports between them; and what the server weighs meanwhile."""

import datetime as dt
import random
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import psutil

from data.store import accounts
from data.store.engine import Store
from pages.api import tokens
from pages.registry import pages_for
from tests.pages import poisoned_town, small_town
from tests.pages.conftest import NOW, PASSWORD
from tests.pages.door.serving import ask, enter, talk, visitor

COUNTIES = ("622901", "622921", "622922", "622923", "622924", "622925", "622926", "622927")
EVERYWHERE = "staff"
FIRST_DAY = dt.date(2020, 10, 1)
A_REPORT_EVERY = 10  # sessions


def mark(county: str) -> str:
    """Stands in every text of this county and of no other."""
    return f"独{county}有"


def seen(told: bytes) -> set[str]:
    """The counties whose mark was handed out."""
    forms = {county: (mark(county).encode(), mark(county).encode("unicode_escape")) for county in COUNTIES}
    return {county for county, ways in forms.items() if any(way in told for way in ways)}


def build(url: str, password_hash: str) -> dict[str, str]:
    """Eight counties with their marks, a clerk of each, one of the staff; firm -> its token for the interface."""
    small_town.build(url)
    store, told = Store(url), {}
    for number, county in enumerate(COUNTIES):
        firm = f"E9{number}"
        poisoned_town.fill(store, county, mark(county), (firm, f"M9{number}", f"Q9{number}"))
        told[firm] = tokens.issue(store, enterprise=firm, by="admin", at=NOW)
    with store.noting() as conn:
        for uid, role, scope in [(EVERYWHERE, "staff", None), *[(county, "clerk", [county]) for county in COUNTIES]]:
            hashed = {"password_hash": password_hash, "at": NOW}
            accounts.create(conn, uid=uid, name=uid, role=role, counties=scope, enterprise=None, **hashed)
            accounts.set_password(conn, uid, must_change=False, **hashed)
    store.close()
    return told


@dataclass(frozen=True)
class Weight:
    """What the server holds at one moment: megabytes of memory, handles, threads, megabytes of the database's log."""

    at: float
    sessions: int
    memory: float
    handles: int
    threads: int
    log: float


@dataclass
class Soak:
    """A served town under sessions. ``database`` is its file."""

    host: str
    database: Path
    tokens: dict[str, str]
    seed: int = 25
    sessions: int = 0
    own: int = 0
    reports: int = 0
    foreign: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance, self.began = random.Random(self.seed), time.monotonic()
        self.process = _listening(int(self.host.rpartition(":")[2]))

    def run(self, *, sessions: int, minutes: float = 0, weigh_every: int = 50) -> None:
        """At least so many sessions, and at least so many minutes."""
        people = [EVERYWHERE, *COUNTIES]
        with ExitStack() as stack:
            clients = {}
            for uid in people:
                clients[uid] = stack.enter_context(visitor(self.host))
                assert enter(clients[uid], uid, PASSWORD).status_code == 303
            interface = stack.enter_context(visitor(self.host))
            while self.sessions < sessions or time.monotonic() - self.began < minutes * 60:
                if self.sessions % weigh_every == 0:
                    self.weigh()
                if self.sessions % A_REPORT_EVERY == 0:
                    self._report(interface)
                uid = people[self.sessions % len(people)]
                self._session(uid, clients[uid].cookies)
        self.weigh()

    def _session(self, uid: str, cookies: httpx.Cookies) -> None:
        """Open a page, look, go to another, close the window."""
        paths = [entry.path for entry in pages_for("staff" if uid == EVERYWHERE else "clerk")]
        told = b""
        with talk(self.host, cookies) as socket:
            for path in self.chance.sample(paths, 2):
                told += b"".join(one.SerializeToString() for one in ask(socket, path))
        self.sessions += 1
        counties = seen(told)
        self.own += uid in counties or (uid == EVERYWHERE and bool(counties))
        if uid != EVERYWHERE and counties - {uid}:
            self.foreign.append(f"{uid} at {paths} saw {counties - {uid}}")
        if b"Traceback" in told:
            self.refused.append(f"{uid} at {paths}")

    def _report(self, client: httpx.Client) -> None:
        """One day more of one firm: a tonne more or less than the day before."""
        turn, number = divmod(self.reports, len(self.tokens))
        firm = list(self.tokens)[number]
        day, odd = FIRST_DAY + dt.timedelta(days=turn), turn % 2
        row = {"category": "大米", "valid_for": str(day), "on_hand": 32 - odd, "inflow": 2 - odd, "outflow": 1 + odd}
        answer = client.post("/api/v1/reports/supply", json={"rows": [row]}, headers={
            "Authorization": f"Bearer {self.tokens[firm]}", "Idempotency-Key": f"soak-{self.reports:09d}"})  # fmt: skip
        self.reports += 1
        if answer.status_code != 201:
            self.refused.append(f"{firm} {row}: {answer.status_code} {answer.text}")

    def weigh(self) -> Weight:
        """Note what the server holds now."""
        log = self.database.with_name(self.database.name + "-wal")
        with self.process.oneshot():
            weight = Weight(
                at=time.monotonic() - self.began, sessions=self.sessions, threads=self.process.num_threads(),
                memory=self.process.memory_info().rss / 2**20, handles=self.process.num_fds(),
                log=log.stat().st_size / 2**20 if log.exists() else 0.0,
            )  # fmt: skip
        self.weights.append(weight)
        return weight

    def slope(self, what: str, *, since: float = 0.5) -> float:
        """How much more a hundred sessions leave, by least squares over the later part of the run."""
        later = self.weights[int(len(self.weights) * since) :]
        return 100 * float(np.polyfit([one.sessions for one in later], [getattr(one, what) for one in later], 1)[0])


def _listening(port: int) -> psutil.Process:
    """Our own child that serves on this port."""
    return next(one for one in psutil.Process().children(recursive=True)
                if one.cmdline()[-2:] == ["--server.port", str(port)])  # fmt: skip
