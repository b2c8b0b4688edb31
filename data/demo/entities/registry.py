"""The registry as rows: a snapshot of everybody at the start, then those who opened, ended or went over."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from data.demo.entities.codes import demo_code
from data.demo.entities.history import History, entity_history
from data.demo.scene import Scene
from data.demo.sending import Parcel

WORDS = ("祥和", "顺达", "金穗", "宏源", "康泰", "福临", "瑞丰", "永兴", "德润", "聚鑫", "百合", "清泉", "佳美", "安顺")
ENDINGS = {
    "individual": {"A": "种养店", "C": "加工店", "E": "装修店", "F": "便利店", "G": "运输户", "H": "餐馆",
                   "I": "网络店", "L": "租赁店", "O": "修理店", "R": "娱乐店"},
    "enterprise": {"A": "农业有限公司", "C": "制造有限公司", "E": "建筑有限公司", "F": "商贸有限公司",
                   "G": "运输有限公司", "H": "餐饮有限公司"},
    "cooperative": {},
    "family_farm": {},
}  # fmt: skip
OTHERWISE = {"individual": "店", "enterprise": "有限公司", "cooperative": "农民专业合作社", "family_farm": "家庭农场"}


def registry_parcels(scene: Scene) -> Iterator[Parcel]:
    """The snapshot on the first working morning, then monthly in 2019 and weekly from 2020, changed rows only."""
    history = entity_history(scene)
    roll = Roll(scene, history)
    eve = scene.since - dt.timedelta(days=1)
    living = range(sum(len(history.people.first[cell]) for cell in range(len(history.cells))))
    yield Parcel(moment=scene.moment(scene.since + dt.timedelta(days=1), "08:30"),
                 name=f"市场主体登记名录_全量_{eve:%Y%m%d}", rows=roll.rows(living, as_of=eve))  # fmt: skip
    after = eve
    for until in update_days(scene):
        changed = roll.changed(after, until)
        if changed:
            yield Parcel(moment=scene.moment(until + dt.timedelta(days=1), "08:40"),
                         name=f"市场主体登记名录_变更_{until:%Y%m%d}",
                         rows=roll.rows(changed, as_of=until))  # fmt: skip
        after = until


def update_days(scene: Scene) -> list[dt.date]:
    """The last days the updates speak of: month ends in 2019, Sundays from 2020, and the very last day."""
    ends = [
        day for day in scene.days if (day.weekday() == 6 if day.year >= 2020 else (day + dt.timedelta(days=1)).day == 1)
    ]
    return sorted({*ends, scene.until})


class Roll:
    """The registry read forward through time: where each entity is booked as of the last update."""

    def __init__(self, scene: Scene, history: History) -> None:
        self.scene, self.people, self.cells = scene, history.people, history.cells
        self.cell = list(history.people.cell)
        self.township = list(history.people.township)
        self.waiting = list(history.changes)
        prefix = dict(zip(scene.region.kinds["kind"], scene.region.kinds["code_prefix"]))
        self.codes = [
            demo_code(prefix[kind] or "91", county, serial)
            for serial, (county, kind) in enumerate((self.cells[cell] for cell in self.cell), 1)
        ]
        self.names = [self._name(entity) for entity in range(len(self.cell))]
        self.opened_at = [day.toordinal() for day in self.people.opened]
        self.closed_at = [day.toordinal() if day else 0 for day in self.people.closed]

    def changed(self, after: dt.date, until: dt.date) -> list[int]:
        """Who opened, ended or went over in (after, until]; those who went over are booked over."""
        low, high = after.toordinal(), until.toordinal()
        touched = {e for e, day in enumerate(self.opened_at) if low < day <= high}
        touched |= {e for e, day in enumerate(self.closed_at) if low < day <= high}
        while self.waiting and self.scene.days[self.waiting[0].day] <= until:
            change = self.waiting.pop(0)
            self.cell[change.entity], self.township[change.entity] = change.cell, change.township
            touched.add(change.entity)
        return sorted(touched)

    def rows(self, entities, *, as_of: dt.date) -> pd.DataFrame:
        """The rows of some entities as they stood on a day; an ending after it is not known yet."""
        people = self.people
        ended = [people.closed[e] is not None and people.closed[e] <= as_of for e in entities]
        return pd.DataFrame(
            {
                "credit_code": [self.codes[e] for e in entities],
                "name": [self.names[e] for e in entities],
                "kind": [self.cells[self.cell[e]][1] for e in entities],
                "county": [self.cells[self.cell[e]][0] for e in entities],
                "township": [self.township[e] for e in entities],
                "section": [people.section[e] for e in entities],
                "size": [people.size[e] for e in entities],
                "opened": [people.opened[e] for e in entities],
                "closed": [people.closed[e] if gone else None for e, gone in zip(entities, ended)],
                "ended_by": [people.ended_by[e] if gone else None for e, gone in zip(entities, ended)],
            },
            dtype="object",
        )

    def _name(self, entity: int) -> str:
        county, kind = self.cells[self.people.cell[entity]]
        ending = ENDINGS[kind].get(self.people.section[entity], OTHERWISE[kind])
        return f"{self.scene.short[county]}演示{WORDS[entity % len(WORDS)]}{entity:06d}号{ending}"
