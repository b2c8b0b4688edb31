"""Imports one after the other, each told with how much had reached the disk by then: ``python -m tests.power.writing``.

URL of the database, the recorder's count, how many files, and "careless" to leave out what the product's SQLite waits
for: the harness must see that.
"""

import csv
import datetime as dt
import io
import struct
import sys
from pathlib import Path

from sqlalchemy import event

from data.intake import Reporter, receive
from data.reference.region import load_region
from data.store.engine import Store
from data.store.scope import EVERYTHING

ROWS = 30
OPENED_ANEW = 7  # files: SQLite's log is then checkpointed and removed, and made again
START = dt.datetime(2020, 3, 2, 4, 0, tzinfo=dt.UTC)
HEADER = ["市场编号", "市场名称", "县(市)", "乡镇", "市场类型", "摊位总数"]


def file_of(number: int) -> bytes:
    """New markets, then a correction of half of them."""
    first, stalls = number // 2, 100 + number % 2
    rows = [[f"T{first}-{i}", f"市场{i}", "临夏县", "韩集镇", "菜市场", stalls if i % 2 else 50] for i in range(ROWS)]
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode()


def opened(url: str, *, careless: bool) -> Store:
    """The store as the product opens it; a careless one waits for no disk."""
    store = Store(url)
    if careless and url.startswith("sqlite"):
        event.listen(store.engine, "connect", lambda conn, _: conn.execute("PRAGMA synchronous=OFF"))
    return store


def write(url: str, count: Path, files: int, *, careless: bool) -> None:
    """Receive the files; a line each: its receipt, and how many entries the disk had when it was acknowledged."""
    region, store = load_region("linxia"), opened(url, careless=careless)
    reporter = Reporter(name="压测", scope=EVERYTHING, role="bureau")
    for number in range(files):
        if number % OPENED_ANEW == OPENED_ANEW - 1:
            store.close()
            store = opened(url, careless=careless)
        moment = START + dt.timedelta(seconds=number)
        receipt = receive(
            store, region, file_of(number), filename=f"{number}.csv", reporter=reporter, received_at=moment
        )
        print(receipt.receipt, struct.unpack("<Q", count.read_bytes())[0], flush=True)


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), careless="careless" in sys.argv[4:])
