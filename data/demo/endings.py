"""What the officials do in the demo's last weeks so that every screen of the closed loop is seen at work at its end.

On the last afternoon cases are merged, split, handed on, kept silent and explained; meetings decide, and what they
decided is done, overdue or under way.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from data.demo.deeds import Deed
from data.demo.meetings import at_work
from data.demo.officials import DAY, FALSE, KNOWN, NOTES, is_shock
from data.demo.scene import Scene

LIGHT_TO_GRAVE = ("blue", "yellow", "orange", "red")
KEPT_SILENT = {
    "markets": "封闭改造至11月中旬,已设临时摊点",
    "arrears": "欠款单位预算调整至11月中旬批复,还款计划待批",
    "supply": "道路施工封闭至11月中旬,已安排临时替代供应",
}
HANDED_ON, INSTEAD = "州市场监管局", "州商务局"
# about, days before the end, role of the county (None: the prefecture), what was decided, who has it, days until due
DECIDED = (
    ("done", 26, None, "组织保供企业与农贸市场对接,集中签订冬季供货协议", "州商务局", 14),
    ("overdue", 13, 0, "逐户核实停业市场主体,建立复市台账", "县政府", 10),
    ("open", 5, 3, "清欠工作专班入驻,逐笔核对无分歧欠款", "州工信局", 12),
)


def endings(scene: Scene) -> list[tuple[dt.date, Callable[[Scene, list[dict], dt.datetime], Iterator[Deed]]]]:
    """From which day on, at the first daily run, which deeds are chosen from the cases that live then."""
    return [(scene.until, last_afternoon)]


def decisions(scene: Scene) -> Iterator[Deed]:
    """What meetings decided, and what came of it."""
    for about, days, role, title, owner, until in DECIDED:
        county = scene.region.code if role is None else scene.role(role)
        full = dict(zip(scene.region.counties["county"], scene.region.counties["name"])).get(county)
        owner = f"{full}人民政府" if owner == "县政府" else owner
        said = {"county": county, "title": f"{title}(演示)", "owner": owner,
                "until": scene.before(days - until)}  # fmt: skip
        yield _deed(scene, about, "decide", days, name="州领导", role="leader", kind="decision", **said)
        if about == "done":
            for step, later in (("acknowledge", 1), ("handle", 2), ("prove", 8), ("report", 8), ("close", 9)):
                yield _deed(
                    scene, about, step, days - later, name=owner, kind="decision", note="已办结,签约情况附后(演示)"
                )
        if about == "open":
            yield _deed(scene, about, "acknowledge", days - 1, name=owner, kind="decision")


def last_afternoon(scene: Scene, cases: list[dict], now: dt.datetime) -> Iterator[Deed]:
    """One case is explained, two merged, one split, one handed on, one kept silent, one noted, one put off."""
    left = [case for case in cases if case["inside"]]

    def first(wanted: list[dict]) -> list[dict]:
        for case in wanted[:1]:
            left.remove(case)
        return wanted[:1]

    unexplained = [c for c in left if not c["protected"] and c["status"] != "known_cause" and _artefacts(c)]
    for case in first(sorted(unexplained, key=lambda c: -_artefacts(c))):
        yield _step(scene, case, "known_cause", now, name=_department(case),
                    note="经核实为集中办理、清理和口径调整所致,已说明,待数据恢复(演示)")  # fmt: skip
    supply = [case for case in left if case["cause"] == "supply"]
    for home in first(sorted(supply, key=lambda c: (c["county"] != scene.region.code, -_mild(c)[0]))):
        same = [c for c in supply if c is not home]
        for case in first(sorted(same, key=lambda c: (not _only_prices(c), _mild(c)))):
            yield _step(scene, case, "merge", now, name="州商务局", into=home["case"])
    wide = [case for case in left if case["due"] is not None and case["due"] > now and _apart(case)]
    for case in first(sorted(wide, key=lambda c: (not _owners(c), c["case"]))):
        yield _step(scene, case, "split", now, name=_department(case), alerts=_apart(case))
    held = [case for case in left if case["cause"] == "markets" and case["owner"] is not None]
    for case in first(held):
        owner = HANDED_ON if case["owner"] != HANDED_ON else INSTEAD
        yield _step(scene, case, "assign", now, name=case["owner"], owner=owner,
                    note="市场整治事项由该单位主办(演示)")  # fmt: skip
    quiet = [c for c in left if c["silenced_until"] is None and c["cause"] in ("markets", "arrears", "supply")]
    for case in first(sorted(quiet, key=lambda c: (c["cause"] != "markets", c["case"]))):
        yield _step(scene, case, "silence", now, name=_department(case), until=scene.before(-45),
                    note=f"{KEPT_SILENT[case['cause']]},期间暂停催办(演示)")  # fmt: skip
    for case in first([c for c in left if c["cause"] == "arrears"]):
        yield _step(
            scene, case, "note", now, name=_department(case), note="已约谈欠款单位,还款协议拟于国庆后签订(演示)"
        )
    for case in sorted((c for c in cases if _may_ask(c, now)), key=lambda c: c["due"])[:1]:
        until = (case["due"] + 14 * DAY).astimezone(scene.zone).date()
        yield _step(scene, case, "postpone", now, name=case["owner"], until=until, note=NOTES["postpone"])


def _may_ask(case: dict, now: dt.datetime) -> bool:
    """Whether an owner is at work on it and has time enough to ask for a later deadline this afternoon."""
    at_it = case["status"] == "handling" and case["owner"] is not None and case["first_due"] is None
    return at_it and not is_shock(case) and case["due"] is not None and case["due"] > now + DAY


def _apart(case: dict) -> list[int]:
    """Which of a case's alerts others should see to: another department's, else the later half of many."""
    inside, leading = case["inside"], case["inside"][0]["owner"]
    others = [alert for alert in inside if alert["owner"] != leading]
    return [alert["alert"] for alert in others or (inside[len(inside) // 2 :] if len(inside) > 3 else [])]


def _owners(case: dict) -> bool:
    return len({alert["owner"] for alert in case["inside"]}) > 1


def _artefacts(case: dict) -> int:
    calls = [alert["evidence"].get("verdict", {}).get("call") for alert in case["inside"] if alert["active"]]
    return sum(call in FALSE | KNOWN for call in calls)


def _only_prices(case: dict) -> bool:
    return all(alert["indicator"].startswith("price_") for alert in case["inside"] if alert["active"])


def _mild(case: dict) -> tuple[int, int]:
    """The mildest first, the newest of them before the others."""
    return LIGHT_TO_GRAVE.index(case["severity"]), -case["case"]


def _department(case: dict) -> str:
    return case["inside"][0]["owner"] or INSTEAD


def _step(scene: Scene, case: dict, action: str, now: dt.datetime, *, name: str, role: str = "bureau", **said) -> Deed:
    moment = at_work(scene, now + dt.timedelta(hours=2))
    return Deed(moment=moment, county=None, kind="ending", action=action, about=str(case["case"]), said=said, name=name,
                role=role)  # fmt: skip


def _deed(
    scene: Scene, about: str, action: str, days: int, *, name: str, kind: str, role: str = "bureau", **said
) -> Deed:
    moment = at_work(scene, scene.moment(scene.before(days), "16:00"))
    return Deed(moment=moment, county=None, kind=kind, action=action, about=f"decision {about}", said=said, name=name,
                role=role)  # fmt: skip
