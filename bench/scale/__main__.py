"""python -m bench.scale [--counties 100] [--entities 2000000] [--database URL]: writes docs/bench/scale.md."""

import argparse
import datetime as dt
import platform
import resource
import tempfile
import time
from pathlib import Path

from bench.scale.region import counts_sheets, make_pack, write_registry
from data.intake import Reporter, receive, receive_registry
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from monitoring.config import load_config
from monitoring.evaluate import evaluate

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "bench" / "scale.md"
SINCE, UNTIL = dt.date(2019, 7, 1), dt.date(2020, 9, 30)


def main() -> None:
    """Build the region, time each step, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--entities", type=int, default=2_000_000)
    parser.add_argument("--database", default=None, help="default: a SQLite file that is thrown away")
    parser.add_argument("--keep", type=Path, default=None, help="keep pack and database in this folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as throwaway:
        folder = (asked.keep or Path(throwaway)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        url = asked.database or f"sqlite:///{folder / 'scale.db'}"
        rows = _measure(folder, url, asked.counties, asked.entities)
    text = [
        f"# Scale: {asked.counties} counties, {asked.entities:,} entities\n",
        f"`python -m bench.scale`, {dt.date.today()}, Python {platform.python_version()}, {url.split(':')[0]}.\n",
        "| step | size | seconds | rate | peak memory of the process so far |",
        "|---|---|---|---|---|",
        *rows,
    ]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))


def _measure(folder: Path, url: str, counties: int, entities: int) -> list[str]:
    region = make_pack(folder / "pack", counties)
    registry = folder / "registry.csv"
    write_registry(registry, region, entities, seed=7, until=UNTIL)
    migrate(url)
    store = Store(url)
    config = load_config(ROOT / "config.toml", region)
    reporter = Reporter(name="bench", scope=EVERYTHING, role="staff")
    rows = []

    sheets = list(counts_sheets(region, seed=8, since=SINCE, until=UNTIL))
    begin, stored = time.perf_counter(), 0
    for received_at, content in sheets:
        receipt = receive(
            store, region, content, filename=f"{received_at:%Y%m}.csv", reporter=reporter, received_at=received_at,
            topic="entity_counts", because=lambda _: "benchmark",
        )  # fmt: skip
        stored += receipt.new
    rows.append(_row("daily counts import", stored, time.perf_counter() - begin, "rows"))

    begin = time.perf_counter()
    receive_registry(
        store, region, registry, reporter=reporter, received_at=dt.datetime(2020, 10, 1, 3, 30, tzinfo=dt.UTC)
    )
    rows.append(_row("registry import", entities, time.perf_counter() - begin, "rows"))

    last = UNTIL - dt.timedelta(days=1)
    now = dt.datetime(2020, 10, 1, 4, tzinfo=dt.UTC)
    begin = time.perf_counter()
    evaluate(store, config, on=last, now=now)
    rows.append(_row("first evaluation (catch-up)", (last - SINCE).days + 1, time.perf_counter() - begin, "days"))
    begin = time.perf_counter()
    evaluate(store, config, on=UNTIL, now=now + dt.timedelta(hours=1))
    rows.append(_row("daily evaluation", 1, time.perf_counter() - begin, "days"))
    store.close()
    return rows


def _row(step: str, size: int, seconds: float, unit: str) -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {step} | {size:,} {unit} | {seconds:.1f} | {size / seconds:,.0f} {unit}/s | {peak:,.0f} MB |"


if __name__ == "__main__":
    main()
