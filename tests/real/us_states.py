"""A real region: the share of small businesses open in 51 US states, weekly, sent through the same intake as anyone's.

The source is an index (January 2020 = 100) of the Opportunity Insights Economic Tracker (Womply series), not a
register. We read it as the number of businesses open of 10,000 that were open in January: a rise of the index is booked
as entries, a fall as deregistrations, so that the stock-flow identity holds. Gross flows cannot be known from it.

    python -m tests.real.us_states CSV FOLDER      # a region pack and a database under FOLDER, evaluated every week
"""

import argparse
import csv
import datetime as dt
import io
from collections import defaultdict
from pathlib import Path

from data.intake import Reporter, receive
from data.reference.region import Region, load_region
from data.store.engine import Store
from data.store.migrate import migrate
from data.store.scope import EVERYTHING
from monitoring.config import load_config
from monitoring.evaluate import evaluate

ROOT = Path(__file__).resolve().parents[2]
OF = 100  # index 100 -> 10,000 businesses
SOURCE = "Opportunity Insights Economic Tracker, small businesses open (Womply), weekly"


def read_index(csv_file: Path) -> dict[dt.date, dict[str, int]]:
    """Week -> state -> businesses open of 10,000. Only the all-sector series, which every state has."""
    weeks: dict[dt.date, dict[str, int]] = defaultdict(dict)
    with csv_file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["kind"] == "all" and row["open_index"]:
                week = dt.date.fromisoformat(row["week_ending"])
                weeks[week][row["subject_id"]] = round(float(row["open_index"]) * OF)
    return dict(sorted(weeks.items()))


def make_pack(csv_file: Path, folder: Path) -> Region:
    """Write a region pack of the states named in the file, and load it."""
    folder.mkdir(parents=True, exist_ok=True)
    with csv_file.open(encoding="utf-8") as lines:
        names = {row["subject_id"]: row["subject_name"] for row in csv.DictReader(lines)}
    head = (
        'id = "us-states"\ncode = "US"\nname = "美国各州(真实公开数据试用)"\nshort = "美国各州"\n'
        '[[reporting]]\ntopic = "entity_counts"\nfrom = 2020-01-01\ncadence = "weekly"\n'
        'weekday = 7\nlag_days = 4\ndue = "18:00"\n'
        f'source = "{SOURCE}"\nmark = "assumed"\n'
    )
    (folder / "region.toml").write_text(head, encoding="utf-8")
    _write(folder / "counties.csv", ("county", "name", "source"), [(k, v, SOURCE) for k, v in sorted(names.items())])
    _write(folder / "kinds.csv", ("kind", "name"), [("small_business", "小企业")])
    return load_region(folder)


def sheets(weeks: dict[dt.date, dict[str, int]], region: Region):
    """One csv a week, as a statistics office would send it: (moment, file name, content)."""
    names = dict(zip(region.counties["county"], region.counties["name"]))
    before: dict[str, int] = {}
    for week, states in weeks.items():
        rows = []
        for state, closing in sorted(states.items()):
            opening = before.get(state, closing)
            rise = closing - opening
            rows.append((names[state], "小企业", week, opening, max(rise, 0), max(-rise, 0), closing))
        before |= states
        text = io.StringIO()
        header = ("县(市)", "主体类型", "统计日期", "期初实有", "本期新设", "本期注销", "期末实有")
        csv.writer(text).writerows([header, *rows])
        moment = dt.datetime.combine(week + dt.timedelta(days=4), dt.time(4), dt.UTC)
        yield moment, f"states-{week}.csv", text.getvalue().encode("utf-8-sig")


def load(csv_file: Path, folder: Path, *, until: dt.date = dt.date.max) -> tuple[Store, Region]:
    """Send every week up to ``until`` through intake into a fresh database, evaluating after each."""
    region = make_pack(csv_file, folder / "pack")
    url = f"sqlite:///{folder / 'states.db'}"
    migrate(url)
    store = Store(url)
    config = load_config(ROOT / "config.toml", region)
    reporter = Reporter(name="public data", scope=EVERYTHING, role="staff")
    for moment, filename, content in sheets(read_index(csv_file), region):
        if moment.date() > until:
            break
        receive(
            store, region, content, filename=filename, reporter=reporter, received_at=moment, topic="entity_counts",
            because=lambda _: "public data, as published",
        )  # fmt: skip
        evaluate(store, config, on=moment.date(), now=moment + dt.timedelta(hours=1))
    return store, region


def _write(path: Path, header: tuple[str, ...], rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])


def main() -> None:
    """Build the region's database and say how to look at it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv_file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--until", type=dt.date.fromisoformat, default=dt.date.max)
    asked = parser.parse_args()
    load(asked.csv_file, asked.folder.resolve(), until=asked.until)
    folder = asked.folder.resolve()
    print(f"DATABASE_URL=sqlite:///{folder / 'states.db'} MONITOR_REGION={folder / 'pack'} make run")


if __name__ == "__main__":
    main()
