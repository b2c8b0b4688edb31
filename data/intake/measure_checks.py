"""What must be true of a report on the plan's measures."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from data.intake.answers import Problem
from data.intake.known import Known
from data.intake.notes import Notes
from data.intake.sheet import Sheet

if TYPE_CHECKING:
    from data.reference.region import Region


WANTED = {
    "share": "按比例考核，累计完成数和应完成总数都要填", "count": "按累计数考核", "most": "按当前实际值考核",
    "work": "没有数量指标，按进展阶段考核",
}  # fmt: skip


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


def its_own_target(sheet: Sheet, row: dict, region: "Region") -> Iterator[Problem]:
    """A target is reported by the counties or by the region's departments, as the plan's table says."""
    target = region.target_of[row["target"]]
    if (target.reporter == "counties") == (row["county"] != region.code):
        return
    whose = "各县(市)" if target.reporter == "counties" else "州级牵头部门"
    yield Problem(
        row=row["source_row"], header=sheet.header("target"), found=target.title, reason=f"这项任务由{whose}填报",
        advice="请删去这一行；州级部门填报的，填报地区写“州本级”", code="not_its_target",
    )  # fmt: skip


def as_the_target_wants(sheet: Sheet, row: dict, region: "Region") -> Iterator[Problem]:
    """A share needs both its numbers, a count or level its number, work without a number its stage."""
    target = region.target_of[row["target"]]
    wanted = {"share": ("done", "total"), "count": ("done",), "most": ("done",), "work": ("stage",)}[target.way]
    for name in wanted:
        if row[name] is None and (row["done"], row["stage"]) != (None, None):
            reason = f"“{target.title}”{WANTED[target.way]}"
            yield _problem(sheet, row, name, reason, f"请填写{sheet.header(name)}", f"{name}_wanted")


def fallen_back(sheet: Sheet, rows: list[dict], notes: Notes, known: Known) -> Iterator[Problem]:
    """A number below the one reported before is stored, and asked about."""
    held = known.progress({row["county"] for row in rows})
    for row in rows:
        told = held.get((row["county"], row["target"]), ())
        earlier = [values["done"] for day, values in told if day < row["valid_for"]]
        if earlier and row["done"] is not None and row["done"] < earlier[-1]:
            notes.count("fallen_back", row["source_row"])
    yield from ()


def _problem(sheet: Sheet, row: dict, name: str, reason: str, advice: str, code: str) -> Problem:
    found = "" if row[name] is None else f"{row[name]:g}"
    return Problem(
        row=row["source_row"], header=sheet.header(name), found=found, reason=reason, advice=advice, code=code
    )
