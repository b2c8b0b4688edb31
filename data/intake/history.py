"""What rows are held against: the own history of their series, read from the store; and the road of what is asked."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from data.intake.beside import Beside
from data.intake.crossings import crossings_of
from data.intake.doubt_rules import RULES
from data.intake.doubts import LOOK_BACK, Doubt, doubts_of
from data.intake.known import Known
from data.intake.lasting import NotLasting, UntilFurtherNotice, may_last
from data.intake.sheet import Sheet
from data.intake.standing import standing
from data.store import events, files, held
from data.store.engine import Store
from data.store.scope import EVERYTHING

if TYPE_CHECKING:
    from data.intake.reception import Delivery

Because = Callable[[Doubt], str | UntilFurtherNotice | None]
"""The answer to a question, "confirmed, because ..."; None where nobody gave one."""
LONGEST_ANSWER = 200


class StillOpen(Exception):
    """Questions without an answer; the file is to be held."""

    def __init__(self, doubts: list[Doubt], extent: dict) -> None:
        self.doubts = doubts
        self.extent = extent
        super().__init__(f"{len(doubts)} open questions")


def unanswered(_doubt: Doubt) -> None:
    """Nobody was asked yet."""


def confirmed(
    known: Known, sheet: Sheet, rows: list[dict], because: Because, extent: dict, *, today: dt.date
) -> list[dict]:
    """Every question about the rows with its answer, as it is stored. Raises StillOpen where one has none.

    An answer that still stands is stored again; nobody is asked for it. Raises NotLasting where one is to hold until a
    day that it may not.
    """
    doubts = questions_of(known, sheet, rows)
    stands = standing(known.conn, doubts, on=today)
    answers = [(doubt, *_said(because(doubt) or stands.get(doubt.key, ""), doubt, today)) for doubt in doubts]
    if any(not answer for _, answer, _ in answers):
        raise StillOpen([doubt for doubt in doubts if doubt.key not in stands], extent)
    counties = {row["source_row"]: row["county"] for row in rows}
    names = ("kind", "subject", "day", "header", "found", "reason")
    return [{**{name: getattr(doubt, name) for name in names}, "because": answer, "until": until,
             "county": counties[doubt.row]} for doubt, answer, until in answers]  # fmt: skip


def _said(answer: str | UntilFurtherNotice, doubt: Doubt, today: dt.date) -> tuple[str, dt.date | None]:
    until = None
    if isinstance(answer, UntilFurtherNotice):
        answer, until = answer.because, answer.until
        if not may_last(doubt.kind, until, today):
            raise NotLasting(doubt.key)
    return answer.strip()[:LONGEST_ANSWER], until


def questions_of(known: Known, sheet: Sheet, rows: list[dict]) -> list[Doubt]:
    """What is to be asked about rows: against the history of their series, then against other tables.

    A cell that is asked about already is not asked about once more.
    """
    counties = {row["county"] for row in rows}
    own = doubts_of(sheet, rows, history_of(known.conn, sheet, rows, counties))
    asked = {(one.row, one.header) for one in own}
    across = [one for one in crossings_of(sheet, rows, Beside(known)) if (one.row, one.header) not in asked]
    return sorted([*own, *across], key=lambda one: (one.row, one.key))


def history_of(conn, sheet: Sheet, rows: list[dict], counties: set[str]) -> dict:
    """What the rows' own series said before: series -> its earlier days and values."""
    rule = RULES.get(sheet.topic)
    if rule is None or not rule.series or not rows:
        return {}
    first = min(row[rule.day] for row in rows)
    last = max(row[rule.day] for row in rows)
    if (last - first).days > LOOK_BACK:
        return {}  # a file that long is its own history
    return held.recent(
        conn, sheet.table, scope=EVERYTHING, counties=counties, series=rule.series, day=rule.day,
        measures=tuple(dict.fromkeys([*(m.name for m in rule.measures), *(rule.stock or ()), *rule.never_same])),
        since=first - dt.timedelta(days=LOOK_BACK), until=last - dt.timedelta(days=1),
        first={row[rule.series[0]] for row in rows},
        second={row[rule.series[1]] for row in rows} if len(rule.series) > 1 else None,
    )  # fmt: skip


def _named(delivery: "Delivery", doubt: Doubt) -> dict[str, str]:
    """The name a form has for the row in question."""
    name = delivery.lines.get(doubt.row)
    return {"line": name} if name else {}


def keep(
    store: Store, delivery: "Delivery", content: bytes, *, topic: str, doubts: list[Doubt], extent: dict
) -> int | None:
    """Hold the file with its questions; its event says who was asked how much. None where it was stored meanwhile."""
    counties, reporter = extent["counties"], delivery.reporter.name
    with store.noting() as conn:
        if files.find(conn, sha256=delivery.sha256, topic=topic, reporter=reporter):
            return None
        number = held.hold(
            conn, sha256=delivery.sha256, topic=topic, filename=delivery.filename, content=content, reporter=reporter,
            counties=counties, enterprise=extent["enterprise"], at=delivery.received_at,
            questions=[{**asdict(doubt), **_named(delivery, doubt)} for doubt in doubts],
        )  # fmt: skip
        events.append(
            conn, at=delivery.received_at, actor=reporter, action="hold_file", object_kind="held_file",
            object_id=str(number), county=next(iter(counties)) if len(counties) == 1 else None,
            detail={"topic": topic, "filename": delivery.filename, "questions": len(doubts)},
        )  # fmt: skip
    return number
