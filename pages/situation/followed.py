"""会后落实: later deadlines asked for, decisions nobody has finished, and what was closed and has not recovered."""

from monitoring.cases.opening import DECISION
from pages.door.session import User
from pages.parts import links, matrix, number, status
from pages.parts.matrix import Cell, Column, Row
from pages.response import case_list
from pages.response import case_words as words
from pages.situation import case_reads
from pages.situation.exceptions import short_owner
from pages.situation.moment import View

MOST = 5
NOT_BACK = ("pending", "not_recovered")  # how a closed case stands that may be for the meeting
COLUMNS = (
    Column(title="会后落实", nowrap=True, width="8em"),
    Column(title="事项"),
    Column(title="责任单位", nowrap=True),
    Column(title="时限或销号", nowrap=True),
    Column(title="进展", nowrap=True),
)


def table(user: User, view: View, *, most: int = MOST) -> bool:
    """The table; nothing at all where nothing is open. Whether there is one."""
    cases = case_reads.cases(user, view.at)
    here = view.here(cases)
    # Most cases of a year have recovered: to tell the slip of each of them again was half of the overview's time.
    for_us = (here["cause"] == DECISION) | here["asked_due"].notna()
    open_still = for_us & ~here["status"].isin(status.ENDED)
    here = case_list.told(here[open_still | here["recheck"].isin(NOT_BACK)], view)
    asked = case_list.living(here[here["asked_day"].notna()]).sort_values(["due_day", "case"])
    decided = case_list.living(here[here["cause"] == DECISION]).sort_values(["due_day", "case"])
    after = here[here["after"].notna()].sort_values(["closed_at", "case"], ascending=False)
    rows = first_of(
        [_asked(case, view) for case in asked.head(most).itertuples(index=False)]
        + [_decided(case, view) for case in decided.head(most).itertuples(index=False)],
        [_after(case, view) for case in after.head(most).itertuples(index=False)],
        most,
    )
    if not rows:
        return False
    left = len(asked) + len(decided) + len(after) - len(rows)
    foot = f"另有 {left} 件，见处置件页" if left > 0 else ""
    links.follow(matrix.table(COLUMNS, rows, key="followed", foot=foot, heads=False))
    return True


def first_of(decided: list, after: list, most: int) -> list:
    """As many as fit, of both kinds: neither hides the other, the decisions get the odd place."""
    room = max(most - len(after), (most + 1) // 2)
    shown = decided[:room]
    return shown + after[: most - len(shown)]


def _asked(case, view: View) -> Row:
    asked, first = (number.day_near(day, view.at.day) for day in (case.asked_day, case.due_day))
    return Row(cells=[
        "申请延期",
        _named(case, view),
        short_owner(words.owner_of(case)),
        Cell(text=f"{first} → {asked}", note="已超期" if case.slip == "red" else "", strong=case.slip == "red"),
        Cell(text="待批", note=case.asked_why),
    ])  # fmt: skip


def _decided(case, view: View) -> Row:
    late = case.slip == "red"
    note = "已超期" if late else case_list.marks(case, view)
    return Row(cells=[
        "会议决定",
        _named(case, view),
        short_owner(words.owner_of(case)),
        Cell(text=number.day_near(case.due_day, view.at.day), note=note, strong=late),
        status.CASE_STATUS[case.status],
    ])  # fmt: skip


def _after(case, view: View) -> Row:
    return Row(cells=[
        "已销号未恢复",
        _named(case, view),
        short_owner(words.owner_of(case)),
        Cell(text=case_list.closed_on(case, view), note="销号"),
        f"复测{words.AFTER[case.after]}" if case.after == "not_recovered" else words.AFTER[case.after],
    ])  # fmt: skip


def _named(case, view: View) -> Cell:
    return Cell(text=words.name_of(case), note=f"{case.case} 号",
                href=links.to("cases", case=case.case, on=view.at.on))  # fmt: skip
