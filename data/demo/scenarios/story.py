"""The planted cards: one judged true, two judged false, one retired, the others still open."""

from collections.abc import Iterator

from data.demo.deeds import Deed
from data.demo.scene import Scene

# about, role of the county (None: the region), days ago, kind, levers, why; days among the levers count from the last
MADE = (
    ("support", 2, 56, "net", {"monthly": 60}, "秋季创业扶持资金8月到位,县市场监管局预计每月多开业60户(演示)"),
    ("reopen", 1, 49, "reopening", {"date": 14}, "防疫改造9月上旬验收,届时全部开业(演示)"),
    ("clear", 5, 42, "payment", {"debtor": None, "by": None, "monthly": 200.0}, "县财政承诺每月统筹200万元(演示)"),
    ("repair", 4, 28, "outage", {"since": 24, "until": 11}, "冷库检修两周,停止供货(演示)"),
    ("mistyped", 0, 20, "net", {"monthly": -6000}, "按最不利情形测算(演示)"),
    ("holiday", None, 7, "festival", {"day": -20, "percent": 30.0, "category": None}, "假期返乡客流增加(演示)"),
    ("slide", 3, 5, "road", {"other": 6}, "雨季塌方风险,提前测算(演示)"),
)


def scenario_deeds(scene: Scene) -> Iterator[Deed]:
    """Every deed of the story, in no order."""
    for about, role, days, kind, levers, why in MADE:
        county = scene.region.code if role is None else scene.role(role)
        own = {name: _told(scene, name, value) for name, value in levers.items()}
        said = {"kind": kind, "levers": own, "assumption": why, "county": county}
        yield _deed(scene, about, days, "make", said, own=None if role is None or kind == "road" else county)
    yield _deed(scene, "support", 3, "judge", {"came_true": False, "why": "资金10月才到位,假设未成立(演示)"})
    yield _deed(scene, "repair", 9, "judge", {"came_true": False, "why": "检修改期,企业照常供货(演示)"})
    yield _deed(scene, "clear", 2, "judge", {"came_true": True, "why": "9月清偿超过200万元(演示)"})
    yield _deed(scene, "mistyped", 19, "retire", {"why": "数额多写了一个零(演示)"})


def _deed(scene: Scene, about: str, days: int, action: str, said: dict, *, own: str | None = None) -> Deed:
    return Deed(moment=scene.moment(scene.before(days), "15:30"), county=own, kind="scenario", action=action,
                about=about, said=said)  # fmt: skip


def _told(scene: Scene, name: str, value):
    """A lever as the card wants it: days as text, a role as its county."""
    if name in ("date", "since", "until", "day"):
        return scene.before(value).isoformat()
    return scene.role(value) if name == "other" else value
