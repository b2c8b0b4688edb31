"""The one door for files: read whole, answered whole, stored whole or not at all."""

import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data.intake import history
from data.intake.answers import Held, Problem, Receipt, Refused, Reporter
from data.intake.approval import beginning
from data.intake.catalog import SHEETS
from data.intake.checks import newer_is_stored, outside_scope, resolve, was_taken_back
from data.intake.known import Known
from data.intake.limits import UPLOAD, Limits
from data.intake.parse import Parsed, parse
from data.intake.places import placed
from data.intake.sheet import Sheet
from data.intake.standing import keep_answers, say_answered
from data.intake.text import shown
from data.store import drafts, events, facts, files, held, submissions
from data.store.engine import Store

if TYPE_CHECKING:
    from data.reference.region import Region


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Who sent what, and when."""

    filename: str
    sha256: str
    reporter: Reporter
    received_at: dt.datetime
    region: "Region"
    lines: Mapping[int, str] = field(default_factory=dict)  # row -> what a form calls it


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
    because: history.Because = history.unanswered,
    before: Callable[[object], None] = lambda _conn: None,
    after: Callable[[object, Receipt], None] = lambda _conn, _receipt: None,
    lines: Mapping[int, str] | None = None,
) -> Receipt:
    """Store a file's rows and acknowledge them. Raises Refused with every problem; nothing is then stored.

    The same content from the same reporter again changes nothing and answers ``already=True``.
    Without a topic the headers tell it. Raises Held where something is to be verified first that ``because`` does not
    answer: the file is then kept, and counts for nothing. ``lines`` are a form's names of its rows, for what is asked.
    ``before`` looks once more, in the transaction that stores, whether it still may; ``after`` ends that transaction.
    """
    assert topic is None or topic in SHEETS, topic
    sha256 = hashlib.sha256(content).hexdigest()
    delivery = Delivery(
        filename=filename_of(filename),
        reporter=reporter,
        received_at=received_at,
        sha256=sha256,
        region=region,
        lines=lines or {},
    )
    today = local_day(received_at, region)
    try:
        parsed = parse(io.BytesIO(content), len(content), topic=topic, region=region, today=today, limits=limits)
        return _store(store, parsed, delivery, because, before, after)
    except Refused as refused:
        note_refusal(store, refused, delivery, topic=topic)
        raise
    except history.StillOpen as still:
        doubts = [placed(one, parsed.place) for one in still.doubts]
        number = history.keep(store, delivery, content, topic=parsed.sheet.topic, doubts=doubts, extent=still.extent)
        if number is None:  # answered in another window while this copy was being read
            return already_stored(store, delivery, topic=parsed.sheet.topic)
        raise Held(number, doubts) from None


def local_day(moment: dt.datetime, region: "Region") -> dt.date:
    """The day of receipt where the senders live."""
    return moment.astimezone(ZoneInfo(region.timezone)).date()


def filename_of(filename: str) -> str:
    """The bare name of a file, without anything invisible: it is shown and kept, never opened."""
    return shown(filename.replace("\\", "/").rsplit("/", 1)[-1], 200) or "未命名"


def _store(
    store: Store, parsed: Parsed, delivery: Delivery, because: history.Because, before: Callable, after: Callable
) -> Receipt:
    topic = parsed.sheet.topic
    if earlier := already_stored(store, delivery, topic=topic):
        _settle_draft(store, earlier, delivery)
        return earlier
    if parsed.problems:
        with store.reading() as conn:
            raise Refused(parsed.placed([*parsed.problems, *against_store(Known(conn), parsed, delivery.reporter)[1]]))

    def whole(conn) -> Receipt:
        before(conn)
        known = Known(conn)
        rows, problems = against_store(known, parsed, delivery.reporter)
        if problems:
            raise Refused(parsed.placed(problems))
        extent = extent_of(parsed.sheet, rows)
        answers = history.confirmed(
            known, parsed.sheet, rows, because, extent, today=local_day(delivery.received_at, delivery.region)
        )
        plain = ({**row, "source_row": int(row["source_row"])} for row in rows)
        receipt = put(conn, parsed, plain, delivery, answers=answers, **extent)
        after(conn, receipt)
        return receipt

    return store_once(store, whole, delivery, topic=topic)


def already_stored(store: Store, delivery: Delivery, *, topic: str) -> Receipt | None:
    """The receipt of the same content, topic and reporter, where there is one."""
    with store.reading() as conn:
        earlier = files.find(conn, sha256=delivery.sha256, topic=topic, reporter=delivery.reporter.name)
        if earlier and submissions.taken_back(conn, earlier.id):
            raise Refused([was_taken_back(earlier)])
    return earlier and repeated(earlier, delivery.received_at)


def _settle_draft(store: Store, earlier: Receipt, delivery: Delivery) -> None:
    """A form that says what was stored before is done."""
    with store.noting() as conn:
        drafts.settle(
            conn, sha256=delivery.sha256, topic=earlier.topic, receipt=earlier.receipt, at=delivery.received_at
        )


def store_once(store: Store, whole: Callable[[object], Receipt], delivery: Delivery, *, topic: str) -> Receipt:
    """Run ``whole`` in one transaction, unless the same file was stored while this one was being read."""
    same = {"sha256": delivery.sha256, "topic": topic, "reporter": delivery.reporter.name}
    try:
        with store.writing(at=delivery.received_at) as conn:
            # Asked again under the write lock: of two copies sent at once, one waits here.
            if files.find(conn, **same):
                raise _Already
            return whole(conn)
    except _Already:
        return already_stored(store, delivery, topic=topic)


def against_store(known: Known, parsed: Parsed, reporter: Reporter) -> tuple[list[dict], list[Problem]]:
    """The rows with their references resolved, and what is wrong with them beside what is stored."""
    rows, problems = resolve(parsed.sheet, parsed.rows, known, parsed.notes, reporter.scope)
    problems += outside_scope(parsed.sheet, rows, known, reporter)
    for check in parsed.sheet.stored_checks:
        problems += check(parsed.sheet, rows, parsed.notes, known)
    return rows, problems


def extent_of(sheet: Sheet, rows: list[dict]) -> dict:
    """What a file speaks of: how many rows, which days, which counties, whether of one enterprise."""
    days = [row[sheet.day] for row in rows] if sheet.day else []
    enterprises = {row.get("enterprise") for row in rows}
    return {
        "row_count": len(rows),
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "counties": {row["county"] for row in rows},
        "enterprise": enterprises.pop() if len(enterprises) == 1 else None,
    }


def put(
    conn, parsed: Parsed, rows: Iterable[dict], delivery: Delivery, *, counties: set[str], answers=(), **extent
) -> Receipt:
    """Enter the file, its rows and its event, inside the caller's transaction."""
    sheet, reporter, received_at = parsed.sheet, delivery.reporter.name, delivery.received_at
    file = files.accept(
        conn,
        sha256=delivery.sha256,
        topic=sheet.topic,
        filename=delivery.filename,
        reporter=reporter,
        received_at=received_at,
        counties=counties,
        **extent,
    )
    day = local_day(received_at, delivery.region)
    status = beginning(delivery.region, sheet.topic, day, delivery.reporter)
    state = "approved" if status == "issued" else "provisional"
    try:
        changes = facts.put(
            conn, sheet.table, rows, source_file=file.id, known_at=received_at, reporter=reporter, state=state
        )
    except facts.OlderKnowledge:
        raise Refused([newer_is_stored(parsed.place.sheet)]) from None
    file = files.finish(conn, file, new_rows=changes.new, changed_rows=changes.changed)
    by_rule = status == "issued" or not changes.new + changes.changed  # nothing new: nothing to approve
    submissions.enter(
        conn, file, fact=sheet.table, county=_only(counties), at=received_at, by_rule=by_rule,
        status="issued" if by_rule else status,
    )  # fmt: skip
    keep_answers(conn, file, answers)
    held.settle(
        conn, sha256=file.sha256, topic=file.topic, reporter=reporter, status="stored", at=received_at,
        receipt=file.receipt,
    )  # fmt: skip
    drafts.settle(conn, sha256=file.sha256, topic=file.topic, receipt=file.receipt, at=received_at)
    say_answered(parsed.notes, answers)
    notes = parsed.notes.lines()
    record(conn, file, unchanged=changes.unchanged, counties=counties, confirmed=len(answers), notes=notes)
    return receipt_of(file, unchanged=changes.unchanged, notes=notes)


def record(
    conn, file: files.SourceFile, *, unchanged: int, counties: set[str], confirmed: int = 0, notes: Collection[str] = ()
) -> None:
    """The audit event of an accepted file with all that was interpreted, in the transaction that stores it."""
    detail = {
        "topic": file.topic,
        "filename": file.filename,
        "sha256": file.sha256,
        "rows": file.row_count,
        "new": file.new_rows,
        "changed": file.changed_rows,
        "unchanged": unchanged,
    }
    if confirmed:
        detail["confirmed"] = confirmed
    if notes:
        detail["interpreted"] = list(notes)
    events.append(
        conn,
        at=file.received_at,
        actor=file.reporter,
        action="receive_file",
        object_kind="source_file",
        object_id=file.receipt,
        county=_only(counties),
        detail=detail,
    )


def note_refusal(store: Store, refused: Refused, delivery: Delivery, *, topic: str | None) -> None:
    """The audit event of a refused file: who tried, and why it was kept out."""
    codes = Counter(problem.code for problem in refused.problems)
    with store.noting() as conn:
        events.append(
            conn,
            at=delivery.received_at,
            actor=delivery.reporter.name,
            action="refuse_file",
            object_kind="file",
            object_id=delivery.sha256,
            county=_only(delivery.reporter.scope.counties or ()),
            detail={"topic": topic, "filename": delivery.filename, "problems": dict(codes)},
        )


def _only(counties: Collection[str]) -> str | None:
    return next(iter(counties)) if len(counties) == 1 else None


def repeated(earlier: files.SourceFile, received_at: dt.datetime) -> Receipt:
    """The receipt of a file that had been stored before, its moment told in the present sender's time zone."""
    before = earlier.received_at.astimezone(received_at.tzinfo)
    line = f"这份文件已于 {before:%Y-%m-%d %H:%M} 入库（回执 {earlier.receipt}），本次没有改动任何数据"
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
