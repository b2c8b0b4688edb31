"""The store with two million entities of a hundred counties, on both databases; figures in docs/bench/store.md."""

import datetime as dt
import random
import resource
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from data.store import entities, facts, files
from data.store.scope import EVERYTHING
from data.store.versions import Changes

pytestmark = pytest.mark.heavy
ENTITIES, COUNTIES, TOWNSHIPS = 2_000_000, 100, 15
START = dt.datetime(2020, 6, 20, 4, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
DAYS = [dt.date(1995, 1, 1) + day * DAY for day in range(9301)]  # up to 19 June 2020
KINDS = ("individual", "individual", "individual", "enterprise", "cooperative")
REPORT = Path(__file__).resolve().parents[2] / "docs" / "bench" / "store.md"
MOST_MEMORY = 450  # megabytes a put and a count may add to the process
FIGURES: dict[str, dict[str, str]] = {}


def registry(*, renamed: float = 0.0, ended: float = 0.1) -> Iterator[dict]:
    """The same entities each time; a share is renamed, a share has ended."""
    fixed, chance = random.Random(1), random.Random(2)
    for number in range(ENTITIES):
        county, opened = fixed.randrange(COUNTIES), fixed.randrange(9300)
        lived, end = fixed.randrange(9301 - opened), fixed.random()
        closed = opened + lived if end < ended else None
        yield {
            "credit_code": f"92{number * 7919 % 10**9:09d}{number % 10**7:07d}",
            "name": f"renamed {number}" if renamed and chance.random() < renamed else f"shop {number}",
            "kind": fixed.choice(KINDS),
            "county": f"62{county:04d}",
            "township": f"town {county}-{fixed.randrange(TOWNSHIPS)}",
            "section": "FFFFHHHOOOCALGIEJMKN"[fixed.randrange(20)],
            "size": "micro",
            "opened": DAYS[opened],
            "closed": None if closed is None else DAYS[closed],
            "ended_by": None if closed is None else "deregistered",
            "source_row": number,
        }


class Watch:
    """Takes the time and the memory of a step, and keeps them for the report."""

    def __init__(self, database: str) -> None:
        self.figures = FIGURES.setdefault(database, {})
        self.before = memory()

    def step(self, name: str, work, *, rows: int = 0):
        started, cpu = time.perf_counter(), time.process_time()
        answer = work()
        seconds = time.perf_counter() - started
        told = f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
        if rows:
            told += f", {rows / seconds:,.0f} rows/s (own CPU {time.process_time() - cpu:.0f} s)"
        self.figures[name] = told
        return answer

    def added(self) -> int:
        """Megabytes the process has grown by."""
        return memory() - self.before


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def send(store, rows, at: dt.datetime) -> Changes:
    with store.writing(at=at) as conn:
        file = files.accept(
            conn, sha256=at.isoformat(), topic="entity_registry", filename="registry.csv", reporter="bureau",
            received_at=at, counties=[],
        )  # fmt: skip
        return facts.put(conn, "entity", rows, source_file=file.id, known_at=at, reporter="bureau")


def count(store, at: dt.datetime) -> int:
    with store.writing(at=at) as conn:
        return entities.refresh_breakdown(conn, known_at=at)


def test_two_million_entities_pass_through_bounded_memory(store):
    watch = Watch(store.engine.dialect.name)
    many = {"rows": ENTITIES}

    first = watch.step("first registry", lambda: send(store, registry(), START), **many)
    counted = watch.step("count of all of it, 25 months", lambda: count(store, START))
    again = watch.step("the same registry again", lambda: send(store, registry(), START + DAY), **many)
    nothing = watch.step("count when nothing changed", lambda: count(store, START + DAY))
    corrected = watch.step("2% of it corrected", lambda: send(store, registry(renamed=0.02), START + 2 * DAY), **many)
    ended = islice(registry(ended=0.3), 2_000)
    watch.step("a day's 2,000 rows", lambda: send(store, ended, START + 3 * DAY), rows=2_000)
    changed = watch.step("count of the day", lambda: count(store, START + 3 * DAY))
    read(store, watch)

    watch.figures["memory added"] = f"{watch.added()} MB"
    report(counted)
    assert (first, again) == (Changes(new=ENTITIES), Changes(unchanged=ENTITIES))
    assert corrected.new == 0
    assert 39_000 < corrected.changed < 41_000
    assert nothing == 0
    assert 0 < changed < 100_000
    assert watch.added() < MOST_MEMORY


def read(store, watch: Watch) -> None:
    """What pages ask for."""
    may, june = dt.date(2020, 5, 1), dt.date(2020, 6, 30)
    everyone = {"scope": EVERYTHING, "since": may, "until": june}
    with store.reading() as conn:
        stock = watch.step(
            "stock by county and month, summed from the breakdown",
            lambda: entities.breakdown(conn, **everyone, by=("county",)),
        )
        listed = watch.step(
            "a page of the entities of one county that ended in two months",
            lambda: entities.closed_entities(conn, **everyone, as_known=None, county="620003"),
        )
        entities_now = watch.step("their number", lambda: entities.closed_count(conn, **everyone, as_known=None))
    living = sum(row["closed"] is None for row in islice(registry(ended=0.3), 2_000))
    living += sum(row["closed"] is None for row in islice(registry(), 2_000, None))
    assert stock[stock["month"] == "2020-06-01"]["closing"].sum() == living
    assert 0 < len(listed) <= 200 < entities_now


def report(counted: int) -> None:
    names = list(max(FIGURES.values(), key=len))
    lines = [
        "# The store at two million entities",
        "",
        "`python -m pytest -m heavy tests/heavy/test_two_million.py` writes this page.",
        "",
        f"{ENTITIES:,} entities, {COUNTIES} counties, {COUNTIES * TOWNSHIPS:,} townships; each put is one transaction.",
        f"The breakdown (county, kind, section, township, month) has {counted:,} rows. Wall clock on two shared cores;",
        "the time to invent the rows (about 8 s of CPU) is included.",
        "",
        "| | " + " | ".join(FIGURES) + " |",
        "|---|" + "---|" * len(FIGURES),
        *[f"| {name} | " + " | ".join(told.get(name, "") for told in FIGURES.values()) + " |" for name in names],
    ]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
