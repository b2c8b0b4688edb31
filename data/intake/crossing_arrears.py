"""The ledger of arrears, its plan and its payments held against each other."""

from collections import defaultdict
from collections.abc import Iterator


def owed_less(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """The ledger holds what was owed at first; what is paid comes as payments, and must not be taken off twice."""
    stored = beside.items()
    for row in rows:
        before, now = stored.get(row["item"], {}).get("owed", 0.0), row["undisputed"] + row["disputed"]
        if before - now <= rule.least:
            continue
        paid = sum(amount for _, _, amount in beside.payments.get(row["item"], ()))
        said = f"欠款总额由{before:g}万元减为{now:g}万元，清偿明细累计{paid:g}万元"
        twice = paid and abs(before - now - paid) < rule.least
        yield row, "undisputed", f"{said}，两者正好相抵，像是又扣了一次（台账填原始欠款）" if twice else said


def paid_twice(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """One transfer, two vouchers: same item, same day, same amount."""
    seen = defaultdict(list)
    for item in dict.fromkeys(row["item"] for row in rows):
        for voucher, day, paid in beside.payments.get(item, ()):
            seen[(item, day)].append((voucher, paid))
    for row in rows:
        others = seen[(row["item"], row["valid_for"])]
        same = [v for v, paid in others if v != row["voucher"] and abs(paid - row["paid"]) <= rule.least]
        if row["paid"] and same:
            yield row, "paid", f"同一笔欠款{row['valid_for']}已有同样金额的凭证{same[0]}"
        others.append((row["voucher"], row["paid"]))


def paid_before_formed(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """Nobody pays a debt that is not there yet."""
    ledger = beside.items()
    for row in rows:
        formed = ledger[row["item"]]["formed"].date()
        if row["paid"] and row["valid_for"] < formed:
            yield row, "valid_for", f"台账所记的形成日期是{formed}"


def plan_beyond_what_is_left(rule, rows: list[dict], beside) -> Iterator[tuple[dict, str, str]]:
    """Nobody plans to pay more than is left when the plan begins."""
    ledger, planned = beside.items(), defaultdict(list)
    for row in rows:
        planned[row["item"]].append(row)
    for item, own in planned.items():
        first = min(row["month"] for row in own)
        paid = sum(amount for _, day, amount in beside.payments.get(item, ()) if day < first)
        left, whole = ledger[item]["owed"] - paid, sum(row["planned"] for row in own)
        if whole > left + max(rule.least, rule.share * left):
            said = f"本表自{first:%Y年%m月}起一共计划{whole:g}万元，而此前尚欠{left:g}万元"
            yield own[0], "planned", said
