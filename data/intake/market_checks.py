"""What must be true of a market's report."""

from collections.abc import Iterator

from data.intake.answers import Problem
from data.intake.known import Known
from data.intake.notes import Notes
from data.intake.sheet import Sheet


def closed_market_has_no_open_stalls(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """Status and open stalls must tell the same story."""
    if row["status"] == "closed" and row["stalls_open"] > 0:
        yield _contradiction(sheet, row, "市场未复市，却有开业摊位", "请核对复市状态和开业摊位")
    if row["status"] != "closed" and row["stalls_open"] == 0:
        yield _contradiction(sheet, row, "市场已复市，却没有开业摊位", "请核对复市状态和开业摊位")


def closed_market_says_why(sheet: Sheet, rows: list[dict], notes: Notes) -> Iterator[Problem]:
    """A closed market without a reason is stored, and the sender is told."""
    for row in rows:
        if row["status"] == "closed" and not row["reason"]:
            notes.count("no_reason", row["source_row"])
    yield from ()


def stalls_within_market(sheet: Sheet, rows: list[dict], notes: Notes, known: Known) -> Iterator[Problem]:
    """No more stalls open than the market has."""
    for row in rows:
        total = known.listed("market")[row["market"]]["stalls_total"]
        if row["stalls_open"] > total:
            yield _contradiction(
                sheet, row, f"超过该市场登记的摊位总数{total}", "请核对；摊位有增加的，先更新《农贸市场名录》"
            )


def _contradiction(sheet: Sheet, row: dict, reason: str, advice: str) -> Problem:
    return Problem(
        row=row["source_row"],
        header=sheet.header("stalls_open"),
        found=str(row["stalls_open"]),
        reason=reason,
        advice=advice,
        code="status_against_stalls",
    )
