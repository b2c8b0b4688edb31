"""Checks every sheet shares: repeated keys, references, whose rows they are, and files that came too late."""

from data.intake.answers import Problem, Reporter
from data.intake.known import Known
from data.intake.near import perhaps
from data.intake.notes import Notes
from data.intake.places import told_of
from data.intake.sheet import Sheet
from data.intake.text import shown
from data.store.files import SourceFile
from data.store.scope import Scope


def repeated_keys(sheet: Sheet, rows: list[dict]) -> list[Problem]:
    """One key, one row: which of two is meant?"""
    first: dict[tuple, dict] = {}
    problems = []
    for row in rows:
        key = tuple(row[name] for name in sheet.key)
        earlier = first.setdefault(key, row)
        if earlier is not row:
            headers = "、".join(sheet.header(name) for name in sheet.key)
            problems.append(
                Problem(
                    row=row["source_row"],
                    header=sheet.header(sheet.key[0]),
                    found=shown(str(key[0])),
                    reason=f"与{told_of(earlier['source_row'])}重复（“{headers}”都相同）",
                    advice="请只保留一行",
                    code="repeated_key",
                )
            )
    return problems


def resolve(
    sheet: Sheet, rows: list[dict], known: Known, notes: Notes, scope: Scope
) -> tuple[list[dict], list[Problem]]:
    """Rows with every reference turned into a registered id, and the county of what they refer to."""
    column = sheet.reference
    if column is None:
        return rows, []
    listed = known.listed(column.name)
    by_name = _unique_names(listed)
    good, problems = [], []
    for row in rows:
        typed = row[column.name]
        number = typed if typed in listed else by_name.get(typed)
        if number is None:
            problems.append(
                Problem(
                    row=row["source_row"],
                    header=column.header,
                    found=shown(typed),
                    code="unknown_reference",
                    reason="没有登记过",
                    advice=f"{_perhaps(typed, listed, scope)}请核对；新的请先报送{SOURCES[column.name]}",
                )
            )
            continue
        if number != typed:
            notes.count("named", row["source_row"], column.header)
        good.append({**row, column.name: number, "county": listed[number]["county"]})
    return good, problems + repeated_keys(sheet, good)


def _perhaps(typed: str, listed: dict[str, dict], scope: Scope) -> str:
    """The registered name that may be meant, of those this sender may know."""
    own = [
        text
        for number, entry in listed.items()
        if scope.covers(entry["county"], number)
        for text in (number, entry["name"])
    ]
    return perhaps(typed, own)


SOURCES = {"market": "《农贸市场名录》", "enterprise": "《重点保供企业名录》", "item": "《拖欠账款台账》"}


def _unique_names(listed: dict[str, dict]) -> dict[str, str]:
    names: dict[str, str | None] = {}
    for number, entry in listed.items():
        names[entry["name"]] = None if entry["name"] in names else number
    return {name: number for name, number in names.items() if number is not None}


def outside_scope(sheet: Sheet, rows: list[dict], known: Known, reporter: Reporter) -> list[Problem]:
    """Rows of somebody else: by the county they name, or by who registered the same id before."""
    if reporter.scope.whole:
        return []
    header = next((c.header for c in sheet.columns if c.name == "county"), sheet.columns[0].header)
    own_list = sheet.key if len(sheet.key) == 1 else ()
    registered = known.counties_of(sheet, rows) if own_list else {}
    problems = []
    for row in rows:
        enterprise = row.get("enterprise")
        before = registered.get(row[own_list[0]]) if own_list else None
        if not reporter.scope.covers(row["county"], enterprise):
            problems.append(_not_yours(row, header, "不在您的填报范围内", "请只报送本县（市）、本企业的数据"))
        elif before and not reporter.scope.covers(before, enterprise):
            advice = "请核对编号；迁入本地的，请由上级更改登记"
            problems.append(_not_yours(row, sheet.header(own_list[0]), "是其他县（市）已登记的编号", advice))
    return problems


def _not_yours(row: dict, header: str, reason: str, advice: str) -> Problem:
    return Problem(row=row["source_row"], header=header, found="", reason=reason, advice=advice, code="not_yours")


def newer_is_stored(place: str) -> Problem:
    """A file dated before what is stored cannot correct it."""
    return Problem(
        sheet=place,
        found="",
        code="older_knowledge",
        reason="收到时间早于库中同一数据的更正时间",
        advice="请核对收到时间；旧文件不能覆盖后来的更正",
    )


def was_taken_back(earlier: SourceFile) -> Problem:
    """A file that was returned or withdrawn does not come in again unchanged."""
    return Problem(
        found=earlier.receipt,
        code="taken_back",
        reason="这份文件以前报过，已被退回或撤回",
        advice="请按退回意见修改后再报；内容确无须修改的，请另存后重报",
    )
