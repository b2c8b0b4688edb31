"""A made-up region of any size, and the sheets its registry would send. Invented throughout."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from data.demo.entities.codes import demo_code
from data.reference.region import Region, load_region

KINDS = (("enterprise", "企业", "91"), ("individual", "个体工商户", "92"), ("cooperative", "农民专业合作社", "93"))
SHARES = (0.17, 0.75, 0.08)
SECTIONS = ("A", "C", "F", "F", "F", "G", "H", "O")
REGISTRY_HEADER = (
    "统一社会信用代码", "名称", "主体类型", "县(市)", "乡镇(街道)", "行业门类", "规模",
    "成立日期", "终止日期", "终止方式",
)  # fmt: skip
COUNTS_HEADER = ("县(市)", "主体类型", "统计日期", "期初实有", "本期新设", "本期注销", "期末实有")


def make_pack(folder: Path, counties: int) -> Region:
    """A region pack of numbered counties with twelve townships each."""
    folder.mkdir(parents=True, exist_ok=True)
    head = (
        'id = "scale"\ncode = "990000"\nname = "演示大区"\ndemo = true\n'
        '[[reporting]]\ntopic = "entity_counts"\nfrom = 2019-01-01\ncadence = "daily"\ndue = "12:00"\n'
        'source = "bench"\nmark = "assumed"\n'
    )
    (folder / "region.toml").write_text(head, encoding="utf-8")
    codes = [f"{990001 + k}" for k in range(counties)]
    _write(folder / "counties.csv", ("county", "name"), [(code, f"演示{code}县") for code in codes])
    _write(folder / "kinds.csv", ("kind", "name", "code_prefix"), KINDS)
    towns = [(code, f"第{k}镇") for code in codes for k in range(12)]
    _write(folder / "townships.csv", ("county", "township"), towns)
    return load_region(folder)


def write_registry(path: Path, region: Region, entities: int, *, seed: int, until: dt.date) -> None:
    """A registry file of that many rows; one in nine has closed."""
    rng = np.random.default_rng(seed)
    codes = region.counties["county"].to_numpy()
    names = dict(zip(region.counties["county"], region.counties["name"]))
    county = codes[rng.integers(0, len(codes), entities)]
    kind = rng.choice(len(KINDS), entities, p=SHARES)
    opened = rng.integers(200, 4000, entities)
    closed = np.where(rng.random(entities) < 0.11, rng.integers(0, 200, entities), -1)
    section, town = rng.integers(0, len(SECTIONS), entities), rng.integers(0, 12, entities)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(REGISTRY_HEADER)
        for k in range(entities):
            _, word, prefix = KINDS[kind[k]]
            ended = (until - dt.timedelta(days=int(closed[k])), "注销") if closed[k] >= 0 else ("", "")
            began = until - dt.timedelta(days=int(opened[k]))
            code = demo_code(prefix, county[k], k)
            place = (names[county[k]], f"第{town[k]}镇", SECTIONS[section[k]], "微型")
            writer.writerow((code, f"演示户{k}", word, *place, began, *ended))


def counts_sheets(region: Region, *, seed: int, since: dt.date, until: dt.date) -> Iterator[tuple[dt.datetime, bytes]]:
    """Daily counts of every county and kind, a file a month: (moment, content)."""
    rng = np.random.default_rng(seed)
    names = list(region.counties["name"])
    stock = {(name, word): 4000 for name in names for _, word, _ in KINDS}
    rows: list[tuple] = []
    day = since
    while day <= until:
        flows = rng.poisson((4, 2), (len(stock), 2))
        for ((name, word), opening), (entries, exits) in zip(list(stock.items()), flows):
            closing = opening + int(entries) - int(exits)
            rows.append((name, word, day, opening, entries, exits, closing))
            stock[name, word] = closing
        following = day + dt.timedelta(days=1)
        if following.month != day.month or following > until:
            yield dt.datetime.combine(following, dt.time(3), dt.UTC), _text(rows)
            rows = []
        day = following


def _text(rows: list[tuple]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([COUNTS_HEADER, *rows])
    return text.getvalue().encode()


def _write(path: Path, header: tuple[str, ...], rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])
