"""A registry too large for memory: one pass that validates, one transaction that stores."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from data.intake.answers import MOST_PROBLEMS, Problem, Receipt, Refused, Reporter
from data.intake.catalog import SHEETS
from data.intake.checks import outside_scope
from data.intake.delimited import encoding_of, rows_of, told_of
from data.intake.grid import Grid, Merge, Row
from data.intake.guard import kind_of, refuse
from data.intake.header import SEARCHED_ROWS, Header, find_header
from data.intake.keys import Keys, repeated
from data.intake.known import Known
from data.intake.limits import REGISTRY, Limits
from data.intake.merges import merged
from data.intake.parse import Parsed, hidden_rows, no_header, understand
from data.intake.places import Place
from data.intake.reception import (
    Delivery,
    already_stored,
    filename_of,
    local_day,
    note_refusal,
    put,
    store_once,
)
from data.intake.rows import RowReader
from data.intake.sheet import Sheet
from data.intake.spool import Spool
from data.intake.workbook import lines_of, row_of
from data.store.engine import Store

if TYPE_CHECKING:
    from data.reference.region import Region

Progress = Callable[[str, int, float | None], None]
BATCH = 2_000


@dataclass
class Passed:
    """What the first pass learned of the whole file."""

    parsed: Parsed
    spool: Spool
    keys: Keys = field(default_factory=Keys)
    counties: set[str] = field(default_factory=set)
    first_day: dt.date | None = None
    last_day: dt.date | None = None


def receive_registry(
    store: Store,
    region: "Region",
    path: Path,
    *,
    filename: str | None = None,
    reporter: Reporter,
    received_at: dt.datetime,
    topic: str = "entity_registry",
    progress: Progress = lambda stage, rows, share: None,
    limits: Limits = REGISTRY,
) -> Receipt:
    """Like ``receive``, in bounded memory. ``progress(stage, rows, share)`` hears of each batch.

    Stages: ``check`` (share of the file read, None where unknown), ``store`` (share of the rows).
    """
    sheet = SHEETS[topic]
    must_be_seen_whole = sheet.file_checks or sheet.stored_checks
    assert not must_be_seen_whole, topic
    with path.open("rb") as file, Spool(sheet) as spool:
        delivery = Delivery(
            filename=filename_of(filename or path.name),
            sha256=hashlib.file_digest(file, "sha256").hexdigest(),
            reporter=reporter,
            received_at=received_at,
            region=region,
        )
        if earlier := already_stored(store, delivery, topic=topic):
            return earlier
        try:
            passed = _check_all(file, sheet, region, spool, local_day(received_at, region), limits, progress)
            return store_once(store, partial(_store_all, passed, delivery, progress), delivery, topic=topic)
        except Refused as refused:
            note_refusal(store, refused, delivery, topic=topic)
            raise


def _check_all(
    file: IO[bytes], sheet: Sheet, region: "Region", spool: Spool, today: dt.date, limits: Limits, progress: Progress
) -> Passed:
    size = file.seek(0, 2)
    kind = kind_of(file, size, limits)
    with _stream(file, kind, limits) as (grid, rows):
        grid.rows = list(islice(rows, SEARCHED_ROWS))
        parsed, header = _begin(grid, sheet)
        passed = Passed(parsed, spool)
        if header.missing:
            raise Refused(parsed.placed(parsed.problems))
        reader = RowReader(header, grid, region, today=today, notes=parsed.notes)
        data = _watched(chain(grid.rows[header.first_data :], rows), file, size, kind, progress)
        _put_aside(passed, reader, data)
    hidden_rows(grid, header, parsed.notes, until=reader.last_row)
    parsed.problems += [*reader.problems, *merged(grid, reader, filled=False), *_repeated(passed)]
    if parsed.problems:
        raise Refused(parsed.placed(parsed.problems))
    if not spool.count:
        raise refuse("no_rows", "表里没有数据行", "请填写后再报")
    return passed


def _begin(grid: Grid, sheet: Sheet) -> tuple[Parsed, Header]:
    header = find_header(grid, [sheet])
    if header is None:
        raise Refused([no_header([grid], f"《{sheet.title}》")])
    parsed = Parsed(sheet, Place(grid.name))
    parsed.place.learn(header)
    understand(parsed, grid, header)
    return parsed, header


@contextmanager
def _stream(file: IO[bytes], kind: str, limits: Limits) -> Iterator[tuple[Grid, Iterator[Row]]]:
    """The rows as they come, and the grid that will know the merges at the end."""
    if kind == "csv":
        encoding = encoding_of(file)
        with closing(rows_of(file, encoding, limits)) as rows:
            yield Grid("", [], told=told_of(encoding)), rows
        return
    grid = Grid("", [])
    with lines_of(file, limits) as lines:
        yield grid, _workbook_rows(grid, lines)


def _workbook_rows(grid: Grid, lines: Iterable[list]) -> Iterator[Row]:
    """Rows of the first worksheet that has any; later worksheets (instructions) are not registries."""
    for item in lines:
        if item[0] == "sheet" and not grid.name:
            grid.name = item[1]
        elif item[0] == "sheet":
            return
        elif item[0] == "row":
            if item[2]:
                grid.hidden_rows.append(item[1])
            yield row_of(item)
        elif item[0] == "merges":
            grid.merges = [Merge(*merge) for merge in item[1]]


def _watched(rows: Iterable[Row], file: IO[bytes], size: int, kind: str, progress: Progress) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        yield row
        if count % BATCH == 0:
            progress("check", count, min(file.tell() / size, 1.0) if kind == "csv" else None)


def _put_aside(passed: Passed, reader: RowReader, data: Iterable[Row]) -> None:
    parsed, sheet = passed.parsed, passed.parsed.sheet
    (key,) = sheet.key
    for row in reader.read(data):
        for check in sheet.row_checks:
            parsed.problems += check(sheet, row)
        day = row[sheet.day]
        passed.counties.add(row["county"])
        passed.first_day = min(day, passed.first_day or day)
        passed.last_day = max(day, passed.last_day or day)
        passed.keys.add(row[key])
        passed.spool.add(row)
        if len(parsed.problems) > MOST_PROBLEMS:
            return


def _repeated(passed: Passed) -> Iterator[Problem]:
    if suspects := passed.keys.suspects():
        yield from islice(repeated(passed.parsed.sheet, passed.spool.rows(), suspects), MOST_PROBLEMS)


def _store_all(passed: Passed, delivery: Delivery, progress: Progress, conn) -> Receipt:
    """Everything in the caller's transaction: whose rows they are, then the rows."""
    spool = passed.spool
    if not delivery.reporter.scope.whole:
        _check_scope(passed, delivery.reporter, Known(conn))

    def rows() -> Iterator[dict]:
        for count, row in enumerate(spool.rows(), 1):
            yield row
            if count % BATCH == 0:
                progress("store", count, count / spool.count)

    return put(
        conn,
        passed.parsed,
        rows(),
        delivery,
        counties=passed.counties,
        row_count=spool.count,
        first_day=passed.first_day,
        last_day=passed.last_day,
    )


def _check_scope(passed: Passed, reporter: Reporter, known: Known) -> None:
    parsed, rows = passed.parsed, passed.spool.rows()
    while batch := list(islice(rows, BATCH)):
        parsed.problems += outside_scope(parsed.sheet, batch, known, reporter)
        if len(parsed.problems) > MOST_PROBLEMS:
            break
    if parsed.problems:
        raise Refused(parsed.placed(parsed.problems))
