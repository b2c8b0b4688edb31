"""Answers that still stand: a question somebody has confirmed is not asked again while its gap is what it was.

The same cause shows in every month's report (entities registered elsewhere, say). The answer is stored again beside
the new value, names the answer it stands on, and is listed to whoever sends and whoever reviews. Where two tables
differ by definition, an answer may also hold until a day (:mod:`data.intake.lasting`).
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from data.intake.crossings import CROSSINGS
from data.intake.doubts import Doubt
from data.intake.lasting import standing_until
from data.intake.notes import Notes
from data.store import files, held, lasting

CARRIED = "沿用"
SHARE = 0.1  # of the gap, by which it may move and be the same gap
STANDING = {rule.kind: rule for rule in CROSSINGS if rule.gap}


def standing(conn, doubts: Iterable[Doubt], *, on: dt.date) -> dict[str, str]:
    """Question key -> the answer that still stands, with whose and of when it is.

    Held against the last answer a person gave, not the last one carried on: a gap that creeps is asked about again.
    """
    doubts = list(doubts)
    found = {key: _until(answer) for key, answer in standing_until(conn, doubts, on=on).items()}
    open_ones = [one for one in doubts if one.kind in STANDING and one.key not in found]
    if not open_ones:
        return found
    asked = {"kinds": {one.kind for one in open_ones}, "subjects": {one.subject for one in open_ones}}
    given, over = held.answered(conn, **asked), lasting.ended(conn, **asked, on=on)
    for one in open_ones:
        earlier = [told for told in given if _same_cell(told, one) and not told["because"].startswith(CARRIED)]
        if earlier and same_gap(one, earlier[-1]) and _given(earlier[-1]) not in over:
            found[one.key] = _carried(earlier[-1])
    return found


def _same_cell(told: dict, one: Doubt) -> bool:
    return (told["kind"], told["subject"], told["header"]) == (one.kind, one.subject, one.header)


def _given(told: dict) -> tuple:
    """How an answer until a day is known among those that ended."""
    return told["kind"], told["subject"], told["header"], told["answered_at"]


def same_gap(one: Doubt, told: dict) -> bool:
    """Whether two tables are as far apart as in an earlier question."""
    rule = STANDING[one.kind]
    now, then = _gap(rule.gap, one.reason), _gap(rule.gap, told["reason"])
    return now is not None and then is not None and abs(now - then) <= max(rule.least, SHARE * abs(then))


def _gap(pattern: str, reason: str) -> int | None:
    """How far apart the two tables were, as the question said."""
    match = re.search(pattern, reason)
    return int(match[1]) if match else None


def _carried(told: dict) -> str:
    when = f"{told['day']:%Y-%m-%d}" if told["day"] else f"{told['answered_at']:%Y-%m-%d}"
    return f"{CARRIED}{when}的核实（{told['answered_by']}）：{told['because']}"


def _until(answer: lasting.LastingAnswer) -> str:
    return f"{CARRIED}{answer.given_by}的说明（有效至{answer.until}）：{answer.because}"


def keep_answers(conn, file: files.SourceFile, answers: Sequence[dict]) -> None:
    """The answers beside the file whose values they explain; those that hold until a day also for later files."""
    said = {"by": file.reporter, "at": file.received_at}
    every = [{name: value for name, value in one.items() if name not in ("until", "county")} for one in answers]
    held.confirm(conn, file.id, every, **said)
    until = [{name: value for name, value in one.items() if name != "day"} for one in answers if one["until"]]
    lasting.give(conn, file.id, until, topic=file.topic, **said)


def say_answered(notes: Notes, answers: Sequence[dict]) -> None:
    """Tell the sender what is stored with the values: own answers by their number, carried ones one by one."""
    carried = [one for one in answers if one["because"].startswith(CARRIED)]
    own = len(answers) - len(carried)
    if own:
        notes.say(f"请核实的 {own} 处已由报送人说明原因，随数据存档")
    for one in answers:
        if one.get("until"):
            notes.say(f"“{one['header']}”的说明有效至 {one['until']}，此前相差没有明显扩大的不再询问")
    for one in carried:
        notes.say(f"“{one['header']}”{one['found']}：{one['reason']}，与以前核实的相同，不再询问；{one['because']}")
