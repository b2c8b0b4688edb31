"""At most seven exceptions, each with owner and deadline; and that nothing else is red.

Alerts of one county and cause are one exception: five alarms with one cause are one thing to decide.
"""

import pandas as pd

from monitoring import triage
from monitoring.alerts.sentence_shown import brief
from pages.door import open_store
from pages.parts import links, matrix, number, status
from pages.situation import names
from pages.situation.moment import View

COLUMNS = (
    matrix.Column(title="级别", nowrap=True),
    matrix.Column(title="情况"),
    matrix.Column(title="责任单位", nowrap=True),
    matrix.Column(title="办理时限", nowrap=True),
    matrix.Column(title="已持续", nowrap=True, align="number"),
    matrix.Column(title="处置", nowrap=True),
)


NEXT_LEVEL = {"county": "逾期提至州级", "prefecture": "逾期提请省级", "province": "已提请省级"}


def exceptions(view: View, living: pd.DataFrame, handled: dict[int, dict] | None = None) -> None:
    """The table of exceptions; a click leads to the alert, its status to the case (``handled``: by alert)."""
    groups = triage.exceptions(living, on=view.at.day, region_code=open_store.region().code)
    known = living.set_index("alert")
    rows = [
        row(group, view, known.loc[group["alert"]], (handled or {}).get(group["alert"]))
        for group in groups.to_dict("records")
    ]
    foot = rest(triage.left_out(living, groups)) if rows else ""
    links.follow(matrix.table(COLUMNS, rows, key="exceptions", foot=foot, empty="当前没有预警", heads=False))


def rest(left_out: dict[str, int]) -> str:
    """What the table does not show; that nothing else is red is worth saying."""
    words = [f"{status.LEVELS[severity].word} {count} 件" for severity, count in left_out.items() if count]
    if not words:
        return "除上列外，没有其他预警"
    more = f"另有预警 {sum(left_out.values())} 件（{'、'.join(words)}）"
    return more if left_out["red"] else f"{more}，没有其他红色预警"


def short_owner(owner: str) -> str:
    """A county's government by the county's short name."""
    for full, short in names.table("counties", "name", "short").items():
        owner = owner.replace(full, short)
    return owner


def _late(case: dict | None) -> str:
    """Who is late: the owner, or who must check what was reported."""
    return "复核超时" if case is not None and case["status"] == "review" else "已超期"


def row(group: dict, view: View, alert: pd.Series, case: dict | None) -> matrix.Row:
    """One exception in the order of ``COLUMNS``; ``case`` is the living case it is in."""
    others = len(group["alerts"]) - 1
    address = links.to("alerts", alert=group["alert"], on=view.at.on)
    owner, due = (group["owner"], group["due"]) if case is None else (case["owner"], case["due_day"])
    late = bool(not number.absent(due) and due < pd.Timestamp(view.at.day))
    before, put_off = (case is not None and not number.absent(case[name]) for name in ("missed_day", "first_day"))
    return matrix.Row(
        cells=[
            matrix.Cell(text="", severity=group["severity"]),
            matrix.Cell(text=brief(group["sentence"]), href=address, note=f"同类另有 {others} 件" if others else ""),
            matrix.Cell(
                text="待认领" if number.absent(owner) else short_owner(owner),
                note=NEXT_LEVEL[case["level"]] if case else "",
                strong=number.absent(owner),
            ),
            matrix.Cell(
                text=number.day_near(due, view.at.day) or "未定",
                note=_late(case) if late else "此前已超期" if before else "已延期" if put_off else "",
                strong=late,
            ),
            matrix.Cell(text=f"{group['age_days'] + 1} 天"),
            matrix.Cell(
                text=status.CASE_STATUS[case["status"] if case else alert["status"]],
                href=links.to("cases", case=case["case"], on=view.at.on) if case else None,
            ),
        ]
    )
