"""What a simulated prefecture is drawn from: the region pack, its baseline, a seed, the days and the size."""

import datetime as dt
import tomllib
import zlib
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from data.reference.region import Region

FIRST_DAY = dt.date(2019, 1, 1)
LAST_DAY = dt.date(2020, 9, 30)


class NoBaseline(LookupError):
    """The region pack has no demo.toml, so no prefecture can be simulated for it."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a prefecture is simulated."""

    name: str
    share: float  # of the baseline's entities
    days: int | None  # before the last; None: from the first day of all
    daily_days: int  # how many of the last days are evaluated one by one


FULL = Size(name="full", share=1.0, days=None, daily_days=30)
QUICK = Size(name="quick", share=0.25, days=118, daily_days=5)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One prefecture to simulate. Random streams are named, so that one topic's draws never move another's."""

    region: Region
    seed: int
    until: dt.date
    size: Size = FULL

    @cached_property
    def baseline(self) -> dict:
        """The pack's calibration."""
        path = self.region.folder / "demo.toml"
        if not path.is_file():
            raise NoBaseline(f"{path} is missing")
        return tomllib.loads(path.read_text(encoding="utf-8"))

    @cached_property
    def since(self) -> dt.date:
        """The first simulated day."""
        return FIRST_DAY if self.size.days is None else self.until - dt.timedelta(days=self.size.days)

    @cached_property
    def days(self) -> list[dt.date]:
        """Every simulated day, in order."""
        return [self.since + dt.timedelta(days=n) for n in range((self.until - self.since).days + 1)]

    @cached_property
    def counties(self) -> list[str]:
        """County codes in the pack's order."""
        return list(self.region.counties["county"])

    @cached_property
    def short(self) -> dict[str, str]:
        """County code to the short name people write."""
        return dict(zip(self.region.counties["county"], self.region.counties["short"]))

    @cached_property
    def cast(self) -> list[str]:
        """The counties in this seed's order of roles: who suffers what."""
        return [self.counties[i] for i in self.rng("cast").permutation(len(self.counties))]

    def role(self, number: int) -> str:
        """The county that plays a role; a small region's counties play several."""
        return self.cast[number % len(self.cast)]

    def rng(self, name: str) -> np.random.Generator:
        """The random stream of that name."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def before(self, days: int) -> dt.date:
        """The day so many days before the last."""
        return self.until - dt.timedelta(days=days)

    def index(self, day: dt.date) -> int:
        """A day's place among the simulated days (negative before the first)."""
        return (day - self.since).days

    @cached_property
    def zone(self) -> ZoneInfo:
        """The region's own clock."""
        return ZoneInfo(self.region.timezone)

    def moment(self, day: dt.date, clock: str) -> dt.datetime:
        """A moment of a day on the region's own clock."""
        return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=self.zone)

    @cached_property
    def now(self) -> dt.datetime:
        """When the demo stops: noon after the last day, when its daily reports are in."""
        return self.moment(self.until + dt.timedelta(days=1), "12:30")


def default_seed(region: Region) -> int:
    """The seed the pack's own demo is made from."""
    return int(Scene(region=region, seed=0, until=LAST_DAY).baseline["default_seed"])
