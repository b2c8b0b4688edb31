"""The week's meeting of the simulated prefecture: what lasts is signed out of the daily list and becomes a task."""

import datetime as dt
import zlib
from collections.abc import Iterator

from data.demo.deeds import Deed
from data.demo.scene import Scene

LEADER = "州领导"
OPENS, SHUTS = dt.time(9), dt.time(17, 30)
MONDAY, SITS = 1, dt.time(15)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SIGNED = {
    "arrears": "还款计划已签订,分期支付至年底,同意销号,转入按月调度(演示)",
    "entities": "帮扶措施已逐户落实,恢复需要时间,同意销号,转入日常监测(演示)",
    "markets": "市场改造按工期推进,商户分批返场,同意销号,转入日常监测(演示)",
    "measures": "进度滞后原因已说明,新的节点已排定,同意销号,转入专项督办(演示)",
    "reporting": "报送单位已约谈,代报人员已落实,同意销号,转入日常监测(演示)",
    "supply": "货源已落实,价格随行就市,同意销号,转入日常监测(演示)",
}
DECIDED = {
    "arrears": "逐笔核对无分歧欠款,按还款计划分期清偿",
    "entities": "包抓干部逐户走访停业主体,落实减税降费和金融支持",
    "markets": "倒排改造工期,组织商户分批返场",
    "measures": "倒排工期补齐滞后任务,按周报送进度",
    "reporting": "整改漏报迟报,明确报送责任人",
    "supply": "与产地签订供货协议,稳定货源和价格",
}
JOINED = ("measures", "markets")  # what the prefecture has a case of its own about, its counties' are joined with
LASTS = {
    "arrears": 112,
    "entities": 49,
    "markets": 84,
    "measures": 91,
    "reporting": 21,
    "supply": 14,
}  # days a task has
PROVEN_TO_LAST = 12 * DAY  # before that nobody can say that it will
BEHIND = 6  # one task in so many is proved only after its day


def stays(scene: Scene, case: dict) -> bool:
    """What no leader signs away: fewer entities than at the year's end, red arrears, the whole region's markets.

    They are what the plan promises, or end with a bank's receipt alone: they stay, overdue, until the figures are back.
    """
    shrinking = any(alert["indicator"] == "stock_vs_year_end" and alert["subject"] == case["county"] and alert["active"]
                    for alert in case["inside"])  # fmt: skip
    unpaid = case["cause"] == "arrears" and case["severity"] == "red"
    return shrinking or unpaid or (case["cause"] == "markets" and case["county"] == scene.region.code)


def signing_away(scene: Scene, case: dict, now: dt.datetime) -> Deed:
    """When a leader signs for a case whose danger lasts: at the first meeting that can know that it does."""
    moment = next_meeting(scene, max(now, case["opened_at"] + PROVEN_TO_LAST))
    return Deed(
        moment=at_work(scene, moment), county=None, kind="case", action="close_signed", about=str(case["case"]),
        said={"note": SIGNED[case["cause"]]}, name=LEADER, role="leader",
    )  # fmt: skip


def joining(scene: Scene, case: dict, home: int, now: dt.datetime) -> Deed:
    """The meeting puts a county's case to the prefecture's own of the same cause."""
    return Deed(
        moment=at_work(scene, next_meeting(scene, now)), county=None, kind="case", action="merge",
        about=str(case["case"]), said={"into": home}, name=LEADER, role="leader",
    )  # fmt: skip


def follow_up(scene: Scene, case: dict, moment: dt.datetime) -> Iterator[Deed]:
    """The task a meeting makes of a case it signed, and how its owner goes about it."""
    draw = zlib.crc32(f"{scene.seed} task {case['subject']} {case['cause']} {case['opened_for']}".encode())
    ends = moment + (LASTS[case["cause"]] + draw % 15) * DAY
    said = {"county": case["county"], "title": f"{DECIDED[case['cause']]}(演示)", "owner": case["owner"],
            "until": ends.astimezone(scene.zone).date()}  # fmt: skip
    yield _task(scene, case, "decide", moment, name=LEADER, role="leader", **said)
    ready = ends + (2 if draw // 15 % BEHIND == 0 else -5) * DAY
    steps = (("acknowledge", moment + DAY), ("handle", moment + 2 * DAY), ("prove", ready), ("report", ready + HOUR),
             ("close", ready + 2 * HOUR))  # fmt: skip
    for step, when in steps:
        yield _task(scene, case, step, at_work(scene, when), name=case["owner"], note="已按会议要求落实(演示)")


def next_meeting(scene: Scene, now: dt.datetime) -> dt.datetime:
    """Monday afternoon, the next one that is at least an hour away."""
    here = (now + HOUR).astimezone(scene.zone)
    day = here.date() + (MONDAY - here.isoweekday()) % 7 * DAY
    meeting = dt.datetime.combine(day, SITS, tzinfo=scene.zone)
    return meeting if meeting >= here else meeting + 7 * DAY


def at_work(scene: Scene, moment: dt.datetime) -> dt.datetime:
    """The moment, or when the office next opens."""
    here = moment.astimezone(scene.zone)
    if here.time() >= SHUTS:
        here = dt.datetime.combine(here.date() + DAY, OPENS, tzinfo=scene.zone)
    while not scene.region.is_workday(here.date()):
        here = dt.datetime.combine(here.date() + DAY, OPENS, tzinfo=scene.zone)
    return max(here, dt.datetime.combine(here.date(), OPENS, tzinfo=scene.zone))


def _task(
    scene: Scene, case: dict, action: str, moment: dt.datetime, *, name: str, role: str = "bureau", **said
) -> Deed:
    return Deed(moment=moment, county=None, kind="decision", action=action, about=f"task {case['case']}", said=said,
                name=name, role=role)  # fmt: skip
