"""What must be true of a supply report."""

from collections.abc import Iterator

from data.intake.answers import Problem
from data.intake.notes import Notes
from data.intake.sheet import Sheet


def stockout_means_nothing_on_hand(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """Whoever is out of stock has nothing on hand."""
    if row["stockout"] and row["on_hand"] > 0:
        yield Problem(
            row=row["source_row"],
            header=sheet.header("stockout"),
            found="是",
            code="stockout_with_stock",
            reason=f"断供而库存仍有{row['on_hand']:g}吨",
            advice="请核对库存；断供指库存为0、无货可供",
        )


def empty_stock_is_asked_about(sheet: Sheet, rows: list[dict], notes: Notes) -> Iterator[Problem]:
    """Nothing on hand, yet no stockout: stored, and asked about."""
    for row in rows:
        if row["on_hand"] == 0 and not row["stockout"]:
            notes.count("no_stock_no_stockout", row["source_row"])
    yield from ()
