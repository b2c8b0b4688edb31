"""What must be true of entity counts and registry rows on their own."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from data.intake.answers import Problem
from data.intake.notes import Notes
from data.intake.sheet import Sheet


def closing_follows_opening(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """Stock-flow identity: closing = opening + entries - exits + moves + reclassification."""
    due = (
        row["opening"]
        + row["entries"]
        - row["deregistrations"]
        - row["revocations"]
        + row["moves_in"]
        - row["moves_out"]
        + row["reclassified"]
    )
    if row["closing"] != due:
        yield Problem(
            row=row["source_row"],
            header=sheet.header("closing"),
            found=str(row["closing"]),
            reason=(
                f"与各项不平：期初{row['opening']}+新设{row['entries']}-注销{row['deregistrations']}"
                f"-吊销{row['revocations']}+迁入{row['moves_in']}-迁出{row['moves_out']}"
                f"+口径调整{row['reclassified']}={due}，相差{row['closing'] - due}"
            ),
            advice="请核对本行各项",
            code="stock_flow",
        )


def series_of(rows: list[dict]) -> list[tuple[tuple[str, str], list[dict]]]:
    """Rows by county and kind, each series in the order of its days."""
    ordered = sorted(rows, key=lambda r: (r["county"], r["kind"], r["valid_for"]))
    return [(key, list(group)) for key, group in groupby(ordered, key=lambda r: (r["county"], r["kind"]))]


def step_of(rows: list[dict]) -> int:
    """Days between neighbouring reports of this file: 1, or the file's own smallest step (weekly, monthly)."""
    gaps = [
        (later["valid_for"] - earlier["valid_for"]).days
        for _, series in series_of(rows)
        for earlier, later in pairwise(series)
    ]
    return min((gap for gap in gaps if gap > 0), default=1)


def chain_within_file(sheet: Sheet, rows: list[dict], notes: Notes) -> Iterator[Problem]:
    """Each opening is the closing before it, where the two reports are neighbours."""
    step = step_of(rows)
    for _, series in series_of(rows):
        for earlier, later in pairwise(series):
            gap = (later["valid_for"] - earlier["valid_for"]).days
            if gap == 0 or later["opening"] == earlier["closing"]:
                continue
            if gap > step:
                notes.count("gap", later["source_row"])
            else:
                yield broken_chain(sheet, later, earlier["closing"], f"第{earlier['source_row']}行")


def broken_chain(sheet: Sheet, row: dict, closing: int, where: str) -> Problem:
    """An opening that is not the closing before it; the numbers are told."""
    return Problem(
        row=row["source_row"],
        header=sheet.header("opening"),
        found=str(row["opening"]),
        reason=f"应等于上期期末实有{closing}（{where}），相差{row['opening'] - closing}",
        advice="请核对两期数字；如因统计口径变化，请填在“口径调整”列",
        code="opening_not_previous_closing",
    )


def ending_is_whole(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """An ended entity has both its day and its manner, and did not end before it began."""
    closed, ended_by = row["closed"], row["ended_by"]
    if (closed is None) != (ended_by is None):
        missing = "closed" if closed is None else "ended_by"
        yield Problem(
            row=row["source_row"],
            header=sheet.header(missing),
            found="",
            code="ending_half_told",
            reason="没有填写",
            advice="终止日期与终止方式要么都填，要么都不填",
        )
    if closed is not None and closed < row["opened"]:
        yield Problem(
            row=row["source_row"],
            header=sheet.header("closed"),
            found=closed.isoformat(),
            reason=f"早于成立日期{row['opened'].isoformat()}",
            advice="请核对两个日期",
            code="closed_before_opened",
        )
