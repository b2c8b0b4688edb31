"""When the simulated 州商务局 reports a level, and what it says: mostly in time, now and then late or not at all."""

import datetime as dt

from data.demo.deeds import Deed
from data.demo.scene import Scene

BEGINS_DAYS = 45  # before the end: what was reported earlier stands on paper
SOON, LATE = (25, 105), (130, 190)  # minutes after the level appeared
LATE_SHARE, SKIPPED_SHARE = 0.2, 0.15
FOLLOW_AT = "16:10"
SIGNER = "王某(演示)"
SAID = {
    "first": ("{category}七日涨幅或断供达到应急线,已通知企业核实(演示)", "电话核实企业库存和进货,要求增加货源(演示)"),
    "follow": ("{category}等级仍在,货源和价格逐日跟踪(演示)", "督促企业补货,协调周边县(市)调运(演示)"),
    "final": ("{category}价格和供应恢复,等级解除(演示)", "继续按日监测(演示)"),
}


def first_report(scene: Scene, alert: int, since: dt.datetime) -> Deed:
    """Reported by telephone within the two hours, one time in five after them."""
    rng = scene.rng(f"level {alert} {since:%Y-%m-%d}")
    low, high = LATE if rng.random() < LATE_SHARE else SOON
    return _deed(alert, "first", since + dt.timedelta(minutes=int(rng.integers(low, high))))


def next_follow(scene: Scene, alert: int, last: dt.datetime) -> Deed:
    """The next day's report; now and then a day is left out."""
    rng = scene.rng(f"level {alert} after {last:%Y-%m-%d}")
    days = 2 if rng.random() < SKIPPED_SHARE else 1
    return _deed(alert, "follow", scene.moment(last.astimezone(scene.zone).date() + dt.timedelta(days), FOLLOW_AT))


def final_report(alert: int, ended: dt.datetime) -> Deed:
    """Reported the same afternoon."""
    return _deed(alert, "final", ended + dt.timedelta(hours=4))


def _deed(alert: int, kind: str, moment: dt.datetime) -> Deed:
    way = "phone" if kind == "first" else "system"
    return Deed(moment=moment, county=None, kind="level", action=kind, about=str(alert), said={"way": way})


def words(kind: str, category: str) -> dict[str, str]:
    """What a report of a kind says."""
    situation, taken = SAID[kind]
    return {"situation": situation.format(category=category), "taken": taken, "signer": SIGNER}
