"""What must be true of a report on the plan's measures."""

from collections.abc import Iterator

from data.intake.answers import Problem
from data.intake.known import Known
from data.intake.notes import Notes
from data.intake.sheet import Sheet


def says_something(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """A row without a number and without a stage reports nothing."""
    if row["done"] is None and row["stage"] is None:
        yield _problem(
            sheet, row, "done", "没有填写累计完成数，也没有填写进展阶段", "请至少填写其中一项", "nothing_said"
        )


def done_within_total(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """No more done than there is to do; a share needs both numbers."""
    if row["total"] is None:
        return
    if row["done"] is None:
        yield _problem(sheet, row, "done", "填写了应完成总数而没有累计完成数", "请补填累计完成数", "done_missing")
    elif row["done"] > row["total"]:
        reason = f"超过应完成总数{row['total']:g}"
        yield _problem(sheet, row, "done", reason, "请核对两个数", "more_done_than_due")


def fallen_back(sheet: Sheet, rows: list[dict], notes: Notes, known: Known) -> Iterator[Problem]:
    """A number below the one reported before is stored, and asked about."""
    held = known.progress()
    for row in rows:
        earlier = [done for day, done in held.get((row["county"], row["target"]), ()) if day < row["valid_for"]]
        if earlier and row["done"] is not None and row["done"] < earlier[-1]:
            notes.count("fallen_back", row["source_row"])
    yield from ()


def _problem(sheet: Sheet, row: dict, name: str, reason: str, advice: str, code: str) -> Problem:
    found = "" if row[name] is None else f"{row[name]:g}"
    return Problem(
        row=row["source_row"], header=sheet.header(name), found=found, reason=reason, advice=advice, code=code
    )
