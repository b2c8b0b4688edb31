"""`python -m data.demo [--seed N] [--until DATE] [--quick]`: simulate the prefecture and send it through intake."""

import argparse
import datetime as dt

from tqdm import tqdm

from data.demo.generate import generate
from data.demo.load import load
from data.demo.scene import FULL, LAST_DAY, QUICK, default_seed
from data.reference.region import load_region
from data.settings import load_settings
from data.store.engine import Store
from data.store.migrate import migrate


def main(arguments: list[str] | None = None) -> None:
    """Write the sheets under data/local/demo and send each at its historical moment."""
    parser = argparse.ArgumentParser(prog="python -m data.demo", description=__doc__)
    parser.add_argument("--seed", type=int, help="another number is another prefecture with the same kinds of trouble")
    parser.add_argument("--until", type=dt.date.fromisoformat, default=LAST_DAY, help="the last day (YYYY-MM-DD)")
    parser.add_argument("--quick", action="store_true", help="a quarter of the entities and the last months only")
    chosen = parser.parse_args(arguments)
    settings = load_settings()
    region = load_region(settings.region)
    migrate(settings.url)
    store = Store(settings.url)
    seed = default_seed(region) if chosen.seed is None else chosen.seed
    files = generate(region, seed=seed, until=chosen.until, size=QUICK if chosen.quick else FULL)
    with tqdm(unit=" files", disable=None) as bar:
        loaded = load(store, region, files, folder=settings.local / "demo" / str(seed), before=lambda _: bar.update())
    store.close()
    for topic, count in loaded.files.items():
        print(f"{topic:20} {count:5} files {loaded.rows[topic]:8} rows")


if __name__ == "__main__":
    main()
