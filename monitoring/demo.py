"""Playing the demo: its files through intake in order, the daily run at the moments a prefecture would run it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from data.demo.generate import generate
from data.demo.load import load
from data.demo.scene import FULL, Scene, Size
from data.reference.region import Region
from data.store import setting
from data.store.engine import Store
from monitoring.config import Config
from monitoring.demo_deeds import story
from monitoring.demo_levels import look_at_levels
from monitoring.evaluate import evaluate
from monitoring.replay import replay

DAY = dt.timedelta(days=1)
WEEKLY_FROM_MONTH = (2020, 1)  # before that by month, as the counts of that time came in
AFTER_MONTH_END = 3  # days until a month's last reports are due


class StoreNotEmpty(Exception):
    """The demo is played into an empty database only: invented and real figures must never mix."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """One daily run of the story: for which day, and when."""

    on: dt.date
    now: dt.datetime


def checkpoints(scene: Scene) -> list[Checkpoint]:
    """Month ends, then Sundays, then every day, each run at half past noon once the day's reports are due."""
    chosen = []
    for day in scene.days:
        last = day == scene.until
        weekly = (day.year, day.month) >= WEEKLY_FROM_MONTH
        if last or (scene.until - day).days < scene.size.daily_days or (weekly and day.isoweekday() == 7):
            chosen.append(Checkpoint(on=day, now=scene.moment(day + DAY, "12:30")))
        elif not weekly and (day + DAY).day == 1:
            chosen.append(Checkpoint(on=day, now=scene.moment(day + AFTER_MONTH_END * DAY, "18:30")))
    return chosen


def play(
    store: Store,
    region: Region,
    config: Config,
    *,
    seed: int,
    until: dt.date,
    size: Size = FULL,
    told: Callable[[dt.date, str], None] = lambda day, what: None,
) -> int:
    """Fill an empty store with the simulated prefecture and evaluate on the way; how many runs there were."""
    with store.reading() as conn:
        if setting.get(conn, setting.REGION) is not None:
            raise StoreNotEmpty(store.url)
    scene = Scene(region=region, seed=seed, until=until, size=size)
    ahead = checkpoints(scene)
    with store.writing(at=scene.moment(scene.since, "00:00")) as conn:
        setting.put(conn, setting.REGION, region.id)
        setting.put(conn, setting.DEMO, {"seed": seed, "until": until.isoformat()})
    done, deeds = 0, story(store, scene, config)

    def run_those_before(moment: dt.datetime | None, what: str) -> None:
        nonlocal done
        while done < len(ahead) and (moment is None or ahead[done].now < moment):
            told(ahead[done].on, "evaluate")
            deeds.do_those_before(ahead[done].now)
            evaluate(store, config, on=ahead[done].on, now=ahead[done].now, since=None if done else scene.since)
            deeds.look_at_cases(ahead[done].now)
            look_at_levels(deeds)
            done += 1
        if moment is not None:
            deeds.do_those_before(moment)
            told(moment.date(), what)

    files = generate(region, seed=seed, until=until, size=size)
    load(store, region, files, before=lambda sending: run_those_before(sending.moment, sending.topic))
    run_those_before(None, "")
    replay(store, config, now=ahead[-1].now)
    return done
