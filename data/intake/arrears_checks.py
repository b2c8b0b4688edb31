"""What must be true of an arrears item, its plan and its payments."""

from collections import defaultdict
from collections.abc import Iterator

from data.intake.answers import Problem
from data.intake.known import Known
from data.intake.notes import Notes
from data.intake.sheet import Sheet

CENT = 0.000001  # one cent, in 10,000 yuan


def something_is_owed(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """Undisputed and disputed together are more than nothing."""
    if row["undisputed"] + row["disputed"] <= 0:
        yield Problem(
            row=row["source_row"],
            header=sheet.header("undisputed"),
            found="0",
            code="nothing_owed",
            reason="无分歧与有分歧欠款之和应大于0",
            advice="请核对欠款金额",
        )


def due_follows_formation(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """A debt falls due on the day it is formed or later."""
    if row["due"] < row["formed"]:
        yield Problem(
            row=row["source_row"],
            header=sheet.header("due"),
            found=row["due"].isoformat(),
            reason=f"早于形成日期{row['formed'].isoformat()}",
            advice="请核对两个日期",
            code="due_before_formed",
        )


NIL = "零报告"


def nought_says_so(sheet: Sheet, row: dict) -> Iterator[Problem]:
    """A payment of nought is the report that there was none, and its voucher says so."""
    if row["paid"] == 0 and not row["voucher"].startswith(NIL):
        yield Problem(
            row=row["source_row"], header=sheet.header("paid"), found="0", code="nought",
            reason="清偿金额为0", advice=f"请核对；本月没有清偿的，凭证号写“{NIL}-年-月”，例如 {NIL}-2020-03",
        )  # fmt: skip


def payments_within_item(sheet: Sheet, rows: list[dict], notes: Notes, known: Known) -> Iterator[Problem]:
    """Nobody pays more than is owed: stored payments (those not corrected here) and the file's together."""
    here = {(row["item"], row["voucher"]) for row in rows}
    paid: dict[str, float] = defaultdict(float)
    for item, voucher, _, amount in known.payments():
        if (item, voucher) not in here:
            paid[item] += amount
    for row in rows:
        item = row["item"]
        owed = known.listed("item")[item]["owed"]
        paid[item] += row["paid"]
        if paid[item] > owed + CENT:
            yield Problem(
                row=row["source_row"],
                header=sheet.header("paid"),
                found=f"{row['paid']:g}万元",
                reason=f"连同此前付款累计{paid[item]:g}万元，超过欠款总额{owed:g}万元",
                advice="请核对金额和单位（元、万元）",
                code="overpaid",
            )
