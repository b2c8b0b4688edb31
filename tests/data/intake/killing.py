"""Kill -9 in the middle of real imports, and what must be found afterwards.

A nursery process imports everything once and forks a child a trial. The child receives file after
file and writes each receipt to its pipe once ``receive`` has answered; the parent kills it at a
random moment. Run alone it is the nursery: ``python -m tests.data.intake.killing URL``.
"""

import contextlib
import csv
import datetime as dt
import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEADER = ["市场编号", "市场名称", "县(市)", "乡镇", "市场类型", "摊位总数"]
ROWS = 1_500
START = dt.datetime(2020, 3, 2, 4, 0, tzinfo=dt.UTC)


def content_of(trial: int, number: int) -> tuple[bytes, str]:
    """The files of a trial: new markets, then a correction of half of them, as csv and as workbook in turn."""
    first, stalls = number // 2, 100 + number % 2
    rows = [
        [f"T{trial}-{first}-{i}", f"市场{i}", "临夏县", "韩集镇", "菜市场", stalls if i % 2 else 50]
        for i in range(ROWS)
    ]
    if number % 4 in (0, 3):
        text = io.StringIO()
        csv.writer(text).writerows([HEADER, *rows])
        return text.getvalue().encode(), f"{trial}-{number}.csv"
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADER, *rows]):
            sheet.write_row(at, 0, row)
    return content.getvalue(), f"{trial}-{number}.xlsx"


def nursery(url: str) -> None:
    """Fork a child for each line of standard input (a trial and its seed); tell its process id."""
    from data.intake import Reporter, receive
    from data.intake.workbook import read_workbook  # noqa: F401 - so that the child need not import it
    from data.reference.region import load_region
    from data.store.engine import Store
    from data.store.scope import EVERYTHING

    region = load_region("linxia")
    reporter = Reporter(name="压测", scope=EVERYTHING, role="bureau")
    for line in sys.stdin:
        trial = int(line)
        if child := os.fork():
            os.waitpid(child, 0)
            print("dead", flush=True)
            continue
        store = Store(url)
        print(f"born {os.getpid()}", flush=True)
        for number in range(100):
            content, name = content_of(trial, number)
            moment = START + dt.timedelta(seconds=trial * 100 + number)
            receipt = receive(store, region, content, filename=name, reporter=reporter, received_at=moment)
            print(f"stored {receipt.receipt}", flush=True)
        print("finished", flush=True)
        os._exit(0)


@dataclass
class Tally:
    """What a series of trials came to."""

    kills: int = 0
    finished: int = 0
    acknowledged: set[str] = field(default_factory=set)
    stored: int = 0
    rows: int = 0
    partial: int = 0
    lost: int = 0
    without_event: int = 0
    corrupt: int = 0

    @property
    def clean(self) -> bool:
        return (self.partial, self.lost, self.without_event, self.corrupt) == (0, 0, 0, 0)


def trials(path: Path, numbers, *, seed: int, longest: float) -> Tally:
    """Run the trials on one database file, checking it after each; no child lives longer than ``longest`` seconds."""
    rng, tally = random.Random(seed), Tally()
    with _nursery(path) as talk:
        for trial in numbers:
            talk.stdin.write(f"{trial}\n")
            talk.stdin.flush()
            _one(talk, rng.uniform(0.0, longest), tally)
            check(path, tally)
    return tally


@contextlib.contextmanager
def _nursery(path: Path):
    command = [sys.executable, "-m", "tests.data.intake.killing", f"sqlite:///{path}"]
    talk = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        yield talk
    finally:
        talk.stdin.close()
        talk.stdout.close()
        talk.wait(timeout=30)


def _one(talk, delay: float, tally: Tally) -> None:
    """One child, killed after ``delay`` unless it was faster; its receipts are what was acknowledged."""
    born = talk.stdout.readline().split()
    assert born[0] == "born", born
    time.sleep(delay)
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(born[1]), signal.SIGKILL)
    finished = False
    while (line := talk.stdout.readline().split()) != ["dead"]:
        assert line, "the nursery died"
        if line[0] == "stored":
            tally.acknowledged.add(line[1])
        finished = finished or line[0] == "finished"
    tally.finished += finished
    tally.kills += not finished


def check(path: Path, tally: Tally) -> None:
    """Open the database as the next start would, and count everything that must not be."""
    conn = sqlite3.connect(path)
    one = lambda sql: conn.execute(sql).fetchone()[0]  # noqa: E731 - a short name for one number
    tally.corrupt += one("PRAGMA integrity_check") != "ok"
    tally.stored, tally.rows = one("SELECT count(*) FROM source_file"), one("SELECT count(*) FROM market")
    tally.partial += one(
        "SELECT count(*) FROM source_file f WHERE new_rows + changed_rows <>"
        " (SELECT count(*) FROM market m WHERE m.source_file = f.id)"
    )
    tally.partial += one("SELECT count(*) FROM market WHERE source_file NOT IN (SELECT id FROM source_file)")
    tally.partial += one(f"SELECT count(*) FROM source_file WHERE row_count <> {ROWS}")
    tally.partial += one("SELECT count(*) FROM market WHERE superseded_at IS NOT NULL") != one(
        "SELECT coalesce(sum(changed_rows), 0) FROM source_file"
    )
    receipts = {receipt for (receipt,) in conn.execute("SELECT receipt FROM source_file")}
    tally.lost += len(tally.acknowledged - receipts)
    events = [name for (name,) in conn.execute("SELECT object_id FROM event WHERE action = 'receive_file'")]
    tally.without_event += len(receipts ^ set(events)) + len(events) - len(set(events))
    tally.corrupt += one("SELECT version FROM data_version") != tally.stored
    conn.close()


if __name__ == "__main__":
    nursery(sys.argv[1])
