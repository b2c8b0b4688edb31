"""Which counties fall behind their plan, who owes most, and where new arrears outrun what is cleared."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from data.demo.scene import Scene

BASE_DAY = dt.date(2019, 12, 31)
PLAN_SENT = dt.date(2020, 1, 15)
ON_TRACK, BEHIND = (1.0, 1.07), (0.66, 0.76)  # of what the plan wants by now


@dataclass(frozen=True, kw_only=True)
class LargeDebtor:
    """A debtor under supervision: undisputed arrears at first, at the base day and at the end (10,000 yuan)."""

    county: str
    name: str
    kind: str
    owed: float
    left_at_base: float
    left_at_end: float


@dataclass(frozen=True, kw_only=True)
class ArrearsPlan:
    """Everything planted in the ledger."""

    behind: tuple[str, ...]  # counties
    relapsing: str  # the county whose new arrears exceed what it cleared
    large: tuple[LargeDebtor, ...]
    pace: tuple[tuple[str, float], ...]  # county, what it pays of what its plan wants

    def progress(self, county: str) -> float:
        """What a county pays of what its plan wants."""
        return dict(self.pace)[county]


@cache
def arrears_plan(scene: Scene) -> ArrearsPlan:
    """The plan of this seed."""
    rng = scene.rng("arrears plan")
    line = float(scene.region.targets["listing_line"])
    counties = [scene.role(n) for n in (2, 2, 5, 5, 0, 1, 3, 4)][: scene.baseline["arrears"]["listed_debtors"]]
    offices = (
        "城市建设投资公司",
        "交通运输局",
        "住房和城乡建设局",
        "水务局",
        "人民医院",
        "教育局",
        "工业园区平台公司",
        "农业农村局",
    )
    kinds = (
        "platform",
        "government",
        "government",
        "government",
        "institution",
        "government",
        "platform",
        "government",
    )
    large = []
    for n, (county, office, kind) in enumerate(zip(counties, offices, kinds)):
        paid_down = n in (4, 6)  # fell below the line since, still listed
        left_at_end = line * float(rng.uniform(0.4, 0.6) if paid_down else rng.uniform(1.03, 1.15))
        left_at_base = line * float(rng.uniform(1.35, 1.7))
        large.append(
            LargeDebtor(county=county, name=f"{scene.short[county]}演示{office}", kind=kind,
                        owed=line * float(rng.uniform(2.1, 3.0)), left_at_base=left_at_base, left_at_end=left_at_end)
        )  # fmt: skip
    behind = (scene.role(2), scene.role(5))
    pace = tuple((c, float(rng.uniform(*(BEHIND if c in behind else ON_TRACK)))) for c in scene.counties)
    return ArrearsPlan(behind=behind, relapsing=scene.role(7), large=tuple(large), pace=pace)
