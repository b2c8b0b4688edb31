"""Server CPU a page run costs on a warm cache: python -m bench.pages [--runs N] [--url DATABASE_URL] [--name FILE].

Every page of the registry is run by a signed-in leader (or the first role that may open it) through the router, as
the server runs it; once more after reports of every kind have come in (their tables have moved on, what was computed
has not). The figure is the process's CPU time, not the wall's, so that a busy machine does not matter; AppTest's own
reading of the answer is in it. Results go to docs/bench/<name>.md. For another region set MONITOR_REGION to its pack;
``python -m bench.scale --keep FOLDER`` leaves one of 100 counties and 2 million entities.
"""

import argparse
import contextlib
import datetime as dt
import gc
import hashlib
import logging
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET_MS = 150
REPORTED = (
    "arrears_item", "arrears_payment", "arrears_plan", "enterprise", "entity", "entity_count", "market",
    "market_status", "measure_progress", "source_file", "submission", "supply",
)  # fmt: skip


def main() -> int:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--url", default=os.environ.get("DATABASE_URL"))
    parser.add_argument("--name", default="pages", help="the file under docs/bench")
    asked = parser.parse_args()
    if asked.url:
        os.environ["DATABASE_URL"] = asked.url
    logging.disable(logging.WARNING)
    _begin_the_story()
    rows = [(path, *_measured(path, role, asked.runs)) for path, role in _pages()]
    if not rows:
        print("no evaluated database: run `make demo` first, or give --url")
        return 0
    text = _table(rows, asked.runs)
    print(text)
    target = ROOT / "docs" / "bench" / f"{asked.name}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return 0


def _begin_the_story() -> None:
    """A demonstration's clock stands where its data end, as on the server."""
    from pages.door import clock, open_store

    story = open_store.story_start()
    if story is not None:
        clock.begin(story)


def _pages() -> list[tuple[str, str]]:
    from data.store import values
    from pages.door.open_store import settings, store
    from pages.registry import PAGES

    path = settings().url.removeprefix("sqlite:///")
    if settings().url.startswith("sqlite") and not Path(path).exists():
        return []
    with store().reading() as conn:
        if values.last_day(conn, as_known=None) is None:
            return []
    found = []
    for page in PAGES:
        with contextlib.suppress(ImportError):
            __import__(page.module)
            found.append((page.path, "leader" if "leader" in page.roles else sorted(page.roles)[0]))
    return found


def _measured(path: str, role: str, runs: int) -> tuple[str, float, float, float, float]:
    """The role; CPU milliseconds of the first run, after reports (median of 3), of later runs: median and worst."""
    visitor = _visitor(role, path)
    first = _cpu(visitor)
    assert not visitor.exception, f"{path} breaks: see the log"
    gc.collect()
    gc.freeze()  # as the server does after its warm-up
    later = [_cpu(visitor) for _ in range(runs)]
    return (
        role,
        first,
        statistics.median(_after_a_report(visitor) for _ in range(3)),
        statistics.median(later),
        max(later),
    )


def _after_a_report(visitor) -> float:
    from data.store.marks import move
    from pages.door import clock
    from pages.door.open_store import store

    with store().writing(at=clock.wall()) as conn:
        move(conn, REPORTED)
    return _cpu(visitor)


def _cpu(visitor) -> float:
    started = time.process_time()
    visitor.run()
    return (time.process_time() - started) * 1000


def _visitor(role: str, path: str):
    from streamlit.testing.v1 import AppTest
    from streamlit.util import calc_hash

    from data.store import accounts, sessions
    from pages.door import clock
    from pages.door.open_store import store

    uid, token = f"bench-{role}", hashlib.sha256(f"bench {role}".encode()).hexdigest()
    with store().noting() as conn:
        if accounts.find(conn, uid) is None:
            accounts.create(
                conn, uid=uid, name=uid, role=role, counties=None, enterprise=None, password_hash="-", at=clock.wall()
            )  # fmt: skip
            accounts.set_password(conn, uid, password_hash="-", must_change=False, at=clock.wall())
        if sessions.find(conn, token) is None:
            sessions.open_session(conn, token_hash=token, uid=uid, address="127.0.0.1", at=clock.wall())
    visitor = AppTest.from_file(str(ROOT / "pages" / "router.py"), default_timeout=120)
    visitor.user = {"uid": uid, "sid": token}
    visitor._page_hash = calc_hash(path)
    return visitor


def _table(rows: list[tuple], runs: int) -> str:
    from pages.door.open_store import region

    day, place = dt.datetime.now(dt.UTC).date(), region()
    lines = [
        "# Server CPU a page run",
        "",
        f"{place.id}, {len(place.counties)} counties. {day}, Python {sys.version.split()[0]}, {runs} runs a page on a",
        f"warm cache, CPU milliseconds of the process; the target is a median below {TARGET_MS}.",
        "`python -m bench.pages` measures again.",
        "",
        "| page | role | first run (cold cache) | after reports of every kind | median | worst | within the target |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for path, role, first, renewed, median, worst in rows:
        verdict = "yes" if median < TARGET_MS else "no"
        lines.append(f"| {path} | {role} | {first:.0f} | {renewed:.0f} | {median:.0f} | {worst:.0f} | {verdict} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
