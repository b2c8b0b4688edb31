"""The one door for files: read whole, answered whole, stored whole or not at all."""

import datetime as dt
import hashlib
import io
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.intake.answers import Problem, Receipt, Refused, Reporter
from data.intake.catalog import SHEETS
from data.intake.checks import outside_scope, resolve
from data.intake.known import Known
from data.intake.limits import UPLOAD, Limits
from data.intake.parse import Parsed, parse
from data.intake.text import shown
from data.store import events, facts, files
from data.store.engine import Store

if TYPE_CHECKING:
    from data.reference.region import Region


class _Already(Exception):
    """The same content came in while this copy was being read."""


def receive(
    store: Store,
    region: "Region",
    content: bytes,
    *,
    filename: str,
    reporter: Reporter,
    received_at: dt.datetime,
    topic: str | None = None,
    limits: Limits = UPLOAD,
) -> Receipt:
    """Store a file's rows and acknowledge them. Raises Refused with every problem; nothing is then stored.

    The same content from the same reporter again changes nothing and answers ``already=True``.
    Without a topic the headers tell it.
    """
    assert topic is None or topic in SHEETS, topic
    sha256 = hashlib.sha256(content).hexdigest()
    delivery = {"filename": filename_of(filename), "reporter": reporter, "received_at": received_at, "sha256": sha256}
    try:
        parsed = parse(
            io.BytesIO(content),
            len(content),
            filename=filename,
            topic=topic,
            region=region,
            today=local_day(received_at, region),
            limits=limits,
        )
        return _store(store, parsed, **delivery)
    except Refused as refused:
        note_refusal(store, refused, topic=topic, **delivery)
        raise


def local_day(moment: dt.datetime, region: "Region") -> dt.date:
    """The day of receipt where the senders live."""
    return moment.astimezone(ZoneInfo(region.timezone)).date()


def filename_of(filename: str) -> str:
    """The bare name of a file, without anything invisible: it is shown and kept, never opened."""
    return shown(filename.replace("\\", "/").rsplit("/", 1)[-1], 200) or "未命名"


def _store(store: Store, parsed: Parsed, *, filename: str, reporter: Reporter, received_at, sha256: str) -> Receipt:
    same = {"sha256": sha256, "topic": parsed.sheet.topic, "reporter": reporter.name}
    with store.reading() as conn:
        if earlier := files.find(conn, **same):
            return repeated(earlier, received_at)
        if parsed.problems:
            raise Refused(parsed.placed([*parsed.problems, *_against_store(conn, parsed, reporter)[1]]))
    try:
        with store.writing(at=received_at) as conn:
            # Asked again under the write lock: of two copies sent at once, one waits here.
            if files.find(conn, **same):
                raise _Already
            rows, problems = _against_store(conn, parsed, reporter)
            if problems:
                raise Refused(parsed.placed(problems))
            return _put(conn, parsed, rows, filename=filename, received_at=received_at, **same)
    except _Already:
        with store.reading() as conn:
            return repeated(files.find(conn, **same), received_at)


def _against_store(conn, parsed: Parsed, reporter: Reporter) -> tuple[list[dict], list[Problem]]:
    known = Known(conn)
    rows, problems = resolve(parsed.sheet, parsed.rows, known, parsed.notes)
    problems += outside_scope(parsed.sheet, rows, known, reporter)
    for check in parsed.sheet.stored_checks:
        problems += check(parsed.sheet, rows, parsed.notes, known)
    return rows, problems


def _put(conn, parsed: Parsed, rows: list[dict], *, filename, received_at, sha256, topic, reporter) -> Receipt:
    sheet = parsed.sheet
    days = [row[sheet.day] for row in rows] if sheet.day else []
    counties = {row["county"] for row in rows}
    enterprises = {row.get("enterprise") for row in rows}
    file = files.accept(
        conn,
        sha256=sha256,
        topic=topic,
        filename=filename,
        reporter=reporter,
        received_at=received_at,
        counties=counties,
        enterprise=enterprises.pop() if len(enterprises) == 1 else None,
        row_count=len(rows),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
    )
    try:
        changes = facts.put(conn, sheet.table, rows, source_file=file.id, known_at=received_at, reporter=reporter)
    except facts.OlderKnowledge:
        raise Refused([newer_is_stored(parsed.place)]) from None
    file = files.finish(conn, file, new_rows=changes.new, changed_rows=changes.changed)
    record(conn, file, unchanged=changes.unchanged, counties=counties)
    return receipt_of(file, unchanged=changes.unchanged, notes=parsed.notes.lines())


def newer_is_stored(place: str) -> Problem:
    """A file dated before what is stored cannot correct it."""
    return Problem(
        sheet=place,
        found="",
        code="older_knowledge",
        reason="收到时间早于库中同一数据的更正时间",
        advice="请核对收到时间;旧文件不能覆盖后来的更正",
    )


def record(conn, file: files.SourceFile, *, unchanged: int, counties: set[str]) -> None:
    """The audit event of an accepted file, in the transaction that stores it."""
    detail = {
        "topic": file.topic,
        "filename": file.filename,
        "sha256": file.sha256,
        "rows": file.row_count,
        "new": file.new_rows,
        "changed": file.changed_rows,
        "unchanged": unchanged,
    }
    events.append(
        conn,
        at=file.received_at,
        actor=file.reporter,
        action="receive_file",
        object_kind="source_file",
        object_id=file.receipt,
        county=next(iter(counties)) if len(counties) == 1 else None,
        detail=detail,
    )


def note_refusal(
    store: Store, refused: Refused, *, filename: str, reporter: Reporter, received_at, sha256, topic
) -> None:
    """The audit event of a refused file: who tried, and why it was kept out."""
    codes: dict[str, int] = {}
    for problem in refused.problems:
        codes[problem.code] = codes.get(problem.code, 0) + 1
    counties = reporter.scope.counties or ()
    with store.noting() as conn:
        events.append(
            conn,
            at=received_at,
            actor=reporter.name,
            action="refuse_file",
            object_kind="file",
            object_id=sha256,
            county=next(iter(counties)) if len(counties) == 1 else None,
            detail={"topic": topic, "filename": filename, "problems": codes},
        )


def repeated(earlier: files.SourceFile, received_at: dt.datetime) -> Receipt:
    """The receipt of a file that had been stored before, its moment told in the present sender's time zone."""
    before = earlier.received_at.astimezone(received_at.tzinfo)
    line = f"这份文件已于 {before:%Y-%m-%d %H:%M} 入库(回执 {earlier.receipt}),本次没有改动任何数据"
    return receipt_of(earlier, unchanged=earlier.row_count, notes=(line,), already=True)


def receipt_of(file: files.SourceFile, *, unchanged: int, notes: tuple[str, ...], already: bool = False) -> Receipt:
    """A stored file's acknowledgement."""
    return Receipt(
        receipt=file.receipt,
        topic=file.topic,
        filename=file.filename,
        rows=file.row_count,
        new=0 if already else file.new_rows,
        changed=0 if already else file.changed_rows,
        unchanged=unchanged,
        already=already,
        received_at=file.received_at,
        first_day=file.first_day,
        last_day=file.last_day,
        notes=notes,
    )
